use super::climb::{Climbed, Climber, climb};
use super::plan::{Planned, endpoint_of, plan};
use super::protocol::follow;
use super::sums::Relays;
use crate::base::{Deadline, Veiled};
use crate::machine::Machine;
use crate::model::{Broken, Facts, Fault, Fetch, Ladder, Need, Observation, Outcome};
use crate::model::{Role, Route, Rung, Stage, Unknown};
use crate::wire::Wire;
use futures_util::future::{FutureExt, LocalBoxFuture, Shared, join_all};
use futures_util::stream::{self, StreamExt};
use std::cell::RefCell;
use std::collections::HashMap;
use std::time::Duration;

/// How many modules are asked for side by side.
const SIDE_BY_SIDE: usize = 48;
/// After so many requests in a row without an answer a server counts as silent.
const STRIKES: usize = 3;

/// How long looking may take.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// The whole run.
    pub whole: Deadline,
    /// One ladder, and one request.
    pub probe: Duration,
}

/// What was seen.
#[derive(Debug, Default)]
pub struct Found {
    pub ladders: Vec<Ladder>,
    pub fetches: Vec<Fetch>,
    pub cut_short: bool,
}

/// Looks at everything that go would come past, each thing once.
pub struct Lookout<'a> {
    pub(super) machine: &'a dyn Machine,
    pub(super) climber: Climber<'a>,
    pub(super) patience: Patience,
    pub(super) relays: Relays,
    /// Told how many modules are done.
    pub(super) progress: &'a dyn Fn(usize),
    climbs: RefCell<Vec<(Planned, Shared<LocalBoxFuture<'a, Climbed>>)>>,
    strikes: RefCell<HashMap<Planned, usize>>,
}

impl<'a> Lookout<'a> {
    pub fn new(
        machine: &'a dyn Machine,
        wire: &'a dyn Wire,
        facts: &'a Facts,
        patience: Patience,
        progress: &'a dyn Fn(usize),
    ) -> Self {
        Self {
            machine,
            climber: Climber { facts, wire },
            patience,
            relays: Relays::default(),
            progress,
            climbs: RefCell::default(),
            strikes: RefCell::default(),
        }
    }

    /// Climbs to every proxy at once and follows each route as go would.
    pub async fn look(&self, routes: &[Route]) -> Found {
        let planned = plan(routes, self.climber.facts);
        let eager = planned.iter().filter(|it| is_proxy(it)).map(|it| self.climbed(it));
        let by_name: HashMap<_, _> =
            routes.iter().map(|r| ((r.module.as_str(), r.version.as_str()), r)).collect();
        let needs = self.climber.facts.needs.iter();
        let wanted = needs.filter_map(|need| {
            by_name.get(&(need.module.as_str(), need.version.as_str())).map(|route| (need, *route))
        });
        let (_, fetches) = tokio::join!(join_all(eager), self.follow_all(wanted));
        self.found(fetches)
    }

    async fn follow_all<'r>(
        &self,
        wanted: impl Iterator<Item = (&'r Need, &'r Route)>,
    ) -> Vec<Fetch> {
        let mut fetches = Vec::new();
        let mut done = 0;
        let following = wanted.map(|(need, route)| follow(self, need, route));
        let mut finished = stream::iter(following).buffered(SIDE_BY_SIDE);
        while let Some(fetched) = finished.next().await {
            fetches.extend(fetched);
            done += 1;
            (self.progress)(done);
        }
        fetches
    }

    /// The ladder to an endpoint, climbed when it is first asked for.
    pub(super) async fn climbed(&self, planned: &Planned) -> Climbed {
        let known = self.known(planned);
        let climbing = known.unwrap_or_else(|| self.start(planned));
        climbing.await
    }

    fn known(&self, planned: &Planned) -> Option<Shared<LocalBoxFuture<'a, Climbed>>> {
        let mut climbs = self.climbs.borrow_mut();
        let same = |it: &&mut (Planned, _)| {
            it.0.endpoint == planned.endpoint && it.0.through == planned.through
        };
        let (known, climbing) = climbs.iter_mut().find(same)?;
        for role in &planned.roles {
            if !known.roles.contains(role) {
                known.roles.push(role.clone());
            }
        }
        Some(climbing.clone())
    }

    fn start(&self, planned: &Planned) -> Shared<LocalBoxFuture<'a, Climbed>> {
        let (climber, until) = (self.climber, self.patience.whole.sooner(self.patience.probe));
        let wanted = planned.clone();
        let climbing = async move { climb(&wanted, climber, until).await };
        let climbing = climbing.boxed_local().shared();
        self.climbs.borrow_mut().push((planned.clone(), climbing.clone()));
        climbing
    }

    /// The endpoint of a URL by the road that go would take to it.
    pub(super) fn planned_for(&self, url: &Veiled, role: Role) -> Option<Planned> {
        let endpoint = endpoint_of(url.raw())?;
        let through = self.climber.facts.forward_proxy(url.raw());
        Some(Planned { endpoint, through, roles: vec![role] })
    }

    pub(super) fn strike(&self, planned: &Planned) {
        *self.strikes.borrow_mut().entry(bare(planned)).or_default() += 1;
    }

    /// Whether an endpoint has left so many requests unanswered that more of
    /// them would only cost time.
    pub(super) fn is_silent(&self, planned: &Planned) -> bool {
        self.strikes.borrow().get(&bare(planned)).is_some_and(|strikes| *strikes >= STRIKES)
    }

    fn found(&self, fetches: Vec<Fetch>) -> Found {
        let climbs = self.climbs.borrow();
        let ended = climbs.iter().filter_map(|(planned, climbing)| {
            let mut ladder = climbing.peek()?.ladder.clone();
            ladder.roles.clone_from(&planned.roles);
            Some(ladder)
        });
        let ladders = ended.map(|ladder| crown(ladder, &fetches)).collect();
        let late = |fetch: &Fetch| fetch.outcome == Outcome::Unknown { why: Unknown::Deadline };
        let cut_short = self.patience.whole.is_over() || fetches.iter().any(late);
        Found { ladders, fetches, cut_short }
    }
}

fn bare(planned: &Planned) -> Planned {
    Planned { roles: Vec::new(), ..planned.clone() }
}

fn is_proxy(planned: &Planned) -> bool {
    planned.roles.iter().any(|role| matches!(role, Role::Proxy { .. }))
}

/// The last rung of a ladder is the first answer of its server, or the fault
/// that all requests over it end in.
fn crown(mut ladder: Ladder, fetches: &[Fetch]) -> Ladder {
    if ladder.broken.is_some() {
        return ladder;
    }
    let over = |fetch: &&Fetch| endpoint_of(fetch.url.raw()).as_ref() == Some(&ladder.endpoint);
    let mut fault = None;
    for fetch in fetches.iter().filter(over) {
        let reply = match &fetch.outcome {
            Outcome::Missing { reply }
            | Outcome::Refused { reply }
            | Outcome::Unlike { reply, .. } => reply.clone(),
            Outcome::Served { .. } => crate::model::Reply::of(200, ""),
            Outcome::Broken { fault: Fault::Http(broken) } if fault.is_none() => {
                fault = Some((Fault::Http(broken.clone()), fetch.took_ms));
                continue;
            }
            _ => continue,
        };
        let seen = Observation::Answered { reply };
        ladder.rungs.push(Rung { stage: Stage::Http, seen, took_ms: fetch.took_ms });
        return ladder;
    }
    ladder.broken = fault.map(|(fault, took_ms)| Broken { stage: Stage::Http, fault, took_ms });
    ladder
}
