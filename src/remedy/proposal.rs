use crate::model::{Cite, Diagnosis, Evidence, Finding, Fix, Severity, Subject};

/// A fix to try, and what it is to end.
pub struct Proposal {
    pub fix: Fix,
    /// The modules that it should free.
    pub stopped: Vec<String>,
    /// The rule that has nothing more to say once the fix is made: only of a finding
    /// that stands on this machine alone, and can be made again without a packet.
    pub ends: Option<fn(&Evidence) -> Option<Finding>>,
    /// What that finding is about: of another thing the rule may still speak.
    pub about: (Subject, Severity),
    /// Whether the finding stands on what Go files import.
    pub reads_code: bool,
}

impl Proposal {
    /// A fix by itself, whatever it is for.
    pub fn of(fix: Fix) -> Self {
        let about = (Subject::default(), Severity::Error);
        Self { fix, stopped: Vec::new(), ends: None, about, reads_code: false }
    }

    /// Every fix of a diagnosis.
    pub fn all(diagnosis: &Diagnosis) -> impl Iterator<Item = Self> {
        let finding = &diagnosis.finding;
        let is_here = finding.because.iter().all(Cite::is_here);
        let ends = is_here.then_some(diagnosis.cause.rule);
        diagnosis.fixes.iter().map(move |fix| Self {
            fix: fix.clone(),
            stopped: finding.affects.clone(),
            ends,
            about: (finding.subject.clone(), finding.severity),
            reads_code: finding.because.iter().any(is_of_code),
        })
    }
}

fn is_of_code(cite: &Cite) -> bool {
    matches!(cite, Cite::Import(_) | Cite::SumFile(_))
}
