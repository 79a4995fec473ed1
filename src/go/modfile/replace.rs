use super::directive::string;
use super::fault::Fault;
use super::grammar::Grammar;
use super::model::{Replace, Target, VersionKind};
use super::version::Rulebook;
use crate::go::module::split_path_version;
use std::collections::HashMap;

const VERB: &str = "replace";

/// `replace old [v1.2.3] => new v1.2.4` (`parseReplace` in `rule.go`).
pub(in crate::go) fn replace_line(
    rules: Rulebook,
    args: &[&str],
    line: usize,
) -> Result<Replace, Fault> {
    let (old, new) = sides(args)?;
    let old = left(rules, old)?;
    let new = right(rules, new)?;
    Ok(Replace { old, new, line })
}

/// What stands before and behind the arrow: one or two words each.
fn sides<'t, 'a>(args: &'t [&'a str]) -> Result<(&'t [&'a str], &'t [&'a str]), Fault> {
    let arrow = if args.get(1) == Some(&"=>") { 1 } else { 2 };
    let new = args.get(arrow + 1..).unwrap_or_default();
    if args.get(arrow) != Some(&"=>") || !matches!(new.len(), 1 | 2) {
        return Err(Fault::ReplaceUsage);
    }
    Ok((&args[..arrow], new))
}

fn left(rules: Rulebook, words: &[&str]) -> Result<Target, Fault> {
    let path = string(words.first().unwrap_or(&""))?;
    let Some(split) = split_path_version(&path) else {
        return Err(Fault::ReplacedPath { path });
    };
    let version = match words.get(1) {
        Some(token) => Some(rules.version_of(VERB, &path, split.major, token)?),
        None => None,
    };
    Ok(target(path, version))
}

fn right(rules: Rulebook, words: &[&str]) -> Result<Target, Fault> {
    let path = string(words.first().unwrap_or(&""))?;
    let is_directory = is_directory_in(&path, rules.grammar);
    let Some(token) = words.get(1) else {
        return match directory_fault(&path, is_directory, rules.grammar) {
            Some(fault) => Err(fault),
            None => Ok(target(path, None)),
        };
    };
    let version = rules.version(VERB, &path, token)?;
    if is_directory {
        return Err(Fault::DirectoryWithVersion { path });
    }
    Ok(target(path, Some(version)))
}

fn directory_fault(path: &str, is_directory: bool, grammar: Grammar) -> Option<Fault> {
    match (is_directory, path.contains('@')) {
        (true, _) => (cfg!(not(windows)) && path.contains('\\')).then_some(Fault::WindowsDirectory),
        (false, true) => Some(Fault::ReplacementWithAt),
        (false, false) => {
            Some(Fault::ReplacementNotDirectory { example: grammar.directory_example().into() })
        }
    }
}

fn target(path: String, version: Option<(String, VersionKind)>) -> Target {
    let kind = version.as_ref().map_or(VersionKind::Canonical, |(_, kind)| *kind);
    Target { path, version: version.map(|(version, _)| version), kind }
}

/// Whether go takes this for a directory and not for a module path
/// (`modfile.IsDirectoryPath`).
pub fn is_directory_path(path: &str) -> bool {
    is_directory_in(path, Grammar::default())
}

fn is_directory_in(path: &str, grammar: Grammar) -> bool {
    let dots = matches!(path, "." | "..") && grammar >= Grammar::Go122;
    let relative = ["./", ".\\", "../", "..\\"].iter().any(|start| path.starts_with(start));
    dots || relative || path.starts_with(['/', '\\']) || has_drive(path)
}

fn has_drive(path: &str) -> bool {
    matches!(path.as_bytes(), [letter, b':', ..] if letter.is_ascii_alphabetic())
}

/// The first two replacements of one file that replace the same by different
/// things: go stops with `conflicting replacements` (`toReplaceMap` in
/// `cmd/go/internal/modload/modfile.go`).
pub fn conflicting_replacements(list: &[Replace]) -> Option<(&Replace, &Replace)> {
    let mut seen = HashMap::new();
    list.iter().find_map(|replace| {
        let old = (&replace.old.path, &replace.old.version);
        let former: &Replace = seen.insert(old, replace)?;
        (former.new != replace.new).then_some((former, replace))
    })
}
