use crate::go::modfile::SyntaxError;
use crate::model::FileFault;
use serde::{Deserialize, Serialize};

/// What lies on this disk that go.mod and go.work lead to: the folders of the
/// workspace and of replacements, and vendor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// The folders that go.work uses, in its order.
    pub members: Vec<Member>,
    /// The folders in whose place a module is required.
    pub folders: Vec<ReplacedBy>,
    /// `vendor/modules.txt` against go.mod, where a build takes packages from there.
    pub vendor: Option<Vendor>,
}

/// A folder that go.work uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// As go.work writes it.
    pub used: String,
    pub line: usize,
    /// The line as it stands.
    pub source: Option<String>,
    /// Without links, dots and a slash at its end.
    pub folder: String,
    pub state: Stand,
    /// The module that its go.mod declares.
    pub module: Option<String>,
    /// The version of its go line.
    pub go: Option<String>,
    /// What it replaces: the module, perhaps at a version, and what by.
    pub replaces: Vec<Swap>,
}

/// A replacement that a member of the workspace declares for all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Swap {
    /// The module, with `@` and a version where only that is replaced.
    pub old: String,
    /// A folder in full, or a module with its version.
    pub new: String,
    pub line: usize,
}

/// A folder in whose place a module is required.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReplacedBy {
    pub module: String,
    pub version: String,
    /// The file that replaces it, and the line.
    pub file: String,
    pub line: usize,
    /// The line as it stands.
    pub source: Option<String>,
    /// Whether the replacement is for that version alone.
    pub for_version: bool,
    /// As the file writes it.
    pub written: String,
    pub folder: String,
    pub state: Stand,
    /// Another folder here whose go.mod declares that module.
    pub meant: Option<String>,
    /// The version of its own go line.
    pub go: Option<String>,
}

/// What lies in a folder that should hold a module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum Stand {
    Whole,
    NoFolder,
    /// Something else lies there.
    NotAFolder,
    NoGomod,
    Unreadable {
        why: FileFault,
    },
    Broken {
        error: SyntaxError,
        source: Option<String>,
    },
}

/// Where `vendor/modules.txt` and go.mod disagree.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vendor {
    /// The folder that holds vendor.
    pub root: String,
    /// What go would print, a line each.
    pub complaints: Vec<String>,
    /// How many there are, those left out included.
    pub count: usize,
}

impl Ground {
    /// The same without what was seen at a path.
    #[must_use]
    pub fn without(mut self, path: &str) -> Self {
        self.members.retain(|it| it.folder != path);
        self.folders.retain(|it| it.folder != path);
        self.vendor.take_if(|it| it.root == path);
        self
    }
}
