//! net/url as the go command uses it: GOPROXY elements, proxy variables, and
//! the places a redirect leads to. The rules are those of go 1.26 and later.
//! Nothing here prints a user or a password.

mod addr;
mod addr_error;
mod error;
mod escape;
mod join;
mod parse;
mod resolve;
mod show;
#[cfg(test)]
mod tests;
mod user;

pub use addr::Addr;
pub use addr_error::AddrError;
pub use error::{Quote, UrlError};
pub use user::{User, basic};

use crate::base::Veiled;
use escape::{Part, escape, spells, unescape};
use std::borrow::Cow;

/// A parsed URL (net/url `URL`). Display, Debug and Serialize show `***` where
/// the user and password stand, also where they stand by mistake.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Url {
    scheme: String,
    opaque: String,
    user: Option<User>,
    host: Vec<u8>,
    authority: Authority,
    path: Vec<u8>,
    raw_path: String,
    query: Option<String>,
    fragment: Vec<u8>,
    raw_fragment: String,
}

/// Whether a scheme was followed by `//` (net/url `OmitHost`).
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Authority {
    #[default]
    Written,
    Omitted,
}

impl Url {
    /// Reads a URL as `url.Parse` does, in time linear in its length.
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        parse::parse(text)
    }

    /// The scheme in lower case, empty when there is none.
    pub fn scheme(&self) -> &str {
        &self.scheme
    }

    /// What follows the scheme of `mailto:someone`, empty otherwise.
    pub fn opaque(&self) -> Veiled {
        Veiled::new(self.opaque.clone())
    }

    pub fn user(&self) -> Option<&User> {
        self.user.as_ref()
    }

    /// The host and port as written, percent-decoded.
    pub fn host(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.host)
    }

    /// The host without port and brackets (net/url `Hostname`).
    pub fn hostname(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.split_host().0)
    }

    /// The port as written, empty when there is none (net/url `Port`).
    pub fn port(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.split_host().1)
    }

    /// The path, percent-decoded.
    pub fn path(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.path)
    }

    /// The path as it goes over the wire (net/url `EscapedPath`).
    pub fn escaped_path(&self) -> Cow<'_, str> {
        if !self.raw_path.is_empty() && spells(&self.raw_path, &self.path, Part::Path) {
            return Cow::Borrowed(&self.raw_path);
        }
        if self.path == b"*" {
            return Cow::Borrowed("*");
        }
        Cow::Owned(escape(&self.path, Part::Path))
    }

    /// The query without `?`, still encoded.
    pub fn raw_query(&self) -> &str {
        self.query.as_deref().unwrap_or_default()
    }

    /// The fragment without `#`, percent-decoded.
    pub fn fragment(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.fragment)
    }

    /// Path and query as they stand in a request line (net/url `RequestURI`).
    pub fn request_uri(&self) -> String {
        let path = match self.escaped_path() {
            _ if self.opaque.starts_with("//") => format!("{}:{}", self.scheme, self.opaque).into(),
            _ if !self.opaque.is_empty() => Cow::Borrowed(self.opaque.as_str()),
            path if path.is_empty() => Cow::Borrowed("/"),
            path => path,
        };
        match &self.query {
            Some(query) => format!("{path}?{query}"),
            None => path.into_owned(),
        }
    }

    /// The same URL with another path, given in its encoded form.
    #[must_use]
    pub fn with_escaped_path(&self, path: &str) -> Self {
        let mut url = self.clone();
        url.set_path(path).unwrap_or_default();
        url
    }

    /// The same URL without its user and password.
    #[must_use]
    pub fn without_user(&self) -> Self {
        Self { user: None, ..self.clone() }
    }

    /// The same URL as net/http sends it: without a colon that no port follows
    /// (net/http `NewRequest`).
    #[must_use]
    pub fn for_request(&self) -> Self {
        let mut url = self.clone();
        if url.host.ends_with(b":") {
            url.host.pop();
        }
        url
    }

    /// net/url `setPath`: keeps the written form only where it says more than
    /// the decoded one.
    fn set_path(&mut self, text: &str) -> Result<(), UrlError> {
        self.path = unescape(text, Part::Path)?;
        self.raw_path = match escape(&self.path, Part::Path) {
            usual if usual == text => String::new(),
            _ => text.to_owned(),
        };
        Ok(())
    }

    /// net/url `splitHostPort`.
    fn split_host(&self) -> (&[u8], &[u8]) {
        let colon = self.host.iter().rposition(|&byte| byte == b':');
        let (host, port) = match colon.map(|at| self.host.split_at(at)) {
            Some((host, [_, port @ ..])) if port.iter().all(u8::is_ascii_digit) => (host, port),
            _ => (self.host.as_slice(), &[][..]),
        };
        match host {
            [b'[', inner @ .., b']'] => (inner, port),
            _ => (host, port),
        }
    }
}
