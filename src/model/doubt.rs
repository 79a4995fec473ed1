use crate::base::Veiled;
use crate::go::gosumdb::{Database, asked_at};
use crate::go::sumdb::{Source as Place, SumdbFault};
use crate::go::url::Url;
use crate::model::{
    Artefact, Cite, Confidence, Counter, Evidence, Fetch, Outcome, Source, SumdbFiles,
};

/// Why go does not get a record of the checksum database that it believes, by whose
/// it is to mend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt {
    /// A file of this machine is none that go would have written.
    Damaged,
    /// What this machine keeps is of another log than the one that is served.
    Abandoned,
    /// No note is signed by the key in force.
    Unsigned,
    /// Notes are signed, and the log does not fit them.
    Inconsistent,
    /// Whoever relays the database, or mirrors it, has it by halves.
    Halves,
    /// Something else answers at the database's own address.
    Elsewhere,
}

/// What go stops at, and what it is taken for.
#[derive(Clone, Debug, PartialEq)]
pub struct Doubted<'a> {
    pub doubt: Doubt,
    pub confidence: Confidence,
    /// The lookup, or the request that failed in its stead.
    pub fetch: &'a Fetch,
    pub fault: Option<&'a SumdbFault>,
    pub cites: Vec<Cite>,
    pub modules: Vec<String>,
}

/// Files of this machine that stand in go's way to the checksum database, and
/// nothing but these: without them it would ask the database again.
#[derive(Clone, Debug, PartialEq)]
pub struct Damaged {
    pub paths: Vec<String>,
    pub cites: Vec<Cite>,
    pub modules: Vec<String>,
    /// go's words for the first of them.
    pub words: String,
    pub confidence: Confidence,
}

impl Evidence {
    /// What stops go at the checksum database for one of these reasons: the first
    /// reason that there is, and everything that it stops.
    pub fn doubted(&self, doubts: &[Doubt]) -> Option<Doubted<'_>> {
        let all = self.fatal_fetches().into_iter().filter_map(|it| self.doubt(it));
        let mut all = all.filter(|it| doubts.contains(&it.doubt));
        let first = all.next()?;
        let same: Vec<Doubted<'_>> = all.filter(|it| it.doubt == first.doubt).collect();
        Some(same.into_iter().fold(first, Doubted::with))
    }

    /// The files of the database that go kept here and cannot use, where they stop it.
    pub fn damaged_sums(&self) -> Option<Damaged> {
        let files = self.facts.sumdb.as_ref()?;
        let first = self.doubted(&[Doubt::Damaged])?;
        let words = first.fault?.message().raw().to_owned();
        let all = self.fatal_fetches().into_iter().filter_map(|it| self.doubt(it));
        let faults = all.filter(|it| it.doubt == Doubt::Damaged).filter_map(|it| it.fault);
        let mut paths: Vec<String> =
            faults.flat_map(SumdbFault::suspects).filter_map(|place| files.place(place)).collect();
        paths.sort();
        paths.dedup();
        let Doubted { cites, modules, confidence, .. } = first;
        (!paths.is_empty()).then_some(Damaged { paths, cites, modules, words, confidence })
    }

    /// What shows that "not found" is said of everything there, and not by the database
    /// of one module: it is said of a module that the database has.
    pub fn is_unrelayed(&self, lookup: &Fetch) -> Option<Cite> {
        let missing = matches!(lookup.outcome, Outcome::Missing { .. });
        match self.record_at(lookup).filter(|_| self.is_database_of_the_public())? {
            (cite, Outcome::Missing { .. } | Outcome::Unlike { .. }) if missing => Some(cite),
            _ => None,
        }
    }

    /// The host that was asked for the database, or is to be.
    pub fn asked_database(&self, fetch: &Fetch) -> String {
        let host = fetch.host();
        let named = || self.facts.sumdb.as_ref().map(|it| it.name.clone()).unwrap_or_default();
        if host.is_empty() { named() } else { host }
    }

    /// Why a client does not believe the server that sees nothing of this machine.
    pub fn fault_anew(&self) -> Option<&SumdbFault> {
        self.anew(|fetch| fetch.sumdb_fault().is_some())?.1.sumdb_fault()
    }

    fn doubt<'a>(
        &'a self,
        (cite, fetch, modules): (Cite, &'a Fetch, Vec<String>),
    ) -> Option<Doubted<'a>> {
        let (doubt, confidence, besides, fault) = match fetch.artefact {
            Artefact::Lookup | Artefact::Tile | Artefact::Supported => self.taken_for(fetch)?,
            _ => return None,
        };
        let cites = std::iter::once(cite).chain(besides).collect();
        Some(Doubted { doubt, confidence, fetch, fault, cites, modules })
    }

    fn taken_for<'a>(&'a self, fetch: &'a Fetch) -> Option<Judged<'a>> {
        let certain = |doubt| (doubt, Confidence::Certain, None, None);
        if fetch.is_half_relayed() {
            return Some(certain(Doubt::Halves));
        }
        if let Some(cite) = self.is_unrelayed(fetch) {
            let doubt = self.of_strangers(fetch)?;
            return Some((doubt, Confidence::Certain, Some(cite), None));
        }
        if fetch.artefact == Artefact::Tile {
            return self.without_tile(fetch);
        }
        let fault = fetch.sumdb_fault()?;
        let (doubt, confidence, besides) = match Locality::of(fault) {
            Locality::Nowhere => (self.of_server(fault, fetch)?, Confidence::Certain, None),
            Locality::Everywhere => self.of_files(fault),
            Locality::Partly => self.of_both(fault, fetch)?,
        };
        Some((doubt, confidence, besides, Some(fault)))
    }

    /// A tile that nobody has: of the tree that this machine keeps, if the server can
    /// do without it.
    fn without_tile<'a>(&'a self, tile: &'a Fetch) -> Option<Judged<'a>> {
        let is_missing = matches!(tile.outcome, Outcome::Missing { .. });
        let kept = self.fetches.iter().filter_map(Fetch::sumdb_fault).find(|fault| {
            matches!(fault, SumdbFault::NotServed { path, .. } if tile.url.raw().contains(path))
                && fault.involved().into_iter().any(Place::is_local)
        });
        if let (Some(fault), true, Some((cite, Outcome::Served { .. }))) =
            (kept, is_missing, self.proved_anew())
        {
            return Some((Doubt::Abandoned, Confidence::Certain, Some(cite), Some(fault)));
        }
        let relayed = is_missing && self.is_secondhand(tile);
        relayed.then_some((Doubt::Halves, Confidence::Certain, None, None))
    }

    /// Only what lies here takes part.
    fn of_files(&self, fault: &SumdbFault) -> (Doubt, Confidence, Option<Cite>) {
        let other_key = matches!(fault, SumdbFault::UnverifiedNote { .. });
        let other_log = matches!(fault, SumdbFault::ForkedTree { .. });
        if !other_key && !other_log {
            return (Doubt::Damaged, Confidence::Certain, None);
        }
        match self.proved_anew() {
            Some((cite, Outcome::Served { .. })) => {
                (Doubt::Abandoned, Confidence::Certain, Some(cite))
            }
            // The key in force is nobody's, here or there.
            Some((cite, _)) if other_key => (Doubt::Unsigned, Confidence::Certain, Some(cite)),
            _ => (Doubt::Abandoned, Confidence::Likely, None),
        }
    }

    /// What lies here and what is served do not fit: asked alone, the server tells
    /// which of the two is at fault.
    fn of_both(
        &self,
        fault: &SumdbFault,
        fetch: &Fetch,
    ) -> Option<(Doubt, Confidence, Option<Cite>)> {
        let doubt = if has_own_tree(fault) { Doubt::Abandoned } else { Doubt::Damaged };
        let Some((cite, outcome)) = self.proved_anew() else {
            return Some((doubt, Confidence::Likely, None));
        };
        let anew = match outcome {
            Outcome::Served { .. } => return Some((doubt, Confidence::Certain, Some(cite))),
            Outcome::Broken { fault: crate::model::Fault::Sumdb(fault) } => fault,
            _ => return Some((doubt, Confidence::Likely, None)),
        };
        Some((self.of_server(anew, fetch)?, Confidence::Certain, Some(cite)))
    }

    /// Only what was served takes part.
    fn of_server(&self, fault: &SumdbFault, fetch: &Fetch) -> Option<Doubt> {
        Some(match fault {
            SumdbFault::Unescapable { .. } | SumdbFault::NotServed { .. } => return None,
            SumdbFault::MalformedRecord { .. } => return self.of_strangers(fetch),
            SumdbFault::MalformedNote { .. }
            | SumdbFault::UnverifiedNote { .. }
            | SumdbFault::InvalidSignature { .. }
            | SumdbFault::MalformedTree { .. }
            | SumdbFault::EndlessTree { .. } => Doubt::Unsigned,
            SumdbFault::BadTile { .. } | SumdbFault::RecordNotInTree { .. }
                if self.is_secondhand(fetch) =>
            {
                Doubt::Halves
            }
            _ => Doubt::Inconsistent,
        })
    }

    /// What comes is nothing of a database. Of a URL in GOSUMDB that is the URL's fault,
    /// unless other records come from there.
    fn of_strangers(&self, fetch: &Fetch) -> Option<Doubt> {
        let own = self.own_url();
        let is_known = own.as_ref().is_none_or(is_public_database);
        let serves = || matches!(self.record_at(fetch), Some((_, Outcome::Served { .. })));
        match fetch.source {
            Source::Proxy { .. } => Some(Doubt::Halves),
            _ if is_known => Some(Doubt::Elsewhere),
            _ => serves().then_some(Doubt::Halves),
        }
    }

    /// Whether it comes from a proxy, or from the URL that GOSUMDB gives.
    fn is_secondhand(&self, fetch: &Fetch) -> bool {
        matches!(fetch.source, Source::Proxy { .. }) || self.own_url().is_some()
    }

    fn own_url(&self) -> Option<Veiled> {
        Database::parse(self.facts.settings.raw("GOSUMDB")).ok()?.url
    }

    /// What came of asking the server alone for what is in doubt.
    fn proved_anew(&self) -> Option<(Cite, &Outcome)> {
        let (cite, fetch) = self.anew(|_| true)?;
        Some((cite, &fetch.outcome))
    }

    fn anew(&self, is: impl Fn(&Fetch) -> bool) -> Option<(Cite, &Fetch)> {
        self.counters.iter().enumerate().find_map(|(at, probe)| match &probe.seen {
            Counter::Anew { fetch } if is(fetch) => Some((Cite::Counter(at), &**fetch)),
            _ => None,
        })
    }
}

/// Whether a URL is one at which the public database is: only somebody between
/// answers there as no database does.
pub fn is_public_database(url: &Veiled) -> bool {
    let parsed = Url::parse(asked_at(url).raw()).unwrap_or_default();
    let known = ["sum.golang.org", "sum.golang.google.cn"].contains(&&*parsed.hostname());
    known && parsed.path().trim_matches('/').is_empty()
}

/// What it is taken for, how firmly, and what else shows it.
type Judged<'a> = (Doubt, Confidence, Option<Cite>, Option<&'a SumdbFault>);

/// Where the bytes lie that do not fit.
enum Locality {
    Nowhere,
    Partly,
    Everywhere,
}

impl Locality {
    fn of(fault: &SumdbFault) -> Self {
        let involved = fault.involved();
        let local = involved.iter().filter(|place| place.is_local()).count();
        match local {
            0 => Self::Nowhere,
            _ if local == involved.len() => Self::Everywhere,
            _ => Self::Partly,
        }
    }
}

/// Whether a signed tree of this machine's takes part, not a loose tile alone.
fn has_own_tree(fault: &SumdbFault) -> bool {
    fault.involved().into_iter().any(|place| match place {
        Place::Stored => true,
        Place::Cached { path } => path.starts_with("/lookup/"),
        Place::Served { .. } => false,
    })
}

impl Doubted<'_> {
    fn with(mut self, other: Self) -> Self {
        self.confidence = self.confidence.max(other.confidence);
        for cite in other.cites {
            if !self.cites.contains(&cite) {
                self.cites.push(cite);
            }
        }
        self.modules.extend(other.modules);
        self
    }
}

impl SumdbFiles {
    /// Where the bytes of a source lie on this machine; none where they were served.
    pub fn place(&self, place: &Place) -> Option<String> {
        match place {
            Place::Stored => self.latest.clone(),
            Place::Cached { path } => Some(self.cached(path)),
            Place::Served { .. } => None,
        }
    }
}
