mod again;
mod amiss;

use crate::base::Veiled;
use crate::go::pattern::{Near, match_prefix_patterns};
use crate::model::{
    Artefact, Cite, Confidence, End, Evidence, Fetch, Nature, Need, Outcome, Role, Severity,
    Source, Stray, Unrecorded, Walk, is_public_host,
};

/// A module that a list of patterns was to hold, and does not.
#[derive(Clone, Debug)]
pub struct Unmatched<'a> {
    pub need: &'a Need,
    /// The variable that holds, or was to hold, the pattern.
    pub variable: &'static str,
    pub amiss: Amiss<'a>,
    /// Who is asked because of it.
    pub asked: WhoAsked,
    pub severity: Severity,
    pub confidence: Confidence,
    pub cites: Vec<Cite>,
}

/// Why it does not hold the module.
#[derive(Clone, Debug)]
pub enum Amiss<'a> {
    /// A pattern that was meant for it does not match it.
    Near(Near),
    /// GOPRIVATE has it, and this variable stands in its place.
    Hidden { by: &'static str, pattern: String },
    /// The pattern stands in a variable that go does not read.
    Misnamed { name: &'a str, value: &'a Veiled },
    /// It stands in a line of the go env file that go does not take.
    Stray { path: &'a str, line: usize, value: &'a Veiled, why: Stray },
}

/// Whom go asks about a module that no pattern keeps from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhoAsked {
    Proxies,
    Database,
}

/// What go met with a module.
struct Met {
    asked: WhoAsked,
    severity: Severity,
    sure: bool,
    cites: Vec<Cite>,
}

/// What is looked up once for all modules.
#[derive(Clone, Copy)]
struct Seen<'a> {
    unrecorded: &'a [Unrecorded<'a>],
    /// Whether a list has letters that never match.
    odd: bool,
}

impl<'a> Seen<'a> {
    fn of(self, need: &Need) -> Option<&'a Unrecorded<'a>> {
        let is =
            |it: &&Unrecorded<'_>| it.need.module == need.module && it.need.version == need.version;
        self.unrecorded.iter().find(is)
    }
}

impl Evidence {
    /// The modules that go fails with, or will, since the pattern that was meant for
    /// them does not hold them: those that it fails with, if there are any.
    pub fn unmatched(&self) -> Vec<Unmatched<'_>> {
        if !self.facts.has_patterns() {
            return Vec::new();
        }
        let (unrecorded, odd) = (self.unrecorded(), self.facts.has_odd_list());
        let seen = Seen { unrecorded: &unrecorded, odd };
        let walked = self.facts.needs.iter().zip(self.walks());
        let all = walked.filter_map(|(need, walk)| self.unmatched_by(need, walk, seen));
        let mut all: Vec<Unmatched<'_>> = all.collect();
        let worst = all.iter().map(|it| it.severity).max();
        all.retain(|it| Some(it.severity) == worst);
        all
    }

    fn unmatched_by<'a>(
        &'a self,
        need: &'a Need,
        walk: &Walk,
        seen: Seen<'_>,
    ) -> Option<Unmatched<'a>> {
        // Thousands of modules may be well, or fail by the same thing; few lists are odd.
        let met = self.met_with(need, walk, seen)?;
        if met.severity < Severity::Error && !seen.odd {
            return None;
        }
        let list = met.asked.list();
        if match_prefix_patterns(self.facts.settings.raw(list), &need.module) {
            return None;
        }
        let (variable, amiss) = self.facts.amiss(list, &need.module)?;
        let doubtful = match &amiss {
            // What works, or fails by something else, is no proof of what was meant.
            Amiss::Near(near) if met.severity < Severity::Error && !near.is_dead() => return None,
            Amiss::Near(near) if near.is_doubtful() && met.asked == WhoAsked::Proxies => {
                return None;
            }
            Amiss::Near(near) if near.is_doubtful() && !self.may_be_meant(near, need) => {
                return None;
            }
            Amiss::Near(near) => near.is_doubtful(),
            // `GOPRIVATE` for the database and `GONOPROXY=none` for a proxy of one's own
            // are often set on purpose.
            Amiss::Hidden { by: "GONOPROXY", .. } if !self.facts.is_all_public() => return None,
            _ if met.severity < Severity::Error => return None,
            _ => false,
        };
        let confidence =
            if met.sure && !doubtful { Confidence::Certain } else { Confidence::Likely };
        let mut cites = met.cites;
        cites.push(amiss.cite(variable));
        let (asked, severity) = (met.asked, met.severity);
        Some(Unmatched { need, variable, amiss, asked, severity, confidence, cites })
    }

    /// A guess is none where the pattern holds another module, or the guess is about whose
    /// account it is on a public host.
    fn may_be_meant(&self, near: &Near, need: &Need) -> bool {
        let host = need.module.split('/').next().unwrap_or_default();
        let account = is_public_host(host) && near.pattern.split('/').count() < 3;
        let entry = near.entry.trim();
        let gomod = self.facts.project.gomod.parsed();
        let required = gomod.map(|it| it.require.as_slice()).unwrap_or_default().iter();
        let needed = self.facts.needs.iter().map(|it| it.module.as_str());
        let mut others = required.map(|it| it.path.as_str()).chain(needed);
        !account && !others.any(|module| match_prefix_patterns(entry, module))
    }

    fn met_with(&self, need: &Need, walk: &Walk, seen: Seen<'_>) -> Option<Met> {
        let (by, past) = match &walk.end {
            End::Works if !seen.odd => return None,
            End::Works => {
                let asked = self.exposed_to(need)?;
                return Some(Met { asked, severity: Severity::Warning, sure: true, cites: vec![] });
            }
            End::Open(_) => return None,
            End::Stopped { by, past } => (by, past),
        };
        let (asked, severity, sure) = match by {
            Cite::Fetch(at) => self.fetch_met(need, self.fetches.get(*at)?, seen)?,
            Cite::Setting(name) if name == "GOPROXY" => (WhoAsked::Proxies, Severity::Error, false),
            Cite::Ladder(at) => (self.ladder_met(*at)?, Severity::Warning, true),
            _ => return None,
        };
        let mut cites = vec![by.clone()];
        if severity == Severity::Error && asked == WhoAsked::Proxies {
            cites.extend(past.iter().cloned());
        }
        if severity < Severity::Error {
            cites.clear();
        }
        if asked == WhoAsked::Database && severity == Severity::Error {
            cites.clone_from(&seen.of(need)?.cites);
        }
        Some(Met { asked, severity, sure, cites })
    }

    fn fetch_met(
        &self,
        need: &Need,
        fetch: &Fetch,
        seen: Seen<'_>,
    ) -> Option<(WhoAsked, Severity, bool)> {
        use Severity::{Error, Warning};
        if fetch.is_of_database() {
            let missing = fetch.artefact == Artefact::Lookup;
            let told = seen.of(need).filter(|it| missing && it.nature != Nature::Vanished);
            return Some(match told {
                Some(it) => (WhoAsked::Database, Error, it.sure),
                None => (WhoAsked::Database, Warning, true),
            });
        }
        let Source::Proxy { .. } = fetch.source else {
            return Some((self.exposed_to(need)?, Warning, true));
        };
        match &fetch.outcome {
            Outcome::Missing { .. } => Some((WhoAsked::Proxies, Error, false)),
            // It would not be asked: what it says of other modules is another matter.
            Outcome::Refused { reply } if !matches!(reply.status, 401 | 407 | 429) => {
                Some((WhoAsked::Proxies, Error, false))
            }
            Outcome::Unlike { .. } if self.serves_others(fetch) => {
                Some((WhoAsked::Proxies, Error, false))
            }
            _ => Some((WhoAsked::Proxies, Warning, true)),
        }
    }

    fn serves_others(&self, fetch: &Fetch) -> bool {
        self.fetches.iter().any(|it| {
            it.source == fetch.source
                && it.module != fetch.module
                && matches!(it.outcome, Outcome::Served { .. })
        })
    }

    fn ladder_met(&self, at: usize) -> Option<WhoAsked> {
        self.ladders.get(at)?.roles.iter().find_map(|role| match role {
            Role::Proxy { .. } => Some(WhoAsked::Proxies),
            Role::Database => Some(WhoAsked::Database),
            _ => None,
        })
    }

    /// Who learns of the module, where nothing fails because of it.
    fn exposed_to(&self, need: &Need) -> Option<WhoAsked> {
        let route = self.route_of(need)?;
        if route.checksums.database.is_some() && route.checksums.skipped_because.is_none() {
            return Some(WhoAsked::Database);
        }
        route.direct_because.is_none().then_some(WhoAsked::Proxies)
    }
}

impl WhoAsked {
    /// The list that would keep go from asking.
    pub fn list(self) -> &'static str {
        match self {
            Self::Proxies => "GONOPROXY",
            Self::Database => "GONOSUMDB",
        }
    }
}

impl Amiss<'_> {
    fn cite(&self, variable: &str) -> Cite {
        match self {
            Self::Misnamed { name, .. } => Cite::Variable((*name).to_owned()),
            _ => Cite::Setting(variable.to_owned()),
        }
    }
}
