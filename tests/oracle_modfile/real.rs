//! Odd files against the go command itself: its JSON, or its words.

use crate::ask::go_is_there;
use crate::chance::Chance;
use crate::file::without_bytes;
use crate::shapes::{FILES, directives, mutated};
use gomod_doctor::go::modfile::{self, Grammar, ModFile, Named, Replace, SyntaxError};
use gomod_doctor::go::workfile::{self, WorkFile};
use serde_json::{Value, json};
use std::collections::HashSet;
use std::hash::Hash;
use std::path::Path;
use std::process::Command;

const ODD: [&[u8]; 21] = [
    b"",
    b"\n\n",
    b"// only a comment",
    b"module example.com/m",
    b"\xef\xbb\xbfmodule example.com/m\n",
    b"module example.com/m\0\n",
    b"module example.com/m\n\x00",
    b"module example.com/m\nrequire (\n\texample.com/a v1.0.0\n",
    b"module example.com/m\nrequire (\n\texample.com/a v1.0.0\n) x\n",
    b"module example.com/m /* no */\n",
    b"module \"example.com/m\n",
    b"module 'example.com/m'\n",
    b"module `example.com/m`\n",
    b"module example.com/m\nmodule example.com/n\ngo 1.21\ngo 1.22\n",
    b"module example.com/m\ngo go1.21\ntoolchain 1.21\n",
    b"module example.com/m\n<<<<<<< HEAD\ngo 1.21\n=======\ngo 1.22\n>>>>>>> x\n",
    b"module example.com/m\nexclude example.com/a v1.0.0\nexclude example.com/a v1.0.0\n",
    b"module example.com/m\nreplace example.com/a => ./a\nreplace example.com/a => ./b\n",
    b"module example.com/m\ntool example.com/a\ntool example.com/a\nignore x\nignore x\n",
    b"<html><head><title>403</title></head></html>",
    b"{\"module\": \"example.com/m\"}",
];

#[test]
fn the_go_command_agrees() {
    if !go_is_there() {
        return;
    }
    let dir = tempfile::tempdir().unwrap();
    let mut chance = Chance::new(4);
    let mut cases: Vec<Vec<u8>> = ODD.map(<[u8]>::to_vec).into();
    cases.extend(FILES.map(|file| file.as_bytes().to_vec()));
    cases.extend((0..200).map(|_| mutated(&mut chance)));
    cases.extend((0..90).map(|_| directives(&mut chance)));
    assert!(cases.len() >= 300, "{}", cases.len());
    let own = Grammar::of(&version());
    for data in cases {
        let shown = String::from_utf8_lossy(&data);
        let edited = answer("go.mod", modfile::parse_as_edited(&data, own), mod_json);
        assert_eq!(edited, said_by_go(dir.path(), "mod", "go.mod", &data), "{shown:?}");
        let edited = answer("go.work", workfile::parse(&data, own), work_json);
        assert_eq!(edited, said_by_go(dir.path(), "work", "go.work", &data), "{shown:?}");
    }
}

/// Such as `go1.26.8`: what a go.mod may hold depends on it.
fn version() -> String {
    let mut ask = Command::new("go");
    let output = ask.args(["env", "GOVERSION"]).env("GOTOOLCHAIN", "local").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The JSON of `go mod edit` or `go work edit`, or what it has against the file.
fn said_by_go(dir: &Path, command: &str, name: &str, data: &[u8]) -> Value {
    std::fs::write(dir.join(name), data).unwrap();
    let output = Command::new("go")
        .args([command, "edit", "-json", name])
        .current_dir(dir)
        .env("GOTOOLCHAIN", "local")
        .env("GOFLAGS", "")
        .env("GOWORK", "off")
        .output()
        .unwrap();
    std::fs::remove_file(dir.join(name)).unwrap();
    if output.status.success() {
        let mut said: Value = serde_json::from_slice(&output.stdout).unwrap();
        if let ("work", Some(said)) = (command, said.as_object_mut()) {
            // Only from 1.27 on.
            said.remove("Toolchain");
            said.remove("Godebug");
        }
        return without_nothing(said);
    }
    let words = without_bytes(&String::from_utf8_lossy(&output.stderr));
    // `go work edit` says it twice.
    let words = words.rsplit("errors parsing ").next().unwrap_or(&words);
    json!(words.trim_end_matches('\n'))
}

fn answer<T>(name: &str, read: Result<T, Vec<SyntaxError>>, json: impl Fn(&T) -> Value) -> Value {
    match read {
        Ok(file) => without_nothing(json(&file)),
        Err(errors) => {
            let lines: Vec<_> = errors.iter().map(|error| error.shown(name)).collect();
            json!(without_bytes(&format!("{name}:\n{}", lines.join("\n"))))
        }
    }
}

fn mod_json(file: &ModFile) -> Value {
    json!({
        "Module": {
            "Path": file.module.as_ref().map_or("", |it| &it.path),
            "Deprecated": file.module.as_ref().map_or("", |it| &it.deprecated),
        },
        "Go": file.go.as_ref().map(|it| &it.version),
        "Toolchain": file.toolchain.as_ref().map(|it| &it.name),
        "GoDebug": file.godebug.iter()
            .map(|it| json!({"Key": it.key, "Value": it.value})).collect::<Value>(),
        "Require": file.require.iter()
            .map(|it| json!({"Path": it.path, "Version": it.version, "Indirect": it.indirect}))
            .collect::<Value>(),
        "Exclude": first_of(&file.exclude, |it| (it.path.clone(), it.version.clone())).iter()
            .map(|it| json!({"Path": it.path, "Version": it.version})).collect::<Value>(),
        "Replace": replace_json(&file.replace),
        "Retract": file.retract.iter()
            .map(|it| json!({"Low": it.low, "High": it.high, "Rationale": it.rationale}))
            .collect::<Value>(),
        "Tool": named_json(&file.tool),
        "Ignore": named_json(&file.ignore),
    })
}

/// Up to 1.26 `go work edit -json` leaves out toolchain and godebug.
fn work_json(file: &WorkFile) -> Value {
    let used: Value = file.uses.iter().map(|it| json!({"DiskPath": it.path})).collect();
    json!({
        "Go": file.go.as_ref().map(|it| &it.version),
        "Use": used,
        "Replace": replace_json(&file.replace),
    })
}

/// The last of each kind counts.
fn replace_json(list: &[Replace]) -> Value {
    let reversed: Vec<_> = list.iter().rev().cloned().collect();
    let side = |it: &modfile::Target| json!({"Path": it.path, "Version": it.version});
    let kept = first_of(&reversed, |it| it.old.clone());
    kept.iter().rev().map(|it| json!({"Old": side(&it.old), "New": side(&it.new)})).collect()
}

fn named_json(list: &[Named]) -> Value {
    first_of(list, |it| it.path.clone()).iter().map(|it| json!({"Path": it.path})).collect()
}

fn first_of<T, K: Hash + Eq>(list: &[T], key: impl Fn(&T) -> K) -> Vec<&T> {
    let mut seen = HashSet::new();
    list.iter().filter(|it| seen.insert(key(it))).collect()
}

/// Go leaves out what is empty, or writes null.
fn without_nothing(value: Value) -> Value {
    let is_nothing = |it: &Value| {
        it.is_null() || it == "" || it == false || it.as_array().is_some_and(Vec::is_empty)
    };
    match value {
        Value::Object(map) => map
            .into_iter()
            .map(|(key, value)| (key, without_nothing(value)))
            .filter(|(_, value)| !is_nothing(value))
            .collect(),
        Value::Array(list) => list.into_iter().map(without_nothing).collect(),
        value => value,
    }
}
