use super::Watch;
use super::desk::Desk;
use super::differing::Differing;
use super::tree::{self, Tree};
use crate::go::h1::{FileHash, List};
use crate::go::module::check_file_path;
use crate::go::modzip::{Archive, Files, Limits, Tap, ZipFault};
use crate::machine::Machine;
use crate::model::{Difference, FileFault};
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// What a worker takes at a time of one zip, in bytes and in files.
const BATCH: u64 = 4 << 20;
const BATCH_FILES: usize = 2048;

/// A zip beside the folder that it was unpacked into.
pub(super) struct Pair<'a> {
    pub(super) machine: &'a dyn Machine,
    pub(super) watch: &'a Watch,
    /// `path@version`, as the names in the zip begin.
    pub(super) named: &'a str,
    /// The folder, and what lies in it.
    pub(super) folder: Option<(&'a str, &'a Tree)>,
    /// The size of the zip, for the progress.
    pub(super) size: u64,
}

/// What came of both.
pub(super) struct Compared {
    pub(super) h1: String,
    pub(super) gomod: Option<FileHash>,
    pub(super) bytes: u64,
    pub(super) difference: Difference,
}

/// Why there is nothing to say.
pub(super) enum NotCompared {
    Zip(ZipFault),
    File { path: String, why: FileFault },
    Stopped,
}

impl From<ZipFault> for NotCompared {
    fn from(fault: ZipFault) -> Self {
        Self::Zip(fault)
    }
}

impl Pair<'_> {
    /// Each file is unpacked once: hashed, and held against the one in the folder.
    pub(super) fn compare(
        &self,
        archive: &Archive,
        threads: usize,
        desk: &mut Desk,
    ) -> Result<Compared, NotCompared> {
        let files = Files::of(archive, Limits::USUAL)?;
        let work = Work::of(self, &files);
        std::thread::scope(|scope| {
            for _ in 1..threads.min(work.batches.len()) {
                scope.spawn(|| work.take_all(&mut Desk::default()));
            }
            work.take_all(desk);
        });
        let (hashes, mut difference) = work.done()?;
        let mut list = List::default();
        for (at, hash) in hashes.iter().enumerate() {
            for _ in 0..files.times(at) {
                list.push(files.name(at), hash);
            }
        }
        let gomod = files.find(format!("{}/go.mod", self.named).as_bytes());
        self.extra(&files, &mut difference)?;
        Ok(Compared {
            h1: list.finish(),
            gomod: gomod.map(|at| hashes[at]),
            bytes: archive.declared(),
            difference: difference.finish(),
        })
    }

    /// Files that the zip does not have: only where the numbers say that there are any.
    fn extra(&self, files: &Files, difference: &mut Differing) -> Result<(), NotCompared> {
        let Some((folder, tree)) = self.folder else { return Ok(()) };
        if tree.files == difference.met && tree.odd.is_empty() {
            return Ok(());
        }
        let mut extra = |name: &str| {
            if files.find(format!("{}/{name}", self.named).as_bytes()).is_none() {
                difference.extra(name);
            }
        };
        let walked = tree::walk(self.machine, folder, &mut |name, _| extra(name));
        walked.map_err(|(path, why)| NotCompared::File { path, why })
    }
}

/// The files of one zip, shared out between threads.
struct Work<'a> {
    pair: &'a Pair<'a>,
    files: &'a Files<'a>,
    /// The largest first, so that none that is begun last takes long.
    batches: Vec<Range<usize>>,
    next: AtomicUsize,
    /// The least file that has a fault: go stops there.
    fault_at: AtomicUsize,
    results: Mutex<Results>,
}

#[derive(Default)]
struct Results {
    hashes: Vec<(usize, Vec<FileHash>)>,
    fault: Option<(usize, NotCompared)>,
    differing: Differing,
}

impl<'a> Work<'a> {
    fn of(pair: &'a Pair<'a>, files: &'a Files<'a>) -> Self {
        Self {
            pair,
            files,
            batches: batches(files),
            next: AtomicUsize::new(0),
            fault_at: AtomicUsize::new(usize::MAX),
            results: Mutex::default(),
        }
    }

    fn take_all(&self, desk: &mut Desk) {
        let mut tap = Tap::of(self.files);
        loop {
            let taken = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(batch) = self.batches.get(taken) else { return };
            let share = self.pair.size * batch.len() as u64 / self.files.count().max(1) as u64;
            self.batch(batch.clone(), &mut tap, desk);
            self.pair.watch.done(share);
        }
    }

    fn batch(&self, batch: Range<usize>, tap: &mut Tap, desk: &mut Desk) {
        let mut hashes = Vec::with_capacity(batch.len());
        let mut differing = Differing::default();
        for at in batch.clone() {
            if at > self.fault_at.load(Ordering::Relaxed) {
                return;
            }
            if self.pair.watch.is_stopped() {
                return self.refuse(at, NotCompared::Stopped);
            }
            match self.file(at, tap, desk, &mut differing) {
                Ok(hash) => hashes.push(hash),
                Err(fault) => return self.refuse(at, fault),
            }
        }
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        results.hashes.push((batch.start, hashes));
        results.differing.add(&differing);
    }

    fn file(
        &self,
        at: usize,
        tap: &mut Tap,
        desk: &mut Desk,
        differing: &mut Differing,
    ) -> Result<FileHash, NotCompared> {
        let Some((folder, name)) = self.beside(at) else {
            return Ok(tap.hash(at, &mut |_| {})?);
        };
        if self.is_odd(name) {
            differing.altered(name);
            return Ok(tap.hash(at, &mut |_| {})?);
        }
        match desk.open(self.pair.machine, folder, name) {
            Ok(mut beside) => {
                let hash = tap.hash(at, &mut |piece| beside.meet(piece))?;
                differing.met += 1;
                match beside.end() {
                    Ok(true) => {}
                    Ok(false) => differing.altered(name),
                    Err(why) => return Err(unreadable(folder, name, why)),
                }
                Ok(hash)
            }
            Err(FileFault::NotFound | FileFault::NotADirectory) => {
                differing.missing(name);
                Ok(tap.hash(at, &mut |_| {})?)
            }
            Err(why) => Err(unreadable(folder, name, why)),
        }
    }

    /// The folder, and the name below it; none where there is nothing to compare. go
    /// unpacks no folder by itself, and no name that leads elsewhere.
    fn beside(&self, at: usize) -> Option<(&'a str, &'a str)> {
        let (folder, _) = self.pair.folder?;
        let name = std::str::from_utf8(self.files.name(at)).ok()?;
        let below = name.strip_prefix(self.pair.named)?.strip_prefix('/')?;
        check_file_path(below).is_ok().then_some((folder, below))
    }

    fn is_odd(&self, name: &str) -> bool {
        let odd = self.pair.folder.map(|(_, tree)| tree.odd.as_slice()).unwrap_or_default();
        odd.iter().any(|it| it == name)
    }

    fn refuse(&self, at: usize, fault: NotCompared) {
        self.fault_at.fetch_min(at, Ordering::Relaxed);
        let mut results = self.results.lock().unwrap_or_else(PoisonError::into_inner);
        if results.fault.as_ref().is_none_or(|(before, _)| at < *before) {
            results.fault = Some((at, fault));
        }
    }

    fn done(self) -> Result<(Vec<FileHash>, Differing), NotCompared> {
        let mut results = self.results.into_inner().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, fault)) = results.fault {
            return Err(fault);
        }
        results.hashes.sort_by_key(|(start, _)| *start);
        let hashes = results.hashes.into_iter().flat_map(|(_, hashes)| hashes).collect();
        Ok((hashes, results.differing))
    }
}

fn unreadable(folder: &str, name: &str, why: FileFault) -> NotCompared {
    NotCompared::File { path: format!("{folder}/{name}"), why }
}

fn batches(files: &Files) -> Vec<Range<usize>> {
    let mut batches: Vec<(u64, Range<usize>)> = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for at in 0..files.count() {
        let size = files.size(at);
        if at > start && (bytes + size > BATCH || at - start == BATCH_FILES) {
            batches.push((bytes, start..at));
            (start, bytes) = (at, 0);
        }
        bytes = bytes.saturating_add(size);
    }
    if start < files.count() {
        batches.push((bytes, start..files.count()));
    }
    batches.sort_by_key(|(bytes, _)| Reverse(*bytes));
    batches.into_iter().map(|(_, batch)| batch).collect()
}
