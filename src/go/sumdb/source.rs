use serde::{Deserialize, Serialize};

/// Where bytes came from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "from")]
pub enum Source {
    /// The tree that go keeps in `GOPATH/pkg/sumdb/NAME/latest`.
    Stored,
    /// A file of `GOMODCACHE/cache/download/sumdb/NAME`, by its path below that.
    Cached { path: String },
    /// An answer of the database, or of the proxy that relays it, to this path.
    Served { path: String },
}

impl Source {
    /// Whether the bytes lie on this machine.
    pub fn is_local(&self) -> bool {
        !matches!(self, Self::Served { .. })
    }
}
