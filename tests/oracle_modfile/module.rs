//! Versions and module paths against `golang.org/x/mod`.

use crate::ask::{go_is_there, oracle};
use crate::chance::Chance;
use gomod_doctor::go::{module, semver};
use serde_json::{Value, json};
use std::fmt::Display;

const VERSION_PIECES: [&str; 40] = [
    "v",
    "0",
    "1",
    "2",
    "9",
    "10",
    "01",
    ".",
    ".",
    ".",
    "-",
    "-",
    "+",
    "v1",
    "v0.0.0-",
    "v1.2.3",
    "v2.0.0",
    "v1.0.0",
    "rc",
    "rc.1",
    "-rc1",
    "pre.0.",
    "-0.",
    "0.",
    "20200102030405",
    "20201302030405",
    "-abcdef012345",
    "+incompatible",
    "+meta",
    "-pre",
    "x",
    "A",
    "!",
    "!a",
    " ",
    "é",
    "/",
    "~",
    "$",
    "latest",
];
const ODD_VERSIONS: [&str; 22] = [
    "",
    "v",
    "v1",
    "v1.2",
    "v1.2.3",
    "v1.2.3-",
    "v1.2.3+",
    "v1.2.3-0",
    "v1.2.3-00",
    "v1.2.3-0a",
    "v1.2.3-a..b",
    "v99999999999999999999.1.2",
    "v1.0.0-20200102030405-abcdef012345",
    "v0.0.0-00010101000000-000000000000",
    "v1.2.4-0.20200102030405-abcdef012345",
    "v1.2.0-0.20200102030405-abcdef012345",
    "v1.2.100-0.20200102030405-abcdef012345+incompatible",
    "v1.2.3-pre.0.20200102030405-abcdef012345",
    "v1.0.0-20200102030405-abcdef012345+incompatible",
    "v2.0.0+incompatible",
    "v1.2.3-rc.0.20200230030405-abc",
    "v1.2.3-0.20200102030405-abc-def",
];
const PATH_PIECES: [&str; 48] = [
    "example.com",
    "github.com",
    "gopkg.in",
    "a",
    "b.c",
    "/",
    "/",
    "/",
    "/",
    ".",
    "..",
    "-",
    "_",
    "~",
    "~1",
    "+",
    "@",
    "!",
    "!a",
    "A",
    "Azure",
    "v2",
    "/v2",
    "/v1",
    "/v0",
    "/v02",
    "/v2.1",
    ".v1",
    ".v2",
    ".v0",
    ".v2-unstable",
    ".v-unstable",
    ".v0-unstable",
    "con",
    "NUL.go",
    "com1",
    "LPT9",
    "é",
    "日本",
    "\u{feff}",
    " ",
    "\\",
    "\"",
    "\u{0}",
    "\n",
    "\u{301}",
    "x~12.y",
    "%41",
];

#[test]
fn versions_are_those_of_go() {
    if !go_is_there() {
        return;
    }
    let mut chance = Chance::new(1);
    let mut versions: Vec<String> = ODD_VERSIONS.map(Into::into).into();
    versions.extend((0..3000).map(|_| chance.chain(&VERSION_PIECES, 7)));
    versions.extend((0..6000).map(|_| likely_version(&mut chance)));
    let pick = |chance: &mut Chance| versions[chance.below(versions.len())].clone();
    let pairs: Vec<_> = (0..6000).map(|_| [pick(&mut chance), pick(&mut chance)]).collect();
    let answers = oracle("./module", &json!({"Versions": versions, "Pairs": pairs}));
    assert!(versions.iter().filter(|v| semver::is_valid(v)).count() > 300);
    assert!(versions.iter().filter(|v| semver::is_pseudo_version(v)).count() > 30);
    for (version, expected) in versions.iter().zip(answers["Versions"].as_array().unwrap()) {
        assert_eq!(&about_version(version), expected, "{version:?}");
    }
    for (pair, expected) in pairs.iter().zip(answers["Pairs"].as_array().unwrap()) {
        let order = semver::compare(&pair[0], &pair[1]) as i8;
        assert_eq!(&json!(order), expected, "{pair:?}");
    }
}

#[test]
fn paths_are_those_of_go() {
    if !go_is_there() {
        return;
    }
    let mut chance = Chance::new(2);
    let mut paths: Vec<String> = (0..8000).map(|_| chance.chain(&PATH_PIECES, 6)).collect();
    paths.push(String::new());
    let both: Vec<_> = (0..6000)
        .map(|_| {
            let path = if chance.below(3) == 0 {
                paths[chance.below(paths.len())].clone()
            } else {
                format!("example.com/a{}", chance.one(&["", "/v2", "/v3", "/v1", "/v10"]))
            };
            [path, chance.chain(&VERSION_PIECES[13..], 3)]
        })
        .collect();
    let answers = oracle("./module", &json!({"Paths": paths, "Both": both}));
    assert!(paths.iter().filter(|path| module::check_path(path).is_ok()).count() > 100);
    for (path, expected) in paths.iter().zip(answers["Paths"].as_array().unwrap()) {
        assert_eq!(&about_path(path), expected, "{path:?}");
    }
    for ([path, version], expected) in both.iter().zip(answers["Both"].as_array().unwrap()) {
        let major = module::split_path_version(path).map_or("", |split| split.major);
        let answer = json!({
            "check": text(module::check(path, version).map(|()| "")),
            "major": text(module::check_path_major(version, major).map(|()| "")),
        });
        assert_eq!(&answer, expected, "{path:?} {version:?}");
    }
}

/// Something close to a version or a pseudo-version.
fn likely_version(chance: &mut Chance) -> String {
    let front = chance.one(&["v0.0.0", "v1.0.0", "v1.2.3", "v2.1.10", "v1.10.100", "v1.2", "v3"]);
    let base =
        chance.one(&["-", "-0.", "-pre.0.", "-rc.1.0.", "-0.0.", "-pre.", "-a-b.", "+", "."]);
    let stamp =
        chance.one(&["20200102030405", "20200102030405", "20200230030405", "2020", "0", "00"]);
    let rev = chance.one(&["-abcdef012345", "-abcdef012345", "-ABC", "-", "-a.b", ""]);
    let tail = chance.chain(&["", "", "", "+incompatible", "+meta.1", "+", "-x"], 2);
    format!("{front}{base}{stamp}{rev}{tail}")
}

fn about_version(v: &str) -> Value {
    json!({
        "valid": semver::is_valid(v),
        "canonical": semver::canonical(v).unwrap_or_default(),
        "kept": semver::canonical_version(v).unwrap_or_default(),
        "major": semver::major(v).unwrap_or_default(),
        "minor": semver::major_minor(v).unwrap_or_default(),
        "prerelease": semver::prerelease(v),
        "build": semver::build(v),
        "pseudo": semver::is_pseudo_version(v),
        "zero": semver::is_zero_pseudo_version(v),
        "base": text(semver::base(v).map(Option::unwrap_or_default)),
        "rev": text(semver::rev(v)),
        "time": text(semver::time(v)),
        "escaped": text(module::escape_version(v)),
        "plain": text(module::unescape_version(v)),
    })
}

fn about_path(p: &str) -> Value {
    let split = module::split_path_version(p);
    let (prefix, major) = split.map_or(("", ""), |split| (split.prefix, split.major));
    json!({
        "module": text(module::check_path(p).map(|()| "")),
        "import": text(module::check_import_path(p).map(|()| "")),
        "file": text(module::check_file_path(p).map(|()| "")),
        "escaped": text(module::escape_path(p)),
        "plain": text(module::unescape_path(p)),
        "split": [json!(prefix), json!(major), json!(split.is_some())],
    })
}

fn text(answer: Result<impl Display, impl Display>) -> String {
    match answer {
        Ok(value) => value.to_string(),
        Err(error) => format!("error: {error}"),
    }
}
