use super::source::Source;
use super::tlog::Tile;
use crate::base::Veiled;
use std::collections::BTreeMap;

/// Something to read before the question can be answered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Want {
    /// A file below `GOMODCACHE/cache/download/sumdb/NAME`.
    Cached { path: String },
    /// What stands at a path below the database's URL.
    Served { path: String },
}

impl Want {
    /// `/lookup/…` or `/tile/…`.
    pub fn path(&self) -> &str {
        match self {
            Self::Cached { path } | Self::Served { path } => path,
        }
    }
}

/// What came of a want.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    /// The whole file, or the body of an answer 200.
    Body(Vec<u8>),
    /// No such file, or any other answer; `words` are go's for it.
    Nothing { words: Veiled },
}

/// What has been read so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Held(BTreeMap<Want, Reply>);

/// Bytes, and whose they are.
#[derive(Clone, Debug)]
pub(super) struct Found<'a> {
    pub(super) data: &'a [u8],
    pub(super) source: Source,
}

/// What is known of something to read.
pub(super) enum Known<'a> {
    Here(Found<'a>),
    /// No reader has asked yet.
    Wanted(Want),
    /// The first answer of the server, when no other place had it.
    Nowhere {
        path: String,
        words: &'a Veiled,
    },
}

impl Held {
    pub(super) fn keep(&mut self, want: Want, reply: Reply) {
        self.0.insert(want, reply);
    }

    pub(super) fn forget(&mut self, path: &str) {
        let path = path.to_owned();
        self.0.remove(&Want::Cached { path: path.clone() });
        self.0.remove(&Want::Served { path });
    }

    /// A lookup: from the cache, or else from the server.
    pub(super) fn lookup(&self, path: &str) -> Known<'_> {
        self.cached(path).unwrap_or_else(|| self.served(path))
    }

    /// A tile. Where a narrow one is not there the full one will do, as the database
    /// has filled it since. go's file: `golang.org/x/mod/sumdb/client.go`, `readTile`.
    pub(super) fn tile(&self, tile: Tile) -> Known<'_> {
        let (own, full) = (format!("/{tile}"), format!("/{}", tile.full()));
        if let Some(known) = self.cached(&own) {
            return known;
        }
        if !tile.is_full()
            && let Some(known) = self.cached(&full)
        {
            return known.narrowed(tile);
        }
        match self.served(&own) {
            Known::Nowhere { path, words } if !tile.is_full() => match self.served(&full) {
                Known::Nowhere { .. } => Known::Nowhere { path, words },
                known => known.narrowed(tile),
            },
            known => known,
        }
    }

    /// Nothing where the cache is known to have no such file.
    fn cached(&self, path: &str) -> Option<Known<'_>> {
        let path = path.to_owned();
        match self.0.get(&Want::Cached { path: path.clone() }) {
            None => Some(Known::Wanted(Want::Cached { path })),
            // go sees a cache file empty while another go writes it.
            Some(Reply::Body(data)) if data.is_empty() => None,
            Some(Reply::Body(data)) => {
                Some(Known::Here(Found { data, source: Source::Cached { path } }))
            }
            Some(Reply::Nothing { .. }) => None,
        }
    }

    fn served(&self, path: &str) -> Known<'_> {
        let path = path.to_owned();
        match self.0.get(&Want::Served { path: path.clone() }) {
            None => Known::Wanted(Want::Served { path }),
            Some(Reply::Body(data)) => Known::Here(Found { data, source: Source::Served { path } }),
            Some(Reply::Nothing { words }) => Known::Nowhere { path, words },
        }
    }
}

impl Known<'_> {
    /// The front of a full tile, in go's arithmetic when it is too short.
    fn narrowed(mut self, tile: Tile) -> Self {
        if let Self::Here(found) = &mut self {
            let end = found.data.len() / tile.full().width * tile.width;
            found.data = &found.data[..end];
        }
        self
    }
}
