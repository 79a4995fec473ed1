//! Every dependency's licence is one that `deny.toml` allows.

use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;

#[test]
fn licences_are_allowed() {
    let deny = std::fs::read_to_string("deny.toml").unwrap();
    let allowed = quoted(between(&deny, "allow = [", "\n]"));
    let excepted = quoted(between(&deny, "exceptions = [", "\n"));
    let odd: Vec<String> = packages()
        .iter()
        .map(|package| (package["name"].as_str().unwrap(), package["license"].as_str()))
        .filter(|(name, licence)| !excepted.contains(name) && !covered(*licence, &allowed))
        .map(|(name, licence)| format!("{name}: {licence:?}"))
        .collect();
    assert!(allowed.contains("MIT") && excepted.contains("colored"), "{allowed:?} {excepted:?}");
    assert!(odd.is_empty(), "{odd:#?}");
}

#[test]
fn expressions_are_read() {
    let allowed = BTreeSet::from(["ISC", "MIT", "Apache-2.0 WITH LLVM-exception"]);
    for fine in ["MIT", "GPL-3.0/MIT", "ISC AND (GPL-3.0 OR MIT)", "GPL-3.0 OR (MIT AND ISC)"] {
        assert!(covered(Some(fine), &allowed), "{fine}");
    }
    for not in ["GPL-3.0", "ISC AND GPL-3.0", "(MIT OR ISC) AND GPL-3.0", ""] {
        assert!(!covered(Some(not), &allowed), "{not}");
    }
    assert!(covered(Some("Apache-2.0 WITH LLVM-exception OR GPL-3.0"), &allowed));
    assert!(!covered(None, &allowed));
}

/// The packages that a build for this system is made of, its tests included.
/// Only they are surely here without asking a registry.
fn packages() -> Vec<Value> {
    let arguments = "metadata --format-version=1 --locked --offline --filter-platform=host-tuple";
    let mut command = Command::new(env!("CARGO"));
    let output = command.args(arguments.split(' ')).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    metadata["packages"].as_array().unwrap().clone()
}

/// Whether some choice that an SPDX expression leaves is allowed as a whole.
fn covered(expression: Option<&str>, allowed: &BTreeSet<&str>) -> bool {
    let spaced = expression.unwrap_or_default().replace('/', " OR ");
    let spaced = spaced.replace('(', " ( ").replace(')', " ) ").replace(" WITH ", "+WITH+");
    let mut words = spaced.split_whitespace().peekable();
    any(&mut words, allowed)
}

type Words<'w> = std::iter::Peekable<std::str::SplitWhitespace<'w>>;

fn any(words: &mut Words<'_>, allowed: &BTreeSet<&str>) -> bool {
    let mut fine = all(words, allowed);
    while words.next_if_eq(&"OR").is_some() {
        fine |= all(words, allowed);
    }
    fine
}

fn all(words: &mut Words<'_>, allowed: &BTreeSet<&str>) -> bool {
    let mut fine = one(words, allowed);
    while words.next_if_eq(&"AND").is_some() {
        fine &= one(words, allowed);
    }
    fine
}

fn one(words: &mut Words<'_>, allowed: &BTreeSet<&str>) -> bool {
    match words.next() {
        Some("(") => {
            let fine = any(words, allowed);
            words.next();
            fine
        }
        Some(word) => allowed.contains(word.replace("+WITH+", " WITH ").as_str()),
        None => false,
    }
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (_, rest) = text.split_once(start).unwrap();
    rest.split_once(end).unwrap().0
}

fn quoted(text: &str) -> BTreeSet<&str> {
    let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    lines.flat_map(|line| line.split('"').skip(1).step_by(2)).collect()
}
