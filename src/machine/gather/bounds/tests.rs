use super::*;
use crate::world::World;

const LIMITS: &str = "Limit                     Soft Limit           Hard Limit           Units     \n\
    Max file size             1024                 unlimited            bytes     \n\
    Max open files            256                  4096                 files     \n\
    Max address space         unlimited            unlimited            bytes     \n";

#[test]
fn the_hard_limit_of_files_and_the_soft_one_of_sizes_count() {
    let found = look(&World::healthy().file("/proc/self/limits", LIMITS));
    assert_eq!((found.open_files, found.file_size), (Some(4096), Some(1024)));
    assert_eq!((found.address_space, found.cgroup), (None, Cgroup::default()));
}

#[test]
fn groups_of_both_kinds_are_read() {
    let new = World::healthy()
        .file("/proc/self/cgroup", "0::/kubepods/pod1\n")
        .file("/sys/fs/cgroup/kubepods/pod1/memory.max", "max\n")
        .file("/sys/fs/cgroup/memory.max", "134217728\n")
        .file("/sys/fs/cgroup/memory.events", "low 0\noom 3\noom_kill 2\n")
        .file("/sys/fs/cgroup/pids.max", "64\n")
        .file("/sys/fs/cgroup/pids.current", "60\n");
    let found = cgroup(&new);
    assert_eq!(found, Cgroup { memory: Some(128 << 20), killed: 2, tasks: Some((64, 60)) });
    let old = World::healthy()
        .file("/proc/self/cgroup", "5:memory:/docker/a\n4:pids:/docker/a\n")
        .file("/sys/fs/cgroup/memory/docker/a/memory.limit_in_bytes", "9223372036854771712\n")
        .file("/sys/fs/cgroup/memory/docker/a/memory.oom_control", "under_oom 0\noom_kill 1\n");
    assert_eq!(cgroup(&old), Cgroup { memory: None, killed: 1, tasks: None });
}
