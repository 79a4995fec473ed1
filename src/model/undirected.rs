use crate::go::module::split_path_version;
use crate::go::pattern::match_prefix_patterns;
use crate::go::semver;
use crate::model::{
    Artefact, Cite, Confidence, End, Evidence, Need, Outcome, Route, Source, Via, Walk,
    is_public_host, looks_private,
};
use std::collections::{HashMap, HashSet};

/// A module that no proxy of GOPROXY has, where the list keeps go from its origin.
#[derive(Clone, Debug)]
pub struct Undirected<'a> {
    pub need: &'a Need,
    pub host: &'a str,
    /// What every proxy said of it, and who else shows that the origin has it.
    pub cites: Vec<Cite>,
    pub confidence: Confidence,
    /// Whether it is not for the public, as far as that shows.
    pub private: bool,
}

impl Evidence {
    /// The modules that stop go because the list ends before `direct`. A public
    /// one only where its repository has it: else it may not exist at all.
    pub fn undirected(&self) -> Vec<Undirected<'_>> {
        let (known, strange) = (self.known_to_proxies(), self.strange_cites());
        let routes: HashMap<(&str, &str), &Route> =
            self.routes.iter().map(|it| ((&*it.module, &*it.version), it)).collect();
        let walked = self.facts.needs.iter().zip(self.walks());
        let found = walked.filter_map(|(need, walk)| {
            let key = (&*need.module, &*need.version);
            let route = routes.get(&key).filter(|_| !known.contains(&key))?;
            let met = self.kept_from_origin(route, walk)?;
            let is_strange = met.iter().any(|cite| strange.contains(cite));
            (!is_strange).then(|| self.judged(need, met)).flatten()
        });
        found.collect()
    }

    fn judged<'a>(&'a self, need: &'a Need, mut cites: Vec<Cite>) -> Option<Undirected<'a>> {
        let host = need.module.split('/').next().unwrap_or_default();
        let mut confidence = Confidence::Likely;
        if let Some(origin) = self.at_origin(need) {
            if !origin.has {
                return None;
            }
            cites.push(origin.cite);
            if !semver::is_pseudo_version(&need.version) {
                confidence = Confidence::Certain;
            }
        } else if is_public_host(host) {
            return None;
        }
        let public = is_public_host(host);
        // A public proxy has what its origin gives to everybody.
        let private = !public
            && (looks_private(host) || self.is_neighbour(host) || self.facts.is_all_public());
        // Somebody has said so, if only to keep it from the database.
        let told = match_prefix_patterns(self.facts.settings.raw("GONOSUMDB"), &need.module);
        let private = private || told;
        Some(Undirected { need, host, cites, confidence, private })
    }

    /// What a walk met, where all of it says "not found" and no origin is asked.
    fn kept_from_origin(&self, route: &Route, walk: &Walk) -> Option<Vec<Cite>> {
        let End::Stopped { by, past } = &walk.end else { return None };
        if route.hops.iter().any(|hop| hop.via == Via::Direct) {
            return None;
        }
        let is_off = |cite: &&Cite| **cite == Cite::Setting("GOPROXY".into());
        let met = || past.iter().chain([by]).filter(|cite| !is_off(cite));
        let all_missing = met().all(|cite| self.lacks_module(cite));
        (all_missing && met().next().is_some()).then(|| met().cloned().collect())
    }

    fn lacks_module(&self, cite: &Cite) -> bool {
        let Cite::Fetch(at) = cite else { return false };
        self.fetches.get(*at).is_some_and(|fetch| {
            matches!(fetch.outcome, Outcome::Missing { .. })
                && matches!(fetch.source, Source::Proxy { .. })
                && !fetch.is_of_database()
                && !fetch.url.raw().starts_with("file:")
        })
    }

    /// The modules of which a proxy served anything, be it a list of other versions.
    fn known_to_proxies(&self) -> HashSet<(&str, &str)> {
        let knows = |outcome: &Outcome, artefact| match outcome {
            Outcome::Served { versions } => artefact != Artefact::List || !versions.is_empty(),
            _ => false,
        };
        let served = self.fetches.iter().filter(|fetch| {
            matches!(fetch.source, Source::Proxy { .. }) && knows(&fetch.outcome, fetch.artefact)
        });
        served.map(|fetch| (&*fetch.module, &*fetch.version)).collect()
    }

    /// What comes from an element that is no module proxy says nothing of a module.
    pub(super) fn strange_cites(&self) -> HashSet<Cite> {
        self.strange_elements().into_iter().flat_map(|it| it.cites).collect()
    }

    /// Whether a proxy of the list stands in the same domain.
    pub fn is_neighbour(&self, host: &str) -> bool {
        let hops = self.routes.iter().flat_map(|route| &route.hops);
        let mut proxies = hops.filter_map(|hop| match &hop.via {
            Via::Proxy { url, .. } => crate::model::Endpoint::of(url.raw()),
            _ => None,
        });
        let domain = domain(host);
        domain.is_some() && proxies.any(|proxy| self::domain(&proxy.host) == domain)
    }
}

/// What stands behind the first label, where that is a domain of somebody's.
fn domain(host: &str) -> Option<&str> {
    let (_, domain) = host.split_once('.')?;
    let is_address = host.parse::<std::net::IpAddr>().is_ok();
    (domain.contains('.') && !is_address).then_some(domain)
}

/// The narrowest prefix that all these modules lie below, without `/vN`.
pub fn narrowest<'a>(modules: impl Iterator<Item = &'a str>) -> String {
    let bare = |module: &'a str| split_path_version(module).map_or(module, |path| path.prefix);
    let mut common: Option<Vec<&str>> = None;
    for module in modules.map(bare) {
        let parts = module.split('/');
        common = Some(match common {
            None => parts.collect(),
            Some(known) => {
                let both = known.into_iter().zip(parts).take_while(|(a, b)| a == b);
                both.map(|(part, _)| part).collect()
            }
        });
    }
    common.unwrap_or_default().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_as_narrow_as_they_can_be() {
        let of = |modules: &[&str]| narrowest(modules.iter().copied());
        assert_eq!(of(&["git.corp/team/a"]), "git.corp/team/a");
        assert_eq!(of(&["git.corp/team/a/v2", "git.corp/team/ab"]), "git.corp/team");
        assert_eq!(of(&["git.corp/team/a", "git.corp/other"]), "git.corp");
        assert_eq!(of(&[]), "");
    }

    #[test]
    fn neighbours_share_a_domain_of_somebodys() {
        assert_eq!(domain("git.acme.com"), Some("acme.com"));
        assert_eq!(domain("acme.com"), None);
        assert_eq!(domain("10.0.0.1"), None);
    }
}
