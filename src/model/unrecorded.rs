use crate::base::Veiled;
use crate::go::gosumdb::Database;
use crate::go::module::host;
use crate::go::pattern::match_prefix_patterns;
use crate::model::{
    Artefact, Cite, Confidence, Counter, Evidence, Fetch, Ladder, Need, Outcome, Reply, Source,
    is_inner, is_public_host, looks_private, narrowest,
};

/// A module that go has in hand and that the checksum database does not know.
#[derive(Clone, Debug)]
pub struct Unrecorded<'a> {
    pub need: &'a Need,
    /// The lookup that was answered with 404 or 410.
    pub lookup: &'a Fetch,
    pub reply: &'a Reply,
    pub cites: Vec<Cite>,
    pub hand: Hand<'a>,
    pub nature: Nature,
    pub confidence: Confidence,
    /// Whether the database knows other modules, and what it says of this one, or where
    /// this one lies, leaves no doubt that it is private.
    pub sure: bool,
}

/// Whom go has the module from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hand<'a> {
    /// A module proxy of somebody's own, by its host.
    OwnProxy(&'a str),
    /// One that everybody uses.
    PublicProxy,
    Origin,
}

/// Why the database does not know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nature {
    /// Its host is one of somebody's own network.
    Inner,
    /// The database says that it may not read the repository.
    Unreadable,
    /// No public place has it, and who has it is none.
    Unpublished,
    /// The database reads the repository, and the version is not there (any more).
    Vanished,
    /// Nothing tells.
    Unclear,
}

impl Nature {
    /// Whether the module is not for the public.
    pub fn is_private(self) -> bool {
        matches!(self, Self::Inner | Self::Unreadable | Self::Unpublished)
    }
}

impl Evidence {
    /// The modules that stop go because the database does not know them.
    pub fn unrecorded(&self) -> Vec<Unrecorded<'_>> {
        let fatal = self.fatal_fetches().into_iter();
        let lookups = fatal.filter(|(_, fetch, _)| fetch.artefact == Artefact::Lookup);
        lookups.filter_map(|(cite, fetch, _)| self.unrecorded_by(cite, fetch)).collect()
    }

    fn unrecorded_by<'a>(&'a self, cite: Cite, lookup: &'a Fetch) -> Option<Unrecorded<'a>> {
        let Outcome::Missing { reply } = &lookup.outcome else { return None };
        let is = |need: &&Need| need.module == lookup.module && need.version == lookup.version;
        let need = self.facts.needs.iter().find(is)?;
        // Who knows no module at all is no database, or relays none.
        let (knows, witness) = self.knows_others(lookup)?;
        let hand = self.hand(need);
        let nature = self.nature(need, reply, hand);
        let telling = matches!(nature, Nature::Inner | Nature::Unreadable);
        let sure = knows && self.is_database_of_the_public() && telling;
        // From the origin it may be that nothing was ever said about it.
        let confidence = match (sure, hand) {
            (true, Hand::OwnProxy(_)) => Confidence::Certain,
            _ => Confidence::Likely,
        };
        let cites = [cite].into_iter().chain(witness).collect();
        Some(Unrecorded { need, lookup, reply, cites, hand, nature, confidence, sure })
    }

    /// Whether who was asked knows other modules, and what shows it; none where it
    /// knows none.
    fn knows_others(&self, lookup: &Fetch) -> Option<(bool, Option<Cite>)> {
        let of = |it: &Fetch| it.artefact == Artefact::Lookup && it.source == lookup.source;
        let served = |it: &Fetch| matches!(it.outcome, Outcome::Served { .. });
        if self.fetches.iter().any(|it| of(it) && served(it)) {
            return Some((true, None));
        }
        match self.record_at(lookup) {
            Some((cite, Outcome::Served { .. })) => Some((true, Some(cite))),
            // A database of somebody's own need not have what is nobody's secret.
            Some((_, Outcome::Missing { .. })) if !self.is_database_of_the_public() => {
                Some((false, None))
            }
            Some((_, Outcome::Missing { .. } | Outcome::Unlike { .. })) => None,
            _ => Some((false, None)),
        }
    }

    /// What the canary's record met where a module was looked up.
    pub fn record_at(&self, lookup: &Fetch) -> Option<(Cite, &Outcome)> {
        let asked = lookup.database()?;
        self.counters.iter().enumerate().find_map(|(at, probe)| match &probe.seen {
            Counter::Record { base, outcome } if *base == asked => {
                Some((Cite::Counter(at), outcome))
            }
            _ => None,
        })
    }

    /// Whether GOSUMDB names the database that everybody uses.
    pub fn is_database_of_the_public(&self) -> bool {
        let database = Database::parse(self.facts.settings.raw("GOSUMDB"));
        database.is_ok_and(|it| it.name == "sum.golang.org")
    }

    fn hand(&self, need: &Need) -> Hand<'_> {
        let is_file = |it: Artefact| matches!(it, Artefact::Mod | Artefact::Info | Artefact::Zip);
        let served = self.fetches.iter().filter(|it| {
            it.module == need.module
                && it.version == need.version
                && is_file(it.artefact)
                && matches!(it.outcome, Outcome::Served { .. })
        });
        let mut elements = served.filter_map(|it| match it.source {
            Source::Proxy { element } => Some(element),
            _ => None,
        });
        let Some(element) = elements.next() else { return Hand::Origin };
        match self.base_of(element).map(host_of).unwrap_or_default() {
            host if self.facts.is_public_proxy(host) => Hand::PublicProxy,
            host => Hand::OwnProxy(host),
        }
    }

    fn nature(&self, need: &Need, reply: &Reply, hand: Hand<'_>) -> Nature {
        let host = need.module.split('/').next().unwrap_or_default();
        let words = reply.excerpt.as_str();
        let says = |marks: &[&str]| marks.iter().any(|mark| words.contains(mark));
        match hand {
            Hand::PublicProxy => Nature::Vanished,
            _ if looks_private(host) || self.is_neighbour(host) => Nature::Inner,
            _ if !is_public_host(host) && self.lies_inside(host) => Nature::Inner,
            _ if says(UNREADABLE) || self.is_unreadable_to_public(need) => Nature::Unreadable,
            _ if is_public_host(host) && says(UNKNOWN) => Nature::Vanished,
            _ if is_public_host(host) => Nature::Unclear,
            Hand::OwnProxy(_) => Nature::Unpublished,
            Hand::Origin if self.is_refused_by_public(need) => Nature::Unpublished,
            Hand::Origin => Nature::Unclear,
        }
    }

    /// Whether the host was found at addresses of an internal network.
    pub(super) fn lies_inside(&self, host: &str) -> bool {
        let of = |ladder: &&Ladder| ladder.endpoint.host == host && ladder.through.is_none();
        self.ladders.iter().filter(of).any(|ladder| is_inner(host, ladder.addresses()))
    }

    /// Whether a public proxy says so itself.
    fn is_unreadable_to_public(&self, need: &Need) -> bool {
        self.fetches.iter().any(|it| {
            let Outcome::Missing { reply } = &it.outcome else { return false };
            let words = reply.excerpt.as_str();
            it.module == need.module
                && matches!(it.source, Source::Proxy { .. })
                && self.facts.is_public_proxy(&it.host())
                && UNREADABLE.iter().any(|mark| words.contains(mark))
        })
    }

    /// A public proxy has what its origin gives to everybody.
    fn is_refused_by_public(&self, need: &Need) -> bool {
        self.fetches.iter().any(|it| {
            it.module == need.module
                && matches!(it.outcome, Outcome::Missing { .. })
                && matches!(it.source, Source::Proxy { .. })
                && self.facts.is_public_proxy(&it.host())
        })
    }

    /// The narrowest patterns for these modules, and a module that they leave to the
    /// database, of the same host if there is one.
    pub fn patterns_for(&self, private: &[&Need]) -> (Vec<String>, Option<&str>) {
        let mut hosts: Vec<&str> = private.iter().map(|it| host(&it.module)).collect();
        hosts.sort_unstable();
        hosts.dedup();
        let others = self.others(private);
        let mut patterns = Vec::new();
        for of in hosts {
            let own = || private.iter().filter(|it| host(&it.module) == of).map(|it| &*it.module);
            let common = narrowest(own());
            let wide = common == of && is_public_host(of)
                || others.iter().any(|it| match_prefix_patterns(&common, it));
            if wide {
                patterns.extend(own().map(|module| narrowest(std::iter::once(module))));
            } else {
                patterns.push(common);
            }
        }
        patterns.sort();
        patterns.dedup();
        let near = |it: &&&str| private.iter().any(|own| host(&own.module) == host(it));
        let other = others.iter().find(near).or(others.first()).copied();
        (patterns, other)
    }

    /// What go.mod asks for beside these.
    fn others(&self, private: &[&Need]) -> Vec<&str> {
        let gomod = self.facts.project.gomod.parsed();
        let required = gomod.map(|it| it.require.as_slice()).unwrap_or_default().iter();
        let needs = self.facts.needs.iter().map(|it| it.module.as_str());
        let all = required.map(|it| it.path.as_str()).chain(needs);
        all.filter(|module| private.iter().all(|own| own.module != *module)).collect()
    }
}

/// The words of a database that got as far as the host of the repository, or not so far.
const UNREADABLE: &[&str] = &[
    "could not read Username",
    "could not read Password",
    "terminal prompts disabled",
    "Authentication failed",
    "Repository not found",
    "exit status 128",
    "no such host",
    "unrecognized import path",
];
/// The words of one that read it.
const UNKNOWN: &[&str] = &["unknown revision", "invalid version", "no matching versions"];

/// The host in a URL of GOPROXY, without user and port.
fn host_of(url: &Veiled) -> &str {
    let raw = url.raw();
    let behind = raw.split_once("://").map_or(raw, |(_, behind)| behind);
    let authority = behind.split(['/', '?']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    host.split(':').next().unwrap_or_default()
}
