use super::hash::{EMPTY, Hash, node_hash};
use super::index::split_stored_hash_index;
use serde::{Deserialize, Serialize};

/// A piece of the tree of hashes: `width` hashes side by side at the level
/// `height * level`, the `number`th such piece.
/// go's file: `golang.org/x/mod/sumdb/tlog/tile.go`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Tile {
    pub height: u32,
    pub level: u32,
    pub number: u64,
    /// As many hashes as the tree has there; a full tile has 2^`height`.
    pub width: usize,
}

/// Where in a tile the hashes stand from which one of the tree is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The narrowest tile that holds them.
    pub tile: Tile,
    /// The first one, and the one behind the last.
    pub start: usize,
    pub end: usize,
}

impl Tile {
    /// The same tile with all its hashes.
    #[must_use]
    pub fn full(self) -> Self {
        Self { width: 1 << self.height, ..self }
    }

    pub fn is_full(self) -> bool {
        self == self.full()
    }

    /// How many bytes it has.
    pub fn bytes(self) -> usize {
        self.width * Hash::SIZE
    }

    /// The tile `above` levels higher that holds this one's hash, as wide as a
    /// tree of `size` records makes it; nothing where the tree does not reach.
    /// go's file: `golang.org/x/mod/sumdb/tlog/tile.go`, `tileParent`.
    pub(super) fn parent(self, above: u32, size: u64) -> Option<Self> {
        let level = self.level + above;
        let number = self.number.checked_shr(above * self.height).unwrap_or(0);
        let hashes = size.checked_shr(level * self.height).unwrap_or(0);
        let left = hashes.checked_sub(number << self.height).filter(|left| *left > 0)?;
        let full = Self { level, number, ..self }.full();
        Some(Self {
            width: usize::try_from(left).map_or(full.width, |left| left.min(full.width)),
            ..full
        })
    }
}

impl Slot {
    /// Where the hash at a place of the stored row stands.
    /// go's file: `golang.org/x/mod/sumdb/tlog/tile.go`, `tileForIndex`.
    pub fn of(height: u32, index: u64) -> Self {
        let (tree_level, number) = split_stored_hash_index(index);
        let (level, within) = (tree_level / height, tree_level % height);
        let tile = number >> (height - within);
        let first = (number - (tile << (height - within))) << within;
        // At most 2^height.
        let start = usize::try_from(first).unwrap_or(usize::MAX);
        let end = start + (1 << within);
        Self { tile: Tile { height, level, number: tile, width: end }, start, end }
    }

    /// The hash, from the bytes of the tile.
    /// go's file: `golang.org/x/mod/sumdb/tlog/tile.go`, `HashFromTile`.
    pub fn hash(&self, data: &[u8]) -> Hash {
        let bytes = data.get(self.start * Hash::SIZE..self.end * Hash::SIZE);
        hash_over(bytes.unwrap_or_default())
    }
}

/// The hash of the tree over the hashes in these bytes, a power of two of them.
/// go's file: `golang.org/x/mod/sumdb/tlog/tile.go`, `tileHash`.
pub(super) fn hash_over(data: &[u8]) -> Hash {
    if data.len() <= Hash::SIZE {
        return Hash::of_bytes(data).unwrap_or(EMPTY);
    }
    let (left, right) = data.split_at(data.len() / 2);
    node_hash(hash_over(left), hash_over(right))
}
