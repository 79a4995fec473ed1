use crate::base::Veiled;
use crate::go::url::Url;
use crate::model::{
    Access, Artefact, BrokenFetch, Cite, Counter, Evidence, Fault, Fetch, Login, Need, Outcome,
    Prompt, Reader, Reply, Source, Step, Trial, VcsFault, nearest,
};

/// A module that its origin keeps from go or from the git that go runs, for want of the
/// right credentials.
#[derive(Clone, Debug)]
pub struct LockedOut<'a> {
    pub broken: BrokenFetch<'a>,
    pub door: Door<'a>,
}

/// Who stands before the origin, and with what in hand.
#[derive(Clone, Debug, PartialEq)]
pub enum Door<'a> {
    /// go itself, asking for the page that says where the module lies, or a module
    /// proxy that the page names.
    Page { status: u16, access: Access<'a> },
    /// git, asking for the repository.
    Git { said: Said, login: Login<'a> },
    /// The git of a module proxy, which has no credentials there, where go asks nobody
    /// else. The proxy's host.
    Proxy { host: String },
}

/// The places that one rule speaks of.
#[derive(Clone, Debug, Default)]
pub struct LockedOuts<'a>(pub Vec<LockedOut<'a>>);

impl<'a> LockedOuts<'a> {
    pub fn first(&self) -> Option<&LockedOut<'a>> {
        self.0.first()
    }

    /// Where each of them stands in the evidence.
    pub fn cites(&self) -> Vec<Cite> {
        self.0.iter().map(|it| it.broken.cite.clone()).collect()
    }

    /// Every module that one of them stops.
    pub fn modules(&self) -> Vec<String> {
        self.0.iter().flat_map(|it| it.broken.modules.clone()).collect()
    }
}

/// What git made of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It would have asked somebody for this.
    Asked(Prompt),
    /// What was sent is refused.
    Rejected,
    /// 403.
    Forbidden,
    /// There is nothing, or nothing for whoever asks.
    NotFound,
    /// A page for people in the place of the repository.
    Page,
}

impl Evidence {
    /// The modules that stop go at a door of their origin that is so.
    pub fn locked_out(&self, is: impl Fn(&LockedOut<'_>) -> bool) -> LockedOuts<'_> {
        let is_asked =
            |fetch: &Fetch| matches!(fetch.source, Source::Origin | Source::Proxy { .. });
        let stopped = self.stopped_at(is_asked).0;
        let doors = stopped.into_iter().filter_map(|broken| {
            let door = self.door(broken.fetch)?;
            Some(LockedOut { broken, door })
        });
        LockedOuts(doors.filter(|it| is(it)).collect())
    }

    fn door(&self, fetch: &Fetch) -> Option<Door<'_>> {
        if let Source::Proxy { .. } = fetch.source {
            let is_asked = prompted(fetch) && !self.is_seen_by_us(fetch);
            return is_asked.then(|| Door::Proxy { host: fetch.host() });
        }
        if let Some(reply) = fetch.refusal() {
            let status = reply.status;
            let is_door = matches!(status, 401 | 403) && fetch.lost_credentials().is_none();
            return is_door.then(|| Door::Page { status, access: self.access(fetch) });
        }
        if self.page_in_its_place(fetch).is_some() {
            let login = self.facts.git_login(fetch.url.raw())?;
            return Some(Door::Git { said: Said::Page, login });
        }
        let fault = fetch.vcs_fault().filter(|fault| fault.other_tool().is_none())?;
        let said = match fault {
            VcsFault::Prompt { asked, .. } => Said::Asked(*asked),
            VcsFault::Rejected { .. } => Said::Rejected,
            VcsFault::Forbidden { .. } => Said::Forbidden,
            VcsFault::NotFound { .. } => Said::NotFound,
            VcsFault::NotARepository { .. } => Said::Page,
            _ => return None,
        };
        Some(Door::Git { said, login: self.facts.git_login(fetch.url.raw())? })
    }

    /// The page for people that a server gives to whoever does not log in, where git
    /// takes it for a repository without anything in it.
    /// git's file: `remote-curl.c`, `parse_info_refs`.
    pub fn page_in_its_place(&self, fetch: &Fetch) -> Option<Cite> {
        let is_empty =
            fetch.artefact == Artefact::Tag && matches!(fetch.outcome, Outcome::Missing { .. });
        let (cite, seen) = self.refs_of(fetch, false).filter(|_| is_empty)?;
        matches!(seen, Outcome::Unlike { .. }).then_some(cite)
    }

    /// What the server says to ourselves about the repository of this fetch, with
    /// credentials or without.
    pub fn refs_of(&self, fetch: &Fetch, with_credentials: bool) -> Option<(Cite, &Outcome)> {
        let page = self.facts.refs_page(fetch.url.raw())?;
        let mut counters = self.counters.iter().enumerate();
        counters.find_map(|(at, probe)| match &probe.seen {
            Counter::Refs { url, sent_credentials, outcome }
                if *sent_credentials == with_credentials && *url == page =>
            {
                Some((Cite::Counter(at), outcome))
            }
            _ => None,
        })
    }

    /// What git made of the credentials that lie in another file.
    pub fn tried_with(&self, fetch: &Fetch, path: &str) -> Option<(Cite, &Outcome)> {
        let mut counters = self.counters.iter().enumerate();
        counters.find_map(|(at, probe)| match &probe.seen {
            Counter::Git {
                repository,
                trial: Trial::Credentials { path: tried, .. },
                outcome,
                ..
            } if *repository == fetch.url && tried == path => Some((Cite::Counter(at), outcome)),
            _ => None,
        })
    }

    /// What a public forge says of the owner's page: whether there is one.
    pub fn owner_of(&self, fetch: &Fetch) -> Option<(&Veiled, bool)> {
        let mut parts = fetch.module.split('/');
        let page = format!("https://{}/{}", parts.next()?, parts.next()?);
        let mut pages = self.counters.iter().filter_map(|probe| match &probe.seen {
            Counter::Owner { url, outcome } if url.raw() == page => Some((url, outcome)),
            _ => None,
        });
        pages.find_map(|(url, outcome)| match outcome {
            Outcome::Served { .. } => Some((url, true)),
            Outcome::Missing { .. } => Some((url, false)),
            _ => None,
        })
    }

    /// The module proxy or database whose own git was told the same, if one said so.
    pub fn others_asked(&self, fetch: &Fetch) -> Option<String> {
        let same = self.fetches.iter().find(|it| {
            it.module == fetch.module && !matches!(it.source, Source::Origin) && prompted(it)
        });
        same.map(Fetch::host)
    }

    /// The repository was asked for by ourselves, and has it.
    fn is_seen_by_us(&self, fetch: &Fetch) -> bool {
        let of = |it: &&Need| it.module == fetch.module && it.version == fetch.version;
        let need = self.facts.needs.iter().find(of);
        need.and_then(|need| self.at_origin(need)).is_some_and(|it| it.has)
    }

    /// A module that go.mod knows and go gets, of the same host, whose repository is
    /// called nearly like that of this one.
    pub fn near_path(&self, module: &str) -> Option<&str> {
        let stopped: Vec<&str> = self
            .walks()
            .iter()
            .filter(|it| it.stopped_by().is_some())
            .filter_map(|it| it.need.split('@').next())
            .collect();
        let gomod = self.facts.project.gomod.parsed()?;
        let required = gomod.require.iter().map(|it| it.path.as_str());
        let host = module.split('/').next()?;
        let is_kin = |it: &&str| it.split('/').next() == Some(host) && !stopped.contains(it);
        let known: Vec<&str> = required.filter(is_kin).map(repository).collect();
        let wanted = repository(module);
        let same = known.iter().find(|it| **it != wanted && it.eq_ignore_ascii_case(wanted));
        same.copied().or_else(|| nearest(wanted, known))
    }
}

/// Whether the git of whoever was asked would have asked somebody for a password.
pub(super) fn prompted(fetch: &Fetch) -> bool {
    let (Outcome::Missing { reply } | Outcome::Refused { reply }) = &fetch.outcome else {
        return false;
    };
    let said = reply.excerpt.as_str();
    said.contains("could not read Username") || said.contains("could not read Password")
}

/// The host and the two names that most forges call a repository by.
fn repository(module: &str) -> &str {
    let end = module.match_indices('/').nth(2).map_or(module.len(), |(at, _)| at);
    &module[..end]
}

impl Evidence {
    /// What keeps these modules from the public database, where that would be asked
    /// next: else the one cure only leads to the other trouble.
    pub fn secluding(&self, modules: &[String]) -> Vec<Step> {
        let is_looked_up = |need: &Need| {
            let sums = self.route_of(need).map(|it| &it.checksums);
            sums.is_some_and(|it| it.database.is_some() && it.skipped_because.is_none())
        };
        self.excluded(modules, is_looked_up)
    }

    /// What sends these modules past all proxies, and to no database.
    pub fn directing(&self, modules: &[String]) -> Vec<Step> {
        self.excluded(modules, |_| true)
    }

    fn excluded(&self, modules: &[String], is: impl Fn(&Need) -> bool) -> Vec<Step> {
        let named = |need: &&Need| modules.contains(&format!("{}@{}", need.module, need.version));
        let private: Vec<&Need> =
            self.facts.needs.iter().filter(named).filter(|it| is(it)).collect();
        let patterns = self.patterns_for(&private).0.join(",");
        if patterns.is_empty() {
            return Vec::new();
        }
        self.facts.excluding(&patterns)
    }

    /// What writes an entry for the host of a request to where it is read: for git, and
    /// for go too where that reads another file or wants a port.
    pub fn entries_for(&self, out: &LockedOut<'_>) -> Vec<Step> {
        let entry = |host: String, reader| Step::NetrcEntry { host, reader };
        let for_git = entry(out.host(), Reader::Git);
        let machine = out.broken.fetch.netrc_machine();
        let same = machine == out.host() && self.facts.variable("NETRC").is_none();
        match out.door {
            Door::Page { .. } if !same => vec![entry(machine, Reader::Go), for_git],
            _ => vec![for_git],
        }
    }
}

impl LockedOut<'_> {
    /// What was said, to quote.
    pub fn words(&self) -> String {
        match &self.broken.fetch.outcome {
            Outcome::Broken { fault: Fault::Vcs(fault) } => match fault {
                VcsFault::Prompt { words, .. }
                | VcsFault::Rejected { words }
                | VcsFault::Forbidden { words }
                | VcsFault::NotFound { words }
                | VcsFault::NotARepository { words } => words.to_string(),
                _ => String::new(),
            },
            _ => self.broken.fetch.refusal().map(Reply::words).unwrap_or_default(),
        }
    }

    /// The host that asks, without its port.
    pub fn host(&self) -> String {
        if let Door::Proxy { .. } = self.door {
            return self.broken.fetch.module.split('/').next().unwrap_or_default().to_owned();
        }
        let url = Url::parse(self.broken.fetch.url.raw()).unwrap_or_default();
        url.hostname().into_owned()
    }
}
