//! Where the go command asks below a base: module files at a proxy, records at a
//! checksum database.

use super::{Part, Url, UrlError, escape};

impl Url {
    /// The URL of `file` of the module with this escaped path, below `self`.
    /// go's file: `cmd/go/internal/modfetch/proxy.go`, `newProxyRepo` and `getBody`.
    pub(in crate::go) fn module_file(self, module: &str, file: &str) -> Self {
        let path =
            [without_slash(&self.path), b"/", module.as_bytes(), b"/", file.as_bytes()].concat();
        let raw_base = self.raw_path.strip_suffix('/').unwrap_or(&self.raw_path);
        let raw = [raw_base, "/", &escape_elements(module), "/", &escape_elements(file)].concat();
        // Cleaning only drops whole elements, of ASCII text.
        let raw_path = String::from_utf8(clean(raw.as_bytes())).unwrap_or_default();
        Self { path: clean(&path), raw_path, ..self }
    }

    /// go's file: `cmd/go/internal/web/url.go`, `Join`: nothing is escaped or cleaned.
    pub(in crate::go) fn join(self, path: &str) -> Self {
        if path.is_empty() {
            return self;
        }
        let path = path.strip_prefix('/').unwrap_or(path);
        let raw_base = self.raw_path.strip_suffix('/').unwrap_or(&self.raw_path);
        let raw_path = [raw_base, "/", path].concat();
        let path = [without_slash(&self.path), b"/", path.as_bytes()].concat();
        Self { path, raw_path, ..self }
    }

    /// The URL as go sends it: without the fragment, written and read once more.
    pub(in crate::go) fn resent(self) -> Result<Self, UrlError> {
        let url = Self { fragment: Vec::new(), raw_fragment: String::new(), ..self };
        Ok(Self::parse(url.spelled().raw())?.for_request())
    }

    /// Whether there is more to it than a scheme and a path.
    pub(in crate::go) fn has_more_than_path(&self) -> bool {
        let bare = Self {
            scheme: self.scheme.clone(),
            path: self.path.clone(),
            raw_path: self.raw_path.clone(),
            ..Self::default()
        };
        *self != bare
    }

    /// Whether it is a scheme and a host, with or without a path that needs no
    /// escapes.
    pub(in crate::go) fn is_host_with_path(&self) -> bool {
        let plain = Self {
            scheme: self.scheme.clone(),
            host: self.host.clone(),
            path: self.path.clone(),
            ..Self::default()
        };
        !self.host.is_empty() && *self == plain
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
