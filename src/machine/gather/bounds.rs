use super::join;
use crate::machine::Machine;
use crate::model::{Cgroup, ProcessLimits};

const SMALL: usize = 1 << 16;
const GROUPS: &str = "/sys/fs/cgroup";

/// What a process that is started here may take.
pub(super) fn look(machine: &dyn Machine) -> ProcessLimits {
    let text = text(machine, "/proc/self/limits").unwrap_or_default();
    ProcessLimits {
        open_files: hard(&text, "Max open files"),
        file_size: soft(&text, "Max file size"),
        address_space: soft(&text, "Max address space"),
        cgroup: cgroup(machine),
    }
}

fn text(machine: &dyn Machine, path: &str) -> Option<String> {
    Some(String::from_utf8_lossy(&machine.read(path, SMALL).ok()?).into_owned())
}

/// `Max open files            1024                 4096                 files`.
fn soft(table: &str, name: &str) -> Option<u64> {
    words(table, name)?.next()?.parse().ok()
}

fn hard(table: &str, name: &str) -> Option<u64> {
    words(table, name)?.nth(1)?.parse().ok()
}

fn words<'t>(table: &'t str, name: &str) -> Option<std::str::SplitWhitespace<'t>> {
    Some(table.lines().find_map(|line| line.strip_prefix(name))?.split_whitespace())
}

/// The group of this process and that of the whole container, of which the narrower
/// counts. The older kind has a folder for each thing that it controls.
fn cgroup(machine: &dyn Machine) -> Cgroup {
    let own = text(machine, "/proc/self/cgroup").unwrap_or_default();
    let of = |control: &str| {
        let mut lines = own.lines().filter_map(|line| line.split_once(':')?.1.split_once(':'));
        let line = lines.find(|(controls, _)| controls.split(',').any(|it| it == control));
        line.map_or(String::new(), |(_, path)| path.trim_end_matches('/').to_owned())
    };
    let (new, memory, pids) = (of(""), of("memory"), of("pids"));
    let folders = |old: &str, path: &str| {
        [
            format!("{GROUPS}{new}"),
            GROUPS.to_owned(),
            format!("{GROUPS}/{old}{path}"),
            format!("{GROUPS}/{old}"),
        ]
    };
    let number = |folder: &str, file: &str| -> Option<u64> {
        text(machine, &join(folder, file))?.trim().parse().ok()
    };
    let memory = folders("memory", &memory);
    let pids = folders("pids", &pids);
    let limit = memory.iter().filter_map(|folder| {
        number(folder, "memory.max").or_else(|| number(folder, "memory.limit_in_bytes"))
    });
    let killed = memory.iter().find_map(|folder| {
        let events = text(machine, &join(folder, "memory.events"))
            .or_else(|| text(machine, &join(folder, "memory.oom_control")))?;
        let count = events.lines().find_map(|line| line.strip_prefix("oom_kill "))?;
        count.trim().parse().ok()
    });
    let tasks = pids
        .iter()
        .filter_map(|folder| Some((number(folder, "pids.max")?, number(folder, "pids.current")?)));
    Cgroup {
        // No limit is a number of pages near the largest there is.
        memory: limit.min().filter(|limit| *limit < 1 << 50),
        killed: killed.unwrap_or_default(),
        tasks: tasks.min_by_key(|(most, now)| most.saturating_sub(*now)),
    }
}

#[cfg(test)]
mod tests {
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
}
