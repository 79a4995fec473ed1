use crate::go::pattern::match_prefix_patterns;
use crate::model::{
    Artefact, Cite, Confidence, Evidence, Facts, Fetch, Hand, Nature, Need, Outcome, Severity,
    Source, Step, Unrecorded, VcsFault, Walk, is_public_host, looks_private,
};

/// A private module of which nothing keeps go from asking everybody.
#[derive(Clone, Debug)]
pub struct Exposed<'a> {
    pub need: &'a Need,
    pub nature: Nature,
    /// A warning where something else stops go before it comes to the database.
    pub severity: Severity,
    pub confidence: Confidence,
    pub cites: Vec<Cite>,
}

impl Evidence {
    /// The private modules that no list of patterns holds: those that the database stops,
    /// else those that it would stop next.
    pub fn exposed(&self) -> Vec<Exposed<'_>> {
        let all = self.unrecorded().into_iter();
        let stopped: Vec<Exposed<'_>> = all.filter_map(|it| self.exposed_by(it)).collect();
        if !stopped.is_empty() {
            return stopped;
        }
        let walked = self.facts.needs.iter().zip(self.walks());
        walked.filter_map(|(need, walk)| self.exposed_next(need, walk)).collect()
    }

    fn exposed_by<'a>(&'a self, it: Unrecorded<'a>) -> Option<Exposed<'a>> {
        let host = it.need.module.split('/').next().unwrap_or_default();
        let (origin, fetch) = self.served_by_origin(it.need)?;
        let signed_in = || !is_public_host(host) || self.facts.is_signed_in(fetch.url.raw());
        let is_private = it.nature.is_private() || it.nature == Nature::Unclear && signed_in();
        let held = self.route_of(it.need).is_none_or(|route| route.direct_because.is_some());
        if it.hand != Hand::Origin || !is_private || held {
            return None;
        }
        let confidence = if it.sure { Confidence::Certain } else { Confidence::Likely };
        let cites = it.cites.into_iter().chain([origin]).collect();
        let (need, nature) = (it.need, it.nature);
        Some(Exposed { need, nature, severity: Severity::Error, confidence, cites })
    }

    fn served_by_origin(&self, need: &Need) -> Option<(Cite, &Fetch)> {
        let served = |it: &&Fetch| {
            it.module == need.module
                && it.version == need.version
                && it.source == Source::Origin
                && it.artefact == Artefact::Tag
                && matches!(it.outcome, Outcome::Served { .. })
        };
        let at = self.fetches.iter().position(|it| served(&it))?;
        Some((Cite::Fetch(at), &self.fetches[at]))
    }

    /// Its origin wants to be shown who asks; once it knows, the database is asked.
    fn exposed_next<'a>(&'a self, need: &'a Need, walk: &Walk) -> Option<Exposed<'a>> {
        let Some(Cite::Fetch(at)) = walk.stopped_by() else { return None };
        let guarded = self.fetches.get(*at).is_some_and(asks_who);
        let route = self.route_of(need).filter(|_| guarded)?;
        let asked = route.direct_because.is_none()
            && route.checksums.database.is_some()
            && route.checksums.skipped_because.is_none();
        let host = need.module.split('/').next().unwrap_or_default();
        let inner = !is_public_host(host) && (looks_private(host) || self.lies_inside(host));
        self.facts.settings.get("GOPRIVATE")?;
        (asked && inner).then(|| Exposed {
            need,
            nature: Nature::Inner,
            severity: Severity::Warning,
            confidence: Confidence::Certain,
            cites: vec![Cite::Setting("GOPRIVATE".to_owned())],
        })
    }
}

fn asks_who(fetch: &Fetch) -> bool {
    let refused = match &fetch.outcome {
        Outcome::Refused { reply } => matches!(reply.status, 401 | 403),
        _ => fetch.vcs_fault().is_some_and(|fault| {
            matches!(
                fault,
                VcsFault::Prompt { .. } | VcsFault::Rejected { .. } | VcsFault::Forbidden { .. }
            )
        }),
    };
    fetch.source == Source::Origin && refused
}

impl Facts {
    /// Whether git shows a repository who asks: by ssh, in the URL, or by what lies here
    /// for the host.
    fn is_signed_in(&self, repository: &str) -> bool {
        let rewritten = self.rewritten(repository).map(|(url, _)| url);
        let asked = rewritten.as_ref().map_or(repository, |url| url.raw());
        !asked.starts_with("http")
            || asked.split('/').nth(2).is_some_and(|authority| authority.contains('@'))
            || self.credential_source(asked).is_some()
    }

    /// Patterns added to GOPRIVATE, and to the lists that have a value of their own, to
    /// which GOPRIVATE says nothing.
    pub fn excluding(&self, globs: &str) -> Vec<Step> {
        let own = ["GONOPROXY", "GONOSUMDB"].into_iter().filter(|list| self.has_own(list));
        let holds = |list: &&str| {
            let value = self.settings.raw(list);
            globs.split(',').all(|glob| match_prefix_patterns(value, glob))
        };
        let lists = std::iter::once("GOPRIVATE").chain(own.filter(|list| !holds(list)));
        let added = lists.map(|list| {
            let before = if self.has_own(list) { self.settings.raw(list) } else { "" };
            let comma = if before.is_empty() || before.ends_with(',') { "" } else { "," };
            self.set(list, format!("{before}{comma}{globs}"))
        });
        added.collect()
    }
}
