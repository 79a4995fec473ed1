use super::quote::{quote, quote_char};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What a path is the path of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PathKind {
    Module,
    Import,
    File,
}

impl fmt::Display for PathKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Module => "module",
            Self::Import => "import",
            Self::File => "file",
        })
    }
}

/// What go refuses in a path, in the order in which it looks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PathFault {
    Empty,
    LeadingDash,
    DoubleSlash,
    TrailingSlash,
    EmptyElement,
    InvalidElement { element: String },
    LeadingDot,
    TrailingDot,
    InvalidChar { char: char },
    WindowsName { element: String },
    TildeAndDigits,
    LeadingSlash,
    MissingDot,
    LeadingDashInFirst,
    InvalidCharInFirst { char: char },
    InvalidVersion,
}

impl fmt::Display for PathFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("empty string"),
            Self::LeadingDash => f.write_str("leading dash"),
            Self::DoubleSlash => f.write_str("double slash"),
            Self::TrailingSlash => f.write_str("trailing slash"),
            Self::EmptyElement => f.write_str("empty path element"),
            Self::InvalidElement { element } => {
                write!(f, "invalid path element {}", quote(element))
            }
            Self::LeadingDot => f.write_str("leading dot in path element"),
            Self::TrailingDot => f.write_str("trailing dot in path element"),
            Self::InvalidChar { char } => write!(f, "invalid char {}", quote_char(*char)),
            Self::WindowsName { element } => {
                write!(f, "{} disallowed as path element component on Windows", quote(element))
            }
            Self::TildeAndDigits => f.write_str("trailing tilde and digits in path element"),
            Self::LeadingSlash => f.write_str("leading slash"),
            Self::MissingDot => f.write_str("missing dot in first path element"),
            Self::LeadingDashInFirst => f.write_str("leading dash in first path element"),
            Self::InvalidCharInFirst { char } => {
                write!(f, "invalid char {} in first path element", quote_char(*char))
            }
            Self::InvalidVersion => f.write_str("invalid version"),
        }
    }
}

/// A path that breaks go's naming rules (`module.InvalidPathError`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvalidPathError {
    pub kind: PathKind,
    pub path: String,
    pub fault: PathFault,
}

impl fmt::Display for InvalidPathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "malformed {} path {}: {}", self.kind, quote(&self.path), self.fault)
    }
}

/// What go refuses in a version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum VersionFault {
    NotSemantic,
    /// The major version that the path asks for, and the one that stands there.
    WrongMajor {
        want: String,
        have: String,
    },
    Disallowed,
    /// Not of the form that go.mod holds, where go does not ask what it means.
    NotCanonical,
    MalformedPath {
        path: String,
    },
    InvalidSyntax,
    QuoteInside,
}

impl fmt::Display for VersionFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotSemantic => f.write_str("not a semantic version"),
            Self::WrongMajor { want, have } => write!(f, "should be {want}, not {have}"),
            Self::Disallowed => f.write_str("disallowed version string"),
            Self::NotCanonical => f.write_str("must be of the form v1.2.3"),
            Self::MalformedPath { path } => write!(f, "malformed module path {}", quote(path)),
            Self::InvalidSyntax => f.write_str("invalid syntax"),
            Self::QuoteInside => f.write_str("unquoted string cannot contain quote"),
        }
    }
}

/// A version that go refuses (`module.InvalidVersionError`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvalidVersionError {
    pub version: String,
    pub fault: VersionFault,
}

impl fmt::Display for InvalidVersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "version {} invalid: {}", quote(&self.version), self.fault)
    }
}

/// A path and version that do not go together (`module.Check`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CheckError {
    Path(InvalidPathError),
    Version { path: String, error: InvalidVersionError },
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Path(error) => error.fmt(f),
            Self::Version { path, error } => {
                write!(f, "{path}@{}: invalid version: {}", error.version, error.fault)
            }
        }
    }
}
