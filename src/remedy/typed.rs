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
    /// go edits a file, and can print it instead: go itself says what becomes of it.
    Edit { which: Edited, command: Command },
}

/// The file that `go mod edit` and `go work edit` change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edited {
    GoMod,
    GoWork,
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
            words => variables(words).map(Self::Variables),
        }
    }
}

/// What go.mod requires once these steps are made, and did not before: that is what go
/// asks for then.
pub(super) fn required(steps: &[Step]) -> Vec<String> {
    let runs = steps.iter().filter_map(|step| match step {
        Step::Run { words } => words.strip_prefix(&["go", "mod", "edit"].map(str::to_owned)[..]),
        _ => None,
    });
    let flags = runs.flatten().filter_map(|flag| flag.strip_prefix("-require="));
    flags.map(str::to_owned).collect()
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
    fn a_new_requirement_is_what_has_to_come() {
        let run = |line: &str| {
            let words = line.split(' ').map(str::to_owned).collect();
            required(&[Step::Run { words }])
        };
        let both =
            run("go mod edit -droprequire=a.b/c -require=a.b/d@v1.0.0 -require=a.b/e@v1.1.0");
        assert_eq!(both, ["a.b/d@v1.0.0", "a.b/e@v1.1.0"]);
        assert!(run("go mod edit -go=1.22.0").is_empty());
    }

    #[test]
    fn variables_of_one_command_are_tried_as_variables() {
        let Some(Typed::Variables(set)) = typed("GOWORK=off go mod download") else { panic!() };
        assert_eq!(set, [("GOWORK".to_owned(), "off".to_owned())]);
        assert!(typed("GOPROXY=direct go mod download").is_none());
        assert!(typed("go mod download").is_none());
    }
}
