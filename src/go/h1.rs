//! The hash in go.sum and in the checksum database: `h1:` and the SHA-256 of a list
//! of files and their SHA-256. go's file: `golang.org/x/mod/sumdb/dirhash/hash.go`.

use aws_lc_rs::digest::{Context, SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The SHA-256 of one file.
pub type FileHash = [u8; 32];

/// The list of files and their hashes, hashed while it is written: the files come
/// in the order of their names as bytes.
/// go's file: `golang.org/x/mod/sumdb/dirhash/hash.go`, `Hash1`.
pub struct List {
    whole: Context,
    line: Vec<u8>,
}

impl Default for List {
    fn default() -> Self {
        Self { whole: Context::new(&SHA256), line: Vec::new() }
    }
}

impl List {
    pub fn push(&mut self, name: &[u8], hash: &FileHash) {
        self.line.clear();
        for byte in hash {
            self.line.extend([hex(byte >> 4), hex(byte & 15)]);
        }
        self.line.extend_from_slice(b"  ");
        self.line.extend_from_slice(name);
        self.line.push(b'\n');
        self.whole.update(&self.line);
    }

    /// As in go.sum: `h1:…`.
    pub fn finish(self) -> String {
        format!("h1:{}", STANDARD.encode(self.whole.finish()))
    }
}

fn hex(half: u8) -> u8 {
    b"0123456789abcdef"[usize::from(half)]
}

/// The hash of a module's zip or folder: every file by the name that it has in the
/// zip, `path@version/` at its front included. Names are sorted as bytes.
/// go's file: `golang.org/x/mod/sumdb/dirhash/hash.go`, `Hash1`.
pub fn of_files(files: &mut [(String, FileHash)]) -> String {
    files.sort_by(|a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    let mut list = List::default();
    for (name, hash) in files.iter() {
        list.push(name.as_bytes(), hash);
    }
    list.finish()
}

/// The hash of a go.mod by itself.
/// go's file: `cmd/go/internal/modfetch/fetch.go`, `goModSum`.
pub fn of_gomod(content: &[u8]) -> String {
    of_files(&mut [("go.mod".to_owned(), of_bytes(content))])
}

/// The SHA-256 of a file that is held whole.
pub fn of_bytes(content: &[u8]) -> FileHash {
    let mut hash = FileHash::default();
    hash.copy_from_slice(digest(&SHA256, content).as_ref());
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::sumfile::EMPTY_GO_MOD;

    #[test]
    fn an_empty_go_mod_hashes_to_the_constant_that_go_drops() {
        assert_eq!(of_gomod(b""), EMPTY_GO_MOD);
    }

    #[test]
    fn names_are_sorted_as_bytes() {
        let file = |name: &str| (name.to_owned(), of_bytes(name.as_bytes()));
        let sorted = of_files(&mut [file("a-b"), file("a/b"), file("\u{e9}")]);
        assert_eq!(sorted, of_files(&mut [file("\u{e9}"), file("a/b"), file("a-b")]));
        assert_ne!(sorted, of_files(&mut [file("a-b"), file("a/b")]));
    }
}
