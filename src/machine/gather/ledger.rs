use super::join;
use crate::go::env::Settings;
use crate::go::gosumdb::Database;
use crate::go::module::{escape_path, escape_version};
use crate::go::sumfile::SumFile;
use crate::machine::{Entry, Machine};
use crate::model::{Lacking, Need};

/// What this machine already has: the module cache, and the hashes in go.sum.
/// go's file: `cmd/go/internal/modfetch/cache.go`.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// `GOMODCACHE/cache/download`.
    download: String,
    database: Option<String>,
    sums: Vec<SumFile>,
}

impl Ledger {
    pub(super) fn of(settings: &Settings, sums: Vec<SumFile>) -> Self {
        let download = join(settings.raw("GOMODCACHE"), "cache/download");
        let database = Database::parse(settings.raw("GOSUMDB")).ok().map(|it| it.name);
        Self { download, database, sums }
    }

    /// What is missing of a module that go.mod lists; nothing if all is here.
    pub fn need(&self, machine: &dyn Machine, module: &str, version: &str) -> Option<Need> {
        let lacking = self.lacking(machine, module, version);
        let both = |file: &SumFile| file.has_zip(module, version) && file.has_mod(module, version);
        self.open(machine, module, version, lacking, self.sums.iter().any(both))
    }

    /// The same for a module of the graph of which go reads the go.mod alone.
    pub fn graph_need(&self, machine: &dyn Machine, module: &str, version: &str) -> Option<Need> {
        let gomod = self.lacking(machine, module, version).gomod;
        let lacking = Lacking { gomod, ..Lacking::default() };
        let known = |file: &SumFile| file.has_mod(module, version);
        self.open(machine, module, version, lacking, self.sums.iter().any(known))
    }

    fn open(
        &self,
        machine: &dyn Machine,
        module: &str,
        version: &str,
        lacking: Lacking,
        known: bool,
    ) -> Option<Need> {
        let summed = known || self.is_recorded(machine, module, version);
        (lacking.any() || !summed).then(|| bare(module, version, lacking, summed))
    }

    fn lacking(&self, machine: &dyn Machine, module: &str, version: &str) -> Lacking {
        let (Ok(module), Ok(version)) = (escape_path(module), escape_version(version)) else {
            return Lacking::ALL;
        };
        let file = join(&self.download, &format!("{module}/@v/{version}"));
        let has = |ending: &str| has(machine, &format!("{file}{ending}"));
        Lacking { info: !has(".info"), gomod: !has(".mod"), zip: !(has(".zip") && has(".ziphash")) }
    }

    /// A record of the database that an earlier go has kept is not asked again.
    fn is_recorded(&self, machine: &dyn Machine, module: &str, version: &str) -> bool {
        let (Ok(module), Ok(version)) = (escape_path(module), escape_version(version)) else {
            return false;
        };
        let Some(database) = &self.database else { return false };
        let below = format!("sumdb/{database}/lookup/{module}@{version}");
        has(machine, &join(&self.download, &below))
    }
}

fn bare(module: &str, version: &str, lacking: Lacking, summed: bool) -> Need {
    let (module, version) = (module.to_owned(), version.to_owned());
    Need { module, version, lacking, file: None, line: None, summed }
}

fn has(machine: &dyn Machine, path: &str) -> bool {
    matches!(machine.look(path), Ok(Entry::File { size: 1.., .. }))
}
