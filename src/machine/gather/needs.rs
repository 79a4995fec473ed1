use super::ledger::Ledger;
use super::project::Found;
use super::{Asked, join};
use crate::go::modfile::{ModFile, Needed, needed_in_workspace, needed_modules};
use crate::go::sumfile::{MalformedLines, SumFile};
use crate::machine::Machine;
use crate::model::{File, Need};

/// A go.sum larger than this is not read.
const SUMS: usize = 256 << 20;

/// What go would have to fetch, or to look up in the checksum database; and how
/// many modules lie in the cache, whole.
pub(super) fn look(
    machine: &dyn Machine,
    ledger: &Ledger,
    project: &Found,
    asked: &Asked,
) -> (Vec<Need>, usize) {
    if !asked.modules.is_empty() {
        let named = asked.modules.iter().map(|(module, version)| ledger.named(module, version));
        return (named.collect(), 0);
    }
    let file = project.facts.gomod.path().map(str::to_owned);
    let mut cached = 0;
    let wanted = needed(project).into_iter().filter_map(|needed| {
        let (module, version) = needed.fetched()?;
        let Some(need) = ledger.need(machine, module, version) else {
            cached += 1;
            return None;
        };
        Some(Need { file: file.clone(), line: Some(needed.line), ..need })
    });
    let needs = wanted.collect();
    (needs, cached)
}

fn needed(project: &Found) -> Vec<Needed> {
    let files: Vec<ModFile> = project.members.iter().map(|(_, file)| file.clone()).collect();
    match (&project.facts.gowork, files.first()) {
        (File::Parsed { it, .. }, _) => needed_in_workspace(&files, it),
        (_, Some(file)) => needed_modules(file),
        _ => Vec::new(),
    }
}

/// go.sum of every module, and go.work.sum.
pub(super) fn sums(machine: &dyn Machine, project: &Found, version: &str) -> Vec<SumFile> {
    let own = project.members.iter().map(|(folder, _)| join(folder, "go.sum"));
    let work = project.facts.gowork.path().map(|path| format!("{path}.sum"));
    let read = |path: String| {
        let content = machine.read(&path, SUMS).ok()?;
        Some(SumFile::read(&content, MalformedLines::of(version)))
    };
    own.chain(work).filter_map(read).collect()
}
