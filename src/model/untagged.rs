use crate::model::{Artefact, Cite, Counter, Evidence, Fetch, Need, Outcome, Source};

/// A version that the repository of its module has not, though git gets in.
#[derive(Clone, Debug)]
pub struct Untagged<'a> {
    pub need: &'a Need,
    /// Where the repository was asked.
    pub cite: Cite,
    pub fetch: &'a Fetch,
    /// What it was asked for, such as `refs/tags/sub/v1.2.3`; none of what is not git's.
    pub wanted: Option<&'a str>,
}

impl Evidence {
    /// The versions that the repositories of their modules were asked for in vain.
    pub fn untagged(&self) -> Vec<Untagged<'_>> {
        let asked = self.fetches.iter().enumerate().filter(|(_, it)| {
            it.source == Source::Origin
                && it.artefact == Artefact::Tag
                && matches!(it.outcome, Outcome::Missing { .. })
                && !has_proxy_end(it)
        });
        let found = asked.filter(|(_, it)| self.page_in_its_place(it).is_none());
        found.filter_map(|(at, fetch)| self.untagged_at(at, fetch)).collect()
    }

    fn untagged_at<'a>(&'a self, at: usize, fetch: &'a Fetch) -> Option<Untagged<'a>> {
        let is = |need: &&Need| need.module == fetch.module && need.version == fetch.version;
        let need = self.facts.needs.iter().find(is)?;
        Some(Untagged { need, cite: Cite::Fetch(at), fetch, wanted: wanted(fetch) })
    }

    /// What the repository has in its place.
    pub fn names_in(&self, it: &Untagged<'_>) -> Option<(Cite, &[String])> {
        let mut counters = self.counters.iter().enumerate();
        counters.find_map(|(at, probe)| match &probe.seen {
            Counter::Refnames { module, version, names, .. }
                if *module == it.need.module && *version == it.need.version =>
            {
                Some((Cite::Counter(at), names.as_slice()))
            }
            _ => None,
        })
    }
}

/// Whether the origin is a module proxy, which says by 404 what git says by silence.
fn has_proxy_end(fetch: &Fetch) -> bool {
    fetch.url.raw().contains("/@v/")
}

/// The words are our own: `REPOSITORY has no NAME`.
fn wanted(fetch: &Fetch) -> Option<&str> {
    let Outcome::Missing { reply } = &fetch.outcome else { return None };
    let (_, name) = reply.excerpt.as_str().rsplit_once(" has no ")?;
    let by_git =
        name.starts_with("refs/tags/") || fetch.url.raw().contains(name) || !name.is_empty();
    by_git.then_some(name)
}

impl Untagged<'_> {
    /// The folder that tags of this module begin with, `sub/`; empty at the root.
    pub fn folder(&self) -> &str {
        let tag = self.wanted.and_then(|it| it.strip_prefix("refs/tags/")).unwrap_or_default();
        tag.rfind('/').map_or("", |at| &tag[..=at])
    }
}
