use crate::cli::Job;
use crate::render::Verbosity;
use crate::say;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::cell::Cell;
use std::time::{Duration, Instant};

/// A wait shorter than this needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the bar moves while nothing comes in.
pub(super) const BEAT: Duration = Duration::from_millis(120);

/// A bar on standard error, if that is a terminal and somebody waits.
pub(super) struct Progress {
    bar: ProgressBar,
    since: Instant,
    shown: Cell<bool>,
    quiet: bool,
}

impl Progress {
    pub(super) fn over(modules: usize, job: &Job) -> Self {
        let bar = ProgressBar::with_draw_target(
            Some(modules.max(1) as u64),
            ProgressDrawTarget::hidden(),
        );
        let words = say! { en: "modules looked at", zh: "个模块已查看" };
        let template = format!("{{spinner}} {{bar:24}} {{pos}}/{{len}} {}", words.to(job.lang));
        if let Ok(style) = ProgressStyle::with_template(&template) {
            bar.set_style(style);
        }
        let quiet = job.verbosity == Verbosity::Quiet;
        Self { bar, since: Instant::now(), shown: Cell::new(false), quiet }
    }

    /// Over so many bytes as will turn out.
    pub(super) fn through(job: &Job) -> Self {
        let progress = Self::over(0, job);
        let words = say! { en: "of the cache looked at", zh: "缓存已查看" };
        let template =
            format!("{{spinner}} {{bar:24}} {{bytes}}/{{total_bytes}} {}", words.to(job.lang));
        if let Ok(style) = ProgressStyle::with_template(&template) {
            progress.bar.set_style(style);
        }
        progress
    }

    pub(super) fn of(&self, done: u64, whole: u64) {
        self.bar.set_length(whole.max(1));
        self.bar.set_position(done);
    }

    pub(super) fn at(&self, done: usize) {
        self.bar.set_position(done as u64);
    }

    /// Moves the bar; the first time that it is worth one, shows it.
    pub(super) fn beat(&self) {
        if self.quiet || self.since.elapsed() < PATIENCE {
            return;
        }
        if !self.shown.replace(true) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.tick();
    }

    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
