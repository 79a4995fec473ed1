use crate::go::semver::{self, Query};
use crate::model::{Artefact, Location, Part, SumLine, TOOLCHAIN};
use serde::{Deserialize, Serialize};

/// A module that go would have to fetch, because the cache lacks part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// Who asks for it, where go.mod does not: the `path@version` that requires it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The lines of go.sum and go.work.sum about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sums: Vec<SumLine>,
}

/// What go does on its way to a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Errand {
    Ask(Artefact),
    /// Holds what it has against go.sum, or else against the database.
    Compare(Part),
    /// Reads what the go.mod says of its own module.
    Read,
    /// Looks at what is in the zip.
    Unpack,
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
    /// The line that asks for it, where one does.
    pub fn place(&self) -> Option<Location> {
        let (file, line) = (self.file.clone()?, self.line?);
        Some(Location { file, line, column: None, source: None })
    }

    /// A toolchain of at least that version, which go picks from a list.
    /// go's file: `cmd/go/internal/toolchain/switch.go`, `NewerToolchain`.
    pub fn of_toolchain(least: &str) -> Self {
        let lacking = Lacking { zip: true, ..Lacking::default() };
        Self { module: TOOLCHAIN.into(), version: format!("go{least}"), lacking, ..Self::default() }
    }

    /// Whether go must first ask which version is meant.
    pub fn is_query(&self) -> bool {
        !semver::is_canonical(&self.version)
    }

    /// What it asks for, where it is a query.
    pub fn query(&self) -> Option<Query> {
        self.is_query().then(|| Query::of(&self.version))
    }

    /// What go asks first for a query.
    fn asks_first(&self) -> Option<Errand> {
        let query = self.query()?;
        let first = if query.is_listed() { Artefact::List } else { Artefact::Info };
        Some(Errand::Ask(first))
    }

    /// What go does, in its order: each file is compared before the next is asked for.
    pub(super) fn errands(&self) -> Vec<Errand> {
        let lacking = self.lacking;
        // Without a go.mod to look at it is the zip whose hash is looked up.
        // A toolchain's is looked up once it is there.
        let is_toolchain = self.module == TOOLCHAIN;
        let early = !self.summed && !is_toolchain && (lacking.gomod || !self.knows(Part::GoMod));
        let late = !self.summed && !early;
        let steps = [
            (lacking.gomod, Errand::Ask(Artefact::Mod)),
            (early, Errand::Ask(Artefact::Lookup)),
            (true, Errand::Compare(Part::GoMod)),
            (true, Errand::Read),
            (lacking.info, Errand::Ask(Artefact::Info)),
            (lacking.zip, Errand::Ask(Artefact::Zip)),
            (late, Errand::Ask(Artefact::Lookup)),
            (true, Errand::Compare(Part::Zip)),
            (lacking.zip, Errand::Unpack),
        ];
        let rest = steps.into_iter().filter(|(due, _)| *due).map(|(_, errand)| errand);
        self.asks_first().into_iter().chain(rest).collect()
    }
}
