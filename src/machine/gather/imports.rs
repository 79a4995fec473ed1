use super::join;
use super::ledger::Ledger;
use super::packages::{Builds, Source, Sources};
use crate::go::modfile::{ModFile, Needed, VersionKind, needed_modules};
use crate::model::{File, Importer, Part, Sums, Unsummed, UnsummedImport};

/// As many modules are named.
const NAMED: usize = 50;

/// What a build would miss in go.sum; none where it needs no go.sum, or writes it.
/// go's file: `cmd/go/internal/modload/import.go`, `mustHaveSums`.
pub(super) fn unsummed(builds: &Builds<'_>, sources: Option<&Sources>) -> Option<Unsummed> {
    let (machine, ledger, project) = (builds.machine, builds.ledger, builds.project);
    let sources = sources?;
    let File::Parsed { it: gomod, .. } = &project.facts.gomod else { return None };
    let [(folder, _)] = project.members.as_slice() else { return None };
    let path = join(folder, "go.sum");
    let is_there = machine.look(&path).is_ok();
    let file = ledger.sums().iter().find(|summed| summed.path == path);
    let known = !is_there || file.is_some_and(|it| it.here.malformed.is_none());
    let bare = project.facts.gowork.path().is_none() && !project.facts.modules_named;
    if !known || !bare {
        return None;
    }
    let lacking = lacking(ledger, gomod);
    let mut imports = Vec::new();
    for source in sources.files.iter().filter(|_| !lacking.is_empty()) {
        import(source, gomod, &lacking, &mut imports);
    }
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

/// What a file imports of modules that lack a hash.
fn import(source: &Source, gomod: &ModFile, lacking: &[Lacking], found: &mut Vec<UnsummedImport>) {
    let by = if source.test { Importer::Tests } else { Importer::Code };
    let main = gomod.module.as_ref().map(|main| main.path.as_str());
    for (package, line) in &source.imports {
        for (needed, lacks) in lacking.iter().filter(|it| may_provide(&it.0, package, main)) {
            let import = UnsummedImport {
                package: package.clone(),
                file: source.path.clone(),
                line: *line,
                by,
                module: needed.path.clone(),
                version: needed.version.clone(),
                lacks: *lacks,
            };
            note(import, found);
        }
    }
}

/// What the code itself imports comes before what its tests do.
fn note(import: UnsummedImport, found: &mut Vec<UnsummedImport>) {
    match found.iter_mut().find(|it| it.module == import.module) {
        Some(known) if import.by < known.by => *known = import,
        Some(_) => {}
        None => found.push(import),
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
