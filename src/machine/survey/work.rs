use super::desk::Desk;
use super::shelves::Version;
use super::version::look;
use super::{Plan, Watch};
use crate::machine::Machine;
use std::cmp::Reverse;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A zip of less than this is not worth being split, in bytes.
const WORTH: u64 = 4 << 20;

/// Looks at every version, on all cores: the largest zips first. What is larger than a
/// core's fair share is split between all of them.
pub(super) fn through(machine: &dyn Machine, plan: &Plan, versions: &[Version], watch: &Watch) {
    let cores = machine.cores();
    let whole: u64 = versions.iter().map(|version| version.size).sum();
    watch.expect(whole);
    let mut order: Vec<&Version> = versions.iter().collect();
    order.sort_by_key(|version| Reverse(version.size));
    let share = (whole / (4 * cores as u64)).max(WORTH);
    let (large, rest) = order.split_at(order.partition_point(|version| version.size > share));
    let mut desk = Desk::default();
    for version in large {
        look(machine, plan, watch, version, cores, &mut desk);
    }
    let next = AtomicUsize::new(0);
    let take_all = |desk: &mut Desk| {
        while let Some(version) = rest.get(next.fetch_add(1, Ordering::Relaxed)) {
            if watch.is_stopped() {
                return;
            }
            look(machine, plan, watch, version, 1, desk);
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..cores.min(rest.len()) {
            scope.spawn(|| take_all(&mut Desk::default()));
        }
        take_all(&mut desk);
    });
}
