use crate::base::Text;
use crate::cli::Job;
use crate::render::Verbosity;
use crate::say;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::time::Duration;

/// A bar on standard error, if that is a terminal and somebody waits.
pub(super) struct Progress {
    bar: ProgressBar,
}

impl Progress {
    pub(super) fn over(modules: usize, job: &Job) -> Self {
        let quiet = job.verbosity == Verbosity::Quiet;
        let target =
            if quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(modules as u64), target);
        let words = looking(modules);
        let template = format!("{{bar:24}} {{pos}}/{{len}} {}", words.to(job.lang));
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar }
    }

    pub(super) fn at(&self, done: usize) {
        self.bar.set_position(done as u64);
    }

    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

fn looking(modules: usize) -> Text {
    match modules {
        1 => Text::of("module looked at", "个模块已查看"),
        _ => say! { en: "modules looked at", zh: "个模块已查看" },
    }
}
