//! A step written for one place each: causes times targets never multiply.

mod cmd;
mod dockerfile;
mod github_actions;
mod gitlab_ci;
mod powershell;
mod quote;
mod sh;
mod system;
mod yaml;

#[cfg(test)]
mod tests;

use crate::base::{Lang, Veiled};
use crate::model::{self, Ci, Container, Platform, Step};
use crate::render::page::wrapped;

/// Somewhere that a fix is typed.
pub trait Target: Sync {
    /// The word of `--for` and of `commands` in the JSON report.
    fn name(&self) -> &'static str;
    /// The lines that, typed in order, carry all steps out.
    fn write(&self, steps: &[Step], place: &Place) -> Vec<String>;
}

/// What a target has to know of the place beside the steps.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    pub platform: &'a Platform,
    pub lang: Lang,
}

/// Every target, in the order in which the JSON report lists them.
pub static ALL: &[&dyn Target] = &[
    &sh::Sh,
    &powershell::PowerShell,
    &cmd::Cmd,
    &dockerfile::Dockerfile,
    &github_actions::GithubActions,
    &gitlab_ci::GitlabCi,
];

/// Whether somebody sits at a terminal there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    AtTerminal,
    Elsewhere,
}

/// The target of that name.
pub fn named(name: &str) -> Option<&'static dyn Target> {
    ALL.iter().copied().find(|target| target.name() == name)
}

/// Where fixes are most likely typed: what is typed into a container is gone with
/// it, unless somebody sits there and tries.
pub fn guess(platform: &Platform, reader: Reader) -> &'static dyn Target {
    match (platform.ci, platform.container) {
        (Some(Ci::GithubActions), _) => &github_actions::GithubActions,
        (Some(Ci::GitlabCi), _) => &gitlab_ci::GitlabCi,
        (_, Some(Container::Buildkit | Container::Buildah | Container::Kaniko)) => {
            &dockerfile::Dockerfile
        }
        (None, Some(Container::Docker | Container::Podman)) if reader == Reader::Elsewhere => {
            &dockerfile::Dockerfile
        }
        _ if platform.os == "windows" => &powershell::PowerShell,
        _ => &sh::Sh,
    }
}

/// Whether a step has something in angle brackets for the reader to fill in.
pub fn has_placeholder(steps: &[Step]) -> bool {
    steps.iter().any(|step| match step {
        Step::NetrcEntry { .. } | Step::TrustCa { .. } => true,
        Step::SetGoEnv { value, .. } | Step::SetEnv { value, .. } => hides(value),
        Step::Run { words } => words.iter().any(|word| holds_brackets(word)),
        Step::EditLine { becomes, .. } => holds_brackets(becomes),
        _ => false,
    })
}

fn hides(value: &Veiled) -> bool {
    spelled(value).contains("<PASSWORD>") || holds_brackets(value.raw())
}

/// `<TOKEN>`: capitals between angle brackets.
fn holds_brackets(word: &str) -> bool {
    let Some((_, rest)) = word.split_once('<') else {
        return false;
    };
    let inner = rest.split_once('>').map_or("", |(inner, _)| inner);
    !inner.is_empty() && !inner.contains(|c: char| c.is_lowercase() || c.is_whitespace())
}

/// A value as it may be shown: user and password are the reader's to fill in.
fn spelled(value: &Veiled) -> String {
    value.to_string().replace("***@", "<USER>:<PASSWORD>@")
}

/// `NAME=value` words before a command hold for that command alone.
fn assignments(words: &[String]) -> (Vec<(&str, &str)>, &[String]) {
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        match word.split_once('=') {
            Some((name, value)) if is_variable(name) => found.push((name, value)),
            _ => return (found, &words[at..]),
        }
    }
    (found, &[])
}

fn is_variable(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|c| c.is_ascii_alphabetic() || c == '_')
        && letters.all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// The file that an entry belongs into, for a POSIX shell.
fn netrc_file(reader: model::Reader) -> &'static str {
    match reader {
        model::Reader::Go => r#""${NETRC:-$HOME/.netrc}""#,
        model::Reader::Git => r#""$HOME/.netrc""#,
    }
}

/// As wide as a comment gets, in columns: it fits a terminal of 80 behind the
/// indent of a fix.
const COMMENT: usize = 64;

/// Comment lines: unlike a command, what is only said may be broken.
fn comment(mark: &str, words: &str) -> Vec<String> {
    wrapped(words, COMMENT).iter().map(|line| format!("{mark} {line}")).collect()
}
