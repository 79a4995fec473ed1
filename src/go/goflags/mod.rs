//! GOFLAGS: the flags that go adds to its own command line.
//! go's file: `cmd/go/internal/base/goflags.go`.

mod download;
mod known;
mod mended;
mod split;

pub use download::FlagMisuse;

use crate::go::strconv::quote;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The flags of GOFLAGS in their order. Each subcommand takes those it knows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goflags(pub Vec<Flag>);

/// `-name` or `-name=value`; a second dash makes no difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flag {
    pub name: String,
    pub value: Option<String>,
}

/// Why every go command except `go env` and `go bug` stops. Displays as go's
/// message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GoflagsError {
    /// A quote is not closed.
    Unterminated { quote: char },
    /// A word is no flag; a flag's value must follow an equals sign.
    NonFlag { word: String },
    /// No subcommand has this flag.
    Unknown { name: String },
}

impl Goflags {
    /// Reads GOFLAGS as the go command of `version` does (`1.26.8`; empty for
    /// the newest).
    pub fn parse(value: &str, version: &str) -> Result<Self, GoflagsError> {
        let words = split::split(value)?.into_iter();
        words.map(|word| Flag::parse(word, version)).collect::<Result<_, _>>().map(Self)
    }

    /// The value that a flag ends up with: the last one, `true` where none is
    /// written.
    pub fn value_of(&self, name: &str) -> Option<&str> {
        let flag = self.0.iter().rfind(|flag| flag.name == name)?;
        Some(flag.value.as_deref().unwrap_or("true"))
    }
}

impl Flag {
    fn parse(word: &str, version: &str) -> Result<Self, GoflagsError> {
        let non_flag = || GoflagsError::NonFlag { word: word.to_owned() };
        let text = word.strip_prefix('-').ok_or_else(non_flag)?;
        let text = text.strip_prefix('-').unwrap_or(text);
        if text.is_empty() || text.starts_with(['-', '=']) {
            return Err(non_flag());
        }
        let (name, value) = match text.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (text, None),
        };
        let name = name.to_owned();
        if known::is_known(&name, version) {
            Ok(Self { name, value })
        } else {
            Err(GoflagsError::Unknown { name })
        }
    }
}

impl fmt::Display for GoflagsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("parsing $GOFLAGS: ")?;
        match self {
            Self::Unterminated { quote } => write!(f, "unterminated {quote} string"),
            Self::NonFlag { word } => write!(f, "non-flag {}", quote(word)),
            Self::Unknown { name } => write!(f, "unknown flag -{name}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_counts() {
        let flags = Goflags::parse("-mod=vendor --mod=mod -x '-ldflags=-s -w'", "").unwrap();
        assert_eq!(flags.value_of("mod"), Some("mod"));
        assert_eq!(flags.value_of("x"), Some("true"));
        assert_eq!(flags.value_of("ldflags"), Some("-s -w"));
        assert_eq!(flags.value_of("modfile"), None);
    }

    #[test]
    fn words_that_are_no_flags_are_refused_in_go_s_words() {
        let refused = |value| Goflags::parse(value, "").unwrap_err().to_string();
        assert_eq!(refused("-mod vendor"), r#"parsing $GOFLAGS: non-flag "vendor""#);
        assert_eq!(refused("-modd=vendor"), "parsing $GOFLAGS: unknown flag -modd");
        assert_eq!(refused("-x 'y"), "parsing $GOFLAGS: unterminated ' string");
        for word in ["-", "--", "---x", "-=1", "--=1", "x=1"] {
            let word_refused = GoflagsError::NonFlag { word: word.to_owned() };
            assert_eq!(Goflags::parse(word, ""), Err(word_refused));
        }
    }
}
