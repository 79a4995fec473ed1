use crate::go::module::{match_path_major, split_path_version};
use crate::go::semver;
use crate::model::{Artefact, Cite, End, Evidence, Fetch, Need, Outcome, Source, Unknown};
use crate::model::{Confidence, OriginFault, Untagged, Via, Walk};
use std::collections::{HashMap, HashSet};

/// A version that a proxy does not have, while it has others of the module.
#[derive(Clone, Debug)]
pub struct MissingVersion<'a> {
    pub need: &'a Need,
    /// The host of the proxy, or the repository.
    pub host: String,
    /// What it has instead. Of a proxy never empty.
    pub versions: Vec<String>,
    /// The refusal, the list, and what go reports if it is another refusal.
    pub cites: Vec<Cite>,
    pub confidence: Confidence,
    /// Go may still find it at the origin, which is not asked.
    pub open: bool,
    /// What the repository was asked for, where that is what lacks it.
    pub untagged: Option<Untagged<'a>>,
    /// The branches and tags of that repository, where they are known.
    pub names: &'a [String],
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
        let known: Vec<&Need> = found.iter().map(|it| it.need).collect();
        let at_origin = self.missing_at_origin(&known);
        let commits = self.missing_commits();
        found.extend(at_origin);
        found.extend(commits);
        found
    }

    /// The versions that their repositories have not, where that is what stops go.
    fn missing_at_origin(&self, known: &[&Need]) -> Vec<MissingVersion<'_>> {
        let untagged = self.untagged().into_iter();
        let new = untagged.filter(|it| !known.iter().any(|need| std::ptr::eq(*need, it.need)));
        let stops = new.filter(|it| !self.stopped_past(&it.cite).is_empty());
        stops.map(|it| self.without_tag(it)).collect()
    }

    /// The commits that no branch and no tag of their repository leads to, where git gets
    /// in and go would go on to fetch them.
    fn missing_commits(&self) -> Vec<MissingVersion<'_>> {
        let walked = self.facts.needs.iter().zip(self.walks());
        let pseudo = walked.filter(|(need, walk)| {
            self.refused_commit(need).is_some_and(|cite| walk.stopped_by() == Some(&cite))
        });
        let missing = pseudo.filter_map(|(need, _)| {
            let (cite, sum) = self.repository_of(need)?;
            (sum.fault == Some(OriginFault::NotThere)).then(|| MissingVersion {
                need,
                host: sum.repository.to_string(),
                versions: Vec::new(),
                cites: vec![cite],
                confidence: Confidence::Certain,
                open: false,
                untagged: None,
                names: &[],
            })
        });
        missing.collect()
    }

    fn without_tag<'a>(&'a self, it: Untagged<'a>) -> MissingVersion<'a> {
        let list = self.names_in(&it);
        let mut cites = vec![it.cite.clone()];
        let is_proxy = |via: &Via| matches!(via, Via::Proxy { .. });
        let is_alone = !self
            .route_of(it.need)
            .is_some_and(|route| route.hops.iter().any(|hop| is_proxy(&hop.via)));
        cites.extend(list.iter().filter(|_| is_alone).map(|(cite, _)| cite.clone()));
        let names: &[String] = list.as_ref().map_or(&[], |(_, names)| names);
        let tag = format!("refs/tags/{}", it.folder());
        let versions = names.iter().filter_map(|name| name.strip_prefix(tag.as_str()));
        let fits = |version: &&str| semver::is_canonical(version) && fits(&it.need.module, version);
        let versions = versions.filter(fits).map(str::to_owned).collect();
        let host = it.fetch.shown_url().to_string();
        let is_sure = is_alone && list.is_some();
        let confidence = if is_sure { Confidence::Certain } else { Confidence::Likely };
        let (need, open) = (it.need, false);
        MissingVersion { need, host, versions, cites, confidence, open, untagged: Some(it), names }
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
        let key = (need.module.as_str(), need.version.as_str(), element);
        let (list, versions) = *lists.get(&key)?;
        if versions.is_empty() || versions.contains(&need.version) || !lacks(fetch, need) {
            return None;
        }
        let mut cites = vec![Cite::Fetch(at), Cite::Fetch(list)];
        cites.dedup();
        let open = self.end(walk, at, &mut cites)?;
        let is_sure = !open && !semver::is_pseudo_version(&need.version);
        let confidence = if is_sure { Confidence::Certain } else { Confidence::Likely };
        let (host, versions) = (fetch.host(), versions.to_vec());
        let (untagged, names) = (None, &[][..]);
        Some(MissingVersion { need, host, versions, cites, confidence, open, untagged, names })
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
                (*by == this || self.is_beyond_proxies(by)).then_some(false)
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

/// Whether an answer says that the version is not there: by its status, or by a list in
/// which nothing is what was asked for.
fn lacks(fetch: &Fetch, need: &Need) -> bool {
    match (&fetch.outcome, fetch.artefact) {
        (Outcome::Missing { .. }, Artefact::Mod | Artefact::Info) => true,
        (Outcome::Served { versions }, Artefact::List) => {
            let query = need.query().filter(|it| it.is_listed() && !it.takes_newest());
            query.is_some_and(|query| query.pick(versions).is_none())
        }
        _ => false,
    }
}

/// Whether a tag can be a version of a module with this path: with a higher major
/// version it may be `+incompatible`, which only its files tell.
fn fits(module: &str, version: &str) -> bool {
    split_path_version(module).is_none_or(|split| match_path_major(version, split.major))
}

impl MissingVersion<'_> {
    /// Existing versions near the one asked for, best first: a requirement is a
    /// minimum, so the next one above satisfies it and the one below does not.
    pub fn nearest(&self) -> Vec<&str> {
        let want = self.wanted();
        let want = want.as_str();
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

    /// The version that stands for what was asked for, be it a query.
    fn wanted(&self) -> String {
        let asked = self.need.version.trim_start_matches(['<', '>', '=']);
        let guessed = || semver::canonical(&format!("v{asked}"));
        semver::canonical(asked).or_else(guessed).unwrap_or_else(|| "v999999.0.0".to_owned())
    }
}
