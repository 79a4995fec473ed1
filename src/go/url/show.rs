use super::{Authority, Part, Url, escape, spells};
use crate::base::Veiled;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

const MASK: &str = "***";

impl Url {
    /// The URL as go writes it, user and password included (net/url `String`).
    /// For go's own rules, never for a reader.
    pub fn spelled(&self) -> Veiled {
        let user = self.user.as_ref().map(super::User::spelled);
        let mut text = self.start(user.as_deref());
        if text.is_empty() && self.begins_with_colon() {
            text.push_str("./");
        }
        text.push_str(&self.tail());
        Veiled::new(text)
    }

    /// The same with `xxxxx` for the password, as go's messages show it (net/url
    /// `Redacted`).
    pub fn redacted(&self) -> Veiled {
        let mut shown = self.clone();
        if let Some(password) = shown.user.as_mut().and_then(|user| user.password.as_mut()) {
            *password = b"xxxxx".to_vec();
        }
        shown.spelled()
    }

    /// `scheme://user@host`.
    fn start(&self, user: Option<&str>) -> String {
        let mut text = String::new();
        if !self.scheme.is_empty() {
            text.push_str(&self.scheme);
            text.push(':');
        }
        if !self.opaque.is_empty() {
            return text;
        }
        let empty = self.host.is_empty() && self.user.is_none();
        let omitted = empty && (self.authority == Authority::Omitted || self.scheme.is_empty());
        let nothing = empty && self.path.is_empty();
        if !omitted && !nothing {
            text.push_str("//");
        }
        if let Some(user) = user {
            text.push_str(user);
            text.push('@');
        }
        text.push_str(&escape(&self.host, Part::Host));
        text
    }

    /// `/path?query#fragment`, or the opaque part in place of the path.
    fn tail(&self) -> String {
        let mut text = match self.opaque.as_str() {
            "" => self.escaped_path().into_owned(),
            opaque => opaque.to_owned(),
        };
        if self.opaque.is_empty() && !self.host.is_empty() && text.starts_with(|c| c != '/') {
            text.insert(0, '/');
        }
        if let Some(query) = &self.query {
            text.push('?');
            text.push_str(query);
        }
        if !self.fragment.is_empty() {
            text.push('#');
            text.push_str(&self.escaped_fragment());
        }
        text
    }

    fn begins_with_colon(&self) -> bool {
        let path = self.escaped_path();
        path.split('/').next().is_some_and(|first| first.contains(':'))
    }

    fn escaped_fragment(&self) -> Cow<'_, str> {
        let raw = &self.raw_fragment;
        if !raw.is_empty() && spells(raw, &self.fragment, Part::Fragment) {
            return Cow::Borrowed(raw);
        }
        Cow::Owned(escape(&self.fragment, Part::Fragment))
    }
}

/// A password with `/`, `?` or `#` in it ends up where a path, a query or a
/// fragment belongs; the `@` behind it shows that it does.
impl fmt::Display for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.start(self.user.as_ref().map(|_| MASK));
        let tail = self.tail();
        let Some(at) = tail.rfind('@') else {
            return write!(f, "{start}{tail}");
        };
        let (before, after) = tail.split_at(at);
        if self.host.is_empty() && self.user.is_none() && !before.starts_with('/') {
            return write!(f, "{MASK}{after}");
        }
        let cut = before.find(['?', '#']);
        if cut.is_some() && self.host.contains(&b':') && self.user.is_none() {
            return write!(f, "{}://{MASK}{after}", self.scheme);
        }
        let cut = cut.map(|at| at + 1);
        match before.find("//").map(|at| at + 2).or(cut) {
            Some(cut) => write!(f, "{start}{}{MASK}{after}", &before[..cut]),
            None => write!(f, "{start}{tail}"),
        }
    }
}

impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Url({self})")
    }
}

impl Serialize for Url {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// A masked value may be no URL any more; it is kept as an opaque text.
impl<'de> Deserialize<'de> for Url {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        Ok(Self::parse(&text).unwrap_or_else(|_| Self { opaque: text, ..Self::default() }))
    }
}
