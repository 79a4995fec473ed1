use super::project::Found;
use super::{Asked, join};
use crate::go::env::Settings;
use crate::go::gosumdb::Database;
use crate::go::modfile::{ModFile, Needed, needed_in_workspace, needed_modules};
use crate::go::module::{escape_path, escape_version};
use crate::go::sumfile::{MalformedLines, SumFile};
use crate::machine::{Entry, Machine};
use crate::model::{File, Lacking, Need};

/// A go.sum larger than this is not read.
const SUMS: usize = 256 << 20;

/// What go would have to fetch, or to look up in the checksum database.
pub(super) fn look(
    machine: &dyn Machine,
    settings: &Settings,
    project: &Found,
    version: &str,
    asked: &Asked,
) -> Vec<Need> {
    let cache = Cache::of(machine, settings);
    let sums = sums(machine, project, version);
    let known = |module: &str, version: &str| {
        let both = |file: &SumFile| file.has_zip(module, version) && file.has_mod(module, version);
        sums.iter().any(both)
    };
    if !asked.modules.is_empty() {
        let wanted = asked.modules.iter().map(|(module, version)| Need {
            module: module.clone(),
            version: version.clone(),
            lacking: Lacking::ALL,
            file: None,
            line: None,
            summed: known(module, version),
        });
        return wanted.collect();
    }
    let file = project.facts.gomod.path().map(str::to_owned);
    let wanted = needed(project).into_iter().filter_map(|needed| {
        let (module, version) = needed.fetched()?;
        let lacking = cache.lacking(module, version);
        let summed = known(module, version) || cache.is_recorded(module, version);
        let (module, version) = (module.to_owned(), version.to_owned());
        let line = Some(needed.line);
        Some(Need { module, version, lacking, file: file.clone(), line, summed })
    });
    wanted.filter(|need| need.lacking.any() || !need.summed).collect()
}

fn needed(project: &Found) -> Vec<Needed> {
    let files: Vec<ModFile> = project.members.iter().map(|(_, file)| file.clone()).collect();
    match (&project.facts.gowork, files.first()) {
        (File::Parsed { it, .. }, _) => needed_in_workspace(&files, it),
        (_, Some(file)) => needed_modules(file),
        _ => Vec::new(),
    }
}

/// go.sum of every module, and go.work.sum.
fn sums(machine: &dyn Machine, project: &Found, version: &str) -> Vec<SumFile> {
    let own = project.members.iter().map(|(folder, _)| join(folder, "go.sum"));
    let work = project.facts.gowork.path().map(|path| format!("{path}.sum"));
    let read = |path: String| {
        let content = machine.read(&path, SUMS).ok()?;
        Some(SumFile::read(&content, MalformedLines::of(version)))
    };
    own.chain(work).filter_map(read).collect()
}

/// The module cache. go's file: `cmd/go/internal/modfetch/cache.go`.
struct Cache<'a> {
    machine: &'a dyn Machine,
    /// `GOMODCACHE/cache/download`.
    download: String,
    database: Option<String>,
}

impl<'a> Cache<'a> {
    fn of(machine: &'a dyn Machine, settings: &Settings) -> Self {
        let download = join(settings.raw("GOMODCACHE"), "cache/download");
        let database = Database::parse(settings.raw("GOSUMDB")).ok().map(|it| it.name);
        Self { machine, download, database }
    }

    fn lacking(&self, module: &str, version: &str) -> Lacking {
        let (Ok(module), Ok(version)) = (escape_path(module), escape_version(version)) else {
            return Lacking::ALL;
        };
        let file = join(&self.download, &format!("{module}/@v/{version}"));
        Lacking {
            info: !self.has(&format!("{file}.info")),
            gomod: !self.has(&format!("{file}.mod")),
            zip: !(self.has(&format!("{file}.zip")) && self.has(&format!("{file}.ziphash"))),
        }
    }

    /// A record of the database that an earlier go has kept is not asked again.
    fn is_recorded(&self, module: &str, version: &str) -> bool {
        let (Ok(module), Ok(version)) = (escape_path(module), escape_version(version)) else {
            return false;
        };
        let Some(database) = &self.database else { return false };
        self.has(&join(&self.download, &format!("sumdb/{database}/lookup/{module}@{version}")))
    }

    fn has(&self, path: &str) -> bool {
        matches!(self.machine.look(path), Ok(Entry::File { size: 1.., .. }))
    }
}
