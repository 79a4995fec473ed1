use super::index::{join, sub_tree_indexes};
use super::*;
use proptest::prelude::*;
use std::convert::Infallible;

/// The hash of a tree as RFC 6962 defines it, from all of its records.
fn root(records: &[Hash]) -> Hash {
    match records {
        [] => EMPTY,
        [hash] => *hash,
        _ => {
            let left = 1 << (records.len() - 1).ilog2();
            node_hash(root(&records[..left]), root(&records[left..]))
        }
    }
}

fn records(size: u64) -> Vec<Hash> {
    (0..size).map(|number| record_hash(&number.to_be_bytes())).collect()
}

/// Stored hashes, each from the records below it.
fn stored(records: &[Hash], indexes: &[u64]) -> Vec<Hash> {
    let below = |index: &u64| {
        let (level, number) = split_stored_hash_index(*index);
        let first = usize::try_from(number << level).unwrap();
        root(&records[first..first + (1 << level)])
    };
    indexes.iter().map(below).collect()
}

fn tile(records: &[Hash], tile: Tile) -> Vec<u8> {
    let first = tile.number << tile.height;
    let indexes: Vec<u64> = (first..first + tile.width as u64)
        .map(|number| stored_hash_index(tile.height * tile.level, number))
        .collect();
    let hashes = stored(records, &indexes);
    hashes.iter().flat_map(|hash| crate::go::sumdb::tests::bytes(*hash)).collect()
}

#[test]
fn levels_stand_where_crosby_and_wallach_put_them() {
    let row: Vec<_> = (0..10).map(split_stored_hash_index).collect();
    let expected = [(0, 0), (0, 1), (1, 0), (0, 2), (0, 3), (1, 1), (2, 0), (0, 4), (0, 5), (1, 2)];
    assert_eq!(row, expected);
}

#[test]
fn paths_are_read_in_one_form_only() {
    let tile = Tile { height: 3, level: 4, number: 1_234_067, width: 1 };
    assert_eq!(tile.to_string(), "tile/3/4/x001/x234/067.p/1");
    assert_eq!(tile.full().to_string(), "tile/3/4/x001/x234/067");
    for odd in [
        "tile/8/0/0",
        "tile/8/0/x000/001",
        "tile/8/0/1000",
        "tile/8/0/001.p/0",
        "tile/8/0/001.p/256",
        "tile/8/0/001.p/+5",
        "tile/8/0/x01/001",
        "tile/8/0/001/002",
        "tile/0/0/001",
        "tile/31/0/001",
        "tile/8/-1/001",
        "tile/8/data/001",
        "tile/8/0",
        "tile/8/0/",
        "/tile/8/0/001",
        "tile/8/0/x999/x999/x999/x999/x999/x999/x999/999",
    ] {
        assert_eq!(Tile::parse(odd), None, "{odd}");
    }
}

#[test]
fn a_tile_that_does_not_fit_is_named() {
    let records = records(1000);
    let tree = Tree { size: 1000, hash: root(&records) };
    let plan = Plan::of(&tree, &[stored_hash_index(0, 300)]).unwrap();
    let named: Vec<String> = plan.tiles().iter().map(ToString::to_string).collect();
    assert_eq!(named, ["tile/8/1/000.p/3", "tile/8/0/003.p/232", "tile/8/0/001"]);
    let data: Vec<Vec<u8>> = plan.tiles().iter().map(|it| tile(&records, *it)).collect();
    let with_flipped = |at: usize| {
        let mut data = data.clone();
        data[at][40] ^= 1;
        plan.hashes(&data.iter().map(Vec::as_slice).collect::<Vec<_>>())
    };
    let whole: Vec<&[u8]> = data.iter().map(Vec::as_slice).collect();
    assert_eq!(plan.hashes(&whole), Ok(vec![records[300]]));
    let both = Inconsistent::Tree { tiles: vec![0, 1] };
    assert_eq!(with_flipped(0), Err(both.clone()));
    assert_eq!(with_flipped(1), Err(both));
    assert_eq!(with_flipped(2), Err(Inconsistent::Tile { tile: 2 }));
    assert_eq!(plan.hashes(&whole[..2]), Err(Inconsistent::Tile { tile: 2 }));
    assert!(Plan::of(&tree, &[stored_hash_index(0, 1000)]).is_none());
    assert!(Plan::of(&Tree::EMPTY, &[0]).is_none());
}

proptest! {
    #[test]
    fn places_are_found_again(level in 0_u32..40, number in 0_u64..1 << 22) {
        let index = stored_hash_index(level, number);
        prop_assert_eq!(split_stored_hash_index(index), (level, number));
    }

    #[test]
    fn every_place_belongs_to_one_hash(index in 0_u64..1 << 62) {
        let (level, number) = split_stored_hash_index(index);
        prop_assert_eq!(stored_hash_index(level, number), index);
    }

    #[test]
    fn written_paths_are_read(height in 1_u32..=30, level in 0_u32..64, number: u64, width: usize) {
        let width = width % (1 << height) + 1;
        let tile = Tile { height, level, number, width };
        prop_assert_eq!(Tile::parse(&tile.to_string()), Some(tile));
    }

    #[test]
    fn any_path_is_read_as_written_or_not_at_all(path in "tile/[0-9]{1,2}/[0-9]/[x0-9/]{1,12}(\\.p/[0-9]{1,3})?") {
        if let Some(tile) = Tile::parse(&path) {
            prop_assert_eq!(tile.to_string(), path);
        }
    }

    #[test]
    fn hashes_in_base64_are_read(text: Vec<u8>) {
        let hash = record_hash(&text);
        prop_assert_eq!(Hash::parse(&hash.to_string()), Some(hash));
    }

    #[test]
    fn trees_hash_as_rfc_6962_says(size in 0_u64..600) {
        let records = records(size);
        let read = |indexes: &[u64]| Ok::<_, Infallible>(stored(&records, indexes));
        prop_assert_eq!(tree_hash(size, read), Ok(root(&records)));
        prop_assert_eq!(join(&stored(&records, &sub_tree_indexes(0, size))), root(&records));
    }

    #[test]
    fn any_record_is_read_from_tiles(size in 1_u64..1500, number: u64) {
        let number = number % size;
        let records = records(size);
        let tree = Tree { size, hash: root(&records) };
        let plan = Plan::of(&tree, &[stored_hash_index(0, number)]).unwrap();
        let data: Vec<Vec<u8>> = plan.tiles().iter().map(|it| tile(&records, *it)).collect();
        let data: Vec<&[u8]> = data.iter().map(Vec::as_slice).collect();
        let record = records[usize::try_from(number).unwrap()];
        prop_assert_eq!(plan.hashes(&data), Ok(vec![record]));
    }

    #[test]
    fn proofs_hold_for_their_own_trees_alone(size in 1_u64..600, older: u64, other: u64) {
        let (older, other) = (older % size + 1, other % size + 1);
        let records = records(size);
        let tree = |size: u64| {
            let hash = root(&records[..usize::try_from(size).unwrap()]);
            Tree { size, hash }
        };
        let read = |indexes: &[u64]| Ok::<_, Infallible>(stored(&records, indexes));
        let proof = prove_tree(size, older, read).unwrap();
        prop_assert!(check_tree(&proof, &tree(size), &tree(older)));
        let forged = Tree { hash: record_hash(b"forged"), ..tree(older) };
        prop_assert!(!check_tree(&proof, &tree(size), &forged));
        let renamed = Tree { size: other, ..tree(older) };
        prop_assert!(other == older || !check_tree(&proof, &tree(size), &renamed));
        let longer = [proof, vec![EMPTY]].concat();
        prop_assert!(!check_tree(&longer, &tree(size), &tree(older)));
    }
}
