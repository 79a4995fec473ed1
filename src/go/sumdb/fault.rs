use super::fork::Fork;
use super::note::{NoteFlaw, Signer};
use super::source::Source;
use super::tlog::Tile;
use crate::base::{Excerpt, Veiled};
use crate::go::module::EscapeError;
use serde::{Deserialize, Serialize};

/// Why go does not get a module's lines from the checksum database.
/// go's file: `golang.org/x/mod/sumdb/client.go`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum SumdbFault {
    /// No URL can name the module version.
    Unescapable {
        error: EscapeError,
    },
    /// The answer to a question that go asked is a refusal, or there is none.
    NotServed {
        purpose: Box<Purpose>,
        path: String,
        words: Veiled,
    },
    /// Not a number, lines and an empty line: mostly an HTML page.
    MalformedRecord {
        source: Source,
        start: Excerpt,
    },
    MalformedNote {
        source: Source,
        flaw: NoteFlaw,
        start: Excerpt,
    },
    /// Only other keys have signed the note, or a database of another name.
    UnverifiedNote {
        source: Source,
        signers: Vec<Signer>,
    },
    /// The note was altered, or signed by someone who does not have the key.
    InvalidSignature {
        source: Source,
        key: Signer,
    },
    /// The signed text is no tree.
    MalformedTree {
        source: Source,
        start: Excerpt,
    },
    /// The signed tree has so many records that go would never end its arithmetic.
    EndlessTree {
        source: Source,
        size: u64,
    },
    /// A tile is too short or too long; `tile` is the one that was wanted, `source`
    /// may be the full one.
    BadTile {
        purpose: Box<Purpose>,
        tile: Tile,
        source: Source,
        length: usize,
    },
    /// The tiles do not make the hash of the tree: one of them is wrong, or the tree.
    InconsistentTiles {
        purpose: Box<Purpose>,
        tree: Head,
        tiles: Vec<Source>,
    },
    /// The tile is not the one that the proved tiles above it speak of.
    InconsistentTile {
        purpose: Box<Purpose>,
        tile: Source,
    },
    /// The record's number is not below the size of the largest signed tree.
    RecordNotInTree {
        source: Source,
        id: i64,
        size: u64,
    },
    /// The tree is too small for what was looked for in it: a record with a negative
    /// number, where no tree was signed at all.
    OutsideTree {
        purpose: Box<Purpose>,
        size: u64,
    },
    /// The tree has another record of that number.
    CannotAuthenticateRecord {
        source: Source,
        id: i64,
        size: u64,
    },
    /// Two signed trees of which the larger does not begin with the smaller.
    ForkedTree {
        fork: Box<Fork>,
    },
    /// The record is proved, and has no line for the file.
    LineMissing {
        path: String,
        version: String,
        source: Source,
    },
}

/// A signed tree, and where its note was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    pub size: u64,
    pub source: Source,
}

/// What go was about when it read something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Purpose {
    /// Checking the stored tree by itself, before the first question.
    Stored { size: u64 },
    /// Checking that one tree continues another, or is it.
    Trees { older: Head, newer: Head },
    /// Asking for the record.
    Lookup,
    /// Checking that the tree has the record.
    Record { id: i64, source: Source },
}

impl SumdbFault {
    /// Everything that may be wrong: the file or answer at fault, or those that do
    /// not fit together.
    pub fn suspects(&self) -> Vec<&Source> {
        match self {
            Self::Unescapable { .. } | Self::NotServed { .. } => Vec::new(),
            Self::MalformedRecord { source, .. }
            | Self::MalformedNote { source, .. }
            | Self::UnverifiedNote { source, .. }
            | Self::InvalidSignature { source, .. }
            | Self::MalformedTree { source, .. }
            | Self::EndlessTree { source, .. }
            | Self::BadTile { source, .. }
            | Self::RecordNotInTree { source, .. }
            | Self::CannotAuthenticateRecord { source, .. }
            | Self::LineMissing { source, .. } => vec![source],
            Self::InconsistentTile { tile, .. } => vec![tile],
            Self::InconsistentTiles { tree, tiles, .. } => {
                tiles.iter().chain([&tree.source]).collect()
            }
            Self::OutsideTree { purpose, .. } => purpose.sources(),
            Self::ForkedTree { fork } => vec![&fork.older.source, &fork.newer.source],
        }
    }
}

impl SumdbFault {
    /// What go was about, where that is not plain from the fault.
    pub fn purpose(&self) -> Option<&Purpose> {
        match self {
            Self::NotServed { purpose, .. }
            | Self::BadTile { purpose, .. }
            | Self::InconsistentTiles { purpose, .. }
            | Self::InconsistentTile { purpose, .. }
            | Self::OutsideTree { purpose, .. } => Some(purpose),
            _ => None,
        }
    }

    /// All that go held against each other: the suspects, and what was to be checked.
    pub fn involved(&self) -> Vec<&Source> {
        let checked = self.purpose().map(Purpose::sources).unwrap_or_default();
        self.suspects().into_iter().chain(checked).collect()
    }
}

impl Purpose {
    /// What was to be checked.
    fn sources(&self) -> Vec<&Source> {
        match self {
            Self::Stored { .. } => vec![&Source::Stored],
            Self::Lookup => Vec::new(),
            Self::Trees { older, newer } => vec![&older.source, &newer.source],
            Self::Record { source, .. } => vec![source],
        }
    }
}
