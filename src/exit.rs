//! Verdict to exit code: the format of the report plays no part.

use crate::model::{Judgement, Severity, Verdict};

/// Nothing at or above the threshold.
pub const OK: u8 = 0;
/// At least one diagnosis at or above the threshold.
pub const FOUND: u8 = 1;
/// The tool could not do its work.
pub const UNABLE: u8 = 2;
/// The question stayed open and no fault was found.
pub const OPEN: u8 = 3;

/// The value of `--fail-on`: the threshold itself counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FailOn {
    #[default]
    Error,
    Warning,
    Never,
}

/// The exit code of a run that did its work.
pub fn code(verdict: &Verdict, fail_on: FailOn) -> u8 {
    let least = match fail_on {
        FailOn::Error => Some(Severity::Error),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Never => None,
    };
    let shadows = verdict.shadows.iter().map(|(shadow, _)| shadow);
    let mut diagnoses = verdict.roots.iter().chain(shadows);
    let found = |least| {
        // What stops go counts, explained or not.
        verdict.judgement == Judgement::Fault
            || verdict.unexplained().next().is_some()
            || diagnoses.any(|it| it.finding.severity >= least)
    };
    if least.is_some_and(found) {
        return FOUND;
    }
    match verdict.judgement {
        Judgement::Inconclusive => OPEN,
        _ => OK,
    }
}

#[cfg(test)]
mod tests;
