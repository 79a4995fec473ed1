use crate::base::{Excerpt, Veiled};
use crate::go::origin::Refusal;
use crate::model::{Cite, Counter, Evidence, Nameplate, Need, Part};
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
    /// What that go.mod says of its module.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nameplate: Option<Nameplate>,
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
    /// The hash of one of the two.
    pub fn of_part(&self, part: Part) -> Option<&str> {
        match part {
            Part::GoMod => self.gomod.as_deref(),
            Part::Zip => self.zip.as_deref(),
        }
    }

    /// Nothing known yet.
    pub fn of(repository: Veiled, name: String) -> Self {
        let (commit, gomod, nameplate, zip, fault) = (None, None, None, None, None);
        Self { repository, name, commit, gomod, nameplate, zip, fault }
    }

    /// With why there is no more.
    #[must_use]
    pub fn with(self, fault: OriginFault) -> Self {
        Self { fault: Some(fault), ..self }
    }
}

impl Evidence {
    /// What the repository of a version has now, where it was looked into.
    pub fn repository_of(&self, need: &Need) -> Option<(Cite, &OriginSum)> {
        self.counters.iter().enumerate().find_map(|(at, probe)| match &probe.seen {
            Counter::Hashes { module, version, sum }
                if *module == need.module && *version == need.version =>
            {
                Some((Cite::Counter(at), &**sum))
            }
            _ => None,
        })
    }
}
