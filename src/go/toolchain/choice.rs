use super::{Lines, Minimum, Mode, Setting, SettingError, gover};
use crate::go::strconv::quote;
use serde::{Deserialize, Serialize};
use std::cmp::Ordering;
use std::fmt;

/// What go decides before it reads its own flags.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Choice {
    /// The go that was started does the work.
    Local,
    /// Another toolchain is started. `refused` is what that one will object to.
    Switch {
        to: String,
        how: How,
        because: Because,
        refused: Option<Refusal>,
    },
    Refused(Refusal),
}

/// Where go looks for the toolchain that it switches to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// In the PATH, and nowhere else.
    Path,
    /// In the PATH, then as module `golang.org/toolchain`.
    Download,
}

/// What named the toolchain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    Gotoolchain,
    GoLine,
    ToolchainLine,
}

/// Why go stops at once. Displays as the fixed part of go's message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// GOTOOLCHAIN has none of its forms.
    Setting(SettingError),
    /// The toolchain line holds no toolchain.
    ToolchainLine { toolchain: String },
    /// The name is well formed, but go starts nothing other than `go1`.
    NotGo1 { toolchain: String },
    /// The go line is newer than the go that would run; versions without `go`.
    TooOld { needs: String, running: String },
}

/// A candidate on the way to the choice.
struct Candidate<'a> {
    name: String,
    version: &'a str,
    because: Because,
}

/// The choice that the toolchain named `local` (`go1.26.8`, as `go version`
/// says) makes under GOTOOLCHAIN, given the lines of go.work or else go.mod.
/// go's file: `cmd/go/internal/toolchain/select.go`, `Select`.
pub fn choose(local: &str, gotoolchain: &str, lines: &Lines) -> Choice {
    match Setting::parse(gotoolchain) {
        Ok(setting) => choose_under(&setting, local, lines).unwrap_or_else(Choice::Refused),
        Err(error) => Choice::Refused(Refusal::Setting(error)),
    }
}

fn choose_under(setting: &Setting, local: &str, lines: &Lines) -> Result<Choice, Refusal> {
    let mut candidate = minimum(setting, local);
    if setting.mode != Mode::Fixed && lines.toolchain != "default" {
        let chooser = gover::from_toolchain(local).unwrap_or_default();
        candidate = raise_to_toolchain_line(candidate, &lines.toolchain, chooser)?;
        candidate = raise_to_go_line(candidate, &lines.go, chooser);
    }
    let refused = too_old(&candidate, &lines.go);
    if candidate.name == local {
        return refused.map_or(Ok(Choice::Local), Err);
    }
    if !candidate.name.starts_with("go1") && !candidate.name.contains("-go1") {
        return Err(Refusal::NotGo1 { toolchain: candidate.name });
    }
    let how = if setting.mode == Mode::Path { How::Path } else { How::Download };
    Ok(Choice::Switch { to: candidate.name, how, because: candidate.because, refused })
}

fn minimum<'a>(setting: &'a Setting, local: &'a str) -> Candidate<'a> {
    let name = match &setting.minimum {
        Minimum::Local => local,
        Minimum::Named { toolchain } => toolchain,
    };
    let version = gover::from_toolchain(name).unwrap_or_default();
    Candidate { name: name.to_owned(), version, because: Because::Gotoolchain }
}

fn raise_to_toolchain_line<'a>(
    candidate: Candidate<'a>,
    toolchain: &'a str,
    chooser: &str,
) -> Result<Candidate<'a>, Refusal> {
    if toolchain.is_empty() {
        return Ok(candidate);
    }
    let version = gover::from_toolchain(toolchain)
        .ok_or_else(|| Refusal::ToolchainLine { toolchain: toolchain.to_owned() })?;
    // go 1.21 takes the one of the line where both are the same version.
    let is_more = match gover::compare(version, candidate.version) {
        Ordering::Less => false,
        Ordering::Equal => gover::compare(chooser, "1.22").is_lt(),
        Ordering::Greater => true,
    };
    if !is_more {
        return Ok(candidate);
    }
    Ok(Candidate { name: toolchain.to_owned(), version, because: Because::ToolchainLine })
}

/// A language such as 1.22 stands for its first release, 1.22.0, but for the first
/// go that could choose.
fn raise_to_go_line<'a>(candidate: Candidate<'a>, go: &'a str, chooser: &str) -> Candidate<'a> {
    if gover::compare(go, candidate.version).is_le() {
        return candidate;
    }
    let language = gover::is_lang(go)
        && gover::compare(go, "1.21").is_ge()
        && gover::compare(chooser, "1.21.0").is_gt();
    let name = format!("go{go}{}", if language { ".0" } else { "" });
    Candidate { name, version: go, because: Because::GoLine }
}

fn too_old(candidate: &Candidate<'_>, go: &str) -> Option<Refusal> {
    (gover::compare(go, candidate.version) == Ordering::Greater)
        .then(|| Refusal::TooOld { needs: go.to_owned(), running: candidate.version.to_owned() })
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Setting(error) => error.fmt(f),
            Self::ToolchainLine { toolchain } => {
                write!(f, "invalid toolchain {}", quote(toolchain))
            }
            Self::NotGo1 { toolchain } => write!(f, "invalid GOTOOLCHAIN {}", quote(toolchain)),
            Self::TooOld { needs, running } => {
                write!(f, "requires go >= {needs} (running go {running}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(gotoolchain: &str, go: &str, toolchain: &str) -> Choice {
        let lines = Lines { go: go.to_owned(), toolchain: toolchain.to_owned() };
        choose("go1.26.8", gotoolchain, &lines)
    }

    fn switch(to: &str, how: How, because: Because) -> Choice {
        Choice::Switch { to: to.to_owned(), how, because, refused: None }
    }

    #[test]
    fn the_local_toolchain_is_enough() {
        for gotoolchain in ["auto", "path", "local", "local+auto", "go1.26.8", "go1.26.8+auto", ""]
        {
            assert_eq!(chosen(gotoolchain, "1.26", "go1.26.8"), Choice::Local, "{gotoolchain}");
        }
        assert_eq!(chosen("auto", "1.26.8", "default"), Choice::Local);
    }

    #[test]
    fn the_newest_line_wins() {
        let (path, load) = (How::Path, How::Download);
        assert_eq!(chosen("auto", "1.27", ""), switch("go1.27.0", load, Because::GoLine));
        assert_eq!(chosen("path", "1.27.1", "go1.27.0"), switch("go1.27.1", path, Because::GoLine));
        assert_eq!(
            chosen("auto", "1.27", "go1.27.3"),
            switch("go1.27.3", load, Because::ToolchainLine)
        );
        let named = chosen("go1.29.0-acme+path", "1.27", "");
        assert_eq!(named, switch("go1.29.0-acme", path, Because::Gotoolchain));
        assert_eq!(chosen("go1.20", "1.19", ""), switch("go1.20", load, Because::Gotoolchain));
    }

    #[test]
    fn what_stays_too_old_is_refused() {
        let too_old = |running: &str| Refusal::TooOld {
            needs: "1.99".to_owned(),
            running: running.to_owned(),
        };
        assert_eq!(chosen("local", "1.99", ""), Choice::Refused(too_old("1.26.8")));
        assert_eq!(chosen("auto", "1.99", "default"), Choice::Refused(too_old("1.26.8")));
        let Choice::Switch { refused, .. } = chosen("go1.21.0", "1.99", "go1.99.0") else {
            panic!("another toolchain is asked for");
        };
        assert_eq!(refused, Some(too_old("1.21.0")));
    }

    #[test]
    fn bad_names_are_refused() {
        let refusal = |choice| match choice {
            Choice::Refused(refusal) => refusal.to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(refusal(chosen("latest", "", "")), r#"invalid GOTOOLCHAIN "latest""#);
        assert_eq!(refusal(chosen("auto", "", "1.22")), r#"invalid toolchain "1.22""#);
        assert_eq!(refusal(chosen("go2", "1.22", "")), r#"invalid GOTOOLCHAIN "go2""#);
    }
}
