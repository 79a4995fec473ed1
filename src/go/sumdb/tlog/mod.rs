//! The tree of hashes over a log of records, and the tiles that it is served in.
//! go's files: `golang.org/x/mod/sumdb/tlog/tlog.go` and `tile.go`.

mod hash;
mod index;
mod path;
mod plan;
mod proof;
#[cfg(test)]
mod tests;
mod tile;

pub use hash::{EMPTY, Hash, node_hash, record_hash};
pub use index::{split_stored_hash_index, stored_hash_index, tree_hash};
pub use plan::{Inconsistent, Plan};
pub use proof::{check_tree, prove_tree};
pub use tile::{Slot, Tile};

use serde::{Deserialize, Serialize};

/// A log of so many records, and the hash over all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tree {
    pub size: u64,
    pub hash: Hash,
}

impl Tree {
    /// The log before its first record.
    pub const EMPTY: Self = Self { size: 0, hash: EMPTY };
}
