use super::join;
use crate::go::env::{Platform, Settings};
use crate::machine::Machine;
use crate::model::{File, Ignored, Project};
use std::collections::BTreeMap;

/// A go.mod that lies where go takes none.
pub(super) fn look(
    machine: &dyn Machine,
    variables: &BTreeMap<String, String>,
    settings: &Settings,
    project: &Project,
) -> Option<Ignored> {
    if project.gowork != File::Absent {
        return None;
    }
    temp_root(machine, variables, project).or_else(|| gopath(machine, settings))
}

/// go's file: `os/file_unix.go`, `tempDir`.
fn temp_root(
    machine: &dyn Machine,
    variables: &BTreeMap<String, String>,
    project: &Project,
) -> Option<Ignored> {
    let windows = machine.os() == "windows";
    let names: &[&str] = if windows { &["TMP", "TEMP", "USERPROFILE"] } else { &["TMPDIR"] };
    let set = names.iter().find(|name| variables.get(**name).is_some_and(|it| !it.is_empty()));
    let temp = match set {
        Some(name) => variables[*name].clone(),
        None if windows => return None,
        None => "/tmp".to_owned(),
    };
    let folder = project.gomod.path()?.strip_suffix("/go.mod")?;
    let folder = if folder.is_empty() { "/" } else { folder };
    let same = is_same(machine, folder, temp.trim_end_matches('/'));
    let variable = set.map(|name| (*name).to_owned());
    same.then(|| Ignored::TempRoot { folder: folder.to_owned(), variable })
}

fn is_same(machine: &dyn Machine, one: &str, other: &str) -> bool {
    one == other || machine.real(one).is_some_and(|it| machine.real(other) == Some(it))
}

fn gopath(machine: &dyn Machine, settings: &Settings) -> Option<Ignored> {
    let platform = Platform { goos: machine.os(), goarch: machine.arch() };
    let first = platform.split_list(settings.raw("GOPATH")).into_iter().next()?;
    let usable = platform.is_absolute(&first);
    let there = usable && machine.look(&join(&first, "go.mod")).is_ok();
    there.then_some(Ignored::Gopath { folder: first })
}
