//! What a look through the whole module cache brings to light.

mod compared;
mod damage;
mod found;
mod harm;
mod lock;
mod mends;
mod records;
mod says;

pub use compared::{Folder, Item, Stands, Wrong, Zip};
pub use damage::{Consequence, Damage, Wanted};
pub use harm::{CloneFlaw, Difference, Harm, InPlace, Place};
pub use lock::{HeldLock, LockOf, Waiting};
pub use records::{HeldHash, Records};

use crate::model::{FileFault, Unknown};
use serde::{Deserialize, Serialize};

/// The module cache, held against itself and go.sum.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// GOMODCACHE.
    pub root: String,
    pub state: CacheState,
    pub tally: Tally,
    /// What became of asking the checksum database, where it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records: Option<Records>,
    /// By path.
    pub damages: Vec<Damage>,
    /// How many more there are than those that are kept.
    #[serde(default)]
    pub beyond: usize,
    /// Whether all of it was looked at.
    pub complete: bool,
}

/// Whether there is a cache to look at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum CacheState {
    /// go has no place for one.
    #[default]
    Nowhere,
    /// Nothing was downloaded yet.
    Absent,
    /// Something lies there that is no folder, or cannot be read.
    Unusable {
        why: FileFault,
    },
    Present,
}

/// How much was looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Versions of modules of which anything lies in the cache.
    pub versions: usize,
    pub zips: usize,
    pub folders: usize,
    pub gomods: usize,
    /// Clones of repositories.
    pub clones: usize,
    /// How many zips and go.mod files go.sum speaks of.
    pub summed: usize,
    /// What the zips declare to hold, in bytes.
    pub bytes: u64,
}

impl Survey {
    /// As many damages are kept as anybody would look through.
    pub const KEPT: usize = 2000;

    /// Why it is not known whether the cache is sound, where it is not.
    pub(super) fn open_question(&self) -> Option<Unknown> {
        match self.state {
            CacheState::Present if !self.complete => Some(Unknown::Deadline),
            CacheState::Present if self.records.is_some_and(|it| it.unanswered > 0) => {
                Some(Unknown::RoadBroken)
            }
            CacheState::Unusable { .. } | CacheState::Nowhere => Some(Unknown::NotAsked),
            CacheState::Present | CacheState::Absent => None,
        }
    }
}
