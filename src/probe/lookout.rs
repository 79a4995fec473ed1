use super::climb::{Climbed, Climber, Height, ground, watched};
use super::counter::settle;
use super::crown::crown;
use super::graph::{fetches_all, required_by, selected};
use super::helper::Helpers;
use super::origin::Sparing;
use super::plan::{Planned, endpoint_of, plan};
use super::protocol::follow;
use super::second::Second;
use super::sums::Sums;
use super::zips::Zips;
use crate::base::{Deadline, Veiled};
use crate::machine::{Ledger, Machine};
use crate::model::{CounterProbe, Facts, Fetch, Lacking, Ladder, Need, Outcome};
use crate::model::{Role, Route, Stage, Unknown};
use crate::wire::{Room, Wire};
use futures_util::future::{FutureExt, LocalBoxFuture, Shared, join_all};
use futures_util::stream::{self, StreamExt};
use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// How many modules are asked for side by side.
const SIDE_BY_SIDE: usize = 48;
/// After so many requests in a row without an answer a server counts as silent.
const STRIKES: usize = 3;

/// Looking longer than this, something hangs.
const HANGS: Duration = Duration::from_millis(1500);
/// Less time than this tells nothing of a server far away.
const SHORTEST: Duration = Duration::from_secs(1);

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
    /// Modules of the graph that go.mod does not list, and their routes.
    pub more: Vec<(Need, Route)>,
    pub ladders: Vec<Ladder>,
    pub fetches: Vec<Fetch>,
    /// The second round.
    pub counters: Vec<CounterProbe>,
    pub cut_short: bool,
}

/// Looks at everything that go would come past, each thing once.
pub struct Lookout<'a> {
    pub(super) machine: &'a dyn Machine,
    pub(super) climber: Climber<'a>,
    pub(super) patience: Patience,
    pub(super) sums: Sums,
    /// Told how many modules are done.
    pub(super) progress: &'a dyn Fn(usize),
    climbs: RefCell<Vec<Climb<'a>>>,
    pub(super) second: Second<'a>,
    /// Whether public places that go does not ask here may be asked.
    pub(super) outsiders: bool,
    strikes: RefCell<HashMap<Planned, usize>>,
    pub(super) sparing: Sparing,
    ledger: Option<&'a Ledger>,
    pub(super) done: Cell<usize>,
    /// Nothing may leave this machine.
    pub(super) offline: Cell<bool>,
    /// When a ladder stood or an answer came, last.
    came_through: Rc<Cell<Instant>>,
    pub(super) zips: Zips,
    /// Everything was looked at.
    pub(super) whole: Cell<bool>,
    pub(super) fetches: RefCell<Vec<Fetch>>,
    pub(super) helpers: Helpers,
    more: RefCell<Vec<(Need, Route)>>,
    /// What the go.mod files that came in ask for.
    asked_for: RefCell<Vec<Asked>>,
}

/// A module, its version, and the `path@version` whose go.mod asks for it.
type Asked = (String, String, String);

/// A climb, and how high it is.
struct Climb<'a> {
    planned: Planned,
    climbing: Shared<LocalBoxFuture<'a, Climbed>>,
    height: Height,
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
            sums: Sums::default(),
            progress,
            climbs: RefCell::default(),
            second: Second::default(),
            outsiders: false,
            strikes: RefCell::default(),
            sparing: Sparing::default(),
            ledger: None,
            done: Cell::new(0),
            offline: Cell::new(false),
            came_through: Rc::new(Cell::new(Instant::now())),
            zips: Zips::default(),
            whole: Cell::new(false),
            fetches: RefCell::default(),
            helpers: Helpers::default(),
            more: RefCell::default(),
            asked_for: RefCell::default(),
        }
    }

    /// With what this machine already has, the graph below the needs is followed
    /// too.
    #[must_use]
    pub fn with(mut self, ledger: &'a Ledger) -> Self {
        self.ledger = Some(ledger);
        self
    }

    /// Public places may be asked to tell one cause from another: nameservers
    /// and clocks, never for a module of the user's.
    #[must_use]
    pub fn asking_outsiders(mut self, outsiders: bool) -> Self {
        self.outsiders = outsiders;
        self
    }

    /// Zips are read whole into this room, which others share.
    #[must_use]
    pub fn reading_into(mut self, room: Room) -> Self {
        self.zips = Zips::into(room);
        self
    }

    /// Climbs to every proxy at once and follows each route as go would.
    /// What was seen is in [`Lookout::found`], also if this is cut short.
    pub async fn look(&self, routes: &[Route]) {
        let planned = plan(routes, self.climber.facts);
        tokio::select! {
            () = self.follow_waves(routes) => {}
            () = self.climb_ahead(&planned) => {}
            () = self.watch(), if self.ledger.is_some() => {}
        }
        self.whole.set(true);
        if self.ledger.is_some() {
            self.second_round(routes).await;
        }
    }

    /// Climbs before anybody asks: to the proxies at once, to the places behind
    /// them where something hangs. Nobody waits for these; never ends.
    async fn climb_ahead(&self, planned: &[Planned]) {
        let (proxies, behind): (Vec<&Planned>, Vec<&Planned>) =
            planned.iter().partition(|it| is_proxy(it));
        let later = async {
            tokio::time::sleep(HANGS).await;
            join_all(behind.into_iter().map(|it| self.climbed(it))).await;
        };
        tokio::join!(join_all(proxies.into_iter().map(|it| self.climbed(it))), later);
        std::future::pending::<()>().await;
    }

    /// How long the next probe may take. Things that hang one after the other
    /// share one wait: it counts from when something last came through.
    pub(super) fn within(&self) -> Duration {
        let waited = self.came_through.get().elapsed();
        let left =
            self.patience.probe.saturating_sub(waited).max(SHORTEST.min(self.patience.probe));
        self.patience.whole.within(left)
    }

    pub(super) fn comes_through(&self) {
        self.came_through.set(Instant::now());
    }

    /// The needs, then what their go.mod files ask for, until nothing is new.
    async fn follow_waves(&self, routes: &[Route]) {
        let first = paired(&self.climber.facts.needs, routes);
        let mut seen: HashSet<(String, String)> = first.iter().map(|(need, _)| key(need)).collect();
        self.follow_all(&first).await;
        let unread = self.climber.facts.packages.unread.iter();
        let asked = unread.map(|it| (it.module.clone(), it.version.clone(), it.by.clone()));
        self.asked_for.borrow_mut().extend(asked);
        loop {
            let wave = self.next_wave(&mut seen);
            if wave.is_empty() {
                break;
            }
            self.more.borrow_mut().extend(wave.iter().cloned());
            self.follow_all(&wave).await;
        }
        if fetches_all(self.climber.facts) {
            let rest = self.rest_of_selected();
            self.follow_all(&rest).await;
        }
        let late: Vec<Need> =
            self.late_toolchain().filter(|_| self.ledger.is_some()).into_iter().collect();
        let late = paired(&late, &self.climber.facts.routes(&late));
        self.more.borrow_mut().extend(late.iter().cloned());
        self.follow_all(&late).await;
    }

    /// Whether go.sum knows a version, as far as go.sum was read.
    pub(super) fn is_summed(&self, module: &str, version: &str) -> bool {
        let need = self.ledger.map(|ledger| ledger.need(self.machine, module, version));
        need.is_some_and(|need| need.is_none_or(|need| need.summed))
    }

    /// What go fetches besides the go.mod files of the graph, noted with the need.
    fn rest_of_selected(&self) -> Vec<(Need, Route)> {
        let Some(ledger) = self.ledger else { return Vec::new() };
        let known: Vec<Need> = self.more.borrow().iter().map(|(need, _)| need.clone()).collect();
        let mut rest = Vec::new();
        for need in selected(&self.climber.facts.needs, &known) {
            let whole = ledger.need(self.machine, &need.module, &need.version);
            let Some(whole) = whole.filter(|it| it.lacking.info || it.lacking.zip) else {
                continue;
            };
            let mut more = self.more.borrow_mut();
            if let Some((noted, route)) = more.iter_mut().find(|(noted, _)| noted == need) {
                let lacking = Lacking { gomod: false, ..whole.lacking };
                // The database was asked along with the go.mod.
                let summed = whole.summed || !need.summed;
                rest.push((Need { lacking, summed, ..need.clone() }, route.clone()));
                noted.lacking = Lacking { gomod: need.lacking.gomod, ..whole.lacking };
                noted.summed = whole.summed && need.summed;
            }
        }
        rest
    }

    fn next_wave(&self, seen: &mut HashSet<(String, String)>) -> Vec<(Need, Route)> {
        let Some(ledger) = self.ledger else { return Vec::new() };
        let asked_for = std::mem::take(&mut *self.asked_for.borrow_mut());
        let new = asked_for.into_iter().filter(|it| seen.insert((it.0.clone(), it.1.clone())));
        let needs: Vec<Need> = new
            .filter_map(|(module, version, by)| {
                let need = ledger.graph_need(self.machine, &module, &version)?;
                Some(Need { by: Some(by), ..need })
            })
            .collect();
        paired(&needs, &self.climber.facts.routes(&needs))
    }

    async fn follow_all(&self, wanted: &[(Need, Route)]) {
        let following = wanted.iter().map(|(need, route)| follow(self, need, route));
        let mut finished = stream::iter(following).buffered(SIDE_BY_SIDE);
        while let Some(fetched) = finished.next().await {
            self.fetches.borrow_mut().extend(fetched);
            self.done.set(self.done.get() + 1);
            (self.progress)(self.done.get());
        }
    }

    /// Notes what a go.mod that came in makes go read next.
    pub(super) fn came_in(&self, body: &[u8], parent: &Need) {
        if self.ledger.is_some() {
            let required = required_by(body, self.climber.facts, parent).into_iter();
            let by = format!("{}@{}", parent.module, parent.version);
            let asked = required.map(|(module, version)| (module, version, by.clone()));
            self.asked_for.borrow_mut().extend(asked);
        }
    }

    /// The ladder to an endpoint, climbed when it is first asked for.
    pub(super) async fn climbed(&self, planned: &Planned) -> Climbed {
        let known = self.known(planned);
        let climbing = known.unwrap_or_else(|| self.start(planned));
        climbing.await
    }

    fn known(&self, planned: &Planned) -> Option<Shared<LocalBoxFuture<'a, Climbed>>> {
        let mut climbs = self.climbs.borrow_mut();
        let same = |it: &&mut Climb<'_>| {
            it.planned.endpoint == planned.endpoint && it.planned.through == planned.through
        };
        let known = climbs.iter_mut().find(same)?;
        for role in &planned.roles {
            if !known.planned.roles.contains(role) {
                known.planned.roles.push(role.clone());
            }
        }
        Some(known.climbing.clone())
    }

    fn start(&self, planned: &Planned) -> Shared<LocalBoxFuture<'a, Climbed>> {
        let (climber, until) = (self.climber, self.patience.whole.sooner(self.within()));
        let (wanted, came_through) = (planned.clone(), Rc::clone(&self.came_through));
        let height = ground();
        let seen = Rc::clone(&height);
        let climbing = async move {
            let ended = watched(&wanted, climber, until, seen).await;
            if ended.ladder.broken.is_none() {
                came_through.set(Instant::now());
            }
            ended
        };
        let climbing = climbing.boxed_local().shared();
        let (planned, begun) = (planned.clone(), climbing.clone());
        self.climbs.borrow_mut().push(Climb { planned, climbing: begun, height });
        climbing
    }

    /// Every climb: where it leads, how high it is and since when, and how it
    /// ended if it has.
    pub(super) fn each_climb(
        &self,
        mut see: impl FnMut(&Planned, Stage, Instant, Option<&Ladder>),
    ) {
        for climb in &*self.climbs.borrow() {
            let (stage, since) = climb.height.get();
            see(&climb.planned, stage, since, climb.climbing.peek().map(|it| &it.ladder));
        }
    }

    /// The endpoint of a URL by the road that go would take to it.
    pub(super) fn planned_for(&self, url: &Veiled, role: Role) -> Option<Planned> {
        let endpoint = endpoint_of(url.raw())?;
        let through = self.climber.facts.forward_proxy(url.raw());
        Some(Planned { endpoint, through, roles: vec![role] })
    }

    /// Modules of the graph that go.mod does not list, and their routes.
    pub(super) fn more(&self) -> std::cell::Ref<'_, Vec<(Need, Route)>> {
        self.more.borrow()
    }

    /// Whether programs may be run: a proof only supposes its machine.
    pub(super) fn runs_helpers(&self) -> bool {
        self.ledger.is_some()
    }

    pub(super) fn strike(&self, planned: &Planned) {
        *self.strikes.borrow_mut().entry(bare(planned)).or_default() += 1;
    }

    /// Whether an endpoint has left so many requests unanswered that more of
    /// them would only cost time.
    pub(super) fn is_silent(&self, planned: &Planned) -> bool {
        self.strikes.borrow().get(&bare(planned)).is_some_and(|strikes| *strikes >= STRIKES)
    }

    /// What was seen so far.
    pub fn found(self) -> Found {
        let mut counters = self.counters();
        counters.extend(self.helpers.seen());
        let fetches = settle(self.fetches.into_inner(), &counters);
        let climbs = self.climbs.borrow();
        let ended = climbs.iter().filter_map(|climb| {
            let mut ladder = climb.climbing.peek()?.ladder.clone();
            ladder.roles.clone_from(&climb.planned.roles);
            Some(ladder)
        });
        let ladders = ended.map(|ladder| crown(ladder, &fetches)).collect();
        let late = |fetch: &Fetch| fetch.outcome == Outcome::Unknown { why: Unknown::Deadline };
        let cut_short = !self.whole.get() || fetches.iter().any(late);
        Found { more: self.more.into_inner(), ladders, fetches, counters, cut_short }
    }
}

fn key(need: &Need) -> (String, String) {
    (need.module.clone(), need.version.clone())
}

/// Routes come in the order of the needs that they were worked out for.
fn paired(needs: &[Need], routes: &[Route]) -> Vec<(Need, Route)> {
    needs.iter().cloned().zip(routes.iter().cloned()).collect()
}

fn bare(planned: &Planned) -> Planned {
    Planned { roles: Vec::new(), ..planned.clone() }
}

fn is_proxy(planned: &Planned) -> bool {
    planned.roles.iter().any(|role| matches!(role, Role::Proxy { .. }))
}
