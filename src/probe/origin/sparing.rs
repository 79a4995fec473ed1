use super::Place;
use crate::base::Veiled;
use crate::model::{Artefact, Endpoint, Fetch, Need, Outcome, Source, Unknown};
use std::cell::RefCell;
use std::collections::HashMap;
use tokio::sync::{Semaphore, SemaphorePermit};

/// So many repositories are asked at a time.
const SIDE_BY_SIDE: usize = 8;
/// A host that lets so many programs wait in vain is said to hang,
const WAITED: usize = 3;
/// and one that fails so many repositories, and none otherwise, fails the rest as well.
const FAILED: usize = 24;

/// What became of the repositories of each host, so that hundreds of them are not
/// asked one after the other for the same answer.
pub(in crate::probe) struct Sparing {
    tallies: RefCell<HashMap<String, Tally>>,
    turns: Semaphore,
}

#[derive(Clone, Copy, Default)]
struct Tally {
    waited: usize,
    failed: usize,
    answered: bool,
}

impl Default for Sparing {
    fn default() -> Self {
        Self { tallies: RefCell::default(), turns: Semaphore::new(SIDE_BY_SIDE) }
    }
}

impl Sparing {
    /// Few are asked side by side; whoever comes later knows what became of the first.
    pub(super) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.turns.acquire().await.ok()
    }

    /// What is taken for the answer of a repository that need not be asked any more.
    pub(super) fn spared(&self, repository: &str) -> Option<Outcome> {
        let tallies = self.tallies.borrow();
        let why = match tallies.get(&host(repository))? {
            Tally { waited, .. } if *waited >= WAITED => Unknown::Deadline,
            Tally { failed, answered: false, .. } if *failed >= FAILED => Unknown::NotAsked,
            _ => return None,
        };
        Some(Outcome::Unknown { why })
    }

    pub(super) fn note(&self, repository: &str, outcome: &Outcome) {
        let mut tallies = self.tallies.borrow_mut();
        let tally = tallies.entry(host(repository)).or_default();
        match outcome {
            Outcome::Served { .. } | Outcome::Missing { .. } => {
                *tally = Tally { answered: true, ..Tally::default() };
            }
            Outcome::Unknown { why: Unknown::Deadline } => tally.waited += 1,
            Outcome::Broken { .. } => tally.failed += 1,
            _ => {}
        }
    }
}

/// The record of a repository that was not asked.
pub(super) fn unasked(need: &Need, place: &Place, outcome: Outcome) -> Fetch {
    Fetch {
        module: need.module.clone(),
        version: need.version.clone(),
        artefact: Artefact::Tag,
        source: Source::Origin,
        url: Veiled::new(place.repository.clone()),
        sent_credentials: false,
        outcome,
        content: None,
        nameplate: None,
        took_ms: 0,
    }
}

/// The host of a URL, or what stands for it in what is none.
fn host(repository: &str) -> String {
    let authority = || repository.split(['/', ':']).find(|part| part.contains('.'));
    let known = Endpoint::of(repository).map(|it| it.host);
    known.or_else(|| authority().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Fault, HttpFault};

    const REPOSITORY: &str = "https://git.corp.example/a.git";

    fn failure() -> Outcome {
        Outcome::Broken { fault: Fault::Http(HttpFault::Closed) }
    }

    #[test]
    fn a_host_that_hangs_is_not_waited_for_again() {
        let sparing = Sparing::default();
        let late = Outcome::Unknown { why: Unknown::Deadline };
        for _ in 0..WAITED {
            assert_eq!(sparing.spared(REPOSITORY), None);
            sparing.note(REPOSITORY, &late);
        }
        assert_eq!(sparing.spared("https://git.corp.example/b.git"), Some(late));
        assert_eq!(sparing.spared("https://code.corp.example/b.git"), None);
    }

    #[test]
    fn a_host_that_has_one_of_them_may_have_others() {
        let sparing = Sparing::default();
        sparing.note(REPOSITORY, &Outcome::Served { versions: Vec::new() });
        (0..=FAILED).for_each(|_| sparing.note(REPOSITORY, &failure()));
        assert_eq!(sparing.spared(REPOSITORY), None);
        let other = "ssh://git@code.corp.example/a";
        (0..=FAILED).for_each(|_| sparing.note(other, &failure()));
        assert!(sparing.spared(other).is_some());
    }
}
