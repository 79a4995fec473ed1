use crate::base::Veiled;
use crate::go::url::UrlError;
use serde::{Deserialize, Serialize};

/// Why go has no checksum database to ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GosumdbError {
    /// GOSUMDB=off.
    Off,
    /// The value is blank.
    Missing,
    /// There is more than a key and a URL.
    TooManyFields,
    /// The first field is neither a known name nor a verifier key.
    Key { error: KeyError },
    /// The name in the key is no host with or without a path.
    Name { name: String },
    /// The second field is no URL.
    Url { url: Veiled, error: UrlError },
}

/// Why a verifier key is refused. go's file: `golang.org/x/mod/sumdb/note/note.go`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyError {
    /// Not of the form `name+hash+base64`.
    Malformed,
    /// Of another algorithm than Ed25519.
    Algorithm,
    /// The hash does not belong to the name and the key.
    Hash,
}

impl GosumdbError {
    /// go's own message for it.
    pub fn message(&self) -> Veiled {
        Veiled::new(match self {
            Self::Off => "checksum database disabled by GOSUMDB=off".to_owned(),
            Self::Missing => "missing GOSUMDB".to_owned(),
            Self::TooManyFields => "invalid GOSUMDB: too many fields".to_owned(),
            Self::Key { error } => format!("invalid GOSUMDB: {}", error.words()),
            Self::Name { name } => format!("invalid sumdb name (must be host[/path]): {name}"),
            Self::Url { url, error } => {
                format!("invalid GOSUMDB URL: {}", error.message(url.raw()).raw())
            }
        })
    }
}

impl KeyError {
    fn words(self) -> &'static str {
        match self {
            Self::Malformed => "malformed verifier id",
            Self::Algorithm => "unknown verifier algorithm",
            Self::Hash => "invalid verifier hash",
        }
    }
}
