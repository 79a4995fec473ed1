use crate::base::Veiled;
use crate::go::module::escape_version;
use crate::go::semver;
use crate::model::{
    Artefact, Cite, Counter, End, Evidence, Fetch, Need, Outcome, Proof, Source, Walk,
};
use crate::say;
use std::collections::HashMap;

/// A version of which an element of GOPROXY says "not found", though it is there.
#[derive(Clone, Debug)]
pub struct Stale<'a> {
    pub need: &'a Need,
    /// What the element said of it.
    pub fetch: &'a Fetch,
    pub shown_by: ShownBy<'a>,
    pub cites: Vec<Cite>,
}

/// What shows that a version is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownBy<'a> {
    /// Another file of it, from the same element.
    File(Artefact),
    /// The element's own list of versions.
    List,
    /// The tag in the module's repository.
    Tag(&'a Veiled),
}

/// What the repository of a module says of a version.
#[derive(Clone, Debug)]
pub struct AtOrigin<'a> {
    pub cite: Cite,
    pub repository: &'a Veiled,
    /// Whether it has the tag; of a pseudo-version, whether it is there at all.
    pub has: bool,
}

type Key<'a> = (&'a str, &'a str, usize);

/// What one element has of one version.
#[derive(Default)]
struct Held<'a> {
    /// Files that it served.
    files: Vec<(Cite, Artefact)>,
    list: Option<(Cite, &'a [String])>,
}

impl Evidence {
    /// The versions that stop go because an element lacks what is there.
    pub fn stale(&self) -> Vec<Stale<'_>> {
        let held = self.held();
        let walked = self.facts.needs.iter().zip(self.walks());
        walked.filter_map(|(need, walk)| self.stale_at(need, walk, &held)).collect()
    }

    /// What the module's repository said of a version, where it was asked besides.
    pub fn at_origin(&self, need: &Need) -> Option<AtOrigin<'_>> {
        self.counters.iter().enumerate().find_map(|(at, probe)| match &probe.seen {
            Counter::Origin { module, version, repository, outcome }
                if *module == need.module && *version == need.version =>
            {
                let has = matches!(outcome, Outcome::Served { .. });
                Some(AtOrigin { cite: Cite::Counter(at), repository, has })
            }
            _ => None,
        })
    }

    /// What shows that the origin has these, where each of them was asked for there.
    pub fn proved_at_origin<'a>(&'a self, needs: impl Iterator<Item = &'a Need>) -> Proof {
        let mut proof = Proof::NotRun;
        for need in needs {
            let Some(origin) = self.at_origin(need).filter(|it| it.has && is_tagged(need)) else {
                return Proof::NotRun;
            };
            let repository = origin.repository;
            proof = Proof::Passed(say! {
                en: "{repository} has the tag",
                zh: "{repository} 有这个标签",
            });
        }
        proof
    }

    /// What the elements have of each version, as far as they were asked.
    fn held(&self) -> HashMap<Key<'_>, Held<'_>> {
        let mut all: HashMap<Key<'_>, Held<'_>> = HashMap::new();
        for (at, fetch) in self.fetches.iter().enumerate() {
            let (Source::Proxy { element }, Outcome::Served { versions }) =
                (fetch.source, &fetch.outcome)
            else {
                continue;
            };
            let held = all.entry((&fetch.module, &fetch.version, element)).or_default();
            match fetch.artefact {
                Artefact::List if !versions.is_empty() => {
                    held.list = Some((Cite::Fetch(at), versions));
                }
                Artefact::Mod | Artefact::Info | Artefact::Zip => {
                    held.files.push((Cite::Fetch(at), fetch.artefact));
                }
                _ => {}
            }
        }
        all
    }

    fn stale_at<'a>(
        &'a self,
        need: &'a Need,
        walk: &Walk,
        held: &HashMap<Key<'a>, Held<'a>>,
    ) -> Option<Stale<'a>> {
        let End::Stopped { by, past } = &walk.end else { return None };
        if !self.is_end_of_list(by) {
            return None;
        }
        // What go met first is what it has to do without.
        past.iter().chain([by]).find_map(|cite| {
            let (fetch, element) = self.missing_file(cite)?;
            let held = held.get(&(need.module.as_str(), need.version.as_str(), element))?;
            let (shown_by, witness) = self.shown(need, fetch, held)?;
            // That the list ends is told by what is missing.
            let by = Some(by.clone()).filter(|by| !matches!(by, Cite::Setting(_)));
            let cites = [cite.clone()].into_iter().chain(by).chain(witness).collect();
            Some(Stale { need, fetch, shown_by, cites })
        })
    }

    /// Who shows that the version is there; the citation, where nobody else does.
    fn shown<'a>(
        &'a self,
        need: &Need,
        fetch: &Fetch,
        held: &Held<'a>,
    ) -> Option<(ShownBy<'a>, Option<Cite>)> {
        let list = held.list.as_ref().filter(|(_, versions)| names(versions, fetch));
        let origin = self.at_origin(need).filter(|it| it.has && is_tagged(need));
        let alone = |count: usize, cite: &Cite| (count == 1).then(|| cite.clone());
        let others =
            usize::from(list.is_some()) + usize::from(origin.is_some() && held.list.is_some());
        match (held.files.first(), list, origin) {
            (Some((cite, file)), ..) => {
                Some((ShownBy::File(*file), alone(held.files.len() + others, cite)))
            }
            (None, Some((cite, _)), _) => Some((ShownBy::List, alone(others, cite))),
            (None, None, Some(origin)) if held.list.is_some() => {
                Some((ShownBy::Tag(origin.repository), Some(origin.cite)))
            }
            _ => None,
        }
    }

    fn missing_file(&self, cite: &Cite) -> Option<(&Fetch, usize)> {
        let Cite::Fetch(at) = cite else { return None };
        let fetch = self.fetches.get(*at)?;
        let Source::Proxy { element } = fetch.source else { return None };
        let is_file = matches!(fetch.artefact, Artefact::Mod | Artefact::Info | Artefact::Zip);
        let is_missing = matches!(fetch.outcome, Outcome::Missing { .. });
        let is_folder = fetch.url.raw().starts_with("file:");
        (is_file && is_missing && !is_folder).then_some((fetch, element))
    }

    /// Whether all proxies say "not found", and what follows them fails.
    fn is_end_of_list(&self, by: &Cite) -> bool {
        match by {
            Cite::Fetch(at) => {
                let outcome = self.fetches.get(*at).map(|it| &it.outcome);
                matches!(outcome, Some(Outcome::Missing { .. }))
            }
            Cite::Ladder(at) => self.ladders.get(*at).is_some_and(|it| !it.is_proxy()),
            other => *other == Cite::Setting("GOPROXY".into()),
        }
    }
}

/// A commit cannot be asked for by name.
fn is_tagged(need: &Need) -> bool {
    !semver::is_pseudo_version(&need.version)
}

/// Whether the list has the version whose file was asked for: what a query
/// means stands in the URL alone.
fn names(versions: &[String], fetch: &Fetch) -> bool {
    let url = fetch.url.raw();
    let file = url.rsplit('/').next().unwrap_or_default();
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let is_it = |version: &String| escape_version(version).is_ok_and(|it| it == stem);
    versions.contains(&fetch.version) || versions.iter().any(is_it)
}
