use super::anew::Anew;
use super::counter::{Asked, Due, Prober, Trouble, due, make, paths, repositories, required};
use super::lookout::Lookout;
use super::others::Heard;
use super::plan::Planned;
use crate::base::Veiled;
use crate::model::{
    Counter, CounterProbe, Endpoint, Fault, Fetch, Outcome, Role, Route, Stage, Unknown,
};
use futures_util::future::{FutureExt, LocalBoxFuture, Shared, join_all};
use futures_util::stream::{FuturesUnordered, StreamExt};
use std::cell::RefCell;
use std::time::{Duration, Instant};
use tokio::time::{sleep, timeout};

/// What takes longer than this hangs, and is looked at from other sides.
const HANGS: Duration = Duration::from_millis(1500);
/// How often it is seen whether something hangs.
const BEAT: Duration = Duration::from_millis(200);
/// The second round takes no longer than this,
const LONGEST: Duration = Duration::from_millis(2200);
/// and has at least this, however long the first one took,
const SHORTEST: Duration = Duration::from_millis(300);
/// to be over by then.
const OVER: Duration = Duration::from_millis(5300);

/// Repositories are asked for so many versions.
const ORIGINS: usize = 4;

/// The second round, as far as it has come.
pub(super) struct Second<'a> {
    begun: Instant,
    made: RefCell<Vec<(Due, Made<'a>)>>,
    waiting: RefCell<Vec<Waiting>>,
    /// Requests that broke off and came through when they were repeated.
    stumbled: RefCell<Vec<CounterProbe>>,
    /// What others say of the files whose hash is in dispute.
    pub(super) heard: Heard,
    /// What the checksum database says to a client without a past.
    pub(super) anew: Anew,
}

type Made<'a> = Shared<LocalBoxFuture<'a, Option<CounterProbe>>>;

/// A request on which the lookout waits.
struct Waiting {
    planned: Planned,
    url: Veiled,
    since: Instant,
}

impl Default for Second<'_> {
    fn default() -> Self {
        let (made, waiting) = (RefCell::default(), RefCell::default());
        let (stumbled, heard, anew) = (RefCell::default(), Heard::default(), Anew::default());
        Self { begun: Instant::now(), made, waiting, stumbled, heard, anew }
    }
}

impl<'a> Lookout<'a> {
    /// What hangs is looked at from other sides while it hangs. Never ends.
    pub(super) async fn watch(&self) {
        sleep(HANGS).await;
        let mut making = FuturesUnordered::new();
        loop {
            making.extend(self.hanging().into_iter().filter_map(|due| self.begin(due)));
            tokio::select! {
                _ = making.next(), if !making.is_empty() => {}
                () = sleep(BEAT) => {}
            }
        }
    }

    /// What the first round made due, and what is still under way of it.
    pub(super) async fn second_round(&self, routes: &[Route]) {
        let seen = self.so_far(routes);
        let near = repositories(&seen).into_iter().chain(paths(&seen)).chain(required(&seen));
        for due in self.broken().into_iter().chain(self.repositories(&seen)).chain(near) {
            let _ = self.begin(due);
        }
        let all: Vec<Made<'a>> =
            self.second.made.borrow().iter().map(|(_, made)| made.clone()).collect();
        let left = OVER.saturating_sub(self.second.begun.elapsed()).clamp(SHORTEST, LONGEST);
        let hearing = async {
            tokio::join!(join_all(all), self.hear_others(&seen), self.ask_anew());
            // What a repository has may be the first that is in dispute.
            self.hear_database(&seen).await;
        };
        let _ = timeout(left, hearing).await;
    }

    /// Counter-probes that have ended, in the order in which they became due.
    pub(super) fn counters(&self) -> Vec<CounterProbe> {
        let made = self.second.made.borrow();
        let made = made.iter().filter_map(|(_, made)| made.peek().cloned().flatten());
        let stumbled = self.second.stumbled.borrow().clone();
        let besides = self.second.heard.counters().into_iter().chain(self.second.anew.counters());
        made.chain(stumbled).chain(besides).collect()
    }

    /// Notes what a request broke off with that came through when it was
    /// repeated: for each endpoint the first one.
    pub(super) fn stumbles(&self, planned: &Planned, url: &Veiled, fault: Fault) {
        let mut stumbled = self.second.stumbled.borrow_mut();
        if stumbled.iter().all(|known| known.endpoint != planned.endpoint) {
            let seen = Counter::Page { url: url.clone(), outcome: Outcome::Broken { fault } };
            let endpoint = planned.endpoint.clone();
            stumbled.push(CounterProbe { endpoint, seen, took_ms: 0 });
        }
    }

    /// A request begins; it ends when what this gives is dropped.
    pub(super) fn waits(&self, planned: &Planned, url: &Veiled) -> Awaited<'_, 'a> {
        let (planned, url, since) = (planned.clone(), url.clone(), Instant::now());
        let mut waiting = self.second.waiting.borrow_mut();
        waiting.push(Waiting { planned, url, since });
        let since = waiting[waiting.len() - 1].since;
        Awaited { second: &self.second, url: waiting[waiting.len() - 1].url.clone(), since }
    }

    fn begin(&self, due: Due) -> Option<Made<'a>> {
        let mut made = self.second.made.borrow_mut();
        let is_origin = |due: &Due| matches!(due, Due::Origin { .. });
        let origins = || made.iter().filter(|(known, _)| is_origin(known)).count();
        let covered = made.iter().any(|(known, _)| known.covers(&due));
        if covered || is_origin(&due) && origins() >= ORIGINS {
            return None;
        }
        let (prober, until) = (self.prober(), self.patience.whole.sooner(LONGEST));
        let making = make(due.clone(), prober, until).boxed_local().shared();
        made.push((due, making.clone()));
        Some(making)
    }

    pub(super) fn prober(&self) -> Prober<'a> {
        let outsiders = self.outsiders;
        Prober { machine: self.machine, climber: self.climber, outsiders }
    }

    fn hanging(&self) -> Vec<Due> {
        let mut found = Vec::new();
        self.each_climb(|planned, stage, since, ladder| {
            if ladder.is_none() && since.elapsed() > HANGS {
                let trouble = Trouble { planned, stage, ladder: None, request: None };
                found.extend(due(&trouble, self.prober()));
            }
        });
        for waiting in &*self.second.waiting.borrow() {
            if waiting.since.elapsed() > HANGS {
                let request = Some(Asked { url: &waiting.url, fetch: None });
                let (planned, stage) = (&waiting.planned, Stage::Http);
                found
                    .extend(due(&Trouble { planned, stage, ladder: None, request }, self.prober()));
            }
        }
        found
    }

    fn broken(&self) -> Vec<Due> {
        let mut found = Vec::new();
        self.each_climb(|planned, stage, _, ladder| {
            if ladder.is_some_and(|it| it.broken.is_some()) {
                found
                    .extend(due(&Trouble { planned, stage, ladder, request: None }, self.prober()));
            }
        });
        for fetch in self.fetches.borrow().iter().filter(|fetch| is_trouble(fetch)) {
            let planned = self.planned_for(&fetch.url, Role::Target).or_else(|| elsewhere(fetch));
            let Some(planned) = planned else { continue };
            let request = Some(Asked { url: &fetch.url, fetch: Some(fetch) });
            let (planned, stage) = (&planned, Stage::Http);
            found.extend(due(&Trouble { planned, stage, ladder: None, request }, self.prober()));
        }
        found
    }
}

/// What is asked neither by http nor by https: a repository by ssh.
fn elsewhere(fetch: &Fetch) -> Option<Planned> {
    fetch.vcs_fault()?;
    let endpoint = Endpoint::https(&fetch.host());
    Some(Planned { endpoint, through: None, roles: vec![Role::Target] })
}

/// Whether a request ended in something that has more than one cause.
fn is_trouble(fetch: &Fetch) -> bool {
    !matches!(
        fetch.outcome,
        Outcome::Served { .. } | Outcome::Unknown { why: Unknown::Offline | Unknown::NotAsked }
    )
}

/// A request under way.
pub(super) struct Awaited<'s, 'a> {
    second: &'s Second<'a>,
    url: Veiled,
    since: Instant,
}

impl Drop for Awaited<'_, '_> {
    fn drop(&mut self) {
        let ended = |it: &Waiting| it.since == self.since && it.url == self.url;
        let mut waiting = self.second.waiting.borrow_mut();
        if let Some(at) = waiting.iter().position(ended) {
            waiting.swap_remove(at);
        }
    }
}
