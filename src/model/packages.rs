use crate::go::modfile::Replace;
use crate::model::{Importer, Nameplate};
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
    /// The imports that a build stops at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub imports: Vec<BadImport>,
    /// What go.mod lists in a version below the one that other modules ask for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub untidy: Vec<Untidy>,
    /// Modules that a build takes packages from, and that go.mod does not list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unlisted: Vec<Unlisted>,
    /// Two packages of one build whose paths differ by capitals alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folded: Option<Folded>,
    /// Modules that were named, and whose go.mod replaces or excludes something.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub directing: Vec<Directing>,
    /// Two Go files of a package whose names differ by capitals alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alike: Option<(String, String)>,
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

/// A package that a build does not find, or finds twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BadImport {
    pub package: String,
    /// The first file that imports it, and the line.
    pub file: String,
    pub line: usize,
    /// That line.
    pub text: String,
    pub by: Importer,
    /// How many files do.
    pub files: usize,
    pub lack: Lack,
}

/// Why a package cannot be imported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "lack")]
pub enum Lack {
    /// Its path is one of the standard library, which has no such package; and the
    /// package of a main module that ends so.
    NotInStd { meant: Option<String> },
    /// No module of this path is required.
    NoModule,
    /// The module is here, and has no such package; and the one beside it of a like
    /// name.
    NotInModule { module: Provider, meant: Option<String> },
    /// More than one module has it.
    Ambiguous { providers: Vec<Provider> },
}

/// A module that has a package, or should have it, and the folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    pub module: String,
    /// Empty for a main module.
    pub version: String,
    pub folder: String,
}

/// A module of the graph that go.mod would have to list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unlisted {
    pub module: String,
    pub version: String,
    /// The `path@version` that requires it.
    pub by: String,
    /// What is imported from it,
    pub package: String,
    /// and where in the main module the way there begins.
    pub file: String,
    pub line: usize,
}

/// Two import paths that differ by capitals alone, and the line that leads to the second.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folded {
    pub one: String,
    pub other: String,
    pub file: String,
    pub line: usize,
    pub text: String,
    /// Whether both stand in the code of the main module.
    pub direct: bool,
}

/// A module whose go.mod in the cache replaces or excludes something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directing {
    pub module: String,
    pub version: String,
    /// The go.mod.
    pub path: String,
    /// Whether it holds a program that might be installed.
    pub has_main: bool,
}

/// A module that go.mod lists in too low a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Untidy {
    pub module: String,
    pub listed: String,
    pub selected: String,
    /// The `path@version` that asks for it.
    pub by: String,
    pub line: usize,
}

impl Packages {
    /// The same without what is known of a file of the cache.
    pub(super) fn forget_file(&mut self, path: &str) {
        self.misnamed.retain(|stored| stored.path != path);
        self.directing.retain(|it| it.path != path);
    }

    /// The same without what is known of an import.
    pub(super) fn forget_import(&mut self, package: &str) {
        self.imports.retain(|it| it.package != package);
        self.folded.take_if(|it| it.one == package || it.other == package);
        self.alike.take_if(|it| it.1 == package);
        self.unlisted.retain(|it| it.package != package);
    }
}
