//! As much of go's `net/url` as a GOPROXY element needs: which texts parse, and
//! what is requested below a base.

mod authority;
mod error;
mod escape;
mod write;

pub use error::UrlError;

use authority::{User, parse_authority};
use escape::{Part, escape, unescape};

/// A parsed URL; the fields that go keeps unescaped are bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Url {
    pub(super) scheme: String,
    pub(super) opaque: String,
    user: Option<User>,
    host: Vec<u8>,
    path: Vec<u8>,
    /// The path as written, where that is not how go would escape it.
    raw_path: String,
    query: String,
    force_query: bool,
    omit_host: bool,
    fragment: Vec<u8>,
    raw_fragment: String,
}

impl Url {
    /// go's file: `net/url/url.go`, `Parse`.
    pub(super) fn parse(text: &str) -> Result<Self, UrlError> {
        let masked = |error: UrlError| {
            if text.contains('@') { error.masked() } else { error }
        };
        Self::parse_all(text).map_err(masked)
    }

    fn parse_all(text: &str) -> Result<Self, UrlError> {
        let (before, fragment) = text.split_once('#').unwrap_or((text, ""));
        let mut url = parse(before)?;
        url.fragment = unescape(fragment, Part::Fragment)?;
        if escape(&url.fragment, Part::Fragment) != fragment {
            fragment.clone_into(&mut url.raw_fragment);
        }
        Ok(url)
    }

    /// Whether there is more to it than a scheme and a path.
    pub(super) fn has_more_than_path(&self) -> bool {
        let bare = Self {
            scheme: self.scheme.clone(),
            path: self.path.clone(),
            raw_path: self.raw_path.clone(),
            ..Self::default()
        };
        *self != bare
    }
}

/// Whether go parses `text` as a URL at all.
pub(in crate::go) fn check_url(text: &str) -> Result<(), UrlError> {
    Url::parse(text).map(drop)
}

/// Whether `name` behind `https://` is a host with or without a plain path.
pub(in crate::go) fn is_host_with_path(name: &str) -> bool {
    Url::parse(&format!("https://{name}")).is_ok_and(|url| {
        let plain = Url {
            scheme: url.scheme.clone(),
            host: url.host.clone(),
            path: url.path.clone(),
            ..Url::default()
        };
        !url.host.is_empty() && url == plain
    })
}

/// The part of a refused URL that go's message shows: without the fragment,
/// unless that is at fault.
pub(in crate::go) fn parsed_part(url: &str) -> &str {
    let before = url.split('#').next().unwrap_or(url);
    if check_url(before).is_ok() { url } else { before }
}

fn parse(text: &str) -> Result<Url, UrlError> {
    if text.bytes().any(|b| b.is_ascii_control()) {
        return Err(UrlError::ControlCharacter);
    }
    if text == "*" {
        return Ok(Url { path: b"*".to_vec(), ..Url::default() });
    }
    let (scheme, rest) = split_scheme(text)?;
    let mut url = Url { scheme: scheme.to_ascii_lowercase(), ..Url::default() };
    let rest = url.take_query(rest);
    if !rest.starts_with('/') {
        if !url.scheme.is_empty() {
            rest.clone_into(&mut url.opaque);
            return Ok(url);
        }
        if rest.split('/').next().is_some_and(|segment| segment.contains(':')) {
            return Err(UrlError::ColonInFirstSegment);
        }
    }
    let path = url.take_authority(rest)?;
    url.set_path(path)?;
    Ok(url)
}

impl Url {
    /// go tells an empty query at the end from none at all.
    fn take_query<'a>(&mut self, rest: &'a str) -> &'a str {
        let Some((before, query)) = rest.split_once('?') else {
            return rest;
        };
        self.force_query = query.is_empty();
        query.clone_into(&mut self.query);
        before
    }

    fn take_authority<'a>(&mut self, rest: &'a str) -> Result<&'a str, UrlError> {
        let scheme = !self.scheme.is_empty();
        match rest.strip_prefix("//") {
            Some(after) if scheme || !after.starts_with('/') => {
                let end = after.find('/').unwrap_or(after.len());
                (self.user, self.host) = parse_authority(&self.scheme, &after[..end])?;
                Ok(&after[end..])
            }
            _ => {
                self.omit_host = scheme;
                Ok(rest)
            }
        }
    }

    fn set_path(&mut self, path: &str) -> Result<(), UrlError> {
        self.path = unescape(path, Part::Path)?;
        if escape(&self.path, Part::Path) != path {
            path.clone_into(&mut self.raw_path);
        }
        Ok(())
    }
}

/// go's file: `net/url/url.go`, `getScheme`.
fn split_scheme(text: &str) -> Result<(&str, &str), UrlError> {
    let inside = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
    match text.find(|c| !inside(c)) {
        Some(at) if text[at..].starts_with(':') => match text.as_bytes()[0] {
            b':' => Err(UrlError::MissingScheme),
            first if first.is_ascii_alphabetic() => Ok((&text[..at], &text[at + 1..])),
            _ => Ok(("", text)),
        },
        _ => Ok(("", text)),
    }
}
