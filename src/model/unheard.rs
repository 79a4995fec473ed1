use crate::go::vcs::ImportFault;
use crate::model::{
    Artefact, Cite, Counter, Evidence, Fault, Fetch, Need, Outcome, Source, VcsFault,
};
use std::collections::HashMap;

/// A module of which nobody who was asked has anything.
#[derive(Clone, Debug)]
pub struct Unheard<'a> {
    pub need: &'a Need,
    /// The elements of GOPROXY that said so, in their order.
    pub elements: Vec<usize>,
    /// What each of them said.
    pub cites: Vec<Cite>,
    /// What its origin said, where that was asked.
    pub origin: Option<(Cite, &'a Fetch)>,
}

/// A path that exists, where one was asked for that does not.
#[derive(Clone, Debug)]
pub struct Found<'a> {
    pub cite: Cite,
    pub path: &'a str,
    pub host: String,
    pub versions: &'a [String],
}

impl Evidence {
    /// The modules of which nobody who was asked has anything, be it another version.
    pub fn unheard_of(&self) -> Vec<Unheard<'_>> {
        let mut fetches: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
        for (at, fetch) in self.fetches.iter().enumerate().filter(|(_, it)| !it.is_of_database()) {
            fetches.entry((&fetch.module, &fetch.version)).or_default().push(at);
        }
        let asked = self.facts.needs.iter().filter_map(|need| {
            let own = fetches.get(&(need.module.as_str(), need.version.as_str()))?;
            self.unheard(need, own)
        });
        let mut unheard: Vec<Unheard<'_>> = asked.collect();
        if !unheard.is_empty() {
            let strange = self.strange_cites();
            unheard.retain(|it| !it.cites.iter().any(|cite| strange.contains(cite)));
        }
        unheard
    }

    fn unheard<'a>(&'a self, need: &'a Need, own: &[usize]) -> Option<Unheard<'a>> {
        let mut it = Unheard { need, elements: Vec::new(), cites: Vec::new(), origin: None };
        for at in own {
            let fetch = &self.fetches[*at];
            if fetch.url.raw().starts_with("file:") {
                // A folder holds what was put there.
                continue;
            }
            match (fetch.source, &fetch.outcome) {
                (Source::Proxy { element }, Outcome::Missing { .. }) => {
                    if is_version(fetch) || need.is_query() && it.elements.last() != Some(&element)
                    {
                        it.cites.push(Cite::Fetch(*at));
                        it.elements.push(element);
                    }
                }
                (_, Outcome::Served { versions }) if versions.is_empty() && says_nothing(fetch) => {
                }
                (Source::Origin, _) if is_absence(fetch) => {
                    it.origin = Some((Cite::Fetch(*at), fetch));
                }
                _ => return None,
            }
        }
        it.elements.dedup();
        (it.origin.is_some() || !it.elements.is_empty()).then_some(it)
    }

    /// The path that was likely meant by a module, where somebody who was asked has it.
    pub fn found_for(&self, module: &str) -> Option<Found<'_>> {
        let mut counters = self.counters.iter().enumerate();
        counters.find_map(|(at, probe)| match &probe.seen {
            Counter::Meant { module: of, path, url, outcome: Outcome::Served { versions } }
                if of == module && (!versions.is_empty() || !url.raw().contains("/@")) =>
            {
                let host = probe.endpoint.host.clone();
                Some(Found { cite: Cite::Counter(at), path, host, versions })
            }
            _ => None,
        })
    }
}

fn is_version(fetch: &Fetch) -> bool {
    matches!(fetch.artefact, Artefact::Mod | Artefact::Info)
}

/// An empty list is no sign of a module, nor is a page that says where one lies.
fn says_nothing(fetch: &Fetch) -> bool {
    matches!(fetch.artefact, Artefact::List | Artefact::GoGet)
}

/// There is no such page or repository, or none for whoever asks. A repository that
/// only lacks a tag is there.
fn is_absence(fetch: &Fetch) -> bool {
    match &fetch.outcome {
        Outcome::Missing { .. } => {
            fetch.artefact != Artefact::Tag || fetch.url.raw().contains("/@v/")
        }
        Outcome::Broken { fault: Fault::Vcs(fault) } => {
            matches!(fault, VcsFault::NotFound { .. } | VcsFault::Prompt { .. })
        }
        // The host knows others, and not this one.
        Outcome::Broken { fault: Fault::Import(ImportFault::NoTag { .. }) } => true,
        _ => false,
    }
}
