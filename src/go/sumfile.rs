//! go.sum as go reads it: `readGoSum` in `cmd/go/internal/modfetch/fetch.go`.

mod slip;

pub use slip::{Letters, Slip, SlipKind, slips};

use super::modfile::{Grammar, readable};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The hash of an empty go.mod, which old releases of go wrote by mistake; go
/// drops it when it reads.
pub const EMPTY_GO_MOD: &str = "h1:G7mAYYxgmS0lVkHyy2hEOLQCFB0DlQFTMLWggykrydY=";

/// What go does with a line that has not three fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MalformedLines {
    /// It stops with `malformed go.sum`.
    Stop,
    /// It reads no further and says nothing, up to Go 1.23.
    EndTheFile,
}

impl MalformedLines {
    /// By release, such as `1.22.3`.
    pub fn of(release: &str) -> Self {
        if Grammar::of(release) < Grammar::Go124 { Self::EndTheFile } else { Self::Stop }
    }
}

/// What a malformed line looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MalformedKind {
    /// A merge left its marks: `<<<<<<<`, `|||||||`, `=======`, `>>>>>>>`.
    ConflictMark,
    /// Anything else.
    FieldCount,
}

/// A line that go cannot read: `go.sum:LINE: wrong number of fields FIELDS`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Malformed {
    /// Counted from 1.
    pub line: usize,
    pub fields: usize,
    pub kind: MalformedKind,
}

/// A hash in go.sum, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SumEntry {
    /// Counted from 1.
    pub line: usize,
    /// With its algorithm: `h1:…`.
    pub hash: String,
}

/// The hashes of a go.sum file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SumFile {
    /// By path and version with a blank between them (fields hold no blanks);
    /// the version of a go.mod ends in `/go.mod`. Hashes in file order, each as
    /// often as it stands there.
    sums: BTreeMap<String, Vec<SumEntry>>,
    /// Lines with other than three fields, also behind the first.
    pub malformed: Vec<Malformed>,
    /// Lines dropped because they hold `EMPTY_GO_MOD`.
    pub dropped: usize,
    /// Whether a byte order mark makes the first line's key useless.
    pub byte_order_mark: bool,
}

impl SumFile {
    /// Reads a whole file. Where `malformed` ends the file, entries behind the
    /// first such line are not there for go, and are left out.
    pub fn read(data: &[u8], malformed: MalformedLines) -> Self {
        let mut file =
            Self { byte_order_mark: data.starts_with("\u{feff}".as_bytes()), ..Self::default() };
        for (number, line) in data.split(|b| *b == b'\n').enumerate() {
            let unseen = malformed == MalformedLines::EndTheFile && !file.malformed.is_empty();
            file.add(number + 1, &readable(line), unseen);
        }
        file
    }

    fn add(&mut self, number: usize, line: &str, unseen: bool) {
        let mut words = line.split_whitespace();
        let fields = [words.next(), words.next(), words.next(), words.next()];
        match fields {
            [None, ..] => {}
            [Some(_), Some(_), Some(_), None] if unseen => {}
            [Some(_), Some(_), Some(EMPTY_GO_MOD), None] => self.dropped += 1,
            [Some(path), Some(version), Some(hash), None] => {
                let hashes = self.sums.entry(key(path, version)).or_default();
                hashes.push(SumEntry { line: number, hash: hash.to_owned() });
            }
            [Some(first), ..] => self.refuse(number, line, first),
        }
    }

    fn refuse(&mut self, line: usize, text: &str, first: &str) {
        if self.malformed.len() == MOST_MALFORMED {
            return;
        }
        let kind = match first {
            "<<<<<<<" | "|||||||" | "=======" | ">>>>>>>" => MalformedKind::ConflictMark,
            _ => MalformedKind::FieldCount,
        };
        let fields = text.split_whitespace().count();
        self.malformed.push(Malformed { line, fields, kind });
    }

    /// The hashes of a module's zip, or with `/go.mod` behind the version those
    /// of its go.mod, in file order.
    pub fn hashes(&self, path: &str, version: &str) -> &[SumEntry] {
        self.sums.get(&key(path, version)).map_or(&[], Vec::as_slice)
    }

    /// Whether an `h1:` hash of the module's zip is there (`modfetch.HaveSum`).
    pub fn has_zip(&self, path: &str, version: &str) -> bool {
        let hashes = self.hashes(path, version);
        hashes.iter().any(|entry| entry.hash.starts_with("h1:"))
    }

    /// Whether an `h1:` hash of the module's go.mod is there.
    pub fn has_mod(&self, path: &str, version: &str) -> bool {
        self.has_zip(path, &format!("{version}/go.mod"))
    }

    /// Path, version and hashes of everything that is there, by path and then by
    /// version as text.
    pub fn entries(&self) -> impl Iterator<Item = (&str, &str, &[SumEntry])> {
        self.sums.iter().map(|(key, hashes)| {
            let (path, version) = key.split_once(' ').unwrap_or((key, ""));
            (path, version, hashes.as_slice())
        })
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.sums.len()
    }

    pub fn is_empty(&self) -> bool {
        self.sums.is_empty()
    }
}

/// More than a reader looks at.
const MOST_MALFORMED: usize = 1000;

fn key(path: &str, version: &str) -> String {
    format!("{path} {version}")
}

#[cfg(test)]
mod tests {
    use super::*;

    const SUM: &str = "example.com/a v1.0.0 h1:AA=\r\nexample.com/a v1.0.0/go.mod h1:BB=\r\n\
        <<<<<<< HEAD\nexample.com/b v1.0.0 h1:CC=\nexample.com/b v1.0.0 h1:DD=\nx y z w\n";

    #[test]
    fn hashes_stand_in_file_order() {
        let file = SumFile::read(SUM.as_bytes(), MalformedLines::Stop);
        let hashes = file.hashes("example.com/b", "v1.0.0").iter();
        let hashes: Vec<_> = hashes.map(|entry| (entry.line, entry.hash.as_str())).collect();
        assert_eq!(hashes, [(4, "h1:CC="), (5, "h1:DD=")]);
        assert!(file.has_zip("example.com/a", "v1.0.0") && file.has_mod("example.com/a", "v1.0.0"));
        assert!(!file.has_mod("example.com/b", "v1.0.0"));
        let seen: Vec<_> = file.malformed.iter().map(|it| (it.line, it.fields, it.kind)).collect();
        let expected = [(3, 2, MalformedKind::ConflictMark), (6, 4, MalformedKind::FieldCount)];
        assert_eq!(seen, expected);
    }

    #[test]
    fn older_releases_stop_reading_in_silence() {
        assert_eq!(MalformedLines::of("1.21.13"), MalformedLines::EndTheFile);
        assert_eq!(MalformedLines::of("1.24.0"), MalformedLines::Stop);
        let file = SumFile::read(SUM.as_bytes(), MalformedLines::EndTheFile);
        assert!(file.has_zip("example.com/a", "v1.0.0"));
        assert!(!file.has_zip("example.com/b", "v1.0.0"));
    }

    #[test]
    fn a_byte_order_mark_spoils_the_first_key() {
        let text = format!("\u{feff}a v1.0.0 h1:AA=\na v1.1.0 {EMPTY_GO_MOD}\n");
        let file = SumFile::read(text.as_bytes(), MalformedLines::Stop);
        assert!(file.byte_order_mark && !file.has_zip("a", "v1.0.0"));
        assert!(file.has_zip("\u{feff}a", "v1.0.0"));
        assert_eq!((file.dropped, file.len()), (1, 1));
    }

    #[test]
    fn large_files_are_read_at_once() {
        let line = |n| format!("example.com/some/module{} v1.{n}.0 h1:{n:043}=", n % 5000);
        let text = (0..150_000).map(line).collect::<Vec<_>>().join("\n");
        assert!(text.len() > 10_000_000);
        let file = SumFile::read(text.as_bytes(), MalformedLines::Stop);
        assert_eq!(file.len(), 150_000);
    }
}
