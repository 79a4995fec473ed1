use super::ledger::Ledger;
use super::project::MOST;
use crate::go::h1;
use crate::go::modzip;
use crate::machine::Machine;
use crate::model::{CachedCopy, Compared, Need, Part, Really};

/// As much of all zips together is hashed before anything is asked, in bytes.
const HASHED: u64 = 256 << 20;
/// A `.ziphash` holds one hash.
const ZIPHASH: usize = 1 << 10;
const SHA256_IN_BASE64: usize = 44;

/// Whether go would stop at what the cache has of a version, by go.sum alone.
pub(super) fn differ(machine: &dyn Machine, ledger: &Ledger, module: &str, version: &str) -> bool {
    let need = Need { sums: ledger.lines(module, version), ..named(module, version) };
    copies(machine, ledger, &need).iter().any(|copy| is_disputed(&need, copy))
}

/// The hash that go takes for that of what the cache has of a version.
pub(super) fn hash_of(
    machine: &dyn Machine,
    ledger: &Ledger,
    module: &str,
    version: &str,
    part: Part,
) -> Option<String> {
    let need = named(module, version);
    let copy = match part {
        Part::GoMod => gomod(machine, ledger, &need),
        Part::Zip => zip(machine, ledger, &need),
    };
    copy.map(|it| it.taken_for)
}

/// What the cache has of the needs, as far as go compares it. What differs from
/// go.sum is looked into.
pub(super) fn look(machine: &dyn Machine, ledger: &Ledger, needs: &[Need]) -> Vec<CachedCopy> {
    let mut room = HASHED;
    let mut found = Vec::new();
    for need in needs {
        for mut copy in copies(machine, ledger, need) {
            if copy.really.is_none() && is_disputed(need, &copy) {
                copy.really = really(machine, &copy.path, &mut room);
            }
            found.push(copy);
        }
    }
    found
}

fn named(module: &str, version: &str) -> Need {
    Need { module: module.to_owned(), version: version.to_owned(), ..Need::default() }
}

fn is_disputed(need: &Need, copy: &CachedCopy) -> bool {
    matches!(need.compared(copy.part, &copy.taken_for), Compared::Differs(_))
}

fn copies(machine: &dyn Machine, ledger: &Ledger, need: &Need) -> Vec<CachedCopy> {
    let gomod = || gomod(machine, ledger, need);
    let zip = || zip(machine, ledger, need);
    let gomod = if need.lacking.gomod { None } else { gomod() };
    let zip = if need.lacking.zip { None } else { zip() };
    gomod.into_iter().chain(zip).collect()
}

fn gomod(machine: &dyn Machine, ledger: &Ledger, need: &Need) -> Option<CachedCopy> {
    let path = ledger.cached(&need.module, &need.version, ".mod")?;
    let h1 = h1::of_gomod(&machine.read(&path, MOST).ok()?);
    let really = Some(Really::Hashed { h1: h1.clone() });
    Some(copy(need, Part::GoMod, path, h1, really))
}

/// go believes the `.ziphash`, and hashes the zip only where that is no hash.
/// go's file: `cmd/go/internal/modfetch/fetch.go`, `checkMod`.
fn zip(machine: &dyn Machine, ledger: &Ledger, need: &Need) -> Option<CachedCopy> {
    let path = ledger.cached(&need.module, &need.version, ".zip")?;
    let ziphash = ledger.cached(&need.module, &need.version, ".ziphash")?;
    let said = machine.read(&ziphash, ZIPHASH).unwrap_or_default();
    let said = String::from_utf8_lossy(&said).trim().to_owned();
    if is_hash(&said) {
        return Some(copy(need, Part::Zip, path, said, None));
    }
    let mut room = HASHED;
    let really = really(machine, &path, &mut room)?;
    let Really::Hashed { h1 } = &really else { return None };
    let h1 = h1.clone();
    Some(copy(need, Part::Zip, path, h1, Some(really)))
}

/// By length alone; what has it and is no hash stops go at once.
/// go's file: `cmd/go/internal/modfetch/fetch.go`, `isValidSum`.
fn is_hash(text: &str) -> bool {
    !text.contains('\0') && text.len() == "h1:".len() + SHA256_IN_BASE64
}

fn copy(
    need: &Need,
    part: Part,
    path: String,
    taken_for: String,
    really: Option<Really>,
) -> CachedCopy {
    let (module, version) = (need.module.clone(), need.version.clone());
    CachedCopy { module, version, part, path, taken_for, really }
}

fn really(machine: &dyn Machine, path: &str, room: &mut u64) -> Option<Really> {
    let zip = machine.open(path).ok()?;
    *room = room.checked_sub(zip.size())?;
    Some(match modzip::hash(&*zip) {
        Ok(hashed) => Really::Hashed { h1: hashed.h1 },
        Err(fault) => Really::Broken { words: format!("{fault:?}") },
    })
}
