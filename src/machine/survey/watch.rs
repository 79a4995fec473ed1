use crate::model::{CacheState, Damage, HeldHash, HeldLock, Survey, Tally};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// As many damages are held while looking.
const MOST: usize = 50_000;

/// What is known so far, and how far the looking has come. Whoever holds it can end
/// the looking.
#[derive(Debug, Default)]
pub struct Watch {
    stopped: AtomicBool,
    done: AtomicU64,
    whole: AtomicU64,
    found: Mutex<Found>,
}

#[derive(Debug, Default)]
struct Found {
    survey: Survey,
    locks: Vec<HeldLock>,
    hashes: Vec<HeldHash>,
}

impl Watch {
    /// Ends the looking soon.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// How many bytes of zips were looked at, and how many there are.
    pub fn progress(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.whole.load(Ordering::Relaxed))
    }

    /// What was found, by path; the locks beside it.
    pub fn found(&self) -> (Survey, Vec<HeldLock>) {
        let found = self.lock();
        let (mut survey, locks) = (found.survey.clone(), found.locks.clone());
        drop(found);
        // The worst stay, and stand by path in the end.
        survey
            .damages
            .sort_by(|a, b| b.severity().cmp(&a.severity()).then_with(|| a.path.cmp(&b.path)));
        survey.beyond += survey.damages.len().saturating_sub(Survey::KEPT);
        survey.damages.truncate(Survey::KEPT);
        survey.damages.sort_by(|a, b| a.path.cmp(&b.path));
        (survey, locks)
    }

    /// What the cache agrees with itself about, for the checksum database to judge.
    pub fn held_hashes(&self) -> Vec<HeldHash> {
        std::mem::take(&mut self.lock().hashes)
    }

    pub(super) fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    pub(super) fn begin(&self, root: &str, state: CacheState) {
        let mut found = self.lock();
        root.clone_into(&mut found.survey.root);
        found.survey.state = state;
    }

    pub(super) fn end(&self) {
        let complete = !self.is_stopped();
        self.lock().survey.complete = complete;
    }

    pub(super) fn expect(&self, bytes: u64) {
        self.whole.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn done(&self, bytes: u64) {
        self.done.fetch_add(bytes, Ordering::Relaxed);
    }

    pub(super) fn count(&self, add: impl FnOnce(&mut Tally)) {
        add(&mut self.lock().survey.tally);
    }

    pub(super) fn report(&self, damage: Damage) {
        let survey = &mut self.lock().survey;
        if survey.damages.len() < MOST {
            survey.damages.push(damage);
        } else {
            survey.beyond += 1;
        }
    }

    pub(super) fn holds(&self, hash: HeldHash) {
        self.lock().hashes.push(hash);
    }

    pub(super) fn held(&self, locks: Vec<HeldLock>) {
        self.lock().locks = locks;
    }

    /// A thread that panics leaves nothing half written here.
    fn lock(&self) -> MutexGuard<'_, Found> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
