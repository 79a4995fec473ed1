//! The second round: what broke or still hangs is looked at from other sides.
//! Each kind of counter-probe says when it is due, and how it is done. There is
//! no third round.

mod alone;
mod clock;
mod element;
mod follow;
mod forge;
mod git;
mod hashes;
mod hello;
mod issuer;
mod login;
mod meant;
mod origin;
mod owner;
mod page;
mod plain;
mod plainly;
mod record;
mod refnames;
mod refs;
mod resolver;
mod retracted;
mod road;
mod ssh;

pub(super) use hashes::due_for;
pub(super) use meant::{Whereabouts, paths};
pub(super) use origin::is_declared;
pub(super) use page::settle;
pub(super) use refnames::repositories;
pub(super) use retracted::required;

use super::climb::{Climber, way};
use super::plan::Planned;
use super::resolve::millis;
use crate::base::{Deadline, Veiled};
use crate::machine::Machine;
use crate::model::{
    CounterProbe, Endpoint, Facts, Fault, Fetch, Hello, Ladder, Outcome, Stage, Trial,
};
use crate::wire::{Line, Wire};
use std::net::SocketAddr;
use std::time::Instant;

/// A rung that broke or at which a climb still hangs, or a request that came to
/// nothing over a ladder that stands.
pub(super) struct Trouble<'t> {
    pub planned: &'t Planned,
    pub stage: Stage,
    /// The climb, once it has ended.
    pub ladder: Option<&'t Ladder>,
    /// What was asked for over the ladder.
    pub request: Option<Asked<'t>>,
}

/// A request in trouble.
#[derive(Clone, Copy)]
pub(super) struct Asked<'t> {
    pub url: &'t Veiled,
    /// What came of it; none while it hangs.
    pub fetch: Option<&'t Fetch>,
}

/// What a counter-probe may use.
#[derive(Clone, Copy)]
pub(super) struct Prober<'a> {
    pub machine: &'a dyn Machine,
    pub climber: Climber<'a>,
    /// Whether public places that go does not ask here may be asked.
    pub outsiders: bool,
}

/// A counter-probe to be made, each once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Due {
    Resolver {
        endpoint: Endpoint,
        server: SocketAddr,
    },
    Road {
        endpoint: Endpoint,
        through: Option<Veiled>,
        named_by: Option<String>,
        /// What is asked for over it where the endpoint speaks plain HTTP: no
        /// answer to CONNECT tells there whether the road leads to it.
        page: Option<Veiled>,
    },
    Hello {
        planned: Planned,
        hello: Hello,
    },
    /// The clock of `at`, for the sake of the endpoint.
    Clock {
        endpoint: Endpoint,
        at: Endpoint,
    },
    Issuer {
        planned: Planned,
        url: Veiled,
    },
    Page {
        planned: Planned,
        url: Veiled,
    },
    Git {
        endpoint: Endpoint,
        repository: Veiled,
        trial: Trial,
        words: Vec<String>,
        settings: Vec<Veiled>,
    },
    /// The first page of the git protocol of a repository.
    Refs {
        planned: Planned,
        repository: Veiled,
        with_credentials: bool,
    },
    /// The repository asked of git with the credentials of another file.
    Login {
        endpoint: Endpoint,
        repository: Veiled,
        path: String,
        line: usize,
    },
    /// The page of a repository's owner.
    Owner {
        planned: Planned,
        url: Veiled,
    },
    /// What ssh on this machine knows of the host of a URL.
    Ssh {
        endpoint: Endpoint,
        url: Veiled,
    },
    /// The page of a module, or of its repository, without TLS.
    Plainly {
        endpoint: Endpoint,
        module: String,
        url: Veiled,
    },
    /// What kind of forge the host of a module is.
    Forge {
        endpoint: Endpoint,
        module: String,
    },
    /// The tag of a version in the repository of its module.
    Origin {
        endpoint: Endpoint,
        module: String,
        version: String,
        repository: Veiled,
        tag: String,
    },
    /// The branches and tags of a repository, for the sake of a version.
    Refnames {
        endpoint: Endpoint,
        module: String,
        version: String,
        repository: Veiled,
    },
    /// A path that may have been meant, at a URL that goes by the artefact's protocol.
    Meant {
        endpoint: Endpoint,
        module: String,
        path: String,
        place: Whereabouts,
    },
    /// What the latest version of a module says of a required one.
    Retracted {
        endpoint: Endpoint,
        module: String,
        version: String,
        base: Veiled,
    },
    /// A version as its repository has it now, where its hash is in dispute.
    Hashes {
        endpoint: Endpoint,
        module: String,
        version: String,
    },
    /// The canary's record at the database, or its relay, at `base`.
    Record {
        endpoint: Endpoint,
        planned: Planned,
        base: Veiled,
    },
    /// The canary of the module proxy at `base`, for the sake of the endpoint.
    Element {
        endpoint: Endpoint,
        planned: Planned,
        base: Veiled,
    },
}

/// The counter-probes that one trouble makes due.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let kinds = [
        resolver::due,
        road::due,
        hello::due,
        clock::due,
        issuer::due,
        page::due,
        git::due,
        origin::due,
        element::due,
        record::due,
        refs::due,
        login::due,
        owner::due,
        ssh::due,
        plainly::due,
        forge::due,
    ];
    kinds.iter().flat_map(|due| due(trouble, prober)).collect()
}

/// Makes it. None where nothing can be told from it.
pub(super) async fn make(due: Due, prober: Prober<'_>, until: Deadline) -> Option<CounterProbe> {
    let start = Instant::now();
    let endpoint = due.endpoint().clone();
    let seen = match due {
        Due::Resolver { endpoint, server } => {
            resolver::make(&endpoint, server, prober, until).await
        }
        Due::Road { endpoint, through, named_by, page } => {
            let planned = Planned { endpoint, through, roles: Vec::new() };
            road::make(planned, named_by, page, prober, until).await
        }
        Due::Hello { planned, hello } => hello::make(&planned, hello, prober, until).await,
        Due::Clock { at, .. } => clock::make(&at, prober, until).await,
        Due::Issuer { planned, url } => issuer::make(&planned, url, prober, until).await,
        Due::Page { planned, url } => page::make(&planned, url, prober, until).await,
        Due::Git { repository, trial, words, settings, .. } => {
            git::make(repository, trial, &words, settings, prober, until).await
        }
        Due::Refs { repository, with_credentials, .. } => {
            refs::make(&repository, with_credentials, prober, until).await
        }
        Due::Login { repository, path, line, .. } => {
            login::make(repository, path, line, prober, until).await
        }
        Due::Owner { url, .. } => owner::make(url, prober, until).await,
        Due::Ssh { url, .. } => ssh::make(&url, prober, until).await,
        Due::Origin { module, version, repository, tag, .. } => {
            origin::make(module, version, repository, &tag, prober, until).await
        }
        Due::Retracted { module, version, base, .. } => {
            retracted::make(module, version, &base, prober, until).await
        }
        Due::Refnames { module, version, repository, .. } => {
            refnames::make(module, version, repository, prober, until).await
        }
        Due::Meant { module, path, place, .. } => {
            meant::make(module, path, &place, prober, until).await
        }
        Due::Plainly { module, url, .. } => plainly::make(module, url, prober, until).await,
        Due::Forge { module, .. } => forge::make(&module, prober, until).await,
        Due::Hashes { module, version, .. } => hashes::make(module, version, prober, until).await,
        Due::Record { planned, base, .. } => record::make(&planned, base, prober, until).await,
        Due::Element { planned, base, .. } => element::make(&planned, base, prober, until).await,
    };
    seen.map(|seen| CounterProbe { endpoint, seen, took_ms: millis(start) })
}

impl Due {
    /// Whether the other one tells nothing more: one page over a road is enough.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let unpaged = |due: &Self| match due.clone() {
            Self::Road { endpoint, through, named_by, .. } => {
                Self::Road { endpoint, through, named_by, page: None }
            }
            due => due,
        };
        unpaged(self) == unpaged(other)
    }

    fn endpoint(&self) -> &Endpoint {
        match self {
            Self::Resolver { endpoint, .. }
            | Self::Road { endpoint, .. }
            | Self::Clock { endpoint, .. }
            | Self::Git { endpoint, .. }
            | Self::Login { endpoint, .. }
            | Self::Ssh { endpoint, .. }
            | Self::Origin { endpoint, .. }
            | Self::Plainly { endpoint, .. }
            | Self::Forge { endpoint, .. }
            | Self::Refnames { endpoint, .. }
            | Self::Retracted { endpoint, .. }
            | Self::Meant { endpoint, .. }
            | Self::Hashes { endpoint, .. }
            | Self::Record { endpoint, .. }
            | Self::Element { endpoint, .. } => endpoint,
            Self::Hello { planned, .. }
            | Self::Issuer { planned, .. }
            | Self::Page { planned, .. }
            | Self::Refs { planned, .. }
            | Self::Owner { planned, .. } => &planned.endpoint,
        }
    }
}

impl<'t> Trouble<'t> {
    /// What broke the climb; none while it hangs, and where it stands.
    pub(super) fn fault(&self) -> Option<&'t Fault> {
        self.ladder?.fault()
    }

    /// The request in trouble, if one was made and has ended.
    pub(super) fn fetch(&self) -> Option<&'t Fetch> {
        self.request?.fetch
    }

    /// What came of the request, if one was made and has ended.
    pub(super) fn outcome(&self) -> Option<&'t Outcome> {
        Some(&self.request?.fetch?.outcome)
    }

    /// Whether nothing has come of it yet.
    pub(super) fn hangs(&self) -> bool {
        match self.request {
            Some(asked) => asked.fetch.is_none(),
            None => self.ladder.is_none(),
        }
    }
}

impl<'a> Prober<'a> {
    pub(super) fn facts(&self) -> &'a Facts {
        self.climber.facts
    }

    pub(super) fn wire(&self) -> &'a dyn Wire {
        self.climber.wire
    }

    /// A connection to the endpoint, by the road that go would take, before TLS.
    pub(super) async fn line(&self, planned: &Planned, until: Deadline) -> Option<Box<dyn Line>> {
        way(planned, self.climber, until).await.ok().map(|(line, _)| line)
    }
}
