use super::Plan;
use crate::go::modcache::ModuleVersion;
use crate::machine::{FileLocks, Machine};
use crate::model::{HeldLock, LockOf, Waiting};
use std::collections::BTreeSet;

/// What other processes are at work on: it is not judged.
pub(super) struct InUse<'a> {
    machine: &'a dyn Machine,
    locks: FileLocks,
    busy: BTreeSet<ModuleVersion>,
    held: Vec<HeldLock>,
}

impl<'a> InUse<'a> {
    pub(super) fn of(machine: &'a dyn Machine, plan: &Plan) -> Self {
        let locks = FileLocks::of(machine);
        let mut in_use = Self { machine, locks, busy: BTreeSet::new(), held: Vec::new() };
        let project = format!("{}/cache/lock", plan.root);
        if !in_use.locks.is_empty() {
            in_use.take(&project, LockOf::Project, Waiting::Perhaps);
        }
        in_use
    }

    /// Whether a process holds the lock of this version; a lock that nobody holds is
    /// there for good.
    pub(super) fn version(
        &mut self,
        path: &str,
        inode: u64,
        module: ModuleVersion,
        waiting: Waiting,
    ) -> bool {
        let of = LockOf::Version { module: module.clone() };
        let is_held = self.locks.may_hold(inode) && self.take(path, of, waiting);
        if is_held {
            self.busy.insert(module);
        }
        is_held
    }

    pub(super) fn clone(&mut self, path: &str, inode: u64, folder: &str) -> bool {
        let of = LockOf::Clone { folder: folder.to_owned() };
        self.locks.may_hold(inode) && self.take(path, of, Waiting::Perhaps)
    }

    pub(super) fn is_busy(&self, module: &ModuleVersion) -> bool {
        self.busy.contains(module)
    }

    pub(super) fn held(self) -> Vec<HeldLock> {
        self.held
    }

    fn take(&mut self, path: &str, of: LockOf, waited_for: Waiting) -> bool {
        let Some(holding) = self.locks.holding(self.machine, path) else { return false };
        self.held.push(holding.of(path, of, waited_for));
        true
    }
}
