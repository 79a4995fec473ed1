//! The whole module cache, file by file: what lies in it, held against itself and
//! against go.sum. Nothing is written, and nothing of it is held whole.

mod clones;
mod compare;
mod desk;
mod differing;
mod in_use;
mod plan;
mod records;
mod shelves;
mod small;
mod tree;
mod unpacked;
mod version;
mod watch;
mod work;

pub use plan::Plan;
pub use watch::Watch;

use crate::machine::{Entry, Machine};
use crate::model::{CacheState, FileFault};
use in_use::InUse;

/// Looks through the cache. What was found is in `watch`, also when it was stopped.
pub fn survey(machine: &dyn Machine, plan: &Plan, watch: &Watch) {
    let state = state(machine, &plan.root);
    watch.begin(&plan.root, state);
    if state == CacheState::Present {
        let mut in_use = InUse::of(machine, plan);
        let versions = shelves::look(machine, plan, &mut in_use, watch);
        clones::look(machine, plan, &mut in_use, watch);
        watch.held(in_use.held());
        work::through(machine, plan, &versions, watch);
    }
    records::look(machine, plan, watch);
    watch.end();
}

fn state(machine: &dyn Machine, root: &str) -> CacheState {
    if root.is_empty() {
        return CacheState::Nowhere;
    }
    match machine.look(root) {
        Ok(Entry::Folder) => match machine.entries(root) {
            Ok(_) => CacheState::Present,
            Err(why) => CacheState::Unusable { why },
        },
        Ok(_) => CacheState::Unusable { why: FileFault::NotADirectory },
        Err(FileFault::NotFound) => CacheState::Absent,
        Err(why) => CacheState::Unusable { why },
    }
}
