use super::join;
use crate::go::env::{Platform, Settings};
use crate::go::gosumdb::Database;
use crate::go::sumdb::StoredTree;
use crate::machine::Machine;
use crate::model::{FileFault, Latest, SumdbFiles};

/// A stored tree is a few lines, in bytes.
pub const STORED: usize = 1 << 20;
/// The database whose key go knows by its name.
const PUBLIC: &str = "sum.golang.org";

/// What lies here of the checksum database in force; none where GOSUMDB names none.
/// go's file: `cmd/go/internal/modfetch/sumdb.go`, `ReadConfig` and `ReadCache`.
pub(super) fn look(machine: &dyn Machine, settings: &Settings) -> Option<SumdbFiles> {
    let database = Database::parse(settings.raw("GOSUMDB")).ok()?;
    let verifier = database.verifier().ok()?;
    let name = &database.name;
    let cache = join(settings.raw("GOMODCACHE"), &format!("cache/download/sumdb/{name}"));
    let latest = first_gopath(machine, settings)
        .map(|gopath| join(&gopath, &format!("pkg/sumdb/{name}/latest")));
    let content = latest.as_ref().map_or(Ok(Vec::new()), |path| read(machine, path));
    let stored = match content {
        Ok(content) => Latest::Read { tree: StoredTree::read(&content, &verifier) },
        Err(why) => Latest::Unreadable { why },
    };
    let is_public = Database::parse(PUBLIC).is_ok_and(|known| known.key == database.key);
    Some(SumdbFiles { name: database.name, is_public, latest, stored, cache })
}

/// The stored tree; a file that is not there is an empty one to go.
fn read(machine: &dyn Machine, path: &str) -> Result<Vec<u8>, FileFault> {
    match machine.read(path, STORED) {
        Err(FileFault::NotFound) => Ok(Vec::new()),
        read => read,
    }
}

/// go's file: `cmd/go/internal/cfg/cfg.go`, `gopathDir`.
fn first_gopath(machine: &dyn Machine, settings: &Settings) -> Option<String> {
    let platform = Platform { goos: machine.os(), goarch: machine.arch() };
    let first = platform.split_list(settings.raw("GOPATH")).into_iter().next();
    first.filter(|first| !first.is_empty())
}
