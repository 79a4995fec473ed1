use super::join;
use crate::go::env::{Platform, Settings};
use crate::go::goflags::Goflags;
use crate::machine::{Entry, Machine};
use crate::model::{File, FileFault, FlagFault, FlagFile, FlagOf, Project};
use serde_json::Value;

/// No overlay is larger, in bytes.
const MOST: usize = 16 << 20;

/// The files that flags in GOFLAGS make go read.
pub(super) fn look(
    machine: &dyn Machine,
    settings: &Settings,
    project: &Project,
    version: &str,
) -> Vec<FlagFile> {
    let version = version.trim_start_matches("go");
    let Ok(flags) = Goflags::parse(settings.raw("GOFLAGS"), version) else { return Vec::new() };
    let named = |name| flags.value_of(name).filter(|value| !value.is_empty());
    let at = |path: &str| placed(machine, &project.dir, path);
    let overlay = named("overlay").map(|path| {
        let fault = overlay(machine, &at(path));
        FlagFile { of: FlagOf::Overlay, path: path.to_owned(), fault }
    });
    let modfile = named("modfile").map(|path| {
        let fault = modfile(machine, project, path, &at(path));
        FlagFile { of: FlagOf::Modfile, path: path.to_owned(), fault }
    });
    let vendor =
        named("mod").filter(|value| *value == "vendor").and_then(|_| vendor(machine, project));
    [overlay, modfile, vendor].into_iter().flatten().collect()
}

fn placed(machine: &dyn Machine, dir: &str, path: &str) -> String {
    let platform = Platform { goos: machine.os(), goarch: machine.arch() };
    if platform.is_absolute(path) { path.to_owned() } else { join(dir, path) }
}

fn overlay(machine: &dyn Machine, path: &str) -> Option<FlagFault> {
    let content = match machine.read(path, MOST) {
        Ok(content) => content,
        Err(why) => return Some(FlagFault::Unread { why }),
    };
    // go takes an object in which `Replace`, where it stands, maps text to text.
    let read: Option<Value> = serde_json::from_slice(&content).ok();
    let replaced = read.as_ref().and_then(Value::as_object).map(|it| it.get("Replace"));
    let is_map = |value: &Value| {
        value.is_null() || value.as_object().is_some_and(|it| it.values().all(Value::is_string))
    };
    match replaced {
        Some(replace) if replace.is_none_or(is_map) => None,
        _ => Some(FlagFault::NotJson),
    }
}

/// In the order in which go looks.
fn modfile(machine: &dyn Machine, project: &Project, typed: &str, path: &str) -> Option<FlagFault> {
    if project.gowork != File::Absent {
        return Some(FlagFault::InWorkspace);
    }
    if project.gomod == File::Absent {
        return Some(FlagFault::NoModule);
    }
    // By the letter, as go does.
    if typed.strip_suffix(".mod").is_none() {
        return Some(FlagFault::NotMod);
    }
    match machine.look(path) {
        Ok(Entry::Folder) => Some(FlagFault::Unread { why: FileFault::IsDirectory }),
        Ok(_) => None,
        Err(why) => Some(FlagFault::Unread { why }),
    }
}

/// The list beside go.mod or go.work.
fn vendor(machine: &dyn Machine, project: &Project) -> Option<FlagFile> {
    let root = project.gowork.path().or(project.gomod.path())?;
    let folder = root.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = join(folder, "vendor/modules.txt");
    let fault = machine.look(&path).err().map(|why| FlagFault::Unread { why });
    Some(FlagFile { of: FlagOf::Vendor, path, fault })
}
