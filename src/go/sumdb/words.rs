use super::fault::{Purpose, SumdbFault};
use super::source::Source;
use super::tlog::Tile;
use crate::base::Veiled;

impl SumdbFault {
    /// go's own words: what stands behind `verifying module: ` or `verifying go.mod: `
    /// and `path@version: `, up to the note that go may quote below them. For a fork
    /// it is all that go prints. For `EndlessTree` go says nothing and never ends.
    pub fn message(&self) -> Veiled {
        Veiled::new(match self {
            Self::Unescapable { error } => error.to_string(),
            Self::NotServed { purpose, words, .. } => format!("{}{}", purpose.words(), words.raw()),
            Self::MalformedRecord { .. } => "malformed record data".to_owned(),
            Self::MalformedNote { source, .. } => in_note(source, "malformed note"),
            Self::UnverifiedNote { source, .. } => {
                in_note(source, "note has no verifiable signatures")
            }
            Self::InvalidSignature { source, key } => {
                in_note(source, &format!("invalid signature for key {key}"))
            }
            Self::MalformedTree { source, .. } => {
                format!("{}reading tree: malformed tree note", begun(source))
            }
            Self::EndlessTree { size, .. } => format!("tree of size {size} is too large"),
            Self::BadTile { purpose, tile, length, .. } => bad_tile(purpose, *tile, *length),
            Self::InconsistentTiles { purpose, .. } | Self::InconsistentTile { purpose, .. } => {
                format!("{}downloaded inconsistent tile", purpose.words())
            }
            Self::RecordNotInTree { id, size, .. } => {
                format!("cannot validate record {id} in tree of size {size}")
            }
            Self::OutsideTree { purpose, .. } => format!("{}indexes not in tree", purpose.words()),
            Self::CannotAuthenticateRecord { .. } => {
                "cannot authenticate record data in server response".to_owned()
            }
            Self::ForkedTree { fork } => fork.report(),
            Self::LineMissing { .. } => "checksum missing from sumdb response".to_owned(),
        })
    }
}

fn in_note(source: &Source, words: &str) -> String {
    format!("{}reading tree note: {words}", begun(source))
}

fn bad_tile(purpose: &Purpose, tile: Tile, length: usize) -> String {
    let (purpose, wanted) = (purpose.words(), tile.bytes());
    format!("{purpose}TileReader returned bad result slice ({tile} len={length}, want {wanted})")
}

/// go reads the stored tree before it asks anything.
fn begun(source: &Source) -> &'static str {
    if *source == Source::Stored { "initializing sumdb.Client: " } else { "" }
}

impl Purpose {
    /// What go puts before the words of whatever failed.
    fn words(&self) -> String {
        match self {
            Self::Stored { size } => format!("{}checking tree#{size}: ", begun(&Source::Stored)),
            Self::Trees { older, newer } if older.size == newer.size => {
                format!("checking tree#{}: ", older.size)
            }
            Self::Trees { older, newer } => {
                format!("checking tree#{} against tree#{}: ", older.size, newer.size)
            }
            Self::Lookup | Self::Record { .. } => String::new(),
        }
    }
}
