use super::hash::{EMPTY, Hash, node_hash};

/// The place of a hash in the row in which all hashes of a log are stored: the
/// `number`th of those over 2^`level` records.
/// go's file: `golang.org/x/mod/sumdb/tlog/tlog.go`, `StoredHashIndex`.
pub fn stored_hash_index(level: u32, number: u64) -> u64 {
    // It is written right behind the last record below it.
    let mut record = ((number + 1) << level) - 1;
    let mut index = u64::from(level);
    while record > 0 {
        index += record;
        record >>= 1;
    }
    index
}

/// The level and the number of the hash at a place: the inverse.
/// go's file: `golang.org/x/mod/sumdb/tlog/tlog.go`, `SplitStoredHashIndex`.
pub fn split_stored_hash_index(index: u64) -> (u32, u64) {
    // Before a record stand at least as many hashes, and fewer than twice as many.
    let mut record = index / 2;
    let mut at = stored_hash_index(0, record);
    loop {
        // A record is followed by the hashes of the trees that it completes.
        let next = at + 1 + u64::from((record + 1).trailing_zeros());
        if next > index {
            break;
        }
        at = next;
        record += 1;
    }
    // At most 63.
    let level = u32::try_from(index - at).unwrap_or_default();
    (level, record >> level)
}

/// The hash of a tree, from stored hashes that `read` gets by their places.
/// go's file: `golang.org/x/mod/sumdb/tlog/tlog.go`, `TreeHash`.
pub fn tree_hash<E>(
    size: u64,
    read: impl FnOnce(&[u64]) -> Result<Vec<Hash>, E>,
) -> Result<Hash, E> {
    if size == 0 {
        return Ok(EMPTY);
    }
    Ok(join(&read(&sub_tree_indexes(0, size))?))
}

/// The places of the hashes over the records from `low` up to `high`.
/// go's file: `golang.org/x/mod/sumdb/tlog/tlog.go`, `subTreeIndex`.
pub(super) fn sub_tree_indexes(low: u64, high: u64) -> Vec<u64> {
    let mut indexes = Vec::new();
    let mut from = low;
    while from < high {
        let level = (high - from).ilog2();
        indexes.push(stored_hash_index(level, from >> level));
        from += 1 << level;
    }
    indexes
}

/// The hash over trees that stand side by side, the largest first.
/// go's file: `golang.org/x/mod/sumdb/tlog/tlog.go`, `subTreeHash`.
pub(super) fn join(hashes: &[Hash]) -> Hash {
    let joined = hashes.iter().rev().copied().reduce(|right, left| node_hash(left, right));
    joined.unwrap_or(EMPTY)
}
