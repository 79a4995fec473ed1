use super::authority::User;
use super::escape::{Part, escape, is_encoded_path, unescape};
use super::{Url, UrlError};
use std::fmt::Write;

impl Url {
    /// The URL as text. go's file: `net/url/url.go`, `String`.
    pub(in crate::go::goproxy) fn to_text(&self) -> String {
        let mut text = String::new();
        if !self.scheme.is_empty() {
            text.extend([&self.scheme, ":"]);
        }
        if self.opaque.is_empty() {
            self.push_hierarchy(&mut text);
        } else {
            text.push_str(&self.opaque);
        }
        if self.force_query || !self.query.is_empty() {
            text.extend(["?", &self.query]);
        }
        if !self.fragment.is_empty() {
            text.extend(["#", &self.escaped_fragment()]);
        }
        text
    }

    fn push_hierarchy(&self, text: &mut String) {
        let bare = self.host.is_empty() && self.user.is_none();
        if !(bare && (self.scheme.is_empty() || self.omit_host || self.path.is_empty())) {
            text.push_str("//");
        }
        if let Some(user) = &self.user {
            text.push_str(&user.to_text());
        }
        text.push_str(&escape(&self.host, Part::Host));
        let path = self.escaped_path();
        if !path.is_empty() && !path.starts_with('/') && !self.host.is_empty() {
            text.push('/');
        }
        if text.is_empty() && path.split('/').next().is_some_and(|first| first.contains(':')) {
            text.push_str("./");
        }
        text.push_str(&path);
    }

    /// The path as written where that still spells it, else freshly escaped.
    fn escaped_path(&self) -> String {
        if !self.raw_path.is_empty()
            && is_encoded_path(&self.raw_path)
            && unescape(&self.raw_path, Part::Path).as_ref() == Ok(&self.path)
        {
            return self.raw_path.clone();
        }
        if self.path == b"*" {
            return "*".to_owned();
        }
        escape(&self.path, Part::Path)
    }

    fn escaped_fragment(&self) -> String {
        let encoded = |raw: &str| {
            is_encoded_path(&raw.replace('?', ""))
                && unescape(raw, Part::Fragment).as_ref() == Ok(&self.fragment)
        };
        if !self.raw_fragment.is_empty() && encoded(&self.raw_fragment) {
            return self.raw_fragment.clone();
        }
        escape(&self.fragment, Part::Fragment)
    }

    /// The URL with its password as `xxxxx`, as go's messages show it.
    pub(in crate::go::goproxy) fn redacted(&self) -> String {
        let mut shown = self.clone();
        if let Some(password) = shown.user.as_mut().and_then(|user| user.password.as_mut()) {
            *password = b"xxxxx".to_vec();
        }
        shown.to_text()
    }

    /// The URL without its fragment, which is never sent.
    pub(in crate::go::goproxy) fn without_fragment(self) -> Self {
        Self { fragment: Vec::new(), raw_fragment: String::new(), ..self }
    }

    /// The URL of `file` of the module with this escaped path.
    /// go's file: `cmd/go/internal/modfetch/proxy.go`, `newProxyRepo` and `getBody`.
    pub(in crate::go::goproxy) fn module_file(mut self, module: &str, file: &str) -> Self {
        let path =
            [without_slash(&self.path), b"/", module.as_bytes(), b"/", file.as_bytes()].concat();
        let raw_base = self.raw_path.strip_suffix('/').unwrap_or(&self.raw_path);
        let raw = [raw_base, "/", &escape_elements(module), "/", &escape_elements(file)].concat();
        self.path = clean(&path);
        // Cleaning only drops whole elements, of ASCII text.
        self.raw_path = String::from_utf8(clean(raw.as_bytes())).unwrap_or_default();
        self
    }

    /// go's file: `cmd/go/internal/web/url.go`, `Join`: nothing is escaped or cleaned.
    pub(in crate::go::goproxy) fn join(mut self, path: &str) -> Self {
        if path.is_empty() {
            return self;
        }
        let path = path.strip_prefix('/').unwrap_or(path);
        self.path = [without_slash(&self.path), b"/", path.as_bytes()].concat();
        let raw_base = self.raw_path.strip_suffix('/').unwrap_or(&self.raw_path);
        self.raw_path = [raw_base, "/", path].concat();
        self
    }

    /// The URL as text, parsed again: what net/http makes of it. An empty port
    /// is dropped.
    pub(in crate::go::goproxy) fn resent(&self) -> Result<Self, UrlError> {
        let mut url = Self::parse(&self.to_text())?;
        if url.host.ends_with(b":") {
            url.host.pop();
        }
        Ok(url)
    }
}

impl User {
    fn to_text(&self) -> String {
        let mut text = escape(&self.name, Part::User);
        if let Some(password) = &self.password {
            // Writing to a String cannot fail.
            let _ = write!(text, ":{}", escape(password, Part::User));
        }
        text.push('@');
        text
    }
}

fn without_slash(path: &[u8]) -> &[u8] {
    path.strip_suffix(b"/").unwrap_or(path)
}

fn escape_elements(path: &str) -> String {
    escape(path.as_bytes(), Part::Segment).replace("%2F", "/")
}

/// The shortest rooted path that means the same. go's file: `path/path.go`, `Clean`.
fn clean(path: &[u8]) -> Vec<u8> {
    let mut kept: Vec<&[u8]> = Vec::new();
    for element in path.split(|&b| b == b'/') {
        match element {
            b"" | b"." => {}
            b".." => drop(kept.pop()),
            _ => kept.push(element),
        }
    }
    [b"/", kept.join(&b'/').as_slice()].concat()
}
