use super::{Map, key_of};
use crate::go::route::{Route, Via};
use crate::model::{
    Against, Artefact, CachedCopy, Cite, Compared, Content, Dispute, Fetch, Held, Holder, Need,
    Outcome, Part, Source,
};

impl<'a> Map<'a> {
    /// go reads go.sum before it asks for anything; a toolchain it takes before that.
    pub(super) fn malformed_sums(&self, need: &Need) -> Option<Cite> {
        let file = self.evidence.facts.ends_at_sums()?;
        (need.module != "golang.org/toolchain").then(|| Cite::SumFile(file.path.clone()))
    }

    /// What go holds of one part of a version, where it differs from what go.sum
    /// or the checksum database says.
    pub(super) fn dispute(&self, route: &'a Route, need: &Need, part: Part) -> Option<Dispute<'a>> {
        let need = self.own(need)?;
        let held = self.held(route, need, part)?;
        let against = match need.compared(part, held.h1) {
            Compared::Equal => return None,
            Compared::Differs(line) => Against::Line(line),
            Compared::Silent => self.recorded(route, need, part, held.h1)?,
        };
        Some(Dispute { need, part, held, against })
    }

    /// The need as the evidence has it.
    fn own(&self, need: &Need) -> Option<&'a Need> {
        let mut needs = self.evidence.facts.needs.iter();
        needs.find(|it| it.module == need.module && it.version == need.version)
    }

    /// What go has in hand: what arrived where the cache lacks it, else the copy there.
    fn held(&self, route: &'a Route, need: &Need, part: Part) -> Option<Held<'a>> {
        let (lacks, artefact) = match part {
            Part::GoMod => (need.lacking.gomod, Artefact::Mod),
            Part::Zip => (need.lacking.zip, Artefact::Zip),
        };
        if lacks { self.arrived(route, need, artefact) } else { self.copy(need, part) }
    }

    fn arrived(&self, route: &'a Route, need: &Need, artefact: Artefact) -> Option<Held<'a>> {
        let sources = route.hops.iter().filter_map(|hop| match hop.via {
            Via::Proxy { element, .. } => Some(Source::Proxy { element }),
            Via::Direct | Via::Off => None,
        });
        let (at, fetch) = self.served(need, artefact, sources)?;
        let Some(Content::Hashed { h1 }) = &fetch.content else { return None };
        Some(Held { h1, holder: Holder::Source(fetch), cite: Cite::Fetch(at) })
    }

    fn copy(&self, need: &Need, part: Part) -> Option<Held<'a>> {
        let is = |it: &CachedCopy| {
            it.part == part && it.module == need.module && it.version == need.version
        };
        let copies = &self.evidence.facts.copies;
        let at = copies.iter().position(is)?;
        let copy = &copies[at];
        Some(Held { h1: &copy.taken_for, holder: Holder::Cache(copy), cite: Cite::Copy(at) })
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
