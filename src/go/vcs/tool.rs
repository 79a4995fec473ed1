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

impl Tool {
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
        let all = [Self::Git, Self::Hg, Self::Svn, Self::Bzr, Self::Fossil];
        all.into_iter().find(|tool| tool.command() == command)
    }
}

impl fmt::Display for Tool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.command())
    }
}
