use super::join;
use crate::go::env::Settings;
use crate::go::module::{escape_path, escape_version};
use crate::go::sumfile::SumFile;
use crate::machine::{Entry, Machine};
use crate::model::{Lacking, Need, Part, Reading, SumLine, SumsHere};
use serde_json::{Map, Value};

/// An `.info` longer than this is none, in bytes.
const INFO: usize = 1 << 20;

/// What this machine already has: the module cache, and the hashes in go.sum.
/// go's file: `cmd/go/internal/modfetch/cache.go`.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// `GOMODCACHE/cache/download`.
    download: String,
    sums: Vec<Summed>,
}

/// A go.sum or go.work.sum, and how go reads it.
#[derive(Clone, Debug)]
pub(super) struct Summed {
    pub(super) path: String,
    pub(super) reading: Reading,
    pub(super) file: SumFile,
    /// All of it, where go reads it only up to a malformed line.
    pub(super) whole: Option<SumFile>,
    /// The same for the report, as far as the file alone tells it.
    pub(super) here: SumsHere,
}

impl Ledger {
    pub(super) fn of(settings: &Settings, sums: Vec<Summed>) -> Self {
        let download = join(settings.raw("GOMODCACHE"), "cache/download");
        Self { download, sums }
    }

    pub(super) fn sums(&self) -> &[Summed] {
        &self.sums
    }

    /// Whether go ends at a line of go.sum before it asks for any module.
    pub(super) fn ends_go(&self) -> bool {
        self.sums.iter().any(|it| it.here.ends_go())
    }

    /// Whether a build may use a version's content: go.sum has its hash.
    pub(super) fn knows_zip(&self, module: &str, version: &str) -> bool {
        self.sums.iter().any(|it| it.file.has_zip(module, version))
    }

    /// What is missing of a module that go.mod lists; nothing if all is here.
    pub fn need(&self, machine: &dyn Machine, module: &str, version: &str) -> Option<Need> {
        let lacking = self.lacking(machine, module, version);
        let both =
            |it: &Summed| it.file.has_zip(module, version) && it.file.has_mod(module, version);
        self.open(module, version, lacking, self.sums.iter().any(both))
    }

    /// The same for a module of the graph of which go reads the go.mod alone.
    pub fn graph_need(&self, machine: &dyn Machine, module: &str, version: &str) -> Option<Need> {
        let gomod = self.lacking(machine, module, version).gomod;
        let lacking = Lacking { gomod, ..Lacking::default() };
        let known = |it: &Summed| it.file.has_mod(module, version);
        self.open(module, version, lacking, self.sums.iter().any(known))
    }

    fn open(&self, module: &str, version: &str, lacking: Lacking, summed: bool) -> Option<Need> {
        (lacking.any() || !summed).then(|| Need {
            module: module.to_owned(),
            version: version.to_owned(),
            lacking,
            file: None,
            line: None,
            by: None,
            summed,
            sums: self.lines(module, version),
        })
    }

    /// What go.sum and go.work.sum say of a version, in the order in which go
    /// looks at it.
    pub fn lines(&self, module: &str, version: &str) -> Vec<SumLine> {
        let gomod = format!("{version}/go.mod");
        let keys = [(Part::GoMod, gomod.as_str()), (Part::Zip, version)];
        let mut lines = Vec::new();
        for Summed { path, reading, file, .. } in &self.sums {
            for (part, key) in keys {
                lines.extend(file.hashes(module, key).iter().map(|entry| SumLine {
                    file: path.clone(),
                    line: entry.line,
                    reading: *reading,
                    part,
                    hash: entry.hash.clone(),
                }));
            }
        }
        lines
    }

    /// Where the cache keeps a file of a version; none for what go refuses as a path.
    pub(super) fn cached(&self, module: &str, version: &str, ending: &str) -> Option<String> {
        let (module, version) = (escape_path(module).ok()?, escape_version(version).ok()?);
        Some(join(&self.download, &format!("{module}/@v/{version}{ending}")))
    }

    /// Where the cache keeps a version unpacked.
    pub(super) fn unpacked(&self, module: &str, version: &str) -> Option<String> {
        let (module, version) = (escape_path(module).ok()?, escape_version(version).ok()?);
        let cache = self.download.strip_suffix("cache/download")?;
        Some(join(cache, &format!("{module}@{version}")))
    }

    /// What go would have to fetch. A `.mod` and a `.zip` it takes as they are, however
    /// they are; an `.info` that is none it fetches anew.
    pub(super) fn lacking(&self, machine: &dyn Machine, module: &str, version: &str) -> Lacking {
        let Some(file) = self.cached(module, version, "") else { return Lacking::ALL };
        let lies = |ending: &str| {
            matches!(machine.look(&format!("{file}{ending}")), Ok(Entry::File { .. }))
        };
        let info = machine.read(&format!("{file}.info"), INFO);
        let info = info.is_ok_and(|content| is_info(&content));
        Lacking { info: !info, gomod: !lies(".mod"), zip: !lies(".zip") }
    }
}

/// Whether go can read it: the fields that it knows have to be of their kind.
/// go's file: `cmd/go/internal/modfetch/cache.go`, `readDiskStat`.
fn is_info(content: &[u8]) -> bool {
    let of = |info: &Map<String, Value>, wanted: &str| {
        let mut named = info.iter().filter(|(name, _)| name.eq_ignore_ascii_case(wanted));
        named.next_back().map(|(_, value)| value.clone())
    };
    match serde_json::from_slice(content) {
        Ok(Value::Null) => true,
        Ok(Value::Object(info)) => {
            let version = of(&info, "Version").is_none_or(|it| it.is_string() || it.is_null());
            let time = of(&info, "Time").is_none_or(|it| match it {
                Value::Null => true,
                Value::String(time) => time.parse::<jiff::Timestamp>().is_ok(),
                _ => false,
            });
            version && time
        }
        _ => false,
    }
}
