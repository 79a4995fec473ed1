use super::join;
use super::ledger::Ledger;
use super::project::Found;
use crate::go::env::Settings;
use crate::go::goflags::Goflags;
use crate::go::imports::{is_conditional_name, read};
use crate::go::modfile::{ModFile, Needed, VersionKind, needed_modules};
use crate::machine::{Entry, Machine};
use crate::model::{File, Importer, Part, Sums, Unsummed, UnsummedImport};

/// As many folders are looked into,
const FOLDERS: usize = 2000;
/// as many files are read,
const FILES: usize = 3000;
/// and none that is larger, in bytes.
const LARGEST: usize = 1 << 20;
/// As many modules are named.
const NAMED: usize = 50;

/// What a build would miss in go.sum; none where it needs no go.sum, or writes it.
/// go's file: `cmd/go/internal/modload/import.go`, `mustHaveSums`.
pub(super) fn unsummed(
    machine: &dyn Machine,
    ledger: &Ledger,
    settings: &Settings,
    project: &Found,
    version: &str,
) -> Option<Unsummed> {
    let File::Parsed { it: gomod, .. } = &project.facts.gomod else { return None };
    let [(folder, _)] = project.members.as_slice() else { return None };
    let path = join(folder, "go.sum");
    let is_there = machine.look(&path).is_ok();
    let file = ledger.sums().iter().find(|summed| summed.path == path);
    let known = !is_there || file.is_some_and(|it| it.here.malformed.is_none());
    let bare = project.facts.gowork.path().is_none() && !project.facts.modules_named;
    if !known || !bare || !is_readonly(settings, version) || has_vendor(machine, folder) {
        return None;
    }
    let lacking = lacking(ledger, gomod);
    if lacking.is_empty() {
        return None;
    }
    let mut walk = Walk { machine, root: folder, gomod, folders: 0, files: 0, found: Vec::new() };
    walk.folder(folder, &lacking);
    let mut imports = walk.found;
    imports.sort_by(|a, b| (a.by, &a.module, &a.file).cmp(&(b.by, &b.module, &b.file)));
    imports.truncate(NAMED);
    let sums = match file.map(|summed| &summed.file) {
        None => Sums::Absent,
        Some(file) if file.is_empty() => Sums::Empty,
        Some(file) if file.entries().all(|(_, version, _)| version.ends_with("/go.mod")) => {
            Sums::OfGomodsAlone
        }
        Some(_) => Sums::Partial,
    };
    (!imports.is_empty()).then_some(Unsummed { path, sums, imports })
}

/// Whether a build may not write go.sum: the default, unless GOFLAGS says otherwise.
fn is_readonly(settings: &Settings, version: &str) -> bool {
    let version = version.strip_prefix("go").unwrap_or(version);
    let flags = Goflags::parse(settings.raw("GOFLAGS"), version).unwrap_or_default();
    let plain = flags.value_of("mod").is_none_or(|it| it == "readonly");
    plain && flags.value_of("modfile").is_none() && settings.raw("GO111MODULE") != "off"
}

/// A build takes all packages from there.
fn has_vendor(machine: &dyn Machine, folder: &str) -> bool {
    machine.is_folder(&join(folder, "vendor"))
}

/// A module that go.mod requires, and the hash of it that go.sum lacks.
type Lacking = (Needed, Part);

fn lacking(ledger: &Ledger, gomod: &ModFile) -> Vec<Lacking> {
    let needed = needed_modules(gomod).into_iter();
    let canonical = needed.filter(|it| it.kind == VersionKind::Canonical);
    let lacks = canonical.filter_map(|it| {
        let (module, version) = it.fetched()?;
        let has = |part| {
            ledger
                .lines(module, version)
                .iter()
                .any(|line| line.part == part && line.hash.starts_with("h1:"))
        };
        // go looks for the zip's first.
        let part = [Part::Zip, Part::GoMod].into_iter().find(|part| !has(*part))?;
        Some((it, part))
    });
    lacks.collect()
}

/// The code of the main module.
struct Walk<'a> {
    machine: &'a dyn Machine,
    root: &'a str,
    gomod: &'a ModFile,
    folders: usize,
    files: usize,
    found: Vec<UnsummedImport>,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &str, lacking: &[Lacking]) {
        self.folders += 1;
        for name in self.machine.list(folder).unwrap_or_default() {
            if self.folders > FOLDERS || self.files > FILES {
                return;
            }
            let path = join(folder, &name);
            if name.starts_with(['.', '_']) {
                continue;
            }
            if name.strip_suffix(".go").is_some() {
                self.file(&path, &name, lacking);
            } else if self.is_ours(&path, &name) {
                self.folder(&path, lacking);
            }
        }
    }

    /// Folders that `./...` stands for: of this module, and no link.
    fn is_ours(&self, path: &str, name: &str) -> bool {
        !matches!(name, "testdata" | "vendor")
            && self.machine.is_folder(path)
            && self.machine.link(path).is_none()
            && !matches!(self.machine.look(&join(path, "go.mod")), Ok(Entry::File { .. }))
            && !self.is_ignored(path)
    }

    /// By an `ignore` line: from the root with `./` before it, else anywhere.
    fn is_ignored(&self, path: &str) -> bool {
        let below = path.strip_prefix(self.root).unwrap_or(path).trim_start_matches('/');
        self.gomod.ignore.iter().any(|ignored| match ignored.path.strip_prefix("./") {
            Some(rooted) => below == rooted.trim_end_matches('/'),
            None => format!("/{below}").ends_with(&format!("/{}", ignored.path)),
        })
    }

    fn file(&mut self, path: &str, name: &str, lacking: &[Lacking]) {
        self.files += 1;
        if is_conditional_name(name) {
            return;
        }
        let Ok(source) = self.machine.read(path, LARGEST) else { return };
        let file = read(&source);
        if file.conditional {
            return;
        }
        let by = if name.ends_with("_test.go") { Importer::Tests } else { Importer::Code };
        for (package, line) in file.imports {
            let main = self.gomod.module.as_ref().map(|main| main.path.as_str());
            for (needed, lacks) in lacking.iter().filter(|it| may_provide(&it.0, &package, main)) {
                self.note(UnsummedImport {
                    package: package.clone(),
                    file: path.to_owned(),
                    line,
                    by,
                    module: needed.path.clone(),
                    version: needed.version.clone(),
                    lacks: *lacks,
                });
            }
        }
    }

    /// What the code itself imports comes before what its tests do.
    fn note(&mut self, import: UnsummedImport) {
        match self.found.iter_mut().find(|it| it.module == import.module) {
            Some(known) if import.by < known.by => *known = import,
            Some(_) => {}
            None => self.found.push(import),
        }
    }
}

/// go looks into every module whose path the package's begins with.
/// go's file: `cmd/go/internal/modload/import.go`, `importFromModules`.
fn may_provide(needed: &Needed, package: &str, main: Option<&str>) -> bool {
    let below = |module: &str| {
        let behind = package.strip_prefix(module);
        behind.is_some_and(|behind| behind.is_empty() || behind.starts_with('/'))
    };
    below(&needed.path) && !main.is_some_and(below)
}
