use super::lookout::Lookout;
use super::plan::endpoint_of;
use super::sums::{look_up, look_up_anew};
use crate::go::sumdb::Source as Place;
use crate::model::{
    Artefact, CANARY, Counter, CounterProbe, Fetch, Lacking, Need, Outcome, Route, Source,
};
use std::cell::RefCell;

/// The name of the database that has every public module.
const PUBLIC: &str = "sum.golang.org";

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
    /// same; where a proxy that relays the database has no record, for one that the
    /// database has.
    pub(super) async fn ask_anew(&self) {
        let asked = [self.doubted(), self.unrecorded()];
        let mut modules: Vec<Need> = Vec::new();
        for need in asked.into_iter().flatten() {
            if !modules.contains(&need) {
                modules.push(need);
            }
        }
        for need in modules {
            let Some(route) = self.climber.facts.routes(std::slice::from_ref(&need)).pop() else {
                continue;
            };
            if let Some(fetch) = look_up_anew(self, &need, &route).await {
                self.second.anew.note(fetch);
            }
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

    fn unrecorded(&self) -> Option<Need> {
        let is_public = self.climber.facts.sumdb.as_ref().is_some_and(|it| it.name == PUBLIC);
        let lacks = |fetch: &Fetch| {
            fetch.artefact == Artefact::Lookup
                && matches!(fetch.source, Source::Proxy { .. })
                && matches!(fetch.outcome, Outcome::Missing { .. })
        };
        let found = self.fetches.borrow().iter().any(lacks);
        (found && is_public).then(|| need(CANARY.0, CANARY.1))
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
