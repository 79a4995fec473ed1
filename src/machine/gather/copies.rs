use super::ledger::Ledger;
use super::project::MOST;
use crate::go::h1;
use crate::go::modzip::{self, Limits, ZipFault};
use crate::machine::{Entry, Machine};
use crate::model::{CachedCopy, Compared, Nameplate, Need, Part, Really};
use std::cell::Cell;

/// As much of all zips together is hashed before anything is asked, in bytes.
const HASHED: u64 = 256 << 20;
/// A `.ziphash` holds one hash.
const ZIPHASH: usize = 1 << 10;
const SHA256_IN_BASE64: usize = 44;

/// What the module cache has, as far as go reads it.
pub(super) struct Copies<'m> {
    machine: &'m dyn Machine,
    ledger: &'m Ledger,
    /// Bytes of zips that may still be hashed.
    room: Cell<u64>,
}

impl<'m> Copies<'m> {
    pub(super) fn of(machine: &'m dyn Machine, ledger: &'m Ledger) -> Self {
        Self { machine, ledger, room: Cell::new(HASHED) }
    }

    /// Whether go would stop at what is here of a version, by go.sum alone.
    pub(super) fn stop(&self, module: &str, version: &str) -> bool {
        let (lacking, sums) = (
            self.ledger.lacking(self.machine, module, version),
            self.ledger.lines(module, version),
        );
        let (module, version) = (module.to_owned(), version.to_owned());
        let need = Need { module, version, lacking, sums, ..Need::default() };
        let broken = |copy: &CachedCopy| matches!(copy.really, Some(Really::Broken { .. }));
        self.of_need(&need).iter().any(|copy| is_disputed(&need, copy) || broken(copy))
    }

    /// The hash that go takes for that of what is here of a version.
    pub(super) fn hash_of(&self, module: &str, version: &str, part: Part) -> Option<String> {
        let (module, version) = (module.to_owned(), version.to_owned());
        let need = Need { module, version, ..Need::default() };
        let copy = match part {
            Part::GoMod => self.gomod(&need),
            Part::Zip => self.zip(&need),
        };
        copy.map(|it| it.taken_for).filter(|hash| !hash.is_empty())
    }

    /// What is here of the needs. What differs from go.sum is looked into.
    pub(super) fn look(&self, needs: &[Need]) -> Vec<CachedCopy> {
        let mut found = Vec::new();
        for need in needs {
            for mut copy in self.of_need(need) {
                if copy.really.is_none() && is_disputed(need, &copy) {
                    copy.really = self.really(need, &copy.path);
                }
                found.push(copy);
            }
        }
        found
    }

    fn of_need(&self, need: &Need) -> Vec<CachedCopy> {
        let gomod = if need.lacking.gomod { None } else { self.gomod(need) };
        let zip = if need.lacking.zip { None } else { self.zip(need) };
        gomod.into_iter().chain(zip).collect()
    }

    fn gomod(&self, need: &Need) -> Option<CachedCopy> {
        let path = self.ledger.cached(&need.module, &need.version, ".mod")?;
        let content = self.machine.read(&path, MOST).ok()?;
        let h1 = h1::of_gomod(&content);
        // A go.mod with a mistake in it may well be what its author published.
        let is_one = Nameplate::of(&content).is_whole() || Nameplate::is_meant(&content);
        let really = if is_one {
            Really::Hashed { h1: h1.clone() }
        } else {
            Really::Broken { words: "missing module line".to_owned() }
        };
        Some(copy(need, Part::GoMod, path, h1, Some(really)))
    }

    /// go believes the `.ziphash`, and hashes the zip only where that is no hash. It
    /// looks into the zip where it has to unpack it.
    /// go's file: `cmd/go/internal/modfetch/fetch.go`, `checkMod` and `unzip`.
    fn zip(&self, need: &Need) -> Option<CachedCopy> {
        let path = self.ledger.cached(&need.module, &need.version, ".zip")?;
        self.machine.look(&path).ok()?;
        let said = self.ziphash(need);
        if is_hash(&said) {
            let really = if self.is_unpacked(need) { None } else { self.really(need, &path) };
            return Some(copy(need, Part::Zip, path, said, really));
        }
        let really = self.really(need, &path)?;
        let h1 = match &really {
            Really::Hashed { h1 } => h1.clone(),
            Really::Broken { .. } => String::new(),
        };
        Some(copy(need, Part::Zip, path, h1, Some(really)))
    }

    fn ziphash(&self, need: &Need) -> String {
        let path = self.ledger.cached(&need.module, &need.version, ".ziphash");
        let said = path.and_then(|path| self.machine.read(&path, ZIPHASH).ok());
        String::from_utf8_lossy(&said.unwrap_or_default()).trim().to_owned()
    }

    fn is_unpacked(&self, need: &Need) -> bool {
        let here = |path: Option<String>| path.is_some_and(|it| self.machine.look(&it).is_ok());
        let partial = self.ledger.cached(&need.module, &need.version, ".partial");
        let folder = self.ledger.unpacked(&need.module, &need.version);
        folder.is_some_and(|it| matches!(self.machine.look(&it), Ok(Entry::Folder)))
            && !here(partial)
    }

    /// None where it is not looked at.
    fn really(&self, need: &Need, path: &str) -> Option<Really> {
        let zip = self.machine.open(path).ok()?;
        self.room.set(self.room.get().checked_sub(zip.size())?);
        let hashed = if self.is_unpacked(need) {
            modzip::hash(&*zip)
        } else {
            let accepted =
                modzip::accept(&*zip, &need.module, &need.version, Limits::USUAL, &|_| {});
            accepted.map_err(|refused| refused.fault)
        };
        match hashed {
            Ok(hashed) => Some(Really::Hashed { h1: hashed.h1 }),
            Err(ZipFault::TooMuch { .. } | ZipFault::Unreadable { .. }) => None,
            Err(fault) => Some(Really::Broken { words: fault.message() }),
        }
    }
}

fn is_disputed(need: &Need, copy: &CachedCopy) -> bool {
    matches!(need.compared(copy.part, &copy.taken_for), Compared::Differs(_))
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
