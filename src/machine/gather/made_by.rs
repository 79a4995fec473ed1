use super::join;
use crate::go::env::{Setting, Settings, Source};
use crate::machine::Machine;
use crate::model::MadeBy;
use std::collections::BTreeMap;

/// Read by shells and logins below the home folder, in the order in which they come.
const OF_HOME: &[&str] = &[
    ".zshenv",
    ".profile",
    ".bash_profile",
    ".bash_login",
    ".zprofile",
    ".bashrc",
    ".zshrc",
    ".config/fish/config.fish",
];
/// The same for everybody.
const OF_ALL: &[&str] =
    &["/etc/environment", "/etc/profile", "/etc/bash.bashrc", "/etc/bashrc", "/etc/zsh/zshenv"];
const MORE_OF_ALL: &str = "/etc/profile.d";
/// No such file is larger, in bytes.
const SMALL: usize = 1 << 20;

/// The lines that set the variables which are set here: the last that agrees counts.
pub(super) fn look(
    machine: &dyn Machine,
    variables: &BTreeMap<String, String>,
    settings: &Settings,
    others: &[Setting],
) -> Vec<MadeBy> {
    let set = settings.0.iter().filter(|it| it.source == Source::Environment).chain(others);
    let wanted: Vec<(&str, &str)> = set
        .map(|it| it.name.as_str())
        .filter_map(|name| Some((name, variables.get(name)?.as_str())))
        .collect();
    if wanted.is_empty() || machine.os() == "windows" {
        return Vec::new();
    }
    let mut found: Vec<MadeBy> = Vec::new();
    for path in places(machine, variables) {
        let content = machine.read(&path, SMALL).unwrap_or_default();
        for (at, line) in String::from_utf8_lossy(&content).lines().enumerate() {
            let Some((name, value)) = assigned(line) else { continue };
            let agrees = |known: &&(&str, &str)| known.0 == name && is_same(known.1, &value);
            if wanted.iter().any(|known| agrees(&known)) {
                found.retain(|it| it.name != name);
                found.push(MadeBy { name: name.to_owned(), path: path.clone(), line: at + 1 });
            }
        }
    }
    found
}

fn places(machine: &dyn Machine, variables: &BTreeMap<String, String>) -> Vec<String> {
    let home = variables.get("HOME").filter(|home| home.starts_with('/'));
    let own = home.into_iter().flat_map(|home| OF_HOME.iter().map(move |name| join(home, name)));
    let more = machine.list(MORE_OF_ALL).unwrap_or_default();
    let more = more.into_iter().filter(|name| name.strip_suffix(".sh").is_some());
    let of_all = OF_ALL.iter().map(|path| (*path).to_owned());
    of_all.chain(more.map(|name| join(MORE_OF_ALL, &name))).chain(own).collect()
}

/// `export NAME=value`, `NAME=value`, or `set -gx NAME value` of fish.
fn assigned(line: &str) -> Option<(&str, String)> {
    let line = line.trim_start();
    let (name, value) = match line.strip_prefix("set -") {
        Some(rest) => rest.split_once(' ')?.1.trim_start().split_once(' ')?,
        None => line.strip_prefix("export ").unwrap_or(line).trim_start().split_once('=')?,
    };
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_name.then(|| (name, unquoted(value.trim())))
}

fn unquoted(value: &str) -> String {
    match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].split(quote).next().unwrap_or_default().to_owned(),
        _ => value.split([' ', ';', '\t']).next().unwrap_or_default().to_owned(),
    }
}

/// What a shell puts together from other variables may be anything.
fn is_same(set: &str, written: &str) -> bool {
    written == set || written.contains('$') && !set.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_a_shell_would() {
        let read = |line: &str| assigned(line).map(|(name, value)| format!("{name}={value}"));
        for (line, meant) in [
            ("export GOPROXY='https://a.example' # x", "GOPROXY=https://a.example"),
            ("GOPROXY=off; x", "GOPROXY=off"),
            ("  export GOFLAGS=\"-v -x\"", "GOFLAGS=-v -x"),
            ("set -gx HTTPS_PROXY http://p:1", "HTTPS_PROXY=http://p:1"),
        ] {
            assert_eq!(read(line).as_deref(), Some(meant), "{line}");
        }
        assert_eq!(read("# GOPROXY=off"), None);
        assert_eq!(read("if [ \"$X\" = 1 ]; then"), None);
        assert!(is_same("/home/a/go", "$HOME/go") && !is_same("off", "direct"));
    }
}
