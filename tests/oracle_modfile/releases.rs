//! go.mod and go.work against `go mod edit -json` and `go work edit -json` of several
//! releases: the one on PATH, and those whose go commands `GOMOD_DOCTOR_GOS` lists, with
//! colons between them.

use crate::ask::go_is_there;
use crate::chance::Chance;
use crate::file::without_bytes;
use crate::oddities::{MODULES, WORKSPACES};
use crate::shapes::{FILES, directives, jumbled, mutated};
use gomod_doctor::go::modfile::{
    self, Exclude, Grammar, ModFile, Named, Replace, Require, SyntaxError, Target,
};
use gomod_doctor::go::workfile::{self, WorkFile};
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};

/// Files that are made by chance, beside those picked by hand.
const MADE: usize = 90;

#[test]
fn every_release_reads_go_mod_so() {
    each_release("mod", "go.mod", MODULES, &|data, grammar, file| {
        told(modfile::parse_as_edited(data, grammar), file, module)
    });
}

#[test]
fn every_release_reads_go_work_so() {
    each_release("work", "go.work", WORKSPACES, &|data, grammar, file| {
        told(workfile::parse(data, grammar), file, workspace)
    });
}

/// What we say of a file that has this name.
type Ours<'a> = dyn Fn(&[u8], Grammar, &str) -> Result<Value, String> + 'a;

fn each_release(kind: &str, name: &str, picked: &[&str], ours: &Ours<'_>) {
    if !go_is_there() {
        return;
    }
    let files = files(picked);
    let root = std::env::temp_dir().join(format!("gomod-doctor-{kind}-{}", std::process::id()));
    for (at, data) in files.iter().enumerate() {
        let folder = root.join(at.to_string());
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join(name), data).expect("a file");
    }
    for go in releases() {
        let grammar = Grammar::of(&version(&go));
        let mut read = 0;
        for (at, data) in files.iter().enumerate() {
            let file = format!("{at}/{name}");
            let Some(theirs) = theirs(&go, kind, &file, &root) else { continue };
            read += usize::from(theirs.is_ok());
            let shown = String::from_utf8_lossy(data);
            assert_eq!(ours(data, grammar, &file), theirs, "{go} {kind} {shown:?}");
        }
        assert!(read > 40 && read + 40 < files.len(), "{go} took {read} of {}", files.len());
    }
    std::fs::remove_dir_all(root).expect("it is ours");
}

fn files(picked: &[&str]) -> Vec<Vec<u8>> {
    let mut chance = Chance::new(11);
    let known = FILES.iter().chain(picked).map(|file| file.as_bytes().to_vec());
    let mut files: Vec<Vec<u8>> = known.collect();
    files.extend(picked.iter().flat_map(|file| altered(file, &mut chance)));
    files.extend((0..MADE).map(|at| match at % 3 {
        0 => mutated(&mut chance),
        1 => jumbled(&mut chance),
        _ => directives(&mut chance),
    }));
    files
}

/// The same with a line gone, cut short, indented, and ended as Windows does.
fn altered(file: &str, chance: &mut Chance) -> [Vec<u8>; 3] {
    let mut lines: Vec<&str> = file.split_inclusive('\n').collect();
    let cut = chance.below(file.len() + 1);
    if !lines.is_empty() {
        lines.remove(chance.below(lines.len()));
    }
    let cut = file.as_bytes()[..cut].to_vec();
    [lines.concat().into(), cut, file.replace('\n', "\r\n\t").into()]
}

fn releases() -> Vec<String> {
    let more = std::env::var("GOMOD_DOCTOR_GOS").unwrap_or_default();
    let more = more.split(':').filter(|go| !go.is_empty() && Path::new(go).exists());
    std::iter::once("go").chain(more).map(str::to_owned).collect()
}

fn asked(go: &str, arguments: &[&str], dir: &Path) -> Output {
    let mut command = Command::new(go);
    command.args(arguments).current_dir(dir).env("GOTOOLCHAIN", "local").env("GOENV", "off");
    command.env_remove("GOROOT").env_remove("GOFLAGS").env_remove("GOWORK");
    command.output().expect("go runs")
}

fn version(go: &str) -> String {
    let output = asked(go, &["env", "GOVERSION"], &std::env::temp_dir());
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// What go says; nothing where it stops at a go line that is newer than itself.
fn theirs(go: &str, kind: &str, file: &str, root: &Path) -> Option<Result<Value, String>> {
    let output = asked(go, &[kind, "edit", "-json", file], root);
    if output.status.success() {
        let value: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        let keys = if kind == "mod" { MODULE_KEYS } else { WORKSPACE_KEYS };
        return Some(Ok(keys.iter().map(|key| ((*key).to_owned(), kept(&value[key]))).collect()));
    }
    let words = String::from_utf8_lossy(&output.stderr).into_owned();
    let words = words.lines().filter(|line| !line.contains("errors parsing "));
    let words = without_bytes(&words.collect::<Vec<_>>().join("\n"));
    (!words.contains("requires go >=")).then_some(Err(words))
}

const MODULE_KEYS: &[&str] = &["Module", "Go", "Require", "Exclude", "Replace", "Retract"];
const WORKSPACE_KEYS: &[&str] = &["Go", "Use", "Replace"];

/// Without what later releases tell in addition, and with lists that are empty as none.
fn kept(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let kept = map.iter().filter(|(key, value)| {
                !matches!(key.as_str(), "Deprecated" | "Rationale" | "ModulePath")
                    && value.as_str() != Some("")
                    && **value != Value::Bool(false)
            });
            kept.map(|(key, value)| (key.clone(), kept_in(value))).collect()
        }
        value => kept_in(value),
    }
}

fn kept_in(value: &Value) -> Value {
    match value {
        Value::Array(list) if list.is_empty() => Value::Null,
        Value::Array(list) => list.iter().map(kept).collect(),
        Value::Object(_) => kept(value),
        value => value.clone(),
    }
}

fn told<T>(
    read: Result<T, Vec<SyntaxError>>,
    file: &str,
    show: impl Fn(&T) -> Value,
) -> Result<Value, String> {
    match read {
        Ok(it) => {
            let Value::Object(map) = show(&it) else { unreachable!() };
            Ok(map.iter().map(|(key, value)| (key.clone(), kept(value))).collect())
        }
        Err(errors) => {
            let lines: Vec<String> = errors.iter().map(|error| error.shown(file)).collect();
            let words = without_bytes(&lines.join("\n"));
            // As the lines of an output are told apart.
            Err(words.lines().collect::<Vec<_>>().join("\n"))
        }
    }
}

fn module(file: &ModFile) -> Value {
    let require =
        |it: &Require| json!({"Path": it.path, "Version": it.version, "Indirect": it.indirect});
    json!({
        "Module": {"Path": file.module.as_ref().map_or("", |it| &it.path)},
        "Go": file.go.as_ref().map(|it| &it.version),
        "Require": file.require.iter().map(require).collect::<Value>(),
        "Exclude": exclude(&file.exclude),
        "Replace": replace(&file.replace),
        "Retract": file.retract.iter().map(|it| json!({"Low": it.low, "High": it.high})).collect::<Value>(),
    })
}

fn workspace(file: &WorkFile) -> Value {
    let used = |it: &Named| json!({"DiskPath": it.path});
    json!({
        "Go": file.go.as_ref().map(|it| &it.version),
        "Use": file.uses.iter().filter(|it| !it.path.is_empty()).map(used).collect::<Value>(),
        "Replace": replace(&file.replace),
    })
}

/// As go prints it: of two for the same the later one (`removeDups`).
fn replace(list: &[Replace]) -> Value {
    let side =
        |it: &Target| json!({"Path": it.path, "Version": it.version.clone().unwrap_or_default()});
    let is_last =
        |(at, it): &(usize, &Replace)| list[at + 1..].iter().all(|later| later.old != it.old);
    let kept = list.iter().enumerate().filter(is_last);
    kept.map(|(_, it)| json!({"Old": side(&it.old), "New": side(&it.new)})).collect()
}

/// Of two that are the same the first one.
fn exclude(list: &[Exclude]) -> Value {
    let is_first = |(at, it): &(usize, &Exclude)| {
        list[..*at].iter().all(|former| (&former.path, &former.version) != (&it.path, &it.version))
    };
    let first = list.iter().enumerate().filter(is_first);
    first.map(|(_, it)| json!({"Path": it.path, "Version": it.version})).collect()
}
