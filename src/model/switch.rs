use crate::go::godebug::Table;
use crate::go::toolchain::{Choice, How, Lines};
use serde::{Deserialize, Serialize};

/// The module that toolchains are fetched as.
/// go's file: `cmd/go/internal/toolchain/select.go`.
pub const TOOLCHAIN: &str = "golang.org/toolchain";

/// The toolchain that go would take, and what it needs for that.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switching {
    /// What go makes up its mind to; none where it knows no choice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<Choice>,
    /// The go.work or go.mod whose lines count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    #[serde(default)]
    pub lines: Lines,
    /// Where these stand in it, counted from 1, and the lines themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub go_at: Option<(usize, String)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toolchain_at: Option<(usize, String)>,
    /// Where the chosen toolchain lies, where it is here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub here: Option<String>,
    /// The toolchains in the PATH, as go looks for them there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub in_path: Vec<String>,
    /// The version of the go that does the work once it is found, without its `go`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub running: String,
    /// The GODEBUG settings that the go that runs knows, as its source says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub godebugs: Option<Table>,
    /// Modules of the build whose go.mod in the cache or in a folder asks for a newer go.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub newer: Vec<Newer>,
}

/// A module of the build that asks for a newer go than the one that would run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Newer {
    /// `path@version`.
    pub module: String,
    /// Its go line.
    pub needs: String,
    /// The go.mod that says so.
    pub file: String,
    /// The line of the project's file that asks for the module.
    pub line: usize,
}

impl Switching {
    /// The toolchain that go starts in its place, and where it looks for it.
    pub fn to(&self) -> Option<(&str, How)> {
        match self.choice.as_ref()? {
            Choice::Switch { to, how, .. } => Some((to, *how)),
            Choice::Local | Choice::Refused(_) => None,
        }
    }
}
