use crate::base::{Excerpt, Veiled};
use crate::go::origin::Refusal;
use serde::{Deserialize, Serialize};

/// The hashes of a version as its repository has it now, by go's rules for what
/// belongs to a module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OriginSum {
    pub repository: Veiled,
    /// The tag, `refs/tags/v1.2.3`, or the first digits of the commit.
    pub name: String,
    /// The commit that it leads to.
    pub commit: Option<String>,
    /// `h1:…` of the go.mod.
    pub gomod: Option<String>,
    /// `h1:…` of the zip that go would make.
    pub zip: Option<String>,
    /// Why one of them is missing.
    pub fault: Option<OriginFault>,
}

/// Why there is no hash of a version from its repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "fault")]
pub enum OriginFault {
    /// The host names no git repository for the module.
    NoRepository,
    /// GOVCS keeps go from it.
    Forbidden,
    /// No git on this machine.
    NoGit,
    /// No folder to work in.
    NoScratch,
    /// The repository has no such tag, or no branch and no tag that leads to such a
    /// commit.
    NotThere,
    /// Time ran out.
    Deadline,
    /// git ended with this.
    Failed { code: i32, words: Excerpt },
    /// git ended, or what it printed did, before it was done.
    BrokenOff,
    /// More files than any module has.
    TooMuch,
    /// go makes no module of it.
    Refused { refusal: Refusal },
}

impl OriginSum {
    /// Nothing known yet.
    pub fn of(repository: Veiled, name: String) -> Self {
        Self { repository, name, commit: None, gomod: None, zip: None, fault: None }
    }

    /// With why there is no more.
    #[must_use]
    pub fn with(self, fault: OriginFault) -> Self {
        Self { fault: Some(fault), ..self }
    }
}
