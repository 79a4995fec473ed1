use super::lookout::Lookout;
use super::plan::endpoint_of;
use super::sums::{look_up, look_up_anew};
use crate::go::sumdb::Source as Place;
use crate::model::{Counter, CounterProbe, Fetch, Lacking, Need, Route};
use std::cell::RefCell;

/// What a client said that sees nothing of this machine.
#[derive(Default)]
pub(super) struct Anew(RefCell<Vec<CounterProbe>>);

impl Anew {
    pub(super) fn counters(&self) -> Vec<CounterProbe> {
        self.0.borrow().clone()
    }
}

impl Lookout<'_> {
    /// Looks without a network: what lies here of the checksum database may be all
    /// that go needs of it.
    pub async fn look_here(&self, routes: &[Route]) {
        self.offline.set(true);
        for (need, route) in self.climber.facts.needs.iter().zip(routes) {
            if !need.summed && !need.is_query() {
                let fetches = look_up(self, need, &need.version, route).await;
                self.fetches.borrow_mut().extend(fetches);
            }
        }
    }

    /// Where what lies here is part of the trouble, the server alone is asked for the
    /// same.
    pub(super) async fn ask_anew(&self) {
        let Some(need) = self.doubted() else { return };
        let Some(route) = self.climber.facts.routes(std::slice::from_ref(&need)).pop() else {
            return;
        };
        if let Some(fetch) = look_up_anew(self, &need, &route).await {
            self.second.anew.note(fetch);
        }
    }

    fn doubted(&self) -> Option<Need> {
        let fetches = self.fetches.borrow();
        let has_local = |fetch: &&Fetch| {
            let fault = fetch.sumdb_fault();
            fault.is_some_and(|fault| fault.involved().into_iter().any(Place::is_local))
        };
        fetches.iter().find(has_local).map(|it| need(&it.module, &it.version))
    }
}

impl Anew {
    fn note(&self, fetch: Fetch) {
        let Some(endpoint) = endpoint_of(fetch.url.raw()) else { return };
        let took_ms = fetch.took_ms;
        let seen = Counter::Anew { fetch: Box::new(fetch) };
        self.0.borrow_mut().push(CounterProbe { endpoint, seen, took_ms });
    }
}

fn need(module: &str, version: &str) -> Need {
    Need {
        module: module.to_owned(),
        version: version.to_owned(),
        lacking: Lacking::ALL,
        ..Need::default()
    }
}
