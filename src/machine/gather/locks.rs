use super::ledger::Ledger;
use crate::go::modcache::ModuleVersion;
use crate::machine::{Entry, FileLocks, Machine};
use crate::model::{HeldLock, LockOf, Need, Waiting};

/// The locks that go takes on its way to what is needed, where another process holds
/// them. go's file: `cmd/go/internal/modfetch/fetch.go`, `DownloadZip` and `unzip`.
pub(super) fn look(
    machine: &dyn Machine,
    ledger: &Ledger,
    needs: &[Need],
    wanted: &[ModuleVersion],
) -> Vec<HeldLock> {
    let locks = FileLocks::of(machine);
    if locks.is_empty() {
        return Vec::new();
    }
    let held = |module: &ModuleVersion| {
        let path = ledger.cached(&module.path, &module.version, ".lock")?;
        let holding = locks.holding(machine, &path)?;
        let due = is_fetched(needs, module) || !is_unpacked(machine, ledger, module);
        let of = LockOf::Version { module: module.clone() };
        due.then(|| holding.of(&path, of, Waiting::ForIt))
    };
    wanted.iter().filter_map(held).collect()
}

fn is_fetched(needs: &[Need], module: &ModuleVersion) -> bool {
    let is_it = |need: &&Need| need.module == module.path && need.version == module.version;
    needs.iter().find(is_it).is_some_and(|need| need.lacking.zip)
}

/// Whole, and not by halves. go's file: `cmd/go/internal/modfetch/cache.go`, `DownloadDir`.
pub(super) fn is_unpacked(machine: &dyn Machine, ledger: &Ledger, module: &ModuleVersion) -> bool {
    let partial = ledger.cached(&module.path, &module.version, ".partial");
    let folder = ledger.unpacked(&module.path, &module.version);
    let is_partial = partial.is_some_and(|path| machine.look(&path).is_ok());
    !is_partial && folder.is_some_and(|path| matches!(machine.look(&path), Ok(Entry::Folder)))
}
