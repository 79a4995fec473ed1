//! Commands that a fix has typed, as far as they can be tried without being typed.

use crate::machine::Command;
use crate::model::Step;

/// Settings that a command may be given for itself alone, and that change nothing of
/// what is asked of whom.
const FOR_ONE: &[&str] = &["GOWORK", "GOFLAGS", "GO111MODULE", "GOEXPERIMENT"];

/// What a typed command comes to.
pub(super) enum Typed {
    /// Variables for one command, which go then sees.
    Variables(Vec<(String, String)>),
    /// A line of the go env file, or none in its place.
    EnvFile { key: String, value: Option<String> },
    /// go edits a file, and can print it instead: go itself says what becomes of it.
    Edit { which: Edited, command: Command },
}

/// The file that `go mod edit` and `go work edit` change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edited {
    GoMod,
    GoWork,
}

/// Whether a step has go change what go.mod or go.work asks for.
pub(super) fn edits_modules(step: &Step) -> bool {
    let Step::Run { words } = step else { return false };
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    matches!(words.as_slice(), ["go", "mod" | "work", "edit", rest @ ..] if is_plain(rest))
}

impl Typed {
    /// Understands a command; none where only doing it would tell.
    pub(super) fn of(words: &[String], go: &str, dir: &str) -> Option<Self> {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["go", kind @ ("mod" | "work"), "edit", rest @ ..] if is_plain(rest) => {
                let which = if *kind == "mod" { Edited::GoMod } else { Edited::GoWork };
                let arguments = [&[*kind, "edit", "-print"], rest].concat();
                let command = Command { dir: Some(dir.to_owned()), ..Command::of(go, &arguments) };
                Some(Self::Edit { which, command })
            }
            ["go", "env", "-u", key] => Some(Self::EnvFile { key: (*key).to_owned(), value: None }),
            [set, "go", "env", "-u", key] if is_let_through(set, key) => {
                Some(Self::EnvFile { key: (*key).to_owned(), value: None })
            }
            [set, "go", "env", "-w", pair] if set == pair => {
                let (key, value) = pair.split_once('=')?;
                Some(Self::EnvFile { key: key.to_owned(), value: Some(value.to_owned()) })
            }
            words => variables(words).map(Self::Variables),
        }
    }
}

/// The variable lets go past the line that it is to take away.
fn is_let_through(set: &str, key: &str) -> bool {
    set.strip_prefix(key).is_some_and(|rest| rest.starts_with('='))
}

/// No file is named, so that it is the one that go finds here.
fn is_plain(flags: &[&str]) -> bool {
    !flags.is_empty() && flags.iter().all(|flag| flag.starts_with('-') && flag.contains('='))
}

/// `NAME=value … go mod download`.
fn variables(words: &[&str]) -> Option<Vec<(String, String)>> {
    let at = words.iter().position(|word| *word == "go")?;
    let (set, command) = words.split_at(at);
    let pair = |word: &&str| {
        let (name, value) = word.split_once('=')?;
        FOR_ONE.contains(&name).then(|| (name.to_owned(), value.to_owned()))
    };
    let set: Option<Vec<_>> = set.iter().map(pair).collect();
    set.filter(|set| !set.is_empty() && command == ["go", "mod", "download"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &str) -> Option<Typed> {
        let words: Vec<String> = line.split(' ').map(str::to_owned).collect();
        Typed::of(&words, "/usr/local/go/bin/go", "/src")
    }

    #[test]
    fn an_edit_is_printed_and_not_made() {
        let Some(Typed::Edit { which, command }) = typed("go mod edit -go=1.22.0") else {
            panic!()
        };
        assert_eq!((which, command.dir.as_deref()), (Edited::GoMod, Some("/src")));
        assert_eq!(command.arguments, ["mod", "edit", "-print", "-go=1.22.0"]);
        assert!(typed("go mod edit -go=1.22.0 other/go.mod").is_none());
        assert!(typed("go mod tidy").is_none());
    }

    #[test]
    fn variables_of_one_command_are_tried_as_variables() {
        let Some(Typed::Variables(set)) = typed("GOWORK=off go mod download") else { panic!() };
        assert_eq!(set, [("GOWORK".to_owned(), "off".to_owned())]);
        assert!(typed("GOPROXY=direct go mod download").is_none());
        assert!(typed("go mod download").is_none());
    }

    #[test]
    fn lines_of_the_env_file_are_tried_as_lines() {
        let Some(Typed::EnvFile { key, value }) = typed("GOPATH=/x go env -u GOPATH") else {
            panic!()
        };
        assert_eq!((key.as_str(), value), ("GOPATH", None));
        let Some(Typed::EnvFile { value, .. }) = typed("GOPATH=/x go env -w GOPATH=/x") else {
            panic!()
        };
        assert_eq!(value.as_deref(), Some("/x"));
        assert!(typed("GOPATH=/x go env -u GOPROXY").is_none());
    }
}
