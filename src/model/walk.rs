mod compare;
mod lookup;
mod past;
mod reads;

use crate::go::route::{NextOn, Route, Via};
use crate::go::semver;
use crate::model::Stage;
use crate::model::need::Errand;
use crate::model::{
    Artefact, CachedCopy, Cite, Endpoint, Evidence, Fault, Fetch, HttpFault, Ladder, Need, Outcome,
    Part, Role, Scheme, Source, Unknown,
};
pub(super) use compare::disputes;
use past::Past;
use std::collections::HashMap;

/// How far go gets with one need, told from the evidence alone.
/// go's file: `cmd/go/internal/modfetch/proxy.go`, `TryProxies`.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// `path@version`.
    pub need: String,
    pub end: End,
}

/// Where a walk ends.
#[derive(Clone, Debug, PartialEq)]
pub enum End {
    Works,
    /// `by` is what go would report; `past` is what it met and walked past.
    Stopped {
        by: Cite,
        past: Vec<Cite>,
    },
    Open(Unknown),
}

impl Walk {
    /// What go would report, where it stops.
    pub fn stopped_by(&self) -> Option<&Cite> {
        match &self.end {
            End::Stopped { by, .. } => Some(by),
            _ => None,
        }
    }

    /// Why its end is not known, where it is not.
    pub fn open(&self) -> Option<Unknown> {
        match self.end {
            End::Open(why) => Some(why),
            _ => None,
        }
    }
}

/// What one hop does with one request.
enum Step {
    Found,
    NotFound(Cite),
    Error(Cite),
    /// What came is taken, and found wrong behind the list: no other hop is asked.
    Wrong(Cite),
    /// The program itself ends.
    Fatal(Cite),
    Open(Unknown),
}

/// One walk for each need, in their order.
pub(super) fn all(evidence: &Evidence) -> Vec<Walk> {
    let map = Map::of(evidence);
    let needs = &evidence.facts.needs;
    needs.iter().map(|need| map.walk(need)).collect()
}

type Key<'a> = (&'a str, &'a str, Artefact, Source);

/// The evidence, indexed: a go.mod may ask for thousands of modules.
struct Map<'a> {
    evidence: &'a Evidence,
    fetches: HashMap<Key<'a>, usize>,
    copies: HashMap<(&'a str, &'a str, Part), usize>,
    routes: HashMap<(&'a str, &'a str), &'a Route>,
}

impl<'a> Map<'a> {
    fn of(evidence: &'a Evidence) -> Self {
        let key = |f: &'a Fetch| (f.module.as_str(), f.version.as_str(), f.artefact, f.source);
        let fetches = evidence.fetches.iter().enumerate();
        let routes = evidence.routes.iter();
        let copies = evidence.facts.copies.iter().enumerate();
        let kept = |it: &'a CachedCopy| (it.module.as_str(), it.version.as_str(), it.part);
        Self {
            evidence,
            copies: copies.map(|(at, it)| (kept(it), at)).collect(),
            fetches: fetches.rev().map(|(at, f)| (key(f), at)).collect(),
            routes: routes.map(|r| ((r.module.as_str(), r.version.as_str()), r)).collect(),
        }
    }

    fn walk(&self, need: &'a Need) -> Walk {
        let end = match (self.malformed_sums(need), self.route(need)) {
            (Some(by), _) => End::Stopped { by, past: Vec::new() },
            (None, Some(route)) => self.along(route, need),
            (None, None) => End::Open(Unknown::NotAsked),
        };
        Walk { need: format!("{}@{}", need.module, need.version), end }
    }

    pub(super) fn route(&self, need: &Need) -> Option<&'a Route> {
        self.routes.get(&(need.module.as_str(), need.version.as_str())).copied()
    }

    /// go's order: `.mod`, its checksum, `.info`, `.zip`, and its checksum.
    fn along(&self, route: &'a Route, need: &'a Need) -> End {
        let mut open = None;
        for errand in need.errands() {
            let end = match errand {
                Errand::Ask(Artefact::Lookup) => self.looked_up(route, need),
                Errand::Ask(artefact) => self.fetched(route, need, artefact),
                Errand::Compare(part) => self.compared(route, need, part),
                Errand::Read => self.read(route, need),
                Errand::Unpack => self.unpacked(route, need),
            };
            match end {
                End::Works => {}
                End::Open(why) => open = open.or(Some(why)),
                stopped @ End::Stopped { .. } => return stopped,
            }
        }
        open.map_or(End::Works, End::Open)
    }

    /// No other hop is asked once a hash is found to differ, or a cached file to be
    /// none of its kind.
    fn compared(&self, route: &'a Route, need: &'a Need, part: Part) -> End {
        let dispute = self.dispute(route, need, part).map(|dispute| dispute.held.cite);
        match dispute.or_else(|| self.unusable(need, part)) {
            Some(by) => End::Stopped { by, past: Vec::new() },
            None => End::Works,
        }
    }

    fn fetched(&self, route: &Route, need: &Need, artefact: Artefact) -> End {
        let mut past = Past::default();
        for hop in &route.hops {
            let step = match &hop.via {
                Via::Proxy { element, .. } => self.proxied(need, artefact, *element),
                Via::Direct => self.direct(need),
                Via::Off => Step::NotFound(Cite::Setting("GOPROXY".into())),
            };
            match step {
                Step::Found => return End::Works,
                Step::Open(why) => return End::Open(why),
                Step::Fatal(by) => return End::Stopped { by, past: past.met },
                Step::NotFound(cite) => past.missing(cite),
                Step::Wrong(cite) => {
                    past.failed(cite, true);
                    break;
                }
                Step::Error(cite) => {
                    let direct = matches!(hop.via, Via::Direct);
                    past.failed(cite, direct);
                    if hop.next_on != Some(NextOn::AnyError) {
                        break;
                    }
                }
            }
        }
        past.end()
    }

    fn proxied(&self, need: &Need, artefact: Artefact, element: usize) -> Step {
        let (source, role) = (Source::Proxy { element }, Role::Proxy { element });
        match self.asked(need, artefact, source, &role) {
            Step::Found if artefact == Artefact::List && self.lists_nothing(need, source) => {
                if need.query().is_some_and(|query| !query.takes_newest()) {
                    let list = self.fetches.get(&key_of(need, Artefact::List, source));
                    return list.map_or(Step::Found, |at| Step::Error(Cite::Fetch(*at)));
                }
                match self.asked(need, Artefact::Latest, source, &role) {
                    // `NoMatchingVersionError` is no "not found" to go.
                    Step::NotFound(cite) => Step::Error(cite),
                    step => step,
                }
            }
            step => step,
        }
    }

    /// Where a list has no version that fits go asks for the latest, or gives up.
    /// go's file: `cmd/go/internal/modload/query.go`, `queryProxy`.
    fn lists_nothing(&self, need: &Need, source: Source) -> bool {
        let list = self.fetches.get(&key_of(need, Artefact::List, source));
        list.is_some_and(|at| match &self.evidence.fetches[*at].outcome {
            Outcome::Served { versions } => match need.query() {
                Some(query) => query.pick(versions).is_none(),
                None => semver::latest(versions).is_none(),
            },
            _ => false,
        })
    }

    /// A fetch that says something decides; else the ladder below it.
    fn asked(&self, need: &Need, artefact: Artefact, source: Source, role: &Role) -> Step {
        let fetch = self.fetches.get(&key_of(need, artefact, source));
        let ladder = self.evidence.ladder_of(role);
        if let Some((_, ladder)) = &ladder
            && self.is_beyond_us(fetch.copied(), ladder)
        {
            return Step::Open(Unknown::BeyondUs);
        }
        if self.ends_at_goauth(fetch.map(|at| &self.evidence.fetches[*at]), ladder.as_ref()) {
            return Step::Fatal(Cite::Setting("GOAUTH".into()));
        }
        match (fetch, ladder) {
            (Some(at), ladder) => {
                let fetch = &self.evidence.fetches[*at];
                let known = self.behind(fetch).or_else(|| self.waiting(*at, fetch));
                let known = known.or_else(|| self.without_tile(fetch));
                known.unwrap_or_else(|| judge(*at, fetch, ladder))
            }
            (None, Some((cite, ladder))) if is_impassable(ladder) => Step::Error(cite),
            _ => Step::Open(self.why_open()),
        }
    }

    /// Nothing was asked over a ladder that may well stand for go.
    fn is_beyond_us(&self, fetch: Option<usize>, ladder: &Ladder) -> bool {
        let asked = fetch.map(|at| &self.evidence.fetches[at].outcome);
        let unasked = asked.is_none_or(|it| *it == Outcome::Unknown { why: Unknown::RoadBroken });
        unasked && self.evidence.is_beyond_us(ladder)
    }

    fn broken(&self, at: usize, ladder: &Ladder) -> Step {
        if self.evidence.is_beyond_us(ladder) {
            return Step::Open(Unknown::BeyondUs);
        }
        Step::Error(Cite::Ladder(at))
    }

    /// go reads GOAUTH when it is about to ask over https, and ends where it cannot.
    /// go's file: `cmd/go/internal/auth/auth.go`, `runGoAuth`.
    fn ends_at_goauth(&self, fetch: Option<&Fetch>, ladder: Option<&(Cite, &Ladder)>) -> bool {
        let facts = &self.evidence.facts;
        let by_fetch = fetch.map(|fetch| fetch.url.raw().starts_with("https:"));
        let by_ladder = || ladder.map(|(_, ladder)| ladder.endpoint.scheme == Scheme::Https);
        // Without the setting there is nothing that go could refuse.
        facts.goauth.is_some()
            && facts.settings.get("GOAUTH").is_some()
            && by_fetch.or_else(by_ladder).unwrap_or_default()
    }

    /// A redirect led to a host whose own ladder is broken: that is what fails.
    fn behind(&self, fetch: &Fetch) -> Option<Step> {
        let Outcome::Broken { fault: Fault::Http(HttpFault::Beyond { host, fault: None }) } =
            &fetch.outcome
        else {
            return None;
        };
        let mut ladders = self.evidence.ladders.iter().enumerate();
        let (at, ladder) = ladders.find(|(_, ladder)| {
            ladder.roles.contains(&Role::Target) && ladder.endpoint.host == *host
        })?;
        Some(self.broken(at, ladder))
    }

    /// go moves on only when the programs of GOAUTH have ended. What is missing may
    /// then be there, and a refusal is what stops it here.
    fn waiting(&self, at: usize, fetch: &Fetch) -> Option<Step> {
        match fetch.outcome {
            Outcome::Refused { .. } if self.evidence.waits_for_helper(fetch) => {
                Some(Step::Fatal(Cite::Fetch(at)))
            }
            Outcome::Missing { .. } if self.evidence.waits_for_helper(fetch) => {
                Some(Step::Open(Unknown::Deadline))
            }
            _ => None,
        }
    }

    /// The origin's road is climbed; that git gets through is not known from it.
    fn direct(&self, need: &Need) -> Step {
        let of = |artefact| (&*need.module, &*need.version, artefact, Source::Origin);
        if let Some(at) = self.fetches.get(&of(Artefact::Tag)) {
            let step = judge(*at, &self.evidence.fetches[*at], None);
            if let (Step::Found, Some(cite)) = (&step, self.evidence.refused_commit(need)) {
                return Step::Error(cite);
            }
            match (step, self.evidence.unfit_at_origin(need)) {
                (Step::Found, Some((cite, _))) => return Step::Error(cite),
                (Step::Open(_), _) => {}
                (step, _) => return step,
            }
        }
        // That the page names a place says nothing of what lies there.
        if let Some(at) = self.fetches.get(&of(Artefact::GoGet)) {
            let fetch = &self.evidence.fetches[*at];
            let step = self.behind(fetch).unwrap_or_else(|| judge(*at, fetch, None));
            if matches!(step, Step::NotFound(_) | Step::Error(_)) {
                return step;
            }
        }
        if let Some(at) = self.fetches.get(&of(Artefact::Tag))
            && let Some(step) = self.below(&self.evidence.fetches[*at])
        {
            return step;
        }
        let host = need.module.split('/').next().unwrap_or_default();
        let mut ladders = self.evidence.ladders.iter().enumerate();
        let of = |l: &Ladder| l.roles.contains(&Role::Origin) && l.endpoint.host == host;
        match ladders.find(|(_, ladder)| of(ladder)) {
            Some((at, ladder)) if ladder.broken.is_some() => self.broken(at, ladder),
            _ => Step::Open(self.why_open()),
        }
    }

    /// The road to a repository is what is broken, where nothing else is known of it.
    fn below(&self, tag: &Fetch) -> Option<Step> {
        let endpoint = Endpoint::of(tag.url.raw())?;
        let mut ladders = self.evidence.ladders.iter().enumerate();
        let (at, ladder) =
            ladders.find(|(_, it)| it.roles.contains(&Role::Origin) && it.endpoint == endpoint)?;
        ladder.broken.is_some().then(|| self.broken(at, ladder))
    }

    fn why_open(&self) -> Unknown {
        match self.evidence.limits {
            limits if limits.offline => Unknown::Offline,
            limits if limits.cut_short => Unknown::Deadline,
            _ => Unknown::NotAsked,
        }
    }
}

/// A road that breaks below HTTP breaks for every request; an answer that did
/// not come is that request's own.
fn is_impassable(ladder: &Ladder) -> bool {
    ladder.broken.as_ref().is_some_and(|broken| broken.stage != Stage::Http)
}

/// Whether a proxy relays the database is a fact of the proxy, not of a module.
fn key_of(need: &Need, artefact: Artefact, source: Source) -> Key<'_> {
    match artefact {
        Artefact::Supported => ("", "", artefact, source),
        _ => (&need.module, &need.version, artefact, source),
    }
}

fn judge(at: usize, fetch: &Fetch, ladder: Option<(Cite, &Ladder)>) -> Step {
    match &fetch.outcome {
        Outcome::Served { .. } => Step::Found,
        Outcome::Missing { .. } => Step::NotFound(Cite::Fetch(at)),
        Outcome::Unlike { .. } if matches!(fetch.artefact, Artefact::Mod | Artefact::Zip) => {
            Step::Wrong(Cite::Fetch(at))
        }
        // go waits for it without limit, whatever follows in the list.
        Outcome::Broken { fault: Fault::Http(HttpFault::TimedOut { .. }) } => {
            Step::Fatal(Cite::Fetch(at))
        }
        Outcome::Refused { .. } | Outcome::Unlike { .. } | Outcome::Broken { .. } => {
            Step::Error(Cite::Fetch(at))
        }
        Outcome::Unknown { why: Unknown::RoadBroken } => match ladder {
            Some((cite, ladder)) if ladder.broken.is_some() => Step::Error(cite),
            _ => Step::Open(Unknown::RoadBroken),
        },
        Outcome::Unknown { why } => Step::Open(*why),
    }
}
