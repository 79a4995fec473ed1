//! Paths as go writes them. go's files: `internal/filepathlite/path.go`,
//! `path/filepath/path.go`.

use super::Platform;

impl Platform {
    fn separator(&self) -> char {
        if self.is_windows() { '\\' } else { '/' }
    }

    /// `below` is never absolute.
    pub(super) fn join(&self, dir: &str, below: &str) -> String {
        self.clean(&format!("{dir}{}{below}", self.separator()))
    }

    /// A path as a file in that folder means it, in full.
    pub fn below(&self, folder: &str, path: &str) -> String {
        if self.is_absolute(path) { self.clean(path) } else { self.join(folder, path) }
    }

    /// The shortest path that means the same.
    pub(super) fn clean(&self, path: &str) -> String {
        let (volume, rest) = self.split_volume(path);
        let rooted = rest.starts_with(|c| self.is_separator(c));
        let mut kept: Vec<&str> = Vec::new();
        for element in rest.split(|c| self.is_separator(c)) {
            match element {
                "" | "." => {}
                ".." if rooted || kept.last().is_some_and(|last| *last != "..") => drop(kept.pop()),
                _ => kept.push(element),
            }
        }
        let separator = self.separator().to_string();
        let root = if rooted { separator.as_str() } else { "" };
        let cleaned = format!("{root}{}", kept.join(&separator));
        let volume = if self.is_windows() { volume.replace('/', "\\") } else { volume.to_owned() };
        if cleaned.is_empty() && volume.len() < 3 { volume + "." } else { volume + &cleaned }
    }

    pub fn is_absolute(&self, path: &str) -> bool {
        let (volume, rest) = self.split_volume(path);
        let rooted = rest.starts_with(|c| self.is_separator(c));
        if self.is_windows() { (rooted && !volume.is_empty()) || volume.len() > 2 } else { rooted }
    }

    /// The elements of a list such as GOPATH.
    pub fn split_list(&self, list: &str) -> Vec<String> {
        if list.is_empty() {
            return Vec::new();
        }
        if !self.is_windows() {
            return list.split(':').map(str::to_owned).collect();
        }
        let mut quoted = false;
        let elements = list.split(|c| {
            quoted ^= c == '"';
            c == ';' && !quoted
        });
        elements.map(|element| element.replace('"', "")).collect()
    }

    fn is_separator(&self, c: char) -> bool {
        c == '/' || (self.is_windows() && c == '\\')
    }

    /// A drive such as `C:` or a share such as `\\host\share`.
    fn split_volume<'a>(&self, path: &'a str) -> (&'a str, &'a str) {
        if !self.is_windows() {
            return ("", path);
        }
        if path.as_bytes().get(1) == Some(&b':') {
            return path.split_at(2);
        }
        path.split_at(self.share_length(path))
    }

    fn share_length(&self, path: &str) -> usize {
        let mut parts = path.split_inclusive(|c| self.is_separator(c));
        let slash = |part: Option<&str>| part.is_some_and(|part| part.len() == 1);
        if !slash(parts.next()) || !slash(parts.next()) {
            return 0;
        }
        let (Some(host), Some(share)) = (parts.next(), parts.next()) else {
            return 0;
        };
        2 + host.len() + share.trim_end_matches(|c| self.is_separator(c)).len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_clean_path_stays_as_it_is(path in r"[a.:é/\\]{0,12}") {
            let clean = platform("linux").clean(&path);
            prop_assert_eq!(&platform("linux").clean(&clean), &clean);
            platform("windows").clean(&path);
        }
    }

    fn platform(goos: &str) -> Platform {
        Platform { goos: goos.to_owned(), goarch: "amd64".to_owned() }
    }

    #[test]
    fn unix_paths() {
        let linux = platform("linux");
        for (path, clean) in
            [("/a//b/../c/.", "/a/c"), ("a/../..", ".."), ("", "."), ("/..", "/"), ("./x/", "x")]
        {
            assert_eq!(linux.clean(path), clean, "{path}");
        }
        assert_eq!(linux.split_list(":/a:"), ["", "/a", ""]);
    }

    #[test]
    fn windows_paths() {
        let windows = platform("windows");
        for (path, clean) in [
            (r"C:\a/b\..\c", r"C:\a\c"),
            (r"\\h\s\x\..", r"\\h\s\"),
            ("C:", "C:."),
            (r"a\..\..", ".."),
        ] {
            assert_eq!(windows.clean(path), clean, "{path}");
        }
        assert!(windows.is_absolute(r"C:\x") && windows.is_absolute(r"\\h\s"));
        assert!(!windows.is_absolute(r"C:x") && !windows.is_absolute(r"\x"));
        assert_eq!(windows.split_list(r#"C:\a;"D:\b;c""#), [r"C:\a", r"D:\b;c"]);
    }
}
