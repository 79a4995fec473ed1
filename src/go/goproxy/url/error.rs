use crate::go::strconv::quote;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why `net/url` refuses a text. Displays as go's message without the URL, and
/// with `***` for the text at fault where there is an `@`: it may be a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UrlError {
    ControlCharacter,
    /// It begins with a colon.
    MissingScheme,
    /// `a:b/c`, which is neither a URL nor a relative path.
    ColonInFirstSegment,
    /// The user part holds a character that it may not hold.
    User,
    HostCharacter {
        character: char,
    },
    /// What follows the host, with its colon, is no decimal port.
    Port {
        port: String,
    },
    /// Up to three bytes from a percent sign on; a character that they cut is
    /// U+FFFD.
    Escape {
        escape: String,
    },
    /// `[` without `]`.
    MissingBracket,
    /// Brackets behind a name or around an IPv4 address.
    IpLiteral,
    /// What is in the brackets is no IPv6 address.
    Address {
        address: String,
    },
}

impl UrlError {
    /// The error without the text at fault, which may be cut out of a password.
    pub(super) fn masked(self) -> Self {
        let mask = || "***".to_owned();
        match self {
            Self::Port { .. } => Self::Port { port: mask() },
            Self::Escape { .. } => Self::Escape { escape: mask() },
            Self::Address { .. } => Self::Address { address: mask() },
            other => other,
        }
    }
}

impl fmt::Display for UrlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ControlCharacter => f.write_str("net/url: invalid control character in URL"),
            Self::MissingScheme => f.write_str("missing protocol scheme"),
            Self::ColonInFirstSegment => {
                f.write_str("first path segment in URL cannot contain colon")
            }
            Self::User => f.write_str("net/url: invalid userinfo"),
            Self::HostCharacter { character } => {
                write!(f, "invalid character {} in host name", quote(&character.to_string()))
            }
            Self::Port { port } => write!(f, "invalid port {} after host", quote(port)),
            Self::Escape { escape } => write!(f, "invalid URL escape {}", quote(escape)),
            Self::MissingBracket => f.write_str("missing ']' in host"),
            Self::IpLiteral => f.write_str("invalid IP-literal"),
            Self::Address { address } => write!(f, "invalid host: ParseAddr({})", quote(address)),
        }
    }
}
