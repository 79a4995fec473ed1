use super::fault::{Head, Purpose, SumdbFault};
use super::fork::Signed;
use super::held::{Found, Held, Known, Want};
use super::tlog::{Hash, Inconsistent, Plan, Tile};

/// Why there is no answer yet, or none at all.
#[derive(Debug)]
pub(super) enum Stop {
    Needs(Vec<Want>),
    Fault(SumdbFault),
}

impl From<SumdbFault> for Stop {
    fn from(fault: SumdbFault) -> Self {
        Self::Fault(fault)
    }
}

impl Held {
    /// Hashes of a tree by their places, each proved to belong to it.
    /// go's file: `golang.org/x/mod/sumdb/tlog/tile.go`, `ReadHashes`.
    pub(super) fn hashes(
        &self,
        signed: &Signed,
        purpose: &Purpose,
        indexes: &[u64],
    ) -> Result<Vec<Hash>, Stop> {
        let purpose = || Box::new(purpose.clone());
        let plan = Plan::of(&signed.tree, indexes).ok_or_else(|| SumdbFault::OutsideTree {
            purpose: purpose(),
            size: signed.tree.size,
        })?;
        let found = self.tiles(plan.tiles(), &purpose)?;
        for (tile, Found { data, source }) in plan.tiles().iter().zip(&found) {
            let (tile, source, length) = (*tile, source.clone(), data.len());
            if length != tile.bytes() {
                return Err(SumdbFault::BadTile { purpose: purpose(), tile, source, length }.into());
            }
        }
        let data: Vec<&[u8]> = found.iter().map(|found| found.data).collect();
        plan.hashes(&data).map_err(|wrong| inconsistent(&wrong, signed, purpose(), &found).into())
    }

    /// All of the tiles; or everything that is to be read next, so that it is read
    /// at once; or the first that nobody has.
    fn tiles(
        &self,
        tiles: &[Tile],
        purpose: &impl Fn() -> Box<Purpose>,
    ) -> Result<Vec<Found<'_>>, Stop> {
        let (mut found, mut wants, mut nowhere) = (Vec::new(), Vec::new(), None);
        for tile in tiles {
            match self.tile(*tile) {
                Known::Here(data) => found.push(data),
                Known::Wanted(want) => wants.push(want),
                Known::Nowhere { path, words } => {
                    let words = words.clone();
                    let fault = || SumdbFault::NotServed { purpose: purpose(), path, words };
                    nowhere = nowhere.or_else(|| Some(fault()));
                }
            }
        }
        match nowhere {
            _ if !wants.is_empty() => Err(Stop::Needs(wants)),
            Some(fault) => Err(fault.into()),
            None => Ok(found),
        }
    }
}

fn inconsistent(
    wrong: &Inconsistent,
    signed: &Signed,
    purpose: Box<Purpose>,
    found: &[Found<'_>],
) -> SumdbFault {
    match wrong {
        Inconsistent::Tree { tiles } => SumdbFault::InconsistentTiles {
            purpose,
            tree: signed.head(),
            tiles: tiles.iter().map(|tile| found[*tile].source.clone()).collect(),
        },
        Inconsistent::Tile { tile } => {
            SumdbFault::InconsistentTile { purpose, tile: found[*tile].source.clone() }
        }
    }
}

impl Signed {
    pub(super) fn head(&self) -> Head {
        Head { size: self.tree.size, source: self.source.clone() }
    }
}
