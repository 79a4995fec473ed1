use super::in_use::InUse;
use super::{Plan, Watch, unpacked};
use crate::go::modcache::{ModuleVersion, Named, Use, in_versions};
use crate::go::module::{unescape_path, unescape_version};
use crate::machine::{Entry, Kind, Listed, Machine};
use crate::model::{Damage, FileFault, Harm, InPlace, Place, Waiting, Wanted};
use std::collections::BTreeMap;

/// Deeper than any module path.
const DEPTH: usize = 64;

/// A version of which something lies in the cache.
#[derive(Debug)]
pub(super) struct Version {
    pub(super) module: ModuleVersion,
    /// The path of its files without their endings; empty where it has none.
    pub(super) stem: String,
    pub(super) files: Vec<Use>,
    /// The folder that its zip is unpacked into, if anything lies there.
    pub(super) folder: Option<Kind>,
    /// How large the zip is, in bytes.
    pub(super) size: u64,
}

impl Version {
    pub(super) fn has(&self, usage: Use) -> bool {
        self.files.contains(&usage)
    }
}

/// Every version of every module in the cache.
pub(super) fn look(
    machine: &dyn Machine,
    plan: &Plan,
    in_use: &mut InUse,
    watch: &Watch,
) -> Vec<Version> {
    let mut shelves = Shelves { machine, plan, in_use, watch, versions: BTreeMap::new() };
    shelves.downloads(&plan.download(), "", 0);
    let mut versions = shelves.versions;
    unpacked::look(machine, plan, in_use, watch, &mut versions);
    let versions: Vec<Version> = versions.into_values().collect();
    watch.count(|tally| tally.versions = versions.len());
    versions
}

struct Shelves<'a, 'b> {
    machine: &'a dyn Machine,
    plan: &'a Plan,
    in_use: &'a mut InUse<'b>,
    watch: &'a Watch,
    versions: BTreeMap<ModuleVersion, Version>,
}

impl Shelves<'_, '_> {
    /// A folder of `cache/download`, by its path from there.
    fn downloads(&mut self, folder: &str, below: &str, depth: usize) {
        if self.watch.is_stopped() || depth > DEPTH {
            return;
        }
        let entries = match self.machine.entries(folder) {
            Ok(entries) => entries,
            Err(FileFault::NotFound) => return,
            Err(why) => return self.report(folder, None, Harm::Unreadable { why }),
        };
        for Listed { name, kind, .. } in entries {
            let path = format!("{folder}/{name}");
            let inner = if below.is_empty() { name.clone() } else { format!("{below}/{name}") };
            match (&*name, kind) {
                ("@v", Kind::Folder) => self.versions_of(&path, below),
                ("@v", _) => self.in_the_way(&path, kind),
                // What go keeps of the checksum database.
                ("sumdb", Kind::Folder) if below.is_empty() => {}
                (_, Kind::Folder) => self.downloads(&path, &inner, depth + 1),
                // Proxies of files have the one; the other may lead in a circle.
                ("@latest", _) | (_, Kind::Link) => {}
                _ => self.report(&path, None, Harm::Foreign),
            }
        }
    }

    fn versions_of(&mut self, folder: &str, escaped: &str) {
        let entries = match self.machine.entries(folder) {
            Ok(entries) => entries,
            Err(why) => return self.report(folder, None, Harm::Unreadable { why }),
        };
        let Ok(path) = unescape_path(escaped) else {
            // go spells no path so, and never looks here.
            return self.report(folder, None, Harm::Foreign);
        };
        let busy = self.busy(folder, &path, &entries);
        let is_busy = |name: &str| busy.iter().any(|stem| name.starts_with(stem.as_str()));
        for Listed { name, kind, .. } in entries.iter().filter(|it| !is_busy(&it.name)) {
            let at = format!("{folder}/{name}");
            match in_versions(name) {
                Named::Of { version, usage } => self.file(folder, &path, &version, usage, *kind),
                Named::Temporary => self.damage(&at, Harm::Leftover, vec![at.clone()]),
                Named::List | Named::Query => {}
                Named::Foreign => self.report(&at, None, Harm::Foreign),
            }
        }
    }

    /// How the names of files begin that another process is at work on.
    fn busy(&mut self, folder: &str, path: &str, entries: &[Listed]) -> Vec<String> {
        let mut found = Vec::new();
        for Listed { name, inode, .. } in entries {
            let Some(escaped) = name.strip_suffix(".lock") else { continue };
            let Ok(version) = unescape_version(escaped) else { continue };
            let module = ModuleVersion { path: path.to_owned(), version };
            let needed = self.plan.requires(&module);
            let waiting = if needed { Waiting::ForIt } else { Waiting::Perhaps };
            if self.in_use.version(&format!("{folder}/{name}"), *inode, module, waiting) {
                found.push(format!("{escaped}."));
            }
        }
        found
    }

    fn file(&mut self, folder: &str, path: &str, escaped: &str, usage: Use, kind: Kind) {
        let Ok(version) = unescape_version(escaped) else { return };
        let module = ModuleVersion { path: path.to_owned(), version };
        let stem = format!("{folder}/{escaped}");
        let file = file_of(&stem, usage);
        if let Some(what) = self.instead(&file, kind) {
            let wanted = self.plan.wanted(&module, &self.plan.sums(&module));
            let harm = Harm::InTheWay { what, of: place(usage) };
            let (remove, module) = (vec![file.clone()], Some(module));
            return self.watch.report(Damage { path: file, module, harm, wanted, remove });
        }
        let size = if usage == Use::Zip { self.size(&file) } else { 0 };
        let version = self.versions.entry(module.clone()).or_insert_with(|| Version {
            module,
            stem,
            files: Vec::new(),
            folder: None,
            size: 0,
        });
        version.files.push(usage);
        version.size += size;
    }

    /// What lies there, if it is no file.
    fn instead(&self, path: &str, kind: Kind) -> Option<InPlace> {
        match kind {
            Kind::File => None,
            Kind::Folder => Some(InPlace::Folder),
            Kind::Other | Kind::Unnamed => Some(InPlace::Other),
            Kind::Link => match self.machine.look(path) {
                Ok(Entry::File { .. }) => None,
                Ok(Entry::Folder) => Some(InPlace::Folder),
                Ok(Entry::Other) => Some(InPlace::Other),
                Err(_) => Some(InPlace::DeadLink),
            },
        }
    }

    fn size(&self, path: &str) -> u64 {
        match self.machine.look(path) {
            Ok(Entry::File { size, .. }) => size,
            _ => 0,
        }
    }

    /// go cannot make its folder there, unless a link leads to one.
    fn in_the_way(&self, path: &str, kind: Kind) {
        let what = match self.instead(path, kind) {
            Some(InPlace::Folder) => return,
            other => other.unwrap_or(InPlace::File),
        };
        let harm = Harm::InTheWay { what, of: Place::Shelf };
        self.damage(path, harm, vec![path.to_owned()]);
    }

    fn report(&self, path: &str, module: Option<ModuleVersion>, harm: Harm) {
        let damage = Damage {
            path: path.to_owned(),
            module,
            harm,
            wanted: Wanted::Here,
            remove: Vec::new(),
        };
        self.watch.report(damage);
    }

    fn damage(&self, path: &str, harm: Harm, remove: Vec<String>) {
        let path = path.to_owned();
        self.watch.report(Damage { path, module: None, harm, wanted: Wanted::Here, remove });
    }
}

/// The path of a file of a version.
pub(super) fn file_of(stem: &str, usage: Use) -> String {
    let ending = match usage {
        Use::Info => "info",
        Use::Mod => "mod",
        Use::Zip => "zip",
        Use::ZipHash => "ziphash",
        Use::Lock => "lock",
        Use::Partial => "partial",
    };
    format!("{stem}.{ending}")
}

fn place(usage: Use) -> Place {
    match usage {
        Use::Zip => Place::Zip,
        Use::ZipHash => Place::ZipHash,
        Use::Lock => Place::Lock,
        Use::Info | Use::Mod | Use::Partial => Place::Small,
    }
}
