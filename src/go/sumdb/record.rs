use super::note::readable;
use super::tlog::{Hash, Tree};

/// An answer to `/lookup/`: the record of a module version, and a signed tree.
/// go's file: `golang.org/x/mod/sumdb/tlog/note.go`, `ParseRecord`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// Its number in the log, which go does not keep from being negative.
    pub id: i64,
    /// Lines as in go.sum.
    pub text: &'a str,
    /// The note, still to be opened.
    pub note: &'a [u8],
}

impl<'a> Record<'a> {
    /// Reads the number, the lines up to an empty one, and what is left.
    pub fn parse(body: &'a [u8]) -> Option<Self> {
        let at = body.iter().position(|byte| *byte == b'\n')?;
        let id = std::str::from_utf8(&body[..at]).ok()?.parse().ok()?;
        let rest = &body[at + 1..];
        let end = rest.windows(2).position(|pair| pair == b"\n\n")?;
        let text = readable(&rest[..=end]).ok()?;
        Some(Self { id, text, note: &rest[end + 2..] })
    }
}

/// What the text of a signed tree begins with.
const TREE: &str = "go.sum database tree\n";

/// As long as go reads the text of a tree.
const LONGEST_TREE: usize = 1_000_000;

impl Tree {
    /// Reads the text of a note; lines behind the third are for later releases.
    /// go's file: `golang.org/x/mod/sumdb/tlog/note.go`, `ParseTree`.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST_TREE {
            return None;
        }
        let (first, rest) = text.strip_prefix(TREE)?.split_once('\n')?;
        let (second, _) = rest.split_once('\n')?;
        let size: i64 = first.parse().ok()?;
        let plain = size.to_string() == first;
        let size = u64::try_from(size).ok().filter(|_| plain)?;
        Some(Self { size, hash: Hash::parse(second)? })
    }
}
