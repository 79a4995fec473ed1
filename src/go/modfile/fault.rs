use crate::go::module::{InvalidVersionError, quote, quote_char};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What go finds wrong in go.mod or go.work; prints go's own words
/// (`x/mod/modfile/read.go`, `rule.go`, `work.go`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    BlockComment,
    EndInString,
    NewlineInString,
    UnexpectedChar {
        char: char,
    },
    /// Where the block starts; nothing closes it.
    UnterminatedBlock {
        line: usize,
        column: usize,
    },
    TextAfterParen,
    UnknownBlock {
        block: String,
    },
    UnknownDirective {
        verb: String,
    },
    Repeated {
        verb: String,
    },
    OneArgument {
        verb: String,
    },
    GoVersion {
        version: String,
        example: String,
    },
    ToolchainName {
        name: String,
        example: String,
    },
    ModuleUsage,
    GodebugUsage,
    UseUsage,
    VersionUsage {
        verb: String,
    },
    ReplaceUsage,
    QuotedString,
    QuoteInside,
    ModulePath,
    ReplacedPath {
        path: String,
    },
    Version {
        verb: String,
        path: String,
        error: InvalidVersionError,
    },
    ReplacementWithAt,
    ReplacementNotDirectory {
        example: String,
    },
    WindowsDirectory,
    DirectoryWithVersion {
        path: String,
    },
    IntervalStart,
    IntervalLow,
    IntervalComma,
    IntervalHigh,
    IntervalEnd,
    AfterVersion {
        token: String,
    },
    RetractWithoutModule,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnexpectedChar { char } => {
                write!(f, "unexpected input character {}", quote_char(*char))
            }
            Self::UnterminatedBlock { line, column } => {
                write!(f, "syntax error (unterminated block started at go.mod:{line}:{column})")
            }
            Self::UnknownBlock { block } => write!(f, "unknown block type: {block}"),
            Self::UnknownDirective { verb } => write!(f, "unknown directive: {verb}"),
            Self::Repeated { verb } => write!(f, "repeated {verb} statement"),
            Self::OneArgument { verb } => {
                write!(f, "{verb} directive expects exactly one argument")
            }
            Self::GoVersion { version, example } => {
                write!(f, "invalid go version '{version}': must match format {example}")
            }
            Self::ToolchainName { name, example } => {
                write!(f, "invalid toolchain version '{name}': must match format {example}")
            }
            Self::VersionUsage { verb } => write!(f, "usage: {verb} module/path v1.2.3"),
            Self::ReplacedPath { path } => write!(f, "replace {path}: invalid module path"),
            Self::Version { verb, path, error } if path.is_empty() => write!(f, "{verb}: {error}"),
            Self::Version { verb, path, error } => write!(f, "{verb} {path}: {error}"),
            Self::ReplacementNotDirectory { example } => write!(
                f,
                "replacement module without version must be directory path (rooted or starting with {example})"
            ),
            Self::DirectoryWithVersion { path } => {
                write!(f, "replacement module directory path {} cannot have version", quote(path))
            }
            Self::AfterVersion { token } => {
                write!(f, "unexpected token after version: {}", quote(token))
            }
            constant => f.write_str(constant.words()),
        }
    }
}

impl Fault {
    /// The sentences without a slot.
    fn words(&self) -> &'static str {
        match self {
            Self::BlockComment => "mod files must use // comments (not /* */ comments)",
            Self::EndInString => "unexpected EOF in string",
            Self::NewlineInString => "unexpected newline in string",
            Self::TextAfterParen => "syntax error (expected newline after closing paren)",
            Self::ModuleUsage => "usage: module module/path",
            Self::GodebugUsage => "usage: godebug key=value",
            Self::UseUsage => "usage: use local/dir",
            Self::ReplaceUsage => {
                "usage: replace module/path [v1.2.3] => other/module v1.4\n\t or replace module/path [v1.2.3] => ../local/directory"
            }
            Self::QuotedString => "invalid quoted string: invalid syntax",
            Self::QuoteInside => "invalid quoted string: unquoted string cannot contain quote",
            Self::ModulePath => "invalid module path",
            Self::ReplacementWithAt => {
                "replacement module must match format 'path version', not 'path@version'"
            }
            Self::WindowsDirectory => {
                "replacement directory appears to be Windows path (on a non-windows system)"
            }
            Self::IntervalStart => "expected '[' or version",
            Self::IntervalLow => "expected version after '['",
            Self::IntervalComma => "expected ',' after version",
            Self::IntervalHigh => "expected version after ','",
            Self::IntervalEnd => "expected ']' after version",
            Self::RetractWithoutModule => "no module directive found, so retract cannot be used",
            _ => "",
        }
    }
}

/// One complaint of go about a file, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyntaxError {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1; an invalid byte is one character.
    pub column: usize,
    pub fault: Fault,
}

impl SyntaxError {
    /// The complaint as go prints it, for the file name that go would show.
    pub fn shown(&self, file: &str) -> String {
        let column = match self.column {
            0 | 1 => String::new(),
            column => format!("{column}:"),
        };
        let words = match &self.fault {
            Fault::UnterminatedBlock { line, column } => {
                format!("syntax error (unterminated block started at {file}:{line}:{column})")
            }
            fault => fault.to_string(),
        };
        format!("{file}:{}:{column} {words}", self.line)
    }
}

impl fmt::Display for SyntaxError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown("go.mod"))
    }
}
