//! go.mod and go.work against `golang.org/x/mod/modfile`.

use crate::ask::{go_is_there, oracle};
use crate::chance::Chance;
use crate::shapes::{FILES, directives, jumbled, mutated};
use base64::prelude::{BASE64_STANDARD, Engine};
use gomod_doctor::go::modfile::{
    self, GoLine, Godebug, Grammar, ModFile, Named, Replace, SyntaxError, Target, Toolchain,
    VersionKind,
};
use gomod_doctor::go::workfile::{self, WorkFile};
use gomod_doctor::go::{module, semver};
use serde_json::{Value, json};

#[test]
fn files_are_read_as_go_reads_them() {
    if !go_is_there() {
        return;
    }
    let mut chance = Chance::new(3);
    let mut cases: Vec<Vec<u8>> = FILES.map(|file| file.as_bytes().to_vec()).into();
    cases.extend((0..6000).map(|_| mutated(&mut chance)));
    cases.extend((0..2000).map(|_| jumbled(&mut chance)));
    cases.extend((0..3000).map(|_| directives(&mut chance)));
    let encoded: Vec<_> = cases.iter().map(|data| BASE64_STANDARD.encode(data)).collect();
    let answers = oracle("./modfile", &json!(encoded));
    let mut accepted = 0;
    for (data, expected) in cases.iter().zip(answers.as_array().unwrap()) {
        let answer = about(data);
        accepted += usize::from(expected["edited"].is_object());
        for way in ["edited", "asked", "lax", "work"] {
            let shown = String::from_utf8_lossy(data);
            assert_eq!(answer[way], expected[way], "{way}: {shown:?}");
        }
    }
    assert!(accepted > 500, "too few good files to mean anything: {accepted}");
}

fn about(data: &[u8]) -> Value {
    let newest = Grammar::default();
    json!({
        "edited": answer(modfile::parse_as_edited(data, newest), mod_file),
        "asked": answer(modfile::parse(data, newest), asked_file),
        "lax": answer(modfile::parse_lax(data, newest), mod_file),
        "work": answer(workfile::parse(data, newest), work_file),
    })
}

fn answer<T>(read: Result<T, Vec<SyntaxError>>, file: impl Fn(&T) -> Value) -> Value {
    match read {
        Ok(it) => file(&it),
        Err(errors) => {
            let lines: Vec<_> = errors.iter().map(ToString::to_string).collect();
            json!(without_bytes(&lines.join("\n")))
        }
    }
}

/// Where go prints `\xff` for a byte that is no text, a character stands here.
pub(crate) fn without_bytes(text: &str) -> String {
    let mut parts = text.split("\\x");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..2).and_then(|code| u8::from_str_radix(code, 16).ok());
        match code.filter(|code| *code >= 0x80) {
            Some(_) => plain.extend(["\u{fffd}", &part[2..]]),
            None => plain.extend(["\\x", part]),
        }
    }
    plain
}

fn mod_file(file: &ModFile) -> Value {
    mod_file_with(file, &str::to_owned)
}

/// Retracted versions are asked about as versions of the module itself.
fn asked_file(file: &ModFile) -> Value {
    let path = file.module.as_ref().map_or("", |it| &it.path);
    mod_file_with(file, &|v| {
        if semver::is_canonical(v) { v.to_owned() } else { stand_in(path) }
    })
}

fn mod_file_with(file: &ModFile, retracted: &dyn Fn(&str) -> String) -> Value {
    let list =
        |named: &[Named]| named.iter().map(|it| json!([it.path, it.line])).collect::<Value>();
    json!({
        "module": file.module.as_ref().map(|it| json!([it.path, it.deprecated, it.line])),
        "go": go(file.go.as_ref()),
        "toolchain": toolchain(file.toolchain.as_ref()),
        "godebug": godebug(&file.godebug),
        "replace": replace(&file.replace),
        "require": file.require.iter().map(|it| {
            json!([it.path, version(&it.path, &it.version, it.kind), it.indirect, it.line])
        }).collect::<Value>(),
        "exclude": file.exclude.iter().map(|it| {
            json!([it.path, version(&it.path, &it.version, it.kind), it.line])
        }).collect::<Value>(),
        "retract": file.retract.iter().map(|it| {
            json!([retracted(&it.low), retracted(&it.high), it.rationale, it.line])
        }).collect::<Value>(),
        "tool": list(&file.tool),
        "ignore": list(&file.ignore),
    })
}

fn work_file(file: &WorkFile) -> Value {
    json!({
        "go": go(file.go.as_ref()),
        "toolchain": toolchain(file.toolchain.as_ref()),
        "godebug": godebug(&file.godebug),
        "replace": replace(&file.replace),
        "use": file.uses.iter().map(|it| json!([it.path, it.line])).collect::<Value>(),
    })
}

fn go(line: Option<&GoLine>) -> Value {
    json!(line.map(|it| json!([it.version, it.line])))
}

fn toolchain(line: Option<&Toolchain>) -> Value {
    json!(line.map(|it| json!([it.name, it.line])))
}

fn godebug(list: &[Godebug]) -> Value {
    list.iter().map(|it| json!([it.key, it.value, it.line])).collect()
}

fn replace(list: &[Replace]) -> Value {
    let side = |it: &Target| {
        let version = it.version.as_ref().map(|v| version(&it.path, v, it.kind));
        version.unwrap_or_default()
    };
    list.iter()
        .map(|it| json!([it.old.path, side(&it.old), it.new.path, side(&it.new), it.line]))
        .collect()
}

fn version(path: &str, version: &str, kind: VersionKind) -> String {
    match kind {
        VersionKind::Canonical => version.to_owned(),
        VersionKind::NeedsQuery => stand_in(path),
    }
}

/// What the oracle takes for the answer to a query.
fn stand_in(path: &str) -> String {
    let major = module::split_path_version(path).map_or("", |split| split.major);
    match module::path_major_prefix(major) {
        "" => "v1.0.0-asked".to_owned(),
        major => format!("{major}.0.0-asked"),
    }
}
