use crate::base::Veiled;
use crate::go::pattern::{Near, match_prefix_patterns, matching_pattern, near_miss};
use crate::model::{
    Artefact, Cite, Confidence, End, Evidence, Facts, Fetch, LISTS, Nature, Need, Outcome, Role,
    Severity, Source, Step, Stray, Walk, is_everybodys, is_public_host, list_meant, narrowest,
};
use std::collections::BTreeMap;

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

impl Evidence {
    /// The modules that go fails with, or will, since the pattern that was meant for
    /// them does not hold them: those that it fails with, if there are any.
    pub fn unmatched(&self) -> Vec<Unmatched<'_>> {
        let walked = self.facts.needs.iter().zip(self.walks());
        let all = walked.filter_map(|(need, walk)| self.unmatched_by(need, walk));
        let mut all: Vec<Unmatched<'_>> = all.collect();
        let worst = all.iter().map(|it| it.severity).max();
        all.retain(|it| Some(it.severity) == worst);
        all
    }

    fn unmatched_by<'a>(&'a self, need: &'a Need, walk: &'a Walk) -> Option<Unmatched<'a>> {
        let met = self.met_with(need, walk)?;
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

    fn met_with(&self, need: &Need, walk: &Walk) -> Option<Met> {
        let (by, past) = match &walk.end {
            End::Works => {
                let asked = self.exposed_to(need)?;
                return Some(Met { asked, severity: Severity::Warning, sure: true, cites: vec![] });
            }
            End::Open(_) => return None,
            End::Stopped { by, past } => (by, past),
        };
        let (asked, severity, sure) = match by {
            Cite::Fetch(at) => self.fetch_met(need, self.fetches.get(*at)?)?,
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
            let all = self.unrecorded();
            cites = all.into_iter().find(|it| it.need == need)?.cites;
        }
        Some(Met { asked, severity, sure, cites })
    }

    fn fetch_met(&self, need: &Need, fetch: &Fetch) -> Option<(WhoAsked, Severity, bool)> {
        use Severity::{Error, Warning};
        if fetch.is_of_database() {
            let missing = fetch.artefact == Artefact::Lookup;
            let known = self.unrecorded().into_iter().find(|it| it.need == need);
            let told = known.filter(|it| missing && it.nature != Nature::Vanished);
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

impl Facts {
    /// Why a list does not hold the module that a pattern was meant for, and the variable
    /// to be put right.
    fn amiss(&self, list: &'static str, module: &str) -> Option<(&'static str, Amiss<'_>)> {
        let holder = self.holder_of(list);
        self.settings.get("GOPRIVATE")?;
        if let Some(near) = self.near(self.settings.raw(holder), module) {
            return Some((holder, Amiss::Near(near)));
        }
        let private = self.settings.raw("GOPRIVATE");
        if holder == list && list != "GOPRIVATE" {
            if let Some(pattern) = matching_pattern(private, module) {
                let pattern = pattern.to_owned();
                return Some((holder, Amiss::Hidden { by: list, pattern }));
            }
            if let Some(near) = self.near(private, module) {
                return Some(("GOPRIVATE", Amiss::Near(near)));
            }
        }
        self.misplaced(list, module)
    }

    /// The pattern stands where go does not look.
    fn misplaced(&self, list: &'static str, module: &str) -> Option<(&'static str, Amiss<'_>)> {
        let fits = |key: &str| key == "GOPRIVATE" || key == list;
        let meant = |value: &Veiled| {
            match_prefix_patterns(value.raw(), module)
                || near_miss(value.raw(), module).is_some_and(|near| !near.is_doubtful())
        };
        let misnamed = self.variables.iter().find_map(|it| {
            let key = list_meant(&it.name).filter(|key| fits(key) && meant(&it.value))?;
            Some((key, Amiss::Misnamed { name: &it.name, value: &it.value }))
        });
        let stray = || {
            self.stray_lines.iter().find_map(|it| {
                let key = LISTS.into_iter().find(|key| *key == it.key && fits(key))?;
                let (path, line, value, why) = (&*it.path, it.line, &it.value, it.why);
                meant(value).then_some((key, Amiss::Stray { path, line, value, why }))
            })
        };
        misnamed.or_else(stray)
    }

    /// What was meant, and never a whole public host in its place.
    fn near(&self, globs: &str, module: &str) -> Option<Near> {
        let near = near_miss(globs, module)?;
        if !is_everybodys(&near.pattern) {
            return Some(near);
        }
        let pattern = narrowest(std::iter::once(module));
        let becomes = near.becomes.replace(&near.pattern, &pattern);
        Some(Near { pattern, becomes, ..near })
    }

    /// The lists with what was meant for these modules, as steps.
    pub fn matched_again(&self, all: &[Unmatched<'_>]) -> Vec<Step> {
        let mut values: BTreeMap<&'static str, String> = BTreeMap::new();
        for it in all {
            let value = self.value_of(&values, it.variable);
            if let Some(better) = self.holding(&value, it) {
                values.insert(it.variable, better);
            }
            // The same slip was mostly typed into the other lists as well.
            for list in LISTS.into_iter().filter(|list| self.has_own(list)) {
                let value = self.value_of(&values, list);
                if let Some(near) = self.near(&value, &it.need.module) {
                    values.insert(list, near.mended(&value));
                }
            }
        }
        for it in all {
            self.let_through(&mut values, it);
        }
        LISTS.into_iter().filter_map(|key| Some(self.set(key, values.remove(key)?))).collect()
    }

    fn value_of(&self, values: &BTreeMap<&'static str, String>, key: &str) -> String {
        let own = || if self.has_own(key) { self.settings.raw(key) } else { "" };
        values.get(key).cloned().unwrap_or_else(|| own().to_owned())
    }

    /// A value that holds the module; none where this one does.
    fn holding(&self, value: &str, it: &Unmatched<'_>) -> Option<String> {
        let module = &it.need.module;
        if match_prefix_patterns(value, module) {
            return None;
        }
        if let Some(near) = self.near(value, module) {
            return Some(near.mended(value));
        }
        let pattern = match &it.amiss {
            Amiss::Near(near) => near.pattern.clone(),
            Amiss::Hidden { pattern, .. } => pattern.clone(),
            Amiss::Misnamed { value, .. } | Amiss::Stray { value, .. } => {
                let value = value.raw();
                let near = self.near(value, module);
                near.map_or_else(|| value.to_owned(), |near| near.mended(value))
            }
        };
        Some(with(value, &pattern))
    }

    /// The database is not to stop go next, nor a list of its own to hide GOPRIVATE.
    fn let_through(&self, values: &mut BTreeMap<&'static str, String>, it: &Unmatched<'_>) {
        let module = &it.need.module;
        let lists: &[&str] = match it.asked {
            WhoAsked::Proxies if !it.need.summed => &["GONOPROXY", "GONOSUMDB"],
            WhoAsked::Proxies => &["GONOPROXY"],
            WhoAsked::Database => &["GONOSUMDB"],
        };
        for list in lists {
            let Some(list) = LISTS.into_iter().find(|it| it == list) else { continue };
            let holder = self.holder_of(list);
            let value = self.value_of(values, holder);
            if match_prefix_patterns(&value, module) {
                continue;
            }
            let pattern = LISTS.into_iter().find_map(|key| {
                let value = self.value_of(values, key);
                matching_pattern(&value, module).map(str::to_owned)
            });
            if let Some(pattern) = pattern {
                let key = if holder == "GOPRIVATE" { list } else { holder };
                values.insert(key, with(&value, &pattern));
            }
        }
    }
}

fn with(value: &str, pattern: &str) -> String {
    let comma = if value.is_empty() || value.ends_with(',') { "" } else { "," };
    format!("{value}{comma}{pattern}")
}
