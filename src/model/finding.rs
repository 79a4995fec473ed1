use crate::base::Text;
use crate::model::{Cite, Step};
use crate::say;
use serde::{Deserialize, Serialize};

/// A rule that held: what it says, what it stands on, and how firmly.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub confidence: Confidence,
    pub severity: Severity,
    /// What is wrong here, then the consequence.
    pub says: Text,
    /// The evidence it stands on. Withdraw a piece and it vanishes or weakens.
    pub because: Vec<Cite>,
    pub ruled_out: Vec<RuledOut>,
    /// The modules it stops, as `path@version`; empty where it stops all.
    pub affects: Vec<String>,
    pub location: Option<Location>,
    /// What it is about, for the fixes.
    pub subject: Subject,
    /// Of a log: what its text cannot tell, and how to settle it.
    pub unsettled: Option<Unsettled>,
}

/// What a text alone leaves open.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsettled {
    pub says: Text,
    /// The causes that make the same words.
    pub codes: Vec<&'static str>,
    /// What to type where it failed; each settles it by itself.
    pub steps: Vec<Step>,
}

/// How firmly a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// A log line alone says so.
    Possible,
    /// Seen, and the alternatives fit less well.
    Likely,
    /// Nothing else makes this evidence, or a counter-probe settled it.
    Certain,
}

impl Confidence {
    /// One step firmer, where there is one.
    #[must_use]
    pub fn firmer(self) -> Self {
        match self {
            Self::Possible => Self::Likely,
            Self::Likely | Self::Certain => Self::Certain,
        }
    }

    /// One step less firm, where there is one.
    pub fn weaker(self) -> Option<Self> {
        match self {
            Self::Certain => Some(Self::Likely),
            Self::Likely => Some(Self::Possible),
            Self::Possible => None,
        }
    }
}

/// What a finding means for go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    Info,
    /// go works, but this will bite.
    Warning,
    /// go fails because of it.
    Error,
}

/// A neighbour that looks the same, and the evidence against it.
#[derive(Clone, Debug, PartialEq)]
pub struct RuledOut {
    pub code: &'static str,
    pub because: Text,
}

/// That as many findings as are left of `count` beside the one told are alike; nothing
/// where there is but one.
pub fn and_others(count: usize) -> Text {
    match count.saturating_sub(1) {
        0 => Text::same(""),
        others => say! {
            en: " The same holds for {others} more.",
            zh: "另有 {others} 个模块情况相同。",
        },
    }
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Location {
    pub file: String,
    pub line: usize,
    pub column: Option<usize>,
    /// The line itself, if it is worth showing.
    pub source: Option<String>,
}

/// What a finding is about.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Subject {
    #[default]
    Machine,
    Host(String),
    Setting(String),
    Modules(Vec<String>),
    File(String),
}

impl Finding {
    /// A finding of severity error; the builder methods add the rest.
    pub fn new(confidence: Confidence, says: Text, because: Vec<Cite>) -> Self {
        Self {
            confidence,
            severity: Severity::Error,
            says,
            because,
            ruled_out: Vec::new(),
            affects: Vec::new(),
            location: None,
            subject: Subject::Machine,
            unsettled: None,
        }
    }

    /// An error that nothing else would explain.
    pub fn certain(says: Text, because: Vec<Cite>) -> Self {
        Self::new(Confidence::Certain, says, because)
    }

    /// An error that explains the evidence best.
    pub fn likely(says: Text, because: Vec<Cite>) -> Self {
        Self::new(Confidence::Likely, says, because)
    }

    /// The same with this severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The same, with one more neighbour ruled out.
    #[must_use]
    pub fn not(mut self, code: &'static str, because: Text) -> Self {
        self.ruled_out.push(RuledOut { code, because });
        self
    }

    /// The same for these modules alone, each as `path@version`.
    #[must_use]
    pub fn stops(mut self, modules: Vec<String>) -> Self {
        self.affects = modules;
        self
    }

    /// The same at this place of a file.
    #[must_use]
    pub fn at(mut self, location: Location) -> Self {
        self.location = Some(location);
        self
    }

    /// The same, and this is left open.
    #[must_use]
    pub fn leaves_open(mut self, unsettled: Option<Unsettled>) -> Self {
        self.unsettled = unsettled;
        self
    }

    /// The same about this subject.
    #[must_use]
    pub fn about(mut self, subject: Subject) -> Self {
        self.subject = subject;
        self
    }
}
