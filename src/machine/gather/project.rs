use super::{Asked, join, read_text};
use crate::go::env::Settings;
use crate::go::goflags::Goflags;
use crate::go::modfile::{self, Grammar, ModFile, SyntaxError};
use crate::go::toolchain;
use crate::go::workfile::{self, WorkFile};
use crate::machine::{Entry, Machine};
use crate::model::{File, FileFault, Project};
use std::collections::HashSet;

/// What go takes of a go.mod that it downloads; nothing sensible is larger. go's
/// file: `cmd/go/internal/modfetch/codehost/codehost.go`, `MaxGoMod`.
pub(super) const MOST: usize = 16 << 20;
/// Errors whose line is kept.
const SHOWN: usize = 10;
/// A longer line is no help to a reader, in bytes.
const LONGEST_LINE: usize = 2000;
/// Of a go.mod up to this size the lines are kept, in bytes.
const SMALL: usize = 1 << 17;
/// Folders next door that are looked into for a go.mod.
const NEARBY: usize = 200;

/// The project, and the go.mod of each module of a workspace with its folder.
pub(super) struct Found {
    pub facts: Project,
    pub members: Vec<(String, ModFile)>,
}

/// Where the working folder was removed: go looks for nothing then.
pub(super) fn gone(asked: &Asked) -> Found {
    let modules_named = !asked.modules.is_empty();
    let facts = Project { gone: true, modules_named, ..Project::default() };
    Found { facts, members: Vec::new() }
}

pub(super) fn look(
    machine: &dyn Machine,
    settings: &Settings,
    dir: &str,
    version: &str,
    asked: &Asked,
) -> Found {
    let grammar = Grammar::of(version);
    let gowork = if has_workspaces(version) {
        gowork(machine, settings, dir, grammar)
    } else {
        File::Absent
    };
    let instead = instead(settings, version, dir).filter(|_| gowork == File::Absent);
    let gomod = gomod(machine, dir, instead.as_deref(), grammar);
    let members = members(machine, &gomod, &gowork, grammar);
    let nearby = if gomod == File::Absent { nearby(machine, dir) } else { Vec::new() };
    let nothing = asked.optional && gomod == File::Absent && gowork == File::Absent;
    let modules_named = !asked.modules.is_empty() || asked.alone || nothing;
    let lines = gomod.parsed().and(gomod.path()).map(|path| lines(machine, path));
    let lines = lines.unwrap_or_default();
    let facts =
        Project { dir: dir.to_owned(), gomod, gowork, nearby, modules_named, lines, gone: false };
    Found { facts, members }
}

/// A go.mod by lines; none of one that is larger than people write.
fn lines(machine: &dyn Machine, path: &str) -> Vec<String> {
    let content = machine.read(path, SMALL).unwrap_or_default();
    let text = String::from_utf8_lossy(&content).into_owned();
    let short = |line: &str| line.trim_end_matches('\r').chars().take(LONGEST_LINE).collect();
    text.split('\n').map(short).collect()
}

/// The nearest go.mod at or above the folder.
fn gomod(
    machine: &dyn Machine,
    dir: &str,
    instead: Option<&str>,
    grammar: Grammar,
) -> File<ModFile> {
    let Some(path) = above(machine, dir, "go.mod") else {
        return unreadable_here(machine, dir);
    };
    // One that cannot be read stops go, and says nothing of the module.
    let instead = instead.filter(|it| matches!(machine.look(it), Ok(Entry::File { .. })));
    let path = instead.map_or(path, str::to_owned);
    read_text(machine, &path, MOST, |content| {
        parsed(&path, content, modfile::parse(content, grammar))
    })
}

/// The file that `-modfile` in GOFLAGS puts in the place of go.mod.
/// go's file: `cmd/go/internal/modload/init.go`, `modFilePath`.
fn instead(settings: &Settings, version: &str, dir: &str) -> Option<String> {
    let flags = Goflags::parse(settings.raw("GOFLAGS"), version.trim_start_matches("go")).ok()?;
    let named = flags.value_of("modfile").filter(|it| it.strip_suffix(".mod").is_some())?;
    Some(if named.starts_with('/') { named.to_owned() } else { join(dir, named) })
}

/// go looks for a file; a folder of that name is passed over, and said so.
fn unreadable_here(machine: &dyn Machine, dir: &str) -> File<ModFile> {
    let path = join(dir, "go.mod");
    match machine.look(&path) {
        Ok(Entry::Folder) => File::Unreadable { path, why: FileFault::IsDirectory },
        _ => File::Absent,
    }
}

fn parsed<T>(path: &str, content: &[u8], it: Result<T, Vec<SyntaxError>>) -> File<T> {
    let path = path.to_owned();
    match it {
        Ok(it) => File::Parsed { path, it },
        Err(errors) => {
            let lines = errors.iter().take(SHOWN).filter_map(|error| raw_line(content, error.line));
            File::Broken { path, lines: lines.collect(), errors }
        }
    }
}

/// A line as it stands, for the excerpt and for an edit; none if it is no line
/// that a person wrote.
pub(super) fn raw_line(content: &[u8], number: usize) -> Option<(usize, String)> {
    let line = content.split(|byte| *byte == b'\n').nth(number.checked_sub(1)?)?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    let text = std::str::from_utf8(line).ok().filter(|text| text.len() <= LONGEST_LINE)?;
    Some((number, text.to_owned()))
}

/// go's file: `cmd/go/internal/modload/init.go`, `findModuleRoot`.
fn above(machine: &dyn Machine, dir: &str, name: &str) -> Option<String> {
    let mut folder = dir;
    loop {
        let path = join(folder, name);
        if matches!(machine.look(&path), Ok(Entry::File { .. } | Entry::Other)) {
            return Some(path);
        }
        folder = folder.rsplit_once('/').map(|(parent, _)| parent).filter(|_| folder != "/")?;
        if folder.is_empty() {
            let path = join("/", name);
            return matches!(machine.look(&path), Ok(Entry::File { .. })).then_some(path);
        }
    }
}

/// Workspaces came with 1.18.
fn has_workspaces(version: &str) -> bool {
    let version = version.trim_start_matches("go");
    !toolchain::is_valid(version) || toolchain::compare(version, "1.18").is_ge()
}

/// The workspace that GOWORK names, or the nearest go.work above.
fn gowork(
    machine: &dyn Machine,
    settings: &Settings,
    dir: &str,
    grammar: Grammar,
) -> File<WorkFile> {
    let path = match settings.raw("GOWORK") {
        "off" => None,
        "" | "auto" => above(machine, dir, "go.work"),
        path => Some(path.to_owned()),
    };
    let Some(path) = path else { return File::Absent };
    match read_text(machine, &path, MOST, |content| {
        parsed(&path, content, workfile::parse(content, grammar))
    }) {
        // It is named, and go does not look for another.
        File::Absent => File::Unreadable { path, why: FileFault::NotFound },
        file => file,
    }
}

fn members(
    machine: &dyn Machine,
    gomod: &File<ModFile>,
    gowork: &File<WorkFile>,
    grammar: Grammar,
) -> Vec<(String, ModFile)> {
    let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    match (gowork, gomod) {
        (File::Parsed { path, it }, _) => {
            let root = folder(path);
            let member = |used: &modfile::Named| {
                let dir = relative(&root, &used.path);
                let content = machine.read(&join(&dir, "go.mod"), MOST).ok()?;
                Some((dir, modfile::parse(&content, grammar).ok()?))
            };
            // go refuses a folder that is used twice; once is enough to read it.
            let mut seen = HashSet::new();
            let once = it.uses.iter().filter(|used| seen.insert(relative(&root, &used.path)));
            once.filter_map(member).collect()
        }
        (File::NotLooked | File::Absent, File::Parsed { path, it }) => {
            vec![(folder(path), it.clone())]
        }
        _ => Vec::new(),
    }
}

/// A path as go.work writes it, below the folder of go.work.
fn relative(root: &str, path: &str) -> String {
    match path.trim_start_matches("./").trim_end_matches('/') {
        "." | "" => root.to_owned(),
        absolute if absolute.starts_with('/') => absolute.to_owned(),
        below => join(root, below),
    }
}

/// In the folders here, or else in those below them.
fn nearby(machine: &dyn Machine, dir: &str) -> Vec<String> {
    let below = |folder: &str| -> Vec<String> {
        let names = machine.list(&join(dir, folder)).unwrap_or_default().into_iter();
        let plain = names.filter(|name| !name.starts_with('.') && !APART.contains(&name.as_str()));
        let whole = |name: String| if folder.is_empty() { name } else { join(folder, &name) };
        plain.take(NEARBY).map(whole).collect()
    };
    let has_module = |path: &String| {
        matches!(machine.look(&join(&join(dir, path), "go.mod")), Ok(Entry::File { .. }))
    };
    let here = below("");
    let found: Vec<String> = here.iter().filter(|path| has_module(path)).take(5).cloned().collect();
    if !found.is_empty() {
        return found;
    }
    here.iter().take(DEEPER).flat_map(|path| below(path)).filter(has_module).take(5).collect()
}

/// What lies there is another's.
const APART: &[&str] = &["node_modules", "vendor", "testdata"];
/// Folders whose own folders are looked into.
const DEEPER: usize = 20;
