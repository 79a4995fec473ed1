use super::{Home, Refusal};
use crate::go::module::{path_major_prefix, split_path_version};

/// A module's place in a repository, before anything of that is known.
/// go's file: `cmd/go/internal/modfetch/coderepo.go`, `codeRepo`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeRepo {
    pub module: String,
    /// The folder that the module is expected in; empty for the root.
    pub(super) folder: String,
    /// `/v2`, `.v3` or nothing.
    pub(super) major: String,
    /// Whether the root of the repository is the module itself.
    is_root: bool,
}

impl CodeRepo {
    /// go's function: `newCodeRepo`.
    pub fn new(module: &str, home: &Home) -> Result<Self, Refusal> {
        let not_below = || Refusal::NotBelow { root: home.root.clone() };
        below(module, &home.root).ok_or_else(not_below)?;
        let split = split_path_version(module).ok_or_else(not_below)?;
        let is_root = module == home.root;
        let inner =
            if is_root { "" } else { below(split.prefix, &home.root).ok_or_else(not_below)? };
        let folder = joined(inner.trim_matches('/'), home.below.as_deref().unwrap_or_default());
        Ok(Self { module: module.to_owned(), folder, major: split.major.to_owned(), is_root })
    }

    /// Where its go.mod is expected.
    pub fn gomod(&self) -> String {
        joined(&self.folder, "go.mod")
    }

    /// The folder of the major version, in which its go.mod may lie as well.
    pub(super) fn major_folder(&self) -> Option<String> {
        let number = self.major.strip_prefix('/')?;
        (!self.is_root).then(|| joined(&self.folder, number))
    }

    /// The go.mod in the folder of the major version.
    pub fn major_gomod(&self) -> Option<String> {
        self.major_folder().map(|folder| joined(&folder, "go.mod"))
    }

    /// The major version that pseudo-versions have; empty for v0 and v1.
    pub(super) fn pseudo_major(&self) -> &str {
        path_major_prefix(&self.major)
    }
}

fn below<'p>(path: &'p str, root: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(root)?;
    (rest.is_empty() || rest.starts_with('/') || root.ends_with('/')).then_some(rest)
}

pub(super) fn joined(folder: &str, name: &str) -> String {
    let parts = folder.split('/').chain(name.split('/')).filter(|it| !matches!(*it, "" | "."));
    parts.collect::<Vec<_>>().join("/")
}
