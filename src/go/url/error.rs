use super::{AddrError, Url};
use crate::base::{Secret, Veiled};
use crate::go::strconv::{quote, quote_bytes};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why go refuses a URL; Display gives net/url's own words. Pieces of a value
/// that may hold a password are shown as `***`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "error")]
pub enum UrlError {
    ControlCharacter,
    MissingScheme,
    ColonInFirstSegment,
    UserInfo,
    IpLiteral,
    MissingBracket,
    Port { port: Quote },
    HostCharacter { character: Quote },
    Escape { sequence: Quote },
    Host { reason: AddrError },
}

impl UrlError {
    /// The same error with the quoted pieces of the value hidden.
    #[must_use]
    pub(super) fn veiled(self) -> Self {
        match self {
            Self::Port { port } => Self::Port { port: port.hidden() },
            Self::HostCharacter { character } => {
                Self::HostCharacter { character: character.hidden() }
            }
            Self::Escape { sequence } => Self::Escape { sequence: sequence.hidden() },
            Self::Host { reason } => Self::Host { reason: reason.veiled() },
            other => other,
        }
    }

    /// Go's words with every piece in the open, to compare with what go wrote.
    pub fn expose(&self) -> Secret {
        Secret::new(self.words(Quote::expose))
    }

    /// go's message for the refusal of `url` (net/url `Error`): it shows the URL
    /// without its fragment, unless that is at fault.
    pub(in crate::go) fn message(&self, url: &str) -> Veiled {
        let before = url.split('#').next().unwrap_or(url);
        let parsed = if Url::parse(before).is_ok() { url } else { before };
        Veiled::new(format!("parse {}: {self}", quote(parsed)))
    }

    fn words(&self, quoted: impl Fn(&Quote) -> &str) -> String {
        match self {
            Self::ControlCharacter => "net/url: invalid control character in URL".into(),
            Self::MissingScheme => "missing protocol scheme".into(),
            Self::ColonInFirstSegment => "first path segment in URL cannot contain colon".into(),
            Self::UserInfo => "net/url: invalid userinfo".into(),
            Self::IpLiteral => "invalid IP-literal".into(),
            Self::MissingBracket => "missing ']' in host".into(),
            Self::Port { port } => format!("invalid port {} after host", quoted(port)),
            Self::HostCharacter { character } => {
                format!("invalid character {} in host name", quoted(character))
            }
            Self::Escape { sequence } => format!("invalid URL escape {}", quoted(sequence)),
            Self::Host { reason } => format!("invalid host: {}", reason.words(quoted)),
        }
    }
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.words(Quote::shown))
    }
}

impl std::error::Error for UrlError {}

/// A piece of a value as go quotes it in an error (strconv.Quote).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quote {
    Shown(String),
    Hidden(Secret),
}

/// More of a value than this does not help a reader.
const LONGEST: usize = 200;

impl Quote {
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self::Shown(quote_bytes(bytes))
    }

    pub(super) fn hidden(self) -> Self {
        match self {
            Self::Shown(text) => Self::Hidden(Secret::new(text)),
            hidden @ Self::Hidden(_) => hidden,
        }
    }

    /// The quoted piece, or `***`.
    pub fn shown(&self) -> &str {
        match self {
            Self::Shown(text) => match text.char_indices().nth(LONGEST) {
                Some((end, _)) => &text[..end],
                None => text,
            },
            Self::Hidden(_) => "\"***\"",
        }
    }

    pub(super) fn expose(&self) -> &str {
        match self {
            Self::Shown(text) => text,
            Self::Hidden(secret) => secret.expose(),
        }
    }
}
