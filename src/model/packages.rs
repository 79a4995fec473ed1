use crate::go::modfile::Replace;
use crate::model::Nameplate;
use serde::{Deserialize, Serialize};

/// What the Go files here import, and what the go.mod files of the module cache say, as
/// far as it was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packages {
    /// The go.mod files of the cache that go stops at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub misnamed: Vec<StoredGomod>,
    /// The replacements of the other modules of a workspace.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<Replace>,
    /// What a cached go.mod requires, and whose own one is not cached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Unread>,
}

/// The go.mod of a dependency in the module cache.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredGomod {
    pub module: String,
    pub version: String,
    pub path: String,
    pub nameplate: Nameplate,
    /// From what go.mod lists to what requires it; empty where go.mod lists it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub through: Vec<String>,
    /// The line of go.mod that leads there.
    pub line: Option<usize>,
}

/// A module of the graph whose go.mod go reads, and which is not in the cache.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unread {
    pub module: String,
    pub version: String,
    /// The `path@version` that requires it.
    pub by: String,
}

impl Packages {
    /// The same without what is known of a file of the cache.
    pub(super) fn forget_file(&mut self, path: &str) {
        self.misnamed.retain(|stored| stored.path != path);
    }

    /// The same without what is known of an import.
    pub(super) fn forget_import(&mut self, _: &str) {}
}
