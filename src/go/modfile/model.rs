use serde::{Deserialize, Serialize};

/// A go.mod file as go understands it; lines are counted from 1.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModFile {
    pub module: Option<Module>,
    pub go: Option<GoLine>,
    pub toolchain: Option<Toolchain>,
    pub godebug: Vec<Godebug>,
    pub require: Vec<Require>,
    pub exclude: Vec<Exclude>,
    pub replace: Vec<Replace>,
    pub retract: Vec<Retract>,
    pub tool: Vec<Named>,
    pub ignore: Vec<Named>,
}

/// The `module` directive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Module {
    pub path: String,
    /// The text behind `Deprecated:`, or empty.
    pub deprecated: String,
    pub line: usize,
}

/// The `go` directive, `1.21` or `1.22.3`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoLine {
    pub version: String,
    pub line: usize,
}

/// The `toolchain` directive, `go1.22.3` or `default`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toolchain {
    pub name: String,
    pub line: usize,
}

/// One `godebug` setting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Godebug {
    pub key: String,
    pub value: String,
    pub line: usize,
}

/// What go does with a version in a main go.mod.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum VersionKind {
    /// Used as it stands.
    Canonical,
    /// A branch, a prefix, `latest`: go asks a source what it means, and then
    /// writes the answer into go.mod.
    NeedsQuery,
}

/// One required module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Require {
    pub path: String,
    pub version: String,
    pub kind: VersionKind,
    /// Marked `// indirect`.
    pub indirect: bool,
    pub line: usize,
}

/// One version that is not to be used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exclude {
    pub path: String,
    pub version: String,
    pub kind: VersionKind,
    pub line: usize,
}

/// A side of a `replace`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Target {
    /// A module path; on the right side also a directory.
    pub path: String,
    /// On the left none stands for every version, on the right for a directory.
    pub version: Option<String>,
    pub kind: VersionKind,
}

/// One replacement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replace {
    pub old: Target,
    pub new: Target,
    pub line: usize,
}

/// Versions that their author takes back; both ends belong to the range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retract {
    pub low: String,
    pub high: String,
    pub rationale: String,
    pub line: usize,
}

/// A `tool`, an `ignore` or a `use`: one path on one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub path: String,
    pub line: usize,
}
