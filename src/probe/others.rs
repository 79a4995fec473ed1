use super::counter::{Due, due_for, is_declared};
use super::lookout::Lookout;
use super::plan::endpoint_of;
use super::protocol::at_proxy;
use super::sums::look_up;
use crate::go::module::split_path_version;
use crate::go::semver;
use crate::model::{
    Artefact, Counter, CounterProbe, Endpoint, Evidence, Fetch, Holder, Limits, Need, Outcome,
    Part, Route, Source, Via, is_public_host, looks_private, place_of,
};
use futures_util::future::join_all;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The files of so many modules are asked of everybody.
const MODULES: usize = 5;

/// What others said of the files whose hash is in dispute.
#[derive(Default)]
pub(super) struct Heard {
    said: RefCell<BTreeMap<(usize, usize), CounterProbe>>,
}

impl Heard {
    /// In the order in which they were to be asked, whoever answered first.
    pub(super) fn counters(&self) -> Vec<CounterProbe> {
        self.said.borrow().values().cloned().collect()
    }

    fn count(&self) -> usize {
        self.said.borrow().len()
    }

    fn note(&self, place: usize, fetches: Vec<Fetch>) {
        let mut said = self.said.borrow_mut();
        for fetch in fetches {
            let origin = || Endpoint::https(fetch.module.split('/').next().unwrap_or_default());
            let endpoint = endpoint_of(fetch.url.raw()).unwrap_or_else(origin);
            let took_ms = fetch.took_ms;
            let seen = Counter::Same { fetch: Box::new(fetch) };
            let at = said.len();
            said.insert((place, at), CounterProbe { endpoint, seen, took_ms });
        }
    }
}

/// A file in dispute, and one who may know it.
enum Question<'q> {
    Proxy { need: &'q Need, part: Part, via: &'q Via },
    Database(Box<(Need, Route)>),
}

impl Lookout<'_> {
    /// Asks everybody whom go may ask for the files whose hash is in dispute.
    pub(super) async fn hear_others(&self, evidence: &Evidence) {
        self.hear(&self.questions(evidence)).await;
    }

    /// Asks the database for what turned out to be other than go.sum has it only when
    /// the repository was looked into.
    pub(super) async fn hear_database(&self, evidence: &Evidence) {
        let evidence = evidence.clone().countered(self.counters());
        let disputes = evidence.disputes().into_iter();
        let from_origin =
            disputes.filter(|it| matches!(it.held.holder, Holder::Origin(_))).map(|it| it.need);
        let mut needs: Vec<&Need> = from_origin.collect();
        needs.dedup();
        let questions: Vec<Question<'_>> =
            needs.into_iter().filter_map(|need| self.to_database(&evidence, need)).collect();
        self.hear(&questions).await;
    }

    async fn hear(&self, questions: &[Question<'_>]) {
        let before = self.second.heard.count();
        let asking = questions.iter().enumerate().map(|(place, question)| async move {
            let fetches = match question {
                Question::Proxy { need, part, via } => {
                    let asked = at_proxy(self, need, &need.version, part.artefact(), via).await;
                    asked.map(|asked| asked.fetch).into_iter().collect()
                }
                Question::Database(asking) => {
                    let (need, route) = &**asking;
                    look_up(self, need, &need.version, route).await
                }
            };
            self.second.heard.note(before + place, fetches);
        });
        join_all(asking).await;
    }

    /// The repositories of what is in dispute; and of what go fetches there, where its
    /// hash is known, as nobody else says what would come.
    pub(super) fn repositories(&self, evidence: &Evidence) -> Vec<Due> {
        let mut needs: Vec<&Need> = evidence.disputes().iter().map(|it| it.need).collect();
        needs.dedup();
        let walked = evidence.facts.needs.iter().filter(|need| is_direct(evidence, need));
        let mut walked: Vec<&Need> = walked.collect();
        walked.sort_by_key(|need| !is_later_major(need));
        needs.extend(walked);
        needs.truncate(MODULES);
        let due = needs.into_iter().filter_map(|need| {
            let endpoint = Endpoint::https(need.module.split('/').next().unwrap_or_default());
            due_for(&endpoint, &need.module, &need.version, self.prober())
        });
        due.collect()
    }

    /// What the first round found out, as far as files go.
    pub(super) fn so_far(&self, routes: &[Route]) -> Evidence {
        let (mut facts, mut routes) = (self.climber.facts.clone(), routes.to_vec());
        for (need, route) in &*self.more() {
            facts.needs.push(need.clone());
            routes.push(route.clone());
        }
        let fetches = self.fetches.borrow().clone();
        Evidence::new(facts, routes, Vec::new(), fetches, Limits::default())
    }

    fn questions<'e>(&self, evidence: &'e Evidence) -> Vec<Question<'e>> {
        let mut questions = Vec::new();
        let mut asked: Vec<&Need> = Vec::new();
        for dispute in evidence.disputes() {
            let is_new = !asked.contains(&dispute.need);
            if is_new && asked.len() == MODULES {
                break;
            }
            questions.extend(self.to_proxies(evidence, dispute.need, dispute.part));
            if is_new {
                asked.push(dispute.need);
                questions.extend(self.to_database(evidence, dispute.need));
            }
        }
        questions
    }

    /// The elements of GOPROXY that were not asked for the file yet. That go would
    /// come to a public one after a "not found" does not make a module its business.
    fn to_proxies<'e>(
        &self,
        evidence: &'e Evidence,
        need: &'e Need,
        part: Part,
    ) -> Vec<Question<'e>> {
        let hops = evidence.route_of(need).map(|route| &route.hops).into_iter().flatten();
        let is_told = self.may_be_told(evidence, need);
        let proxies = hops.enumerate().filter_map(|(at, hop)| {
            let Via::Proxy { element, url } = &hop.via else { return None };
            let source = Source::Proxy { element: *element };
            let is_new = evidence.fetch_of(need, part.artefact(), source).is_none();
            let is_public = self.climber.facts.is_public_proxy(&place_of(url));
            let is_allowed = at == 0 || !is_public || is_told;
            (is_new && is_allowed).then_some(Question::Proxy { need, part, via: &hop.via })
        });
        proxies.collect()
    }

    /// The record that go does not look up because go.sum has a line.
    fn to_database<'e>(&self, evidence: &Evidence, need: &Need) -> Option<Question<'e>> {
        let need = Need { summed: false, ..need.clone() };
        let asked = evidence.said(&need, Artefact::Lookup).next().is_some();
        if asked || !self.may_be_told(evidence, &need) {
            return None;
        }
        let route = self.climber.facts.routes(std::slice::from_ref(&need)).pop()?;
        Some(Question::Database(Box::new((need, route))))
    }

    /// Whether the public may hear of a module: nothing declares it private, and
    /// nothing about it looks so.
    fn may_be_told(&self, evidence: &Evidence, need: &Need) -> bool {
        let host = need.module.split('/').next().unwrap_or_default();
        let is_inner = looks_private(host) || evidence.is_neighbour(host);
        self.outsiders
            && !is_declared(&need.module, self.climber.facts)
            && (is_public_host(host) || !is_inner)
    }
}

/// Whether the path or the version is of a major version that both have to name.
fn is_later_major(need: &Need) -> bool {
    let in_path = split_path_version(&need.module).is_some_and(|it| !it.major.is_empty());
    in_path || !matches!(semver::major(&need.version), Some("v0" | "v1"))
}

/// Whether go fetches a version from its repository and knows what has to come.
fn is_direct(evidence: &Evidence, need: &Need) -> bool {
    let tag = evidence.fetch_of(need, Artefact::Tag, Source::Origin);
    let has = tag.is_some_and(|(_, it)| matches!(it.outcome, Outcome::Served { .. }));
    let fetched = need.lacking.gomod || need.lacking.zip;
    has && fetched && (!need.summed || !need.sums.is_empty()) && !need.is_query()
}
