use super::Tree;
use super::hash::{Hash, node_hash};
use super::index::{stored_hash_index, sub_tree_indexes};
use super::tile::{Slot, Tile, hash_over};

/// The tiles from which hashes of a tree are read, so that each of them is proved
/// to belong to the tree. go's file: `golang.org/x/mod/sumdb/tlog/tile.go`,
/// `TileHashReader`.
#[derive(Debug)]
pub struct Plan {
    tree: Tree,
    /// Parents stand before their children.
    tiles: Vec<Tile>,
    /// The hashes of which the tree's own is made.
    whole: Vec<Place>,
    /// The hashes that were asked for.
    asked: Vec<Place>,
    /// How many tiles, from the first, the tree's own hash needs.
    own: usize,
}

/// A slot in one of the tiles.
#[derive(Debug)]
struct Place {
    tile: usize,
    slot: Slot,
}

/// Tiles that do not fit the tree, by their numbers in the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inconsistent {
    /// Together they do not make the tree's hash: one of them is wrong, or the tree.
    Tree { tiles: Vec<usize> },
    /// This one does not have the hash that a proved one says it has.
    Tile { tile: usize },
}

/// The height of all tiles that the go command reads.
const HEIGHT: u32 = 8;

impl Plan {
    /// What to read for the stored hashes at these places; nothing where one of
    /// them is outside the tree.
    pub fn of(tree: &Tree, indexes: &[u64]) -> Option<Self> {
        let mut plan = Self { tree: *tree, tiles: vec![], whole: vec![], asked: vec![], own: 0 };
        for index in sub_tree_indexes(0, tree.size) {
            let place = plan.place(index)?;
            plan.whole.push(place);
        }
        plan.own = plan.tiles.len();
        for index in indexes {
            let place = plan.place(*index)?;
            plan.asked.push(place);
        }
        Some(plan)
    }

    /// Finds the tile of a hash; adds it behind those of its parents that are not
    /// there yet.
    fn place(&mut self, index: u64) -> Option<Place> {
        if index >= stored_hash_index(0, self.tree.size) {
            return None;
        }
        let slot = Slot::of(HEIGHT, index);
        let own = slot.tile.parent(0, self.tree.size)?;
        let mut missing = Vec::new();
        let mut next = Some(own);
        while let Some(tile) = next.filter(|tile| self.position(tile).is_none()) {
            missing.push(tile);
            // The tree's own tiles are read by themselves, and vouch for the rest.
            next = if self.own == 0 { None } else { tile.parent(1, self.tree.size) };
        }
        self.tiles.extend(missing.into_iter().rev());
        self.position(&own).map(|tile| Place { tile, slot })
    }

    fn position(&self, tile: &Tile) -> Option<usize> {
        self.tiles.iter().position(|planned| planned == tile)
    }

    /// The tiles to read, each of exactly `Tile::bytes`.
    pub fn tiles(&self) -> &[Tile] {
        &self.tiles
    }

    /// The hashes that were asked for, once the tiles' bytes, in the same order,
    /// are proved to belong to the tree.
    pub fn hashes(&self, data: &[&[u8]]) -> Result<Vec<Hash>, Inconsistent> {
        self.prove_whole(data)?;
        for tile in self.own..self.tiles.len() {
            self.prove_tile(tile, data)?;
        }
        Ok(self.asked.iter().map(|place| place.hash(data)).collect())
    }

    fn prove_whole(&self, data: &[&[u8]]) -> Result<(), Inconsistent> {
        let parts = self.whole.iter().rev().map(|place| place.hash(data));
        match parts.reduce(|right, left| node_hash(left, right)) {
            Some(hash) if hash == self.tree.hash => Ok(()),
            _ => Err(Inconsistent::Tree { tiles: (0..self.own).collect() }),
        }
    }

    fn prove_tile(&self, tile: usize, data: &[&[u8]]) -> Result<(), Inconsistent> {
        let child = self.tiles[tile];
        let parent = child.parent(1, self.tree.size).and_then(|tile| self.position(&tile));
        let level = (child.level + 1) * HEIGHT;
        let slot = Slot::of(HEIGHT, stored_hash_index(level, child.number));
        let said = parent.map(|tile| Place { tile, slot }.hash(data));
        let own = data.get(tile).map(|data| hash_over(data));
        if said.is_some() && said == own { Ok(()) } else { Err(Inconsistent::Tile { tile }) }
    }
}

impl Place {
    fn hash(&self, data: &[&[u8]]) -> Hash {
        self.slot.hash(data.get(self.tile).copied().unwrap_or_default())
    }
}
