use crate::go::sumdb::StoredTree;
use crate::model::FileFault;
use serde::{Deserialize, Serialize};

/// What this machine keeps of the checksum database in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SumdbFiles {
    /// The database's name, as in its key.
    pub name: String,
    /// Whether it is the database whose key go itself knows.
    pub is_public: bool,
    /// `GOPATH/pkg/sumdb/NAME/latest`: the largest tree that go has accepted. None
    /// where no GOPATH is known.
    pub latest: Option<String>,
    /// What that file holds.
    pub stored: Latest,
    /// `GOMODCACHE/cache/download/sumdb/NAME`: lookups and tiles.
    pub cache: String,
}

/// What became of reading the stored tree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "was")]
pub enum Latest {
    Read { tree: StoredTree },
    Unreadable { why: FileFault },
}

impl SumdbFiles {
    /// Where the cache keeps what stands at a path of the database, such as
    /// `/lookup/golang.org/x/text@v0.3.0`.
    pub fn cached(&self, path: &str) -> String {
        format!("{}{path}", self.cache)
    }
}
