//! Floor 3: report to bytes. One renderer a file, the same signature for all;
//! a renderer never filters, and the exit code is settled before it begins.

pub mod check;
pub mod explain;
pub mod json;
mod page;
pub mod route;
pub mod seen;
mod style;
pub mod target;
pub mod text;

#[cfg(test)]
pub(crate) mod sample;

pub use style::{ColourChoice, Glyphs, Style, Verbosity};

use crate::base::{Scrub, Secret, Veiled};
use crate::model::{Report, Step};
use std::io;

/// What every renderer is: a report, the way to show it, and where to.
pub type Renderer = fn(&Report, &Style, &mut dyn io::Write) -> io::Result<()>;

/// The last look over what leaves the tool: all secrets that the report knows.
fn scrub(report: &Report) -> Scrub {
    let verdict = report.verdict;
    let shadows = verdict.shadows.iter().map(|(shadow, _)| shadow);
    let diagnoses = verdict.roots.iter().chain(shadows);
    let steps = diagnoses.flat_map(|it| it.fixes.iter().flat_map(|fix| &fix.steps));
    let typed = steps.filter_map(|step| match step {
        Step::SetGoEnv { value, .. } | Step::SetEnv { value, .. } => Some(value),
        _ => None,
    });
    let known = report.evidence.secrets().into_iter();
    // `<PASSWORD>` is the reader's to fill in, and has to stay readable.
    let is_placeholder = |it: &Secret| it.expose().starts_with('<') && it.expose().ends_with('>');
    let typed = typed.flat_map(Veiled::secrets).filter(|it| !is_placeholder(it));
    Scrub::new(known.chain(typed))
}
