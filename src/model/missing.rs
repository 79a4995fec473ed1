use crate::go::semver;
use crate::model::{Artefact, Cite, End, Evidence, Fetch, Need, Outcome, Reply, Source, Unknown};
use crate::model::{Confidence, Walk};
use std::collections::{HashMap, HashSet};

/// A version that a proxy does not have, while it has others of the module.
#[derive(Clone, Debug)]
pub struct MissingVersion<'a> {
    pub need: &'a Need,
    /// What the proxy said of the version.
    pub reply: &'a Reply,
    /// The host of the proxy.
    pub host: String,
    /// What the proxy has instead. Never empty.
    pub versions: &'a [String],
    /// The refusal, the list, and what go reports if it is another refusal.
    pub cites: Vec<Cite>,
    pub confidence: Confidence,
    /// Go may still find it at the origin, which is not asked.
    pub open: bool,
}

type Key<'a> = (&'a str, &'a str, usize);

impl Evidence {
    /// The versions that stop go because no proxy has them.
    pub fn missing_versions(&self) -> Vec<MissingVersion<'_>> {
        let lists = self.version_lists();
        let unlisted = self.unlisted(&lists);
        let stale = self.stale();
        let there: HashSet<(&str, &str)> =
            stale.iter().map(|it| (&*it.need.module, &*it.need.version)).collect();
        let walks: HashMap<(&str, &str), (&Need, &Walk)> = self
            .facts
            .needs
            .iter()
            .zip(self.walks())
            .map(|(need, walk)| ((need.module.as_str(), need.version.as_str()), (need, walk)))
            .collect();
        let mut found: Vec<MissingVersion<'_>> = Vec::new();
        for (at, fetch) in self.fetches.iter().enumerate() {
            let Some((need, walk)) = walks.get(&(fetch.module.as_str(), fetch.version.as_str()))
            else {
                continue;
            };
            // What one element lacks and another file, list or tag shows to be there.
            if there.contains(&(&*need.module, &*need.version)) {
                continue;
            }
            let Some(mut it) = self.missing(at, fetch, need, walk, &lists) else { continue };
            if unlisted.contains(&(&*need.module, &*need.version)) {
                it.confidence = it.confidence.min(Confidence::Likely);
            }
            match found.iter_mut().find(|known| std::ptr::eq(known.need, *need)) {
                Some(known) if walk.stopped_by() == Some(&Cite::Fetch(at)) => *known = it,
                Some(_) => {}
                None => found.push(it),
            }
        }
        found
    }

    fn version_lists(&self) -> HashMap<Key<'_>, (usize, &[String])> {
        let lists = self.fetches.iter().enumerate().filter_map(|(at, fetch)| {
            match (&fetch.outcome, fetch.artefact, fetch.source) {
                (Outcome::Served { versions }, Artefact::List, Source::Proxy { element }) => {
                    let key = (fetch.module.as_str(), fetch.version.as_str(), element);
                    Some((key, (at, versions.as_slice())))
                }
                _ => None,
            }
        });
        lists.collect()
    }

    /// What some proxy lacks without telling what it has instead.
    fn unlisted(&self, lists: &HashMap<Key<'_>, (usize, &[String])>) -> HashSet<(&str, &str)> {
        let lacks = |fetch: &&Fetch| {
            let Source::Proxy { element } = fetch.source else { return false };
            matches!(fetch.outcome, Outcome::Missing { .. })
                && matches!(fetch.artefact, Artefact::Mod | Artefact::Info)
                && !lists.contains_key(&(fetch.module.as_str(), fetch.version.as_str(), element))
        };
        let lacking = self.fetches.iter().filter(lacks);
        lacking.map(|fetch| (fetch.module.as_str(), fetch.version.as_str())).collect()
    }

    fn missing<'a>(
        &self,
        at: usize,
        fetch: &'a Fetch,
        need: &'a Need,
        walk: &Walk,
        lists: &HashMap<Key<'a>, (usize, &'a [String])>,
    ) -> Option<MissingVersion<'a>> {
        let Source::Proxy { element } = fetch.source else { return None };
        let Outcome::Missing { reply } = &fetch.outcome else { return None };
        let is_version = matches!(fetch.artefact, Artefact::Mod | Artefact::Info);
        let key = (need.module.as_str(), need.version.as_str(), element);
        let (list, versions) = *lists.get(&key)?;
        if !is_version || need.is_query() || versions.is_empty() || versions.contains(&need.version)
        {
            return None;
        }
        let mut cites = vec![Cite::Fetch(at), Cite::Fetch(list)];
        let open = self.end(walk, at, &mut cites)?;
        let is_sure = !open && !semver::is_pseudo_version(&need.version);
        let confidence = if is_sure { Confidence::Certain } else { Confidence::Likely };
        let host = fetch.host();
        Some(MissingVersion { need, reply, host, versions, cites, confidence, open })
    }

    /// Whether the walk is left open by what no proxy had; none if it ends for
    /// some other reason, such as another proxy that may have it and is broken.
    fn end(&self, walk: &Walk, at: usize, cites: &mut Vec<Cite>) -> Option<bool> {
        let this = Cite::Fetch(at);
        match &walk.end {
            End::Open(Unknown::NotAsked) => Some(true),
            End::Stopped { by, past } if *by == this || past.contains(&this) => {
                if *by != this && (self.says_missing(by) || self.asks_origin(by)) {
                    cites.push(by.clone());
                }
                self.is_beyond_proxies(by).then_some(false)
            }
            _ => None,
        }
    }

    /// The end of the list: all proxies lack it, and what follows them fails.
    fn is_beyond_proxies(&self, by: &Cite) -> bool {
        let is_origin = |at: usize| self.ladders.get(at).is_some_and(|it| !it.is_proxy());
        match by {
            Cite::Fetch(_) => self.says_missing(by) || self.asks_origin(by),
            Cite::Ladder(at) => is_origin(*at),
            _ => true,
        }
    }

    fn asks_origin(&self, cite: &Cite) -> bool {
        let Cite::Fetch(at) = cite else { return false };
        self.fetches.get(*at).is_some_and(|it| it.source == Source::Origin)
    }

    fn says_missing(&self, cite: &Cite) -> bool {
        let Cite::Fetch(at) = cite else { return false };
        self.fetches.get(*at).is_some_and(|it| matches!(it.outcome, Outcome::Missing { .. }))
    }
}

impl MissingVersion<'_> {
    /// Existing versions near the one asked for, best first: a requirement is a
    /// minimum, so the next one above satisfies it and the one below does not.
    pub fn nearest(&self) -> Vec<&str> {
        let want = self.need.version.as_str();
        let same = |v: &&str| semver::major(v) == semver::major(want);
        let all = || self.versions.iter().map(String::as_str);
        let near: Vec<&str> = all().filter(same).collect();
        let pool = if near.is_empty() { all().collect() } else { near };
        let above = pool.iter().filter(|v| semver::compare(v, want).is_gt());
        let below = pool.iter().filter(|v| semver::compare(v, want).is_lt());
        let above = above.copied().min_by(|a, b| semver::compare(a, b));
        let below = below.copied().max_by(|a, b| semver::compare(a, b));
        above.into_iter().chain(below).collect()
    }
}
