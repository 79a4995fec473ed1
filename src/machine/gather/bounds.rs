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
mod tests;
