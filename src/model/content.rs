use crate::go::modzip::ZipFault;
use crate::model::Artefact;
use serde::{Deserialize, Serialize};

/// What a served body is, as far as checksums go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Content {
    /// A go.mod or a zip, hashed whole as go would.
    Hashed {
        h1: String,
        /// The go line of a go.mod, where it has one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        go: Option<String>,
    },
    /// A zip that was not read to its end.
    NotWhole { why: NotWhole },
    /// A zip that go refuses: while it hashes it, or, where there is a hash, when it
    /// is about to unpack it.
    Refused { fault: ZipFault, h1: Option<String> },
    /// What the checksum database records: `h1:…` of the zip and of go.mod.
    Record { zip: Option<String>, gomod: Option<String> },
}

impl Content {
    /// What go has hashed, and holds against go.sum or the database.
    pub fn h1(&self) -> Option<&str> {
        match self {
            Self::Hashed { h1, .. } => Some(h1),
            Self::Refused { h1, .. } => h1.as_deref(),
            Self::NotWhole { .. } | Self::Record { .. } => None,
        }
    }
}

/// Why a zip was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NotWhole {
    /// It is larger than what is read of one zip, or of all together.
    TooLarge,
    /// Time ran out before it was whole.
    TooSlow,
}

/// Which of the two hashes of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    GoMod,
    Zip,
}

impl Part {
    /// What a proxy is asked for.
    pub fn artefact(self) -> Artefact {
        match self {
            Self::GoMod => Artefact::Mod,
            Self::Zip => Artefact::Zip,
        }
    }
}

/// A line of go.sum or go.work.sum about a need.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SumLine {
    pub file: String,
    /// Counted from 1.
    pub line: usize,
    pub reading: Reading,
    pub part: Part,
    pub hash: String,
}

/// How go reads a file of sums. go's file: `cmd/go/internal/modfetch/fetch.go`,
/// `haveModSumLocked`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// go.sum of the module, or go.work.sum: the first line that is equal, or an
    /// `h1:` that differs, decides.
    Own,
    /// go.sum of a module of the workspace: each line has to be equal.
    Member,
}

/// A file of the module cache that go compares with go.sum or the database
/// without fetching anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CachedCopy {
    pub module: String,
    pub version: String,
    pub part: Part,
    /// The `.mod`, or the `.zip` beside the `.ziphash`.
    pub path: String,
    /// What go takes its hash to be: that of the `.mod`, or what `.ziphash` says.
    pub taken_for: String,
    /// What the zip really hashes to, where it was looked at; of a `.mod` the same.
    pub really: Option<Really>,
}

/// What a zip of the module cache really is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Really {
    Hashed {
        h1: String,
    },
    /// No zip of a module; go's words for it.
    Broken {
        words: String,
    },
}
