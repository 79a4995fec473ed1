use super::super::join;
use super::super::ledger::Ledger;
use super::super::project::Found;
use super::replaced::{Instead, Replacements};
use crate::machine::{Entry, Machine};
use crate::model::{Provider, nearest};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

/// Where packages come from, as go looks for them.
/// go's file: `cmd/go/internal/modload/import.go`, `importFromModules`.
pub(super) struct Finder<'a> {
    pub machine: &'a dyn Machine,
    pub ledger: &'a Ledger,
    pub found: &'a Found,
    pub replacements: Replacements<'a>,
    /// The module of each path that may provide packages, main modules apart.
    pub modules: BTreeMap<String, String>,
    /// GOROOT/src, where the standard library of this go lies.
    pub std: Option<String>,
    pub holds: RefCell<HashMap<String, bool>>,
}

/// Who provides a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Provided {
    /// The standard library.
    Std,
    /// Modules, with the folders in which they do; those that might and do not.
    By { providers: Vec<Provider>, others: Vec<Provider> },
    /// Something that is not here would have to be looked into.
    Unknown,
}

impl Finder<'_> {
    pub(super) fn find(&self, package: &str) -> Provided {
        if is_std_path(package) {
            match &self.std {
                None => return Provided::Unknown,
                Some(std) if self.holds_go(&join(std, package)) => return Provided::Std,
                Some(_) => {}
            }
        }
        let (mut providers, mut others) = (Vec::new(), Vec::new());
        for module in prefixes(package) {
            let below = package[module.len()..].trim_start_matches('/');
            let Some((provider, is_local)) = self.module(module) else { continue };
            let Some(provider) = provider else { return Provided::Unknown };
            let folder = match below {
                "" => provider.folder.clone(),
                below => join(&provider.folder, below),
            };
            let hidden = is_local && self.is_hidden(&provider.folder, &folder);
            let provider = Provider { folder: folder.clone(), ..provider };
            if !hidden && self.holds_go(&folder) {
                providers.push(provider);
            } else {
                others.push(provider);
            }
        }
        Provided::By { providers, others }
    }

    /// Whether a main module has this path.
    pub(super) fn is_main(&self, path: &str) -> bool {
        let mut files = self.found.members.iter().filter_map(|(_, file)| file.module.as_ref());
        files.any(|module| module.path == path)
    }

    /// A package of a main module whose path ends like this one.
    pub(super) fn meant(&self, package: &str) -> Option<String> {
        let rest = package.split_once('/').map(|(_, rest)| rest);
        let mains = self.found.members.iter();
        let mut fitting = mains.flat_map(|(folder, file)| {
            let module = file.module.as_ref().map(|module| module.path.clone()).unwrap_or_default();
            let below = [Some(package), rest].into_iter().flatten();
            below.filter_map(move |below| {
                let holds = self.holds_go(&join(folder, below));
                holds.then(|| format!("{module}/{below}"))
            })
        });
        fitting.next()
    }

    /// A package beside a folder that is not there, of a name like its own.
    pub(super) fn beside(&self, package: &str, folder: &str) -> Option<String> {
        let (above, name) = folder.rsplit_once('/')?;
        let names = self.machine.list(above).unwrap_or_default();
        let near = nearest(name, names.iter().map(String::as_str))?;
        let path = package.strip_suffix(name).filter(|path| path.ends_with('/'))?;
        self.holds_go(&join(above, near)).then(|| format!("{path}{near}"))
    }

    /// The module of a path and its folder, and whether that is one of the user's own;
    /// no folder where it is not here, or not whole.
    fn module(&self, path: &str) -> Option<(Option<Provider>, bool)> {
        let provider = |version: &str, folder: String| Provider {
            module: path.to_owned(),
            version: version.to_owned(),
            folder,
        };
        let is_main = |it: &&(String, crate::go::modfile::ModFile)| {
            it.1.module.as_ref().is_some_and(|module| module.path == path)
        };
        if let Some((folder, _)) = self.found.members.iter().find(is_main) {
            return Some((Some(provider("", folder.clone())), true));
        }
        let version = self.modules.get(path)?;
        match self.replacements.of_version(path, version) {
            Instead::Folder { path } => {
                let is_there = self.is_file(&join(&path, "go.mod"));
                Some((is_there.then(|| provider(version, path)), true))
            }
            Instead::Version { path: actual, version: taken } => {
                let folder = self.unpacked(&actual, &taken);
                Some((folder.map(|folder| provider(version, folder)), false))
            }
        }
    }

    /// Where a build finds a version that it can use: whole, and known to go.sum.
    fn unpacked(&self, module: &str, version: &str) -> Option<String> {
        let folder = self.ledger.unpacked(module, version)?;
        let partial = self.ledger.cached(module, version, ".partial")?;
        let hash = self.ledger.cached(module, version, ".ziphash")?;
        let whole =
            self.machine.is_folder(&folder) && self.is_file(&hash) && !self.is_file(&partial);
        (whole && self.ledger.knows_zip(module, version)).then_some(folder)
    }

    /// Whether another module's go.mod lies between.
    fn is_hidden(&self, root: &str, folder: &str) -> bool {
        let mut at = folder;
        while at.len() > root.len() {
            if self.is_file(&join(at, "go.mod")) {
                return true;
            }
            at = at.rsplit_once('/').map_or("", |(above, _)| above);
        }
        false
    }

    fn is_file(&self, path: &str) -> bool {
        matches!(self.machine.look(path), Ok(Entry::File { .. }))
    }

    /// Whether a folder holds a Go file, whatever constraints say.
    fn holds_go(&self, folder: &str) -> bool {
        if let Some(known) = self.holds.borrow().get(folder) {
            return *known;
        }
        let names = self.machine.list(folder).unwrap_or_default();
        let is_go =
            |name: &String| name.strip_suffix(".go").is_some() && self.is_file(&join(folder, name));
        let holds = names.iter().any(is_go);
        self.holds.borrow_mut().insert(folder.to_owned(), holds);
        holds
    }
}

/// Whether a package is looked for in the standard library first.
/// go's file: `cmd/go/internal/search/search.go`, `IsStandardImportPath`.
pub(super) fn is_std_path(package: &str) -> bool {
    !package.split('/').next().unwrap_or(package).contains('.')
}

/// The path, and what is left of it as elements are taken off.
pub(super) fn prefixes(package: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(package), |path| path.rsplit_once('/').map(|(above, _)| above))
}
