use super::Tool;
use super::paths::{ByPath, by_path};
use crate::base::Veiled;

/// A go that knows every path that any of them knows.
const ANY: u32 = 0;

/// The repository of a module. go's type: `vcs.RepoRoot`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Home {
    /// The import path that its root stands for.
    pub root: String,
    pub repository: Veiled,
    /// The program that fetches from it.
    pub tool: Tool,
    /// The folder in it that stands for the root, where a host says so.
    pub below: Option<String>,
}

impl Home {
    /// Where the path alone tells, without a question.
    pub fn by_path(path: &str) -> Option<Self> {
        match by_path(path, ANY) {
            ByPath::Known(home) => Some(home),
            _ => None,
        }
    }

    pub(super) fn of(tool: Tool, root: &str) -> Self {
        let repository = Veiled::new(format!("https://{root}"));
        Self { root: root.to_owned(), repository, tool, below: None }
    }
}
