use super::fault::SumdbFault;
use super::source::Source;
use super::timeline::open;
use crate::go::gosumdb::Verifier;
use serde::{Deserialize, Serialize};

/// What `GOPATH/pkg/sumdb/NAME/latest` holds, read by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum StoredTree {
    /// Nothing yet: go begins with the first tree that it is shown.
    Empty,
    /// A tree that the key has signed, of so many records.
    Sound { size: u64 },
    /// NUL bytes, the first at `from`: the machine stopped before the disk was written.
    Zeroed { from: usize, length: usize },
    /// go stops with this before its first question.
    Refused { fault: SumdbFault },
}

impl StoredTree {
    /// Reads the whole file. Whether the database still has the tree is for a
    /// `Client` to find out.
    pub fn read(content: &[u8], verifier: &Verifier) -> Self {
        if content.is_empty() {
            return Self::Empty;
        }
        if let Some(from) = content.iter().position(|byte| *byte == 0) {
            return Self::Zeroed { from, length: content.len() };
        }
        match open(content, &Source::Stored, verifier) {
            Ok(signed) => Self::Sound { size: signed.tree.size },
            Err(fault) => Self::Refused { fault },
        }
    }
}
