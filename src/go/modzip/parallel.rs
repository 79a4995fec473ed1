use super::archive::Archive;
use super::content::Contents;
use super::hash::{Hashed, Meant};
use super::{Limits, ZipFault};
use crate::go::h1::{FileHash, List};
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a worker takes at a time, in bytes and in files: enough to read on in one
/// direction.
const BATCH: u64 = 4 << 20;
const BATCH_FILES: usize = 4096;

impl Archive<'_> {
    /// What [`Archive::hash`] says, by several threads side by side: a zip is split
    /// between its files.
    pub fn hash_parallel(&self, limits: Limits, threads: usize) -> Result<Hashed, ZipFault> {
        self.bounded(limits)?;
        let order = self.in_order();
        let work = Work::of(self, &order);
        std::thread::scope(|scope| {
            for _ in 1..threads.min(work.batches.len()) {
                scope.spawn(|| work.take_all());
            }
            work.take_all();
        });
        let hashes = work.done()?;
        let mut list = List::default();
        for (meant, hash) in order.iter().zip(&hashes) {
            for _ in 0..meant.times {
                list.push(self.name(meant.file), hash);
            }
        }
        Ok(Hashed { h1: list.finish(), entries: self.count() })
    }
}

struct Work<'a> {
    archive: &'a Archive<'a>,
    order: &'a [Meant<'a>],
    /// The largest first: none that is begun last takes long.
    batches: Vec<Range<usize>>,
    next: AtomicUsize,
    /// The least file in the order that has a fault: go stops there.
    fault_at: AtomicUsize,
    results: Mutex<Results>,
}

#[derive(Default)]
struct Results {
    hashes: Vec<(usize, Vec<FileHash>)>,
    fault: Option<(usize, ZipFault)>,
}

impl<'a> Work<'a> {
    fn of(archive: &'a Archive<'a>, order: &'a [Meant<'a>]) -> Self {
        let mut batches = batches(order);
        batches.sort_by_key(|batch| Reverse(declared(&order[batch.clone()])));
        Self {
            archive,
            order,
            batches,
            next: AtomicUsize::new(0),
            fault_at: AtomicUsize::new(usize::MAX),
            results: Mutex::default(),
        }
    }

    fn take_all(&self) {
        let mut contents = Contents::of(self.archive);
        loop {
            let taken = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(batch) = self.batches.get(taken) else {
                return;
            };
            self.hash(batch.clone(), &mut contents);
        }
    }

    fn hash(&self, batch: Range<usize>, contents: &mut Contents) {
        let mut hashes = Vec::with_capacity(batch.len());
        for at in batch.clone() {
            // What comes after a fault does not matter, what comes before it does.
            if at > self.fault_at.load(Ordering::Relaxed) {
                return;
            }
            match self.archive.hash_of(&self.order[at], contents) {
                Ok(hash) => hashes.push(hash),
                Err(fault) => return self.refuse(at, fault),
            }
        }
        self.results().hashes.push((batch.start, hashes));
    }

    fn refuse(&self, at: usize, fault: ZipFault) {
        self.fault_at.fetch_min(at, Ordering::Relaxed);
        let mut results = self.results();
        if results.fault.as_ref().is_none_or(|(before, _)| at < *before) {
            results.fault = Some((at, fault));
        }
    }

    fn done(&self) -> Result<Vec<FileHash>, ZipFault> {
        let mut results = self.results();
        if let Some((_, fault)) = results.fault.take() {
            return Err(fault);
        }
        results.hashes.sort_by_key(|(start, _)| *start);
        Ok(results.hashes.drain(..).flat_map(|(_, hashes)| hashes).collect())
    }

    /// A thread that panics takes the whole with it: there is no half-written result.
    fn results(&self) -> std::sync::MutexGuard<'_, Results> {
        self.results.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn batches(order: &[Meant]) -> Vec<Range<usize>> {
    let mut batches = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, meant) in order.iter().enumerate() {
        let size = meant.file.size;
        if at > start && (bytes + size > BATCH || at - start == BATCH_FILES) {
            batches.push(start..at);
            (start, bytes) = (at, 0);
        }
        bytes += size;
    }
    if start < order.len() {
        batches.push(start..order.len());
    }
    batches
}

fn declared(order: &[Meant]) -> u64 {
    order.iter().map(|meant| meant.file.size).sum()
}
