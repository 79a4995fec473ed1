use super::{CloneFlaw, Harm, InPlace, Place};
use crate::go::modcache::ModuleVersion;
use crate::model::Severity;
use serde::{Deserialize, Serialize};

/// A file or folder of the module cache that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Damage {
    pub path: String,
    /// The module that it belongs to, if to one.
    pub module: Option<ModuleVersion>,
    pub harm: Harm,
    pub wanted: Wanted,
    /// What has to go so that go makes it anew. Empty where go does so by itself, or
    /// where nothing is to be removed.
    pub remove: Vec<String>,
}

/// Who needs the module.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Wanted {
    /// The module in this folder; or, where there is none, whoever comes.
    Here,
    /// Other projects that share the cache.
    Elsewhere,
}

/// What go makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Consequence {
    /// go mends it by itself, or never looks at it.
    None,
    /// go works, and is hindered as soon as it fetches something anew.
    Hinders,
    /// go builds, and `go mod verify` fails.
    FailsVerify,
    /// go ends with an error.
    Stops,
    /// go compiles what nobody has published.
    Alters,
}

impl Damage {
    /// What go makes of it, as the real go was seen to.
    pub fn consequence(&self) -> Consequence {
        match &self.harm {
            Harm::FolderAltered { .. } | Harm::FolderUnlike { .. } | Harm::Unrecorded { .. } => {
                Consequence::Alters
            }
            Harm::ZipAltered { .. }
            | Harm::ZipBroken { .. }
            | Harm::ZipHashGarbage
            | Harm::ZipHashMissing => Consequence::FailsVerify,
            Harm::ZipHashWrong { .. }
            | Harm::ModAltered { .. }
            | Harm::ModGarbage
            | Harm::InfoOther { .. }
            | Harm::Unsummed { .. }
            | Harm::Unreadable { .. } => Consequence::Stops,
            Harm::InTheWay { what, of } => in_the_way(*what, *of),
            Harm::Clone { flaw: CloneFlaw::HalfPack { .. } }
            | Harm::FolderPartial
            | Harm::FolderUnhashed
            | Harm::InfoGarbage
            | Harm::Leftover
            | Harm::Foreign => Consequence::None,
            Harm::Clone { .. } | Harm::SumdbGarbage => Consequence::Hinders,
        }
    }

    /// An error is what fails here; what would fail elsewhere is a warning.
    pub fn severity(&self) -> Severity {
        match (self.consequence(), self.wanted) {
            (Consequence::None, _) => Severity::Info,
            (Consequence::Hinders, _) | (_, Wanted::Elsewhere) => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// What go leaves lying about and what it never looks at: no file of a module.
    pub fn is_remnant(&self) -> bool {
        self.consequence() == Consequence::None
    }
}

/// What lies where an unpacked folder belongs go removes, unless it is a link.
fn in_the_way(what: InPlace, of: Place) -> Consequence {
    match (of, what) {
        (Place::Shelf | Place::ZipHash, _) | (Place::Folder, InPlace::DeadLink) => {
            Consequence::Stops
        }
        (Place::Zip, _) | (Place::Folder, InPlace::Link) => Consequence::FailsVerify,
        (Place::Folder, _) => Consequence::None,
        (Place::Small | Place::Lock, _) => Consequence::Hinders,
    }
}
