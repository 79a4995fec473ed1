use crate::base::Secret;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;

/// The value of `GOAUTH` (go 1.24 and later).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "goauth")]
pub enum GoAuth {
    Off,
    /// In the order written: where two know the same prefix of a URL, the
    /// earlier one counts.
    Methods {
        methods: Vec<Method>,
    },
}

/// One way to credentials.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "method")]
pub enum Method {
    Netrc,
    /// `git credential fill` in `folder`; asked only after a 4xx answer.
    Git {
        folder: String,
    },
    /// A program that prints headers; asked before the first request, and again
    /// after a 4xx answer. Its arguments may hold a token.
    Command {
        line: Secret,
        program: Program,
    },
}

/// The program of a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Program {
    Named(String),
    /// A quote is not closed; go says so only with `-x`.
    Unterminated,
}

/// Why go stops at `GOAUTH`; Display gives go's words, without the value that
/// go repeats at their end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "error")]
pub enum GoAuthError {
    EmptyCommand,
    OffCombined,
    GitWords,
    GitRelative { folder: String },
    GitUnreadable { folder: String, reason: String },
    GitNoFolder { folder: String },
}

impl GoAuth {
    /// Reads the effective value; as in go the last mistake is the one that is
    /// told (`runGoAuth`). Whether git's folder exists is for [`check_folder`].
    pub fn parse(value: &str) -> Result<Self, GoAuthError> {
        if value == "off" {
            return Ok(Self::Off);
        }
        let parts: Vec<&str> = value.split(';').collect();
        let mut methods = Vec::new();
        for part in parts.iter().rev() {
            match Method::parse(part)? {
                Some(method) => methods.push(method),
                None if parts.len() == 1 => return Ok(Self::Off),
                None => return Err(GoAuthError::OffCombined),
            }
        }
        methods.reverse();
        Ok(Self::Methods { methods })
    }

    /// The ways to credentials, none for `off`.
    pub fn methods(&self) -> &[Method] {
        match self {
            Self::Off => &[],
            Self::Methods { methods } => methods,
        }
    }
}

impl Method {
    /// Nothing for `off`.
    fn parse(part: &str) -> Result<Option<Self>, GoAuthError> {
        let line = part.trim();
        let mut words = line.split_whitespace();
        match words.next() {
            None => Err(GoAuthError::EmptyCommand),
            Some("off") => Ok(None),
            Some("netrc") => Ok(Some(Self::Netrc)),
            Some("git") => Self::git(words.next(), words.next()).map(Some),
            Some(_) => {
                Ok(Some(Self::Command { line: Secret::new(line), program: Program::of(line) }))
            }
        }
    }

    fn git(folder: Option<&str>, more: Option<&str>) -> Result<Self, GoAuthError> {
        let (Some(folder), None) = (folder, more) else {
            return Err(GoAuthError::GitWords);
        };
        let folder = folder.to_owned();
        if Path::new(&folder).is_absolute() {
            Ok(Self::Git { folder })
        } else {
            Err(GoAuthError::GitRelative { folder })
        }
    }
}

/// What stands at the path of a git method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FolderSeen {
    Folder,
    SomethingElse,
    /// In the words of the operating system.
    Unreadable {
        reason: String,
    },
}

/// The error that go ends with if the folder of a git method is none.
pub fn check_folder(folder: &str, seen: FolderSeen) -> Result<(), GoAuthError> {
    let folder = folder.to_owned();
    match seen {
        FolderSeen::Folder => Ok(()),
        FolderSeen::SomethingElse => Err(GoAuthError::GitNoFolder { folder }),
        FolderSeen::Unreadable { reason } => Err(GoAuthError::GitUnreadable { folder, reason }),
    }
}

impl Program {
    fn of(line: &str) -> Self {
        match command_words(line) {
            Some(words) => Self::Named(words.first().copied().unwrap_or_default().to_owned()),
            None => Self::Unterminated,
        }
    }
}

/// The words of a command as cmd/internal/quoted splits them: quotes count at
/// the start of a word only. None if one of them is not closed.
pub fn command_words(line: &str) -> Option<Vec<&str>> {
    let blank = [' ', '\t', '\n', '\r'];
    let mut words = Vec::new();
    let mut rest = line.trim_start_matches(blank);
    while let Some(c) = rest.chars().next() {
        let (word, after) = match c {
            '"' | '\'' => rest[1..].split_once(c)?,
            _ => rest.split_at(rest.find(blank).unwrap_or(rest.len())),
        };
        words.push(word);
        rest = after.trim_start_matches(blank);
    }
    Some(words)
}

impl fmt::Display for GoAuthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const GIT: &str =
            "GOAUTH=git dir method requires an absolute path to the git working directory";
        match self {
            Self::EmptyCommand => f.write_str("GOAUTH encountered an empty command"),
            Self::OffCombined => {
                f.write_str("GOAUTH=off cannot be combined with other authentication commands")
            }
            Self::GitWords => f.write_str(GIT),
            Self::GitRelative { .. } => write!(f, "{GIT}, dir is not absolute"),
            Self::GitNoFolder { .. } => write!(f, "{GIT}, dir is not a directory"),
            Self::GitUnreadable { folder, reason } => {
                write!(f, "GOAUTH=git encountered an error; cannot stat {folder}: {reason}")
            }
        }
    }
}

impl std::error::Error for GoAuthError {}
