use super::{End, Map, Walk, key_of};
use crate::go::route::{NextOn, Route, Via};
use crate::model::{
    Against, Artefact, CachedCopy, Cite, Compared, Content, Dispute, Evidence, Fetch, Held, Holder,
    Need, Outcome, Part, Really, Source,
};

/// Every hash that go finds to differ and stops at, or would stop at next of the same
/// version.
pub(in crate::model) fn disputes(evidence: &Evidence) -> Vec<Dispute<'_>> {
    let stops = |walk: &Walk| {
        matches!(walk.stopped_by(), Some(Cite::Fetch(_) | Cite::Copy(_) | Cite::Counter(_)))
    };
    if !evidence.walks().iter().any(stops) {
        return Vec::new();
    }
    let map = Map::of(evidence);
    let walked = evidence.facts.needs.iter().zip(evidence.walks());
    let found = walked.filter(|(_, walk)| stops(walk)).flat_map(|(need, walk)| {
        let of = |part| map.dispute(map.route(need)?, need, part);
        let found: Vec<Dispute<'_>> = PARTS.into_iter().filter_map(of).collect();
        let stops = found.iter().any(|it| walk.stopped_by() == Some(&it.held.cite));
        if stops { found } else { Vec::new() }
    });
    found.collect()
}

const PARTS: [Part; 2] = [Part::GoMod, Part::Zip];

/// Where a file comes from.
pub(super) enum Came<'a> {
    Served(usize, &'a Fetch),
    AtOrigin,
}

impl<'a> Map<'a> {
    /// go reads go.sum before it asks for anything; a toolchain it takes before that.
    pub(super) fn malformed_sums(&self, need: &Need) -> Option<Cite> {
        let file = self.evidence.facts.ends_at_sums()?;
        (need.module != "golang.org/toolchain").then(|| Cite::SumFile(file.path.clone()))
    }

    /// What go holds of one part of a version, where it differs from what go.sum
    /// or the checksum database says.
    pub(super) fn dispute(
        &self,
        route: &'a Route,
        need: &'a Need,
        part: Part,
    ) -> Option<Dispute<'a>> {
        let held = self.held(route, need, part)?;
        let against = match need.compared(part, held.h1) {
            Compared::Equal => return None,
            Compared::Differs(line) => Against::Line(line),
            Compared::Silent => self.recorded(route, need, part, held.h1)?,
        };
        Some(Dispute { need, part, held, against })
    }

    /// What go has in hand: what arrived where the cache lacks it, else the copy there.
    fn held(&self, route: &'a Route, need: &Need, part: Part) -> Option<Held<'a>> {
        let lacks = match part {
            Part::GoMod => need.lacking.gomod,
            Part::Zip => need.lacking.zip,
        };
        if lacks { self.arrived(route, need, part) } else { self.copy(need, part) }
    }

    /// go looks at the names in a zip once more before it unpacks it.
    /// go's file: `golang.org/x/mod/zip/zip.go`, `Unzip`.
    pub(super) fn unpacked(&self, route: &Route, need: &Need) -> End {
        match self.came(route, need, Artefact::Zip) {
            Some(Came::Served(at, Fetch { content: Some(Content::Refused { .. }), .. })) => {
                End::Stopped { by: Cite::Fetch(at), past: Vec::new() }
            }
            _ => End::Works,
        }
    }

    fn arrived(&self, route: &'a Route, need: &Need, part: Part) -> Option<Held<'a>> {
        match self.came(route, need, part.artefact())? {
            Came::Served(at, fetch) => {
                let h1 = fetch.content.as_ref()?.h1()?;
                Some(Held { h1, holder: Holder::Source(fetch), cite: Cite::Fetch(at) })
            }
            Came::AtOrigin => {
                let (cite, sum) = self.evidence.repository_of(need)?;
                Some(Held { h1: sum.of_part(part)?, holder: Holder::Origin(sum), cite })
            }
        }
    }

    /// From the first hop that has it: the hops before said "not found", or failed
    /// and are passed over.
    pub(super) fn came(&self, route: &Route, need: &Need, artefact: Artefact) -> Option<Came<'a>> {
        for hop in &route.hops {
            let Via::Proxy { element, .. } = hop.via else {
                return (hop.via == Via::Direct).then_some(Came::AtOrigin);
            };
            let source = Source::Proxy { element };
            let at = *self.fetches.get(&key_of(need, artefact, source))?;
            let fetch = &self.evidence.fetches[at];
            match (&fetch.outcome, hop.next_on) {
                (Outcome::Served { .. }, _) => return Some(Came::Served(at, fetch)),
                (Outcome::Missing { .. }, _) | (_, Some(NextOn::AnyError)) => {}
                _ => return None,
            }
        }
        None
    }

    fn copy(&self, need: &Need, part: Part) -> Option<Held<'a>> {
        let (cite, copy) = self.kept(need, part)?;
        // What has no hash at all is compared with none.
        let is_hashed = !copy.taken_for.is_empty();
        is_hashed.then_some(Held { h1: &copy.taken_for, holder: Holder::Cache(copy), cite })
    }

    fn kept(&self, need: &Need, part: Part) -> Option<(Cite, &'a CachedCopy)> {
        let at = *self.copies.get(&(need.module.as_str(), need.version.as_str(), part))?;
        Some((Cite::Copy(at), &self.evidence.facts.copies[at]))
    }

    /// A file of the module cache that go takes and cannot use.
    pub(super) fn unusable(&self, need: &Need, part: Part) -> Option<Cite> {
        let lacks = match part {
            Part::GoMod => need.lacking.gomod,
            Part::Zip => need.lacking.zip,
        };
        let (cite, copy) = self.kept(need, part)?;
        (!lacks && matches!(copy.really, Some(Really::Broken { .. }))).then_some(cite)
    }

    /// What the database records, where that is another hash.
    fn recorded(
        &self,
        route: &'a Route,
        need: &Need,
        part: Part,
        held: &str,
    ) -> Option<Against<'a>> {
        if need.summed || route.checksums.skipped_because.is_some() {
            return None;
        }
        let relays = route.checksums.relays.iter().filter_map(|hop| match hop.via {
            Via::Proxy { element, .. } => Some(Source::Proxy { element }),
            Via::Direct | Via::Off => None,
        });
        let sources = std::iter::once(Source::Cache).chain(relays).chain([Source::Database]);
        let (at, fetch) = self.served(need, Artefact::Lookup, sources)?;
        let Some(Content::Record { zip, gomod }) = &fetch.content else { return None };
        let known = match part {
            Part::GoMod => gomod,
            Part::Zip => zip,
        };
        let h1 = known.as_deref().filter(|h1| *h1 != held)?;
        Some(Against::Record { h1, fetch, cite: Cite::Fetch(at) })
    }

    /// The first of the sources that served the file.
    fn served(
        &self,
        need: &Need,
        artefact: Artefact,
        sources: impl Iterator<Item = Source>,
    ) -> Option<(usize, &'a Fetch)> {
        let mut asked = sources.filter_map(|source| {
            let at = *self.fetches.get(&key_of(need, artefact, source))?;
            Some((at, &self.evidence.fetches[at]))
        });
        asked.find(|(_, fetch)| matches!(fetch.outcome, Outcome::Served { .. }))
    }
}
