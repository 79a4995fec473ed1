use super::{Part, escape};
use crate::base::Secret;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt;

/// The user part of a URL, percent-decoded (net/url `Userinfo`).
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct User {
    pub(super) name: Vec<u8>,
    pub(super) password: Option<Vec<u8>>,
}

impl User {
    /// The user name; a token often stands here, so it is as secret as one.
    pub fn name(&self) -> Secret {
        Secret::new(String::from_utf8_lossy(&self.name))
    }

    pub fn password(&self) -> Option<Secret> {
        let password = self.password.as_ref()?;
        Some(Secret::new(String::from_utf8_lossy(password)))
    }

    /// The value of the header that net/http makes of it: `Basic …`.
    pub fn basic(&self) -> Secret {
        basic(&self.name, self.password.as_deref().unwrap_or_default())
    }

    /// `name:password` as it stands in a URL.
    pub(super) fn spelled(&self) -> String {
        let mut text = escape(&self.name, Part::User);
        if let Some(password) = &self.password {
            text.push(':');
            text.push_str(&escape(password, Part::User));
        }
        text
    }
}

/// The value of a header with this name and password (net/http `SetBasicAuth`).
pub fn basic(name: &[u8], password: &[u8]) -> Secret {
    let pair = [name, b":", password].concat();
    Secret::new(format!("Basic {}", STANDARD.encode(pair)))
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}
