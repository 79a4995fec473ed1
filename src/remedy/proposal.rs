use crate::model::{Cite, Diagnosis, Evidence, Finding, Fix};

/// A fix to try, and what it is to end.
pub struct Proposal {
    pub fix: Fix,
    /// The modules that it should free.
    pub stopped: Vec<String>,
    /// The rule that has nothing more to say once the fix is made: only of a finding
    /// that stands on this machine alone, and can be made again without a packet.
    pub ends: Option<fn(&Evidence) -> Option<Finding>>,
    /// Whether the finding stands on what Go files import.
    pub reads_code: bool,
}

impl Proposal {
    /// Every fix of a diagnosis.
    pub fn all(diagnosis: &Diagnosis) -> impl Iterator<Item = Self> {
        let finding = &diagnosis.finding;
        let is_here = finding.because.iter().all(Cite::is_here);
        let ends = is_here.then_some(diagnosis.cause.rule);
        diagnosis.fixes.iter().map(move |fix| Self {
            fix: fix.clone(),
            stopped: finding.affects.clone(),
            ends,
            reads_code: finding.because.iter().any(is_of_code),
        })
    }
}

fn is_of_code(cite: &Cite) -> bool {
    matches!(cite, Cite::Import(_) | Cite::SumFile(_))
}
