use crate::model::locked_out::prompted;
use crate::model::{
    Artefact, Cite, Confidence, DnsAnswer, End, Evidence, Fault, Fetch, Found, Need, Outcome,
    Prompt, Unheard, VcsFault, Via, host_meant, is_public_host,
};

/// A module that stops go because there is none by this path, as far as anybody says who
/// is asked for it.
#[derive(Clone, Debug)]
pub struct Lost<'a> {
    pub need: &'a Need,
    /// The hosts of the module proxies that have nothing of it.
    pub proxies: Vec<String>,
    pub end: Nowhere<'a>,
    /// Another path, which is there.
    pub found: Option<Found<'a>>,
    /// The well-known host that its own is nearly called like.
    pub host: Option<&'static str>,
    pub cites: Vec<Cite>,
    pub confidence: Confidence,
}

/// What there is where the module should lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Nowhere<'a> {
    /// Its origin is not asked.
    Unasked,
    /// No such page.
    Page(&'a Fetch),
    /// No such repository, or none for whoever asks.
    Repository(&'a Fetch),
    /// The host has no address.
    Host,
}

impl Evidence {
    /// The modules that stop go and that do not exist, as it seems.
    pub fn lost(&self) -> Vec<Lost<'_>> {
        let mut unheard = self.unheard_of();
        let walked = self.facts.needs.iter().zip(self.walks());
        let lost = walked.filter_map(|(need, walk)| {
            let End::Stopped { by, .. } = &walk.end else { return None };
            let at = unheard.iter().position(|it| std::ptr::eq(it.need, need));
            let it = match at {
                Some(at) => unheard.swap_remove(at),
                // A host without an address was asked for nothing.
                None if self.is_without_host(by) => self.alone(need)?,
                None => return None,
            };
            self.lost_by(it, by)
        });
        lost.collect()
    }

    fn alone<'a>(&self, need: &'a Need) -> Option<Unheard<'a>> {
        let is = |it: &&Fetch| it.module == need.module && it.version == need.version;
        let unasked = self.fetches.iter().find(is).is_none();
        let (elements, cites) = (Vec::new(), Vec::new());
        unasked.then_some(Unheard { need, elements, cites, origin: None })
    }

    fn lost_by<'a>(&'a self, it: Unheard<'a>, by: &Cite) -> Option<Lost<'a>> {
        let need = it.need;
        let (found, host) = (self.found_for(&need.module), host_meant(&need.module));
        let end = self.nowhere(&it, by)?;
        let is_told = found.is_some() && !self.is_kept(&it, end);
        if !is_told && !self.is_telling(&it, end, host) {
            return None;
        }
        let confidence = match (&found, end) {
            (Some(_), Nowhere::Unasked | Nowhere::Page(_) | Nowhere::Host) => Confidence::Certain,
            _ => Confidence::Likely,
        };
        let mut cites = it.cites;
        cites.extend(it.origin.iter().map(|(cite, _)| cite.clone()));
        if let (Nowhere::Repository(fetch), None) = (end, &found) {
            cites.extend(self.unknown_to_all(fetch));
        }
        cites.extend((end == Nowhere::Host).then(|| by.clone()));
        cites.extend(found.iter().map(|it| it.cite.clone()));
        let hosts = it.elements.iter().filter_map(|at| self.base_of(*at));
        let proxies = hosts.map(crate::model::place_of).collect();
        Some(Lost { need, proxies, end, found, host, cites, confidence })
    }

    fn nowhere<'a>(&self, it: &Unheard<'a>, by: &Cite) -> Option<Nowhere<'a>> {
        if let Some((cite, fetch)) = &it.origin
            && cite == by
        {
            return Some(match fetch.artefact {
                Artefact::GoGet => Nowhere::Page(fetch),
                _ => Nowhere::Repository(fetch),
            });
        }
        let is_direct = self
            .route_of(it.need)
            .is_some_and(|route| route.hops.iter().any(|hop| hop.via == Via::Direct));
        match by {
            Cite::Ladder(_) => self.is_without_host(by).then_some(Nowhere::Host),
            by => (it.cites.contains(by) && !is_direct).then_some(Nowhere::Unasked),
        }
    }

    fn is_without_host(&self, by: &Cite) -> bool {
        let Cite::Ladder(at) = by else { return false };
        let Some(ladder) = self.ladders.get(*at) else { return false };
        let none = |answer: &DnsAnswer| matches!(answer, DnsAnswer::NoSuchName | DnsAnswer::NoData);
        !ladder.is_proxy()
            && matches!(ladder.fault(), Some(Fault::Dns(fault)) if none(&fault.decisive))
    }

    /// Whether a setting says that it is private, and its forge asks who wants to know.
    fn is_kept(&self, it: &Unheard<'_>, end: Nowhere<'_>) -> bool {
        let Nowhere::Repository(fetch) = end else { return false };
        let asks = matches!(fetch.vcs_fault(), Some(VcsFault::Prompt { .. }));
        asks && self.facts.is_private(&it.need.module)
    }

    /// Whether a proxy's own git was asked for a login.
    fn is_asked_elsewhere(&self, it: &Unheard<'_>) -> bool {
        it.cites.iter().any(|cite| match cite {
            Cite::Fetch(at) => self.fetches.get(*at).is_some_and(prompted),
            _ => false,
        })
    }

    /// The forge says the same to whoever is logged in and to whoever is not, and asks
    /// nobody to log in: nothing is hidden there.
    fn unknown_to_all(&self, fetch: &Fetch) -> Vec<Cite> {
        let missing = |with| {
            let (cite, outcome) = self.refs_of(fetch, with)?;
            matches!(outcome, Outcome::Missing { .. }).then_some(cite)
        };
        match (missing(false), missing(true)) {
            (Some(without), Some(with)) => vec![without, with],
            _ => Vec::new(),
        }
    }

    /// Whether this is told from what a forge hides, and from a host that is only out of
    /// reach: where nothing else is known, others speak of these.
    fn is_telling(&self, it: &Unheard<'_>, end: Nowhere<'_>, host: Option<&str>) -> bool {
        let module = it.need.module.as_str();
        let is_private = self.facts.is_private(module);
        let of = module.split('/').next().unwrap_or_default();
        match end {
            Nowhere::Host => host.is_some(),
            Nowhere::Page(fetch) => {
                let is_gone = matches!(fetch.outcome, Outcome::Missing { .. });
                host.is_some() || is_gone && !it.elements.is_empty() && !is_private
            }
            Nowhere::Unasked => {
                let has = self.at_origin(it.need).is_some_and(|it| it.has);
                is_public_host(of) && !has && !self.is_asked_elsewhere(it)
            }
            Nowhere::Repository(fetch) => match fetch.vcs_fault() {
                Some(VcsFault::Prompt { asked: Prompt::Username, .. }) => {
                    let owner = self.owner_of(fetch).map(|(_, is_there)| is_there);
                    !is_private && owner == Some(false)
                }
                Some(VcsFault::NotFound { .. }) => {
                    let login = self.facts.git_login(fetch.url.raw());
                    let is_unasked = login.is_some_and(|it| !it.is_sent());
                    let is_http = fetch.url.raw().starts_with("http");
                    is_http && (is_unasked || !self.unknown_to_all(fetch).is_empty())
                }
                Some(_) => false,
                None => !is_private,
            },
        }
    }
}
