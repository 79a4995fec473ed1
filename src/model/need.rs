use crate::model::Artefact;
use serde::{Deserialize, Serialize};

/// A module that go would have to fetch, because the cache lacks part of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Need {
    pub module: String,
    /// A version, or a query such as `latest` where one was asked for.
    pub version: String,
    pub lacking: Lacking,
    /// The file and line that ask for it, if one does.
    pub file: Option<String>,
    pub line: Option<usize>,
    /// Whether go.sum already holds the hashes, so that no database is asked.
    pub summed: bool,
}

/// Which files of a module the cache lacks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Lacking {
    pub info: bool,
    pub gomod: bool,
    pub zip: bool,
}

impl Lacking {
    /// Nothing of it is in the cache.
    pub const ALL: Self = Self { info: true, gomod: true, zip: true };

    /// Whether go has to fetch anything at all.
    pub fn any(self) -> bool {
        self.info || self.gomod || self.zip
    }
}

impl Need {
    /// Whether go must first ask which version is meant.
    pub fn is_query(&self) -> bool {
        !self.version.starts_with('v') || !self.version.contains('.')
    }

    /// What go asks for, in its order.
    pub(super) fn artefacts(&self) -> Vec<Artefact> {
        let lacking = self.lacking;
        let mut order = Vec::new();
        if self.is_query() {
            order.push(Artefact::List);
        }
        if lacking.gomod {
            order.push(Artefact::Mod);
        }
        if !self.summed && lacking.gomod {
            order.push(Artefact::Lookup);
        }
        if lacking.info {
            order.push(Artefact::Info);
        }
        if lacking.zip {
            order.push(Artefact::Zip);
        }
        // Without a go.mod to fetch it is the zip whose hash is looked up.
        if !self.summed && !lacking.gomod {
            order.push(Artefact::Lookup);
        }
        order
    }
}
