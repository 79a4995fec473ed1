use super::Tree;
use super::hash::{Hash, node_hash};
use super::index::{join, sub_tree_indexes};

/// The hashes that make both trees from the older one: the proof that the newer
/// begins with the same records. `older` is not empty and no larger than `newer`.
/// go's file: `golang.org/x/mod/sumdb/tlog/tlog.go`, `ProveTree`.
pub fn prove_tree<E>(
    newer: u64,
    older: u64,
    read: impl FnOnce(&[u64]) -> Result<Vec<Hash>, E>,
) -> Result<Vec<Hash>, E> {
    let trees = path_to(newer, older);
    let indexes: Vec<Vec<u64>> =
        trees.iter().map(|(low, high)| sub_tree_indexes(*low, *high)).collect();
    let mut sorted: Vec<u64> = indexes.concat();
    sorted.sort_unstable();
    let hashes = if sorted.is_empty() { Vec::new() } else { read(&sorted)? };
    let at = |index: &u64| sorted.binary_search(index).ok().and_then(|at| hashes.get(at).copied());
    Ok(indexes.iter().map(|tree| join(&tree.iter().filter_map(at).collect::<Vec<_>>())).collect())
}

/// The records under each hash of the proof, from the older tree's last ones
/// outwards. go's file: `golang.org/x/mod/sumdb/tlog/tlog.go`, `treeProof`.
fn path_to(newer: u64, older: u64) -> Vec<(u64, u64)> {
    let (mut low, mut high) = (0, newer);
    let mut trees = Vec::new();
    while older < high {
        let middle = middle(low, high);
        if older <= middle {
            trees.push((middle, high));
            high = middle;
        } else {
            trees.push((low, middle));
            low = middle;
        }
    }
    if low > 0 {
        trees.push((low, high));
    }
    trees.reverse();
    trees
}

/// Where the left half of a tree ends: it is complete, and the larger one.
fn middle(low: u64, high: u64) -> u64 {
    low + (1 << (high - low).saturating_sub(1).max(1).ilog2())
}

/// Whether the proof makes both hashes, so that `newer` begins with the records of
/// `older`. go's file: `golang.org/x/mod/sumdb/tlog/tlog.go`, `CheckTree`.
pub fn check_tree(proof: &[Hash], newer: &Tree, older: &Tree) -> bool {
    if older.size == 0 || older.size > newer.size {
        return false;
    }
    run(proof, (0, newer.size), older) == Some((older.hash, newer.hash))
}

/// The hashes of the older and the newer tree that the proof makes.
/// go's file: `golang.org/x/mod/sumdb/tlog/tlog.go`, `runTreeProof`.
fn run(proof: &[Hash], (low, high): (u64, u64), older: &Tree) -> Option<(Hash, Hash)> {
    if older.size == high {
        return match (low, proof) {
            (0, []) => Some((older.hash, older.hash)),
            (1.., [hash]) => Some((*hash, *hash)),
            _ => None,
        };
    }
    let (side, rest) = proof.split_last()?;
    let middle = middle(low, high);
    if older.size <= middle {
        let (old, new) = run(rest, (low, middle), older)?;
        return Some((old, node_hash(new, *side)));
    }
    let (old, new) = run(rest, (middle, high), older)?;
    Some((node_hash(*side, old), node_hash(*side, new)))
}
