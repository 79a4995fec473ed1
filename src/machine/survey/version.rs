use super::compare::{Compared, NotCompared, Pair};
use super::desk::Desk;
use super::shelves::{Version, file_of};
use super::tree::{self, Tree};
use super::{Plan, Watch, small};
use crate::go::h1::{self, FileHash};
use crate::go::modcache::{ModuleVersion, Use};
use crate::go::modzip::{Archive, Limits, ZipFault};
use crate::machine::{Entry, Kind, Machine};
use crate::model::{
    Damage, FileFault, Folder, Harm, HeldHash, InPlace, Item, Part, Place, Stands, SumLine, Wanted,
    Wrong, Zip,
};

/// One version, with what it is held against.
pub(super) struct Look<'a> {
    pub(super) machine: &'a dyn Machine,
    pub(super) plan: &'a Plan,
    pub(super) watch: &'a Watch,
    pub(super) version: &'a Version,
    pub(super) sums: Vec<SumLine>,
}

/// Something in it could not be read, or the looking was stopped.
pub(super) struct Unseen;

/// Looks at all that the cache has of a version.
pub(super) fn look(
    machine: &dyn Machine,
    plan: &Plan,
    watch: &Watch,
    version: &Version,
    threads: usize,
    desk: &mut Desk,
) {
    let sums = plan.sums(&version.module);
    let look = Look { machine, plan, watch, version, sums };
    let gomod = look.module(threads, desk);
    if !version.stem.is_empty() {
        small::look(&look, gomod);
    }
}

impl Look<'_> {
    /// The zip, its hash and its folder; the hash of the go.mod in the zip, if that is
    /// what it should be.
    fn module(&self, threads: usize, desk: &mut Desk) -> Option<FileHash> {
        let folder = self.folder()?;
        let has_zip = self.version.has(Use::Zip);
        if !has_zip && folder.is_none() {
            return None;
        }
        let mut gomod = None;
        let stands = self.stands(folder.as_deref(), threads, desk, &mut gomod).ok()?;
        let wrongs = stands.wrongs();
        let zip_is_wrong = wrongs.iter().any(|wrong| wrong.item == Item::Zip);
        if let Some(h1) = stands.agreed(&wrongs) {
            self.holds(Part::Zip, h1);
        }
        for wrong in wrongs {
            self.wrong(wrong);
        }
        gomod.filter(|_| !zip_is_wrong)
    }

    fn stands(
        &self,
        folder: Option<&str>,
        threads: usize,
        desk: &mut Desk,
        gomod: &mut Option<FileHash>,
    ) -> Result<Stands, Unseen> {
        let mut stands =
            Stands { ziphash: self.ziphash()?, sums: self.sums.clone(), ..Stands::default() };
        let tree = folder.map(|folder| self.seen(tree::count(self.machine, folder))).transpose()?;
        if self.version.has(Use::Zip) {
            let beside = folder.zip(tree.as_ref());
            match self.compared(beside, threads, desk)? {
                Ok(compared) => {
                    *gomod = compared.gomod;
                    self.count(&compared);
                    stands.folder = self.beside(folder, &compared, desk)?;
                    stands.zip = Some(Zip::Hashed { h1: compared.h1 });
                }
                Err(fault) => stands.zip = Some(Zip::Broken { words: fault.message() }),
            }
        }
        if let Some(folder) = folder.filter(|_| stands.folder.is_none()) {
            stands.folder = Some(Folder::Hashed { h1: self.hashed(folder, desk)? });
        }
        self.watch.count(|tally| tally.folders += usize::from(folder.is_some()));
        Ok(stands)
    }

    fn beside(
        &self,
        folder: Option<&str>,
        compared: &Compared,
        desk: &mut Desk,
    ) -> Result<Option<Folder>, Unseen> {
        let Some(folder) = folder else { return Ok(None) };
        if !compared.difference.any() {
            return Ok(Some(Folder::AsZip));
        }
        let difference = compared.difference.clone();
        // A pipe in it is no file to hash.
        let h1 = self.hashed(folder, desk)?;
        Ok(Some(Folder::Unlike { difference, h1 }))
    }

    fn compared(
        &self,
        folder: Option<(&str, &Tree)>,
        threads: usize,
        desk: &mut Desk,
    ) -> Result<Result<Compared, ZipFault>, Unseen> {
        let path = file_of(&self.version.stem, Use::Zip);
        let zip = self.seen(self.machine.open(&path).map_err(|why| (path.clone(), why)))?;
        let archive = match Archive::open(&*zip, Limits::USUAL) {
            Ok(archive) => archive,
            Err(fault) => return self.faulty(&path, fault),
        };
        let named = self.version.module.named();
        let (machine, watch, size) = (self.machine, self.watch, self.version.size);
        let pair = Pair { machine, watch, named: &named, folder, size };
        match pair.compare(&archive, threads, desk) {
            Ok(compared) => Ok(Ok(compared)),
            Err(NotCompared::Zip(fault)) => self.faulty(&path, fault),
            Err(NotCompared::File { path, why }) => self.seen(Err((path, why))),
            Err(NotCompared::Stopped) => Err(Unseen),
        }
    }

    /// A disk that errs is not the zip's fault.
    fn faulty<T>(&self, path: &str, fault: ZipFault) -> Result<Result<T, ZipFault>, Unseen> {
        match fault {
            ZipFault::Unreadable { .. } => self.seen(Err((path.to_owned(), FileFault::Failed))),
            fault => Ok(Err(fault)),
        }
    }

    fn count(&self, compared: &Compared) {
        let is_summed = self.sums.iter().any(|line| line.part == Part::Zip);
        self.watch.count(|tally| {
            tally.zips += 1;
            tally.bytes += compared.bytes;
            tally.summed += usize::from(is_summed);
        });
    }

    /// go's file: `golang.org/x/mod/sumdb/dirhash/hash.go`, `HashDir`.
    fn hashed(&self, folder: &str, desk: &mut Desk) -> Result<String, Unseen> {
        let mut found = Vec::new();
        self.seen(tree::walk(self.machine, folder, &mut |name, kind| {
            if kind == Kind::File {
                found.push(name.to_owned());
            }
        }))?;
        let named = self.version.module.named();
        let mut files = Vec::with_capacity(found.len());
        for name in found {
            if self.watch.is_stopped() {
                return Err(Unseen);
            }
            let hash = desk.hash(self.machine, folder, &name);
            let hash = self.seen(hash.map_err(|why| (format!("{folder}/{name}"), why)))?;
            files.push((format!("{named}/{name}"), hash));
        }
        Ok(h1::of_files(&mut files))
    }

    fn ziphash(&self) -> Result<Option<String>, Unseen> {
        if !self.version.has(Use::ZipHash) {
            return Ok(None);
        }
        let path = file_of(&self.version.stem, Use::ZipHash);
        match self.machine.read(&path, small::ZIPHASH) {
            Ok(said) => Ok(Some(String::from_utf8_lossy(&said).trim().to_owned())),
            Err(FileFault::TooLarge) => Ok(Some(String::new())),
            Err(why) => self.seen(Err((path, why))),
        }
    }

    /// The folder to compare, if one is there; none at all where what lies there is
    /// said to be something else.
    #[expect(clippy::option_option, reason = "no folder is not the same as no more to say")]
    fn folder(&self) -> Option<Option<String>> {
        let Some(kind) = self.version.folder else { return Some(None) };
        let below = self.version.module.folder()?;
        let path = format!("{}/{below}", self.plan.root);
        let is_partial = self.version.has(Use::Partial);
        match kind {
            Kind::Folder if is_partial => {
                let partial = file_of(&self.version.stem, Use::Partial);
                self.report(&path, Harm::FolderPartial, vec![path.clone(), partial]);
                Some(None)
            }
            Kind::Folder => Some(Some(path)),
            kind => {
                let what = self.instead(&path, kind);
                let harm = Harm::InTheWay { what, of: Place::Folder };
                self.report(&path, harm, vec![path.clone()]);
                Some(None)
            }
        }
    }

    fn instead(&self, path: &str, kind: Kind) -> InPlace {
        match (kind, self.machine.look(path)) {
            (Kind::File, _) => InPlace::File,
            (Kind::Link, Ok(Entry::Folder)) => InPlace::Link,
            (Kind::Link, Err(_)) => InPlace::DeadLink,
            _ => InPlace::Other,
        }
    }

    fn wrong(&self, wrong: Wrong) {
        let path = self.path(wrong.item);
        let remove = wrong.remove.iter().map(|item| self.path(*item)).collect();
        self.report(&path, wrong.harm, remove);
    }

    /// Keeps a hash for the checksum database to judge.
    pub(super) fn holds(&self, part: Part, h1: &str) {
        let paths = match part {
            Part::GoMod => vec![file_of(&self.version.stem, Use::Mod)],
            Part::Zip => {
                let items = [Item::Zip, Item::ZipHash, Item::Folder];
                items.into_iter().filter(|it| self.has(*it)).map(|it| self.path(it)).collect()
            }
        };
        let Some(path) = paths.first().cloned() else { return };
        let mut lines = self.sums.iter();
        let line = lines.find(|line| line.part == part && line.hash == h1).cloned();
        let wanted = match part {
            Part::GoMod => self.plan.wanted_for_graph(&self.version.module, &self.sums),
            Part::Zip => self.plan.wanted(&self.version.module, &self.sums),
        };
        let (module, h1, remove) = (self.version.module.clone(), h1.to_owned(), paths);
        self.watch.holds(HeldHash { module, part, h1, wanted, path, remove, line });
    }

    fn has(&self, item: Item) -> bool {
        match item {
            Item::Zip => self.version.has(Use::Zip),
            Item::ZipHash => self.version.has(Use::ZipHash),
            Item::Folder => self.version.folder.is_some(),
        }
    }

    fn path(&self, item: Item) -> String {
        match item {
            Item::Zip => file_of(&self.version.stem, Use::Zip),
            Item::ZipHash => file_of(&self.version.stem, Use::ZipHash),
            Item::Folder => {
                format!("{}/{}", self.plan.root, self.version.module.folder().unwrap_or_default())
            }
        }
    }

    fn seen<T>(&self, result: Result<T, (String, FileFault)>) -> Result<T, Unseen> {
        result.map_err(|(path, why)| {
            // What is gone meanwhile somebody has cleared away.
            if why != FileFault::NotFound {
                self.report(&path, Harm::Unreadable { why }, Vec::new());
            }
            Unseen
        })
    }

    pub(super) fn report(&self, path: &str, harm: Harm, remove: Vec<String>) {
        let wanted = self.plan.wanted(&self.version.module, &self.sums);
        self.report_as(path, harm, remove, wanted);
    }

    pub(super) fn report_as(&self, path: &str, harm: Harm, remove: Vec<String>, wanted: Wanted) {
        let module: Option<ModuleVersion> = Some(self.version.module.clone());
        self.watch.report(Damage { path: path.to_owned(), module, harm, wanted, remove });
    }
}
