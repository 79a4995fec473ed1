use serde::{Deserialize, Serialize};
use std::fmt;

/// A version control system that go can fetch from.
/// go's file: `cmd/go/internal/vcs/vcs.go`, `vcsList`.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Tool {
    #[default]
    Git,
    Hg,
    Svn,
    Bzr,
    Fossil,
}

/// The release that gave up Bazaar, and launchpad.net with it.
const WITHOUT_BZR: u32 = 27;

impl Tool {
    const ALL: [Self; 5] = [Self::Git, Self::Hg, Self::Svn, Self::Bzr, Self::Fossil];

    /// The name of its program, which is also its name in tags and in GOVCS.
    pub fn command(self) -> &'static str {
        match self {
            Self::Git => "git",
            Self::Hg => "hg",
            Self::Svn => "svn",
            Self::Bzr => "bzr",
            Self::Fossil => "fossil",
        }
    }

    /// The one of this name.
    pub fn named(command: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|tool| tool.command() == command)
    }

    /// The one of this name, if the go of this minor release knows it.
    /// go's function: `vcsByCmd`.
    pub fn known(command: &str, minor: u32) -> Option<Self> {
        Self::named(command).filter(|tool| *tool != Self::Bzr || minor < WITHOUT_BZR)
    }
}

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.command())
    }
}
