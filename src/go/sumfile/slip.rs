use crate::go::module::check;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A line of go.sum that is not what go writes there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    /// Counted from 1.
    pub line: usize,
    pub fields: usize,
    pub kind: SlipKind,
    /// The lines that belong in its place; none where it says nothing.
    pub becomes: Vec<String>,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SlipKind {
    /// A merge left its mark: `<<<<<<<`, `|||||||`, `=======`, `>>>>>>>`.
    ConflictMark,
    /// What stood there before both sides of a merge, between the marks.
    ConflictBase,
    /// Not three fields.
    FieldCount,
    /// Three fields, the first of which holds what no module path can: a byte order
    /// mark, zeros.
    NoPath,
    /// Three fields, and the hash is cut short.
    HalfHash,
    /// Three fields, and an algorithm that no go knows.
    UnknownAlgorithm,
}

/// In which letters a file is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Letters {
    #[default]
    Utf8,
    /// As PowerShell's `>` writes them; go reads none.
    Utf16,
}

/// The lines of a file that are not as go writes them, in file order, and the
/// letters that it is in.
pub fn slips(data: &[u8]) -> (Letters, Vec<Slip>) {
    let (letters, text) = written_in(data);
    let mut found = Vec::new();
    let mut base: Option<Vec<Slip>> = None;
    for (at, line) in text.split('\n').enumerate() {
        let slip = slip(at + 1, line);
        let mark = slip.as_ref().filter(|it| it.kind == SlipKind::ConflictMark);
        match (mark.and_then(|_| line.trim_start().chars().next()), &mut base) {
            (Some('|'), None) => base = Some(Vec::new()),
            // Only between these two marks is it what stood there before.
            (Some('='), Some(lines)) => found.append(lines),
            (None, Some(lines)) if slip.is_none() => lines.extend(dropped(at + 1, line)),
            _ => {}
        }
        if mark.is_some_and(|_| !line.trim_start().starts_with('|')) {
            base = None;
        }
        found.extend(slip);
    }
    found.sort_by_key(|it| it.line);
    (letters, found)
}

fn written_in(data: &[u8]) -> (Letters, Cow<'_, str>) {
    let pairs = |from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = data[2..].chunks_exact(2).map(|it| from([it[0], it[1]])).collect();
        (Letters::Utf16, Cow::Owned(String::from_utf16_lossy(&units)))
    };
    match data {
        [0xff, 0xfe, ..] => pairs(u16::from_le_bytes),
        [0xfe, 0xff, ..] => pairs(u16::from_be_bytes),
        _ => (Letters::Utf8, String::from_utf8_lossy(data)),
    }
}

fn slip(line: usize, text: &str) -> Option<Slip> {
    let mut words = text.split_whitespace();
    let four = [words.next(), words.next(), words.next(), words.next()];
    let kind = match four {
        [None, ..] => return None,
        [Some(first), ..] if is_mark(first) => SlipKind::ConflictMark,
        [Some(path), Some(_), Some(hash), None] => odd_entry(path, hash)?,
        _ => SlipKind::FieldCount,
    };
    let becomes = match kind {
        SlipKind::FieldCount | SlipKind::NoPath => meant(text),
        _ => Vec::new(),
    };
    let fields = text.split_whitespace().count();
    Some(Slip { line, fields, kind, becomes })
}

fn is_mark(word: &str) -> bool {
    matches!(word, "<<<<<<<" | "|||||||" | "=======" | ">>>>>>>")
}

fn odd_entry(path: &str, hash: &str) -> Option<SlipKind> {
    if path.contains(is_unwritable) {
        Some(SlipKind::NoPath)
    } else if !hash.starts_with("h1:") {
        Some(SlipKind::UnknownAlgorithm)
    } else {
        (!is_hash(hash)).then_some(SlipKind::HalfHash)
    }
}

fn is_unwritable(c: char) -> bool {
    c.is_control() || matches!(c, '\u{feff}' | '\u{fffd}')
}

fn dropped(line: usize, text: &str) -> Option<Slip> {
    let fields = text.split_whitespace().count();
    let kind = SlipKind::ConflictBase;
    (fields > 0).then_some(Slip { line, fields, kind, becomes: Vec::new() })
}

/// `h1:` and 32 bytes.
fn is_hash(word: &str) -> bool {
    let bytes = word.strip_prefix("h1:").and_then(|it| STANDARD.decode(it).ok());
    bytes.is_some_and(|bytes| bytes.len() == 32)
}

/// The entries in a line: two that lost the break between them, one with more
/// behind it, one among zeros.
fn meant(text: &str) -> Vec<String> {
    let plain: String = text.chars().filter(|c| c.is_whitespace() || !is_unwritable(*c)).collect();
    let words: Vec<&str> = plain.split_whitespace().take(WORDS).flat_map(parted).collect();
    let mut entries = Vec::new();
    let mut rest = words.as_slice();
    while let [path, version, hash, behind @ ..] = rest {
        let module = version.strip_suffix("/go.mod").unwrap_or(version);
        if is_hash(hash) && check(path, module).is_ok() {
            entries.push(format!("{path} {version} {hash}"));
            rest = behind;
        } else {
            rest = &rest[1..];
        }
    }
    entries
}

/// More words than a line of some lost breaks has.
const WORDS: usize = 60;
/// `h1:` and 44 letters.
const HASH: usize = 47;

/// A hash, and what stands behind it without a blank.
fn parted(word: &str) -> Vec<&str> {
    match word.split_at_checked(HASH) {
        Some((hash, behind)) if !behind.is_empty() && is_hash(hash) => vec![hash, behind],
        _ => vec![word],
    }
}

#[cfg(test)]
mod tests {
    use super::SlipKind::{ConflictBase as Base, ConflictMark as Mark};
    use super::*;

    const A: &str = "h1:m5oyRSfTSlv/BH3nA5vXaXrRjY0AvE9DBPSsL428090=";
    const B: &str = "h1:yZzsNAGh96cQQxw0kLfxtrMyeUaiLfl3HMPfxY8aoAU=";

    fn kinds(text: &str) -> Vec<(usize, SlipKind)> {
        slips(text.as_bytes()).1.iter().map(|it| (it.line, it.kind)).collect()
    }

    fn becomes(line: &str) -> Vec<String> {
        slips(line.as_bytes()).1.remove(0).becomes
    }

    #[test]
    fn what_go_writes_is_no_slip() {
        assert_eq!(kinds(&format!("a.b/c v1.0.0 {A}\r\na.b/c v1.0.0/go.mod {B}\n\n")), []);
    }

    #[test]
    fn marks_go_and_both_sides_stay() {
        let a = format!("a.b/c v1.0.0 {A}");
        let text = format!(
            "<<<<<<< HEAD\n{a}\n||||||| 1a2b3c4\n{a}\n=======\n{a}\n>>>>>>> 1a2b3c4 (change)\n{a}\n"
        );
        assert_eq!(kinds(&text), [(1, Mark), (3, Mark), (4, Base), (5, Mark), (7, Mark)]);
        let last = slips(text.as_bytes()).1.pop().unwrap();
        assert_eq!(last.fields, 3, "go takes it for an entry");
    }

    #[test]
    fn half_a_conflict_has_no_base() {
        let a = format!("a.b/c v1.0.0 {A}");
        let kinds = kinds(&format!("||||||| x\n{a}\n>>>>>>> y\n{a}\n"));
        assert_eq!(kinds, [(1, SlipKind::ConflictMark), (3, SlipKind::ConflictMark)]);
    }

    #[test]
    fn entries_are_found_in_what_is_left_of_them() {
        let (a, b) = (format!("a.b/c v1.0.0 {A}"), format!("a.b/d v1.0.0/go.mod {B}"));
        assert_eq!(becomes(&format!("{a}{b}")), [a.clone(), b.clone()]);
        let one = std::slice::from_ref(&a);
        assert_eq!(becomes(&format!("{a} // indirect")), one);
        assert_eq!(becomes(&format!("\0\0{a}\0\0 \0")), one);
        assert_eq!(becomes(&format!("\u{feff}{a}")), one);
        for lost in ["a.b/c v1.0.0", "a.b/c", "\0\0\0", "# why", "a.b/c v1.0.0 h1:x y"] {
            assert!(becomes(lost).is_empty(), "{lost}");
        }
    }

    #[test]
    fn a_hash_is_whole_or_none() {
        assert_eq!(kinds(&format!("a.b/c v1.0.0 {}", &A[..30])), [(1, SlipKind::HalfHash)]);
        assert_eq!(kinds("a.b/c v1.0.0 h2:xyz"), [(1, SlipKind::UnknownAlgorithm)]);
    }

    #[test]
    fn letters_of_two_bytes_are_told() {
        let text = format!("a.b/c v1.0.0 {A}\r\na.b/c\r\n");
        let bytes: Vec<u8> = "\u{feff}"
            .encode_utf16()
            .chain(text.encode_utf16())
            .flat_map(u16::to_le_bytes)
            .collect();
        let (letters, slips) = slips(&bytes);
        assert_eq!((letters, slips.len(), slips[0].line), (Letters::Utf16, 1, 2));
    }
}
