use crate::go::gosumdb::{Database, Verifier};
use crate::go::modcache::ModuleVersion;
use crate::machine::gather::{Gathered, Ledger};
use crate::model::{File, Need, Part, SumLine, Wanted};
use std::collections::BTreeSet;

/// What the module cache is held against.
#[derive(Clone, Debug)]
pub struct Plan {
    /// GOMODCACHE.
    pub(super) root: String,
    /// `GOPATH/pkg/sumdb`, where go keeps the latest tree that it has seen.
    pub(super) trees: Option<String>,
    /// The checksum database that go asks, and its key.
    pub(super) database: Option<(String, Verifier)>,
    ledger: Ledger,
    /// The versions that go.mod, or the workspace, asks for.
    required: BTreeSet<ModuleVersion>,
    /// Whether there is a module here at all.
    has_module: bool,
}

fn database(gosumdb: &str) -> Option<(String, Verifier)> {
    let database = Database::parse(gosumdb).ok()?;
    let verifier = database.verifier().ok()?;
    Some((database.name, verifier))
}

impl Plan {
    pub fn of(gathered: &Gathered) -> Self {
        let facts = &gathered.facts;
        let settings = &facts.settings;
        let gopath = settings.raw("GOPATH");
        // On a list of folders go keeps its files in the first.
        let separator = if facts.platform.os == "windows" { ';' } else { ':' };
        let first = gopath.split(separator).next().filter(|first| !first.is_empty());
        let module = |need: &Need| ModuleVersion {
            path: need.module.clone(),
            version: need.version.clone(),
        };
        Self {
            root: settings.raw("GOMODCACHE").trim_end_matches('/').to_owned(),
            trees: first.map(|first| format!("{first}/pkg/sumdb")),
            database: database(settings.raw("GOSUMDB")),
            ledger: gathered.ledger.clone(),
            required: facts.needs.iter().map(module).collect(),
            has_module: !matches!(facts.project.gomod, File::Absent | File::NotLooked)
                || facts.project.gowork.path().is_some(),
        }
    }

    /// Without a module here, whoever comes may be the next to need it. go.sum speaks
    /// of what was needed once: of another version, where go.mod asks for this one.
    pub(super) fn wanted(&self, module: &ModuleVersion, sums: &[SumLine]) -> Wanted {
        let of_zip = |line: &SumLine| line.part == Part::Zip;
        let is_other = || self.required.iter().any(|it| it.path == module.path);
        let is_summed = || sums.iter().any(of_zip) && !is_other();
        let here = !self.has_module || self.required.contains(module) || is_summed();
        if here { Wanted::Here } else { Wanted::Elsewhere }
    }

    /// A go.mod is read for the graph of modules, whether its zip is needed or not.
    pub(super) fn wanted_for_graph(&self, module: &ModuleVersion, sums: &[SumLine]) -> Wanted {
        if sums.is_empty() { self.wanted(module, sums) } else { Wanted::Here }
    }

    pub(super) fn sums(&self, module: &ModuleVersion) -> Vec<SumLine> {
        self.ledger.lines(&module.path, &module.version)
    }

    pub(super) fn requires(&self, module: &ModuleVersion) -> bool {
        self.required.contains(module)
    }

    pub(super) fn download(&self) -> String {
        format!("{}/cache/download", self.root)
    }

    pub(super) fn clones(&self) -> String {
        format!("{}/cache/vcs", self.root)
    }
}
