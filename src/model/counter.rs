use crate::base::{Excerpt, Veiled};
use crate::go::auth::Misprint;
use crate::model::{
    DnsAnswer, Endpoint, Evidence, Fault, Fetch, HttpFault, Ladder, OriginSum, Outcome, SshHost,
    Stage,
};
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;

use super::Cite;

/// A probe that the first round made due: it looks at the same trouble from
/// another side and so tells a cause from its neighbours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterProbe {
    /// The endpoint whose trouble it is about.
    pub endpoint: Endpoint,
    pub seen: Counter,
    pub took_ms: u64,
}

/// What was tried, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "tried")]
pub enum Counter {
    /// The name asked of a nameserver that go did not ask for it.
    Resolver { server: SocketAddr, answer: DnsAnswer },
    /// The same endpoint by another road: through a forward proxy that go would
    /// not use for it, or without the one that it uses.
    Road {
        through: Option<Veiled>,
        /// The variable or setting that names the other proxy, if one does.
        named_by: Option<String>,
        ladder: Box<Ladder>,
    },
    /// A hello of another shape; the handshake is left there.
    Hello { hello: Hello, greeting: Greeting },
    /// The time by a server's clock and by ours, in Unix seconds.
    Clock { host: String, theirs: i64, ours: i64 },
    /// The certificate of the missing issuer, from where the leaf says it lies.
    Issuer { url: Veiled, found: Issuer },
    /// Another page of the same server; or a page that broke off like this and
    /// came through when it was asked for again.
    Page { url: Veiled, outcome: Outcome },
    /// A program of GOAUTH was asked for credentials, as go asks it.
    Helper {
        /// Its name, without what else its command line says.
        program: String,
        /// The URL that it was given; none where go runs it before any request.
        url: Option<Veiled>,
        end: HelperEnd,
    },
    /// The same request to git, tried otherwise.
    Git {
        repository: Veiled,
        trial: Trial,
        /// What was set for it on top of git's own settings.
        settings: Vec<Veiled>,
        outcome: Outcome,
    },
    /// The first page of the git protocol of a repository
    /// (`…/info/refs?service=git-upload-pack`), asked for by ourselves.
    Refs {
        url: Veiled,
        /// Whether the credentials that go has for the host went along.
        sent_credentials: bool,
        outcome: Outcome,
    },
    /// The page of whoever owns a repository on a public forge.
    Owner { url: Veiled, outcome: Outcome },
    /// The page of a module that is to say where its code lies, or the first one of its
    /// repository, without TLS.
    Plainly { module: String, url: Veiled, outcome: Outcome },
    /// What kind of forge a module's host is, by this page of it.
    Forge { url: Veiled, forge: Forge },
    /// What ssh on this machine knows of a host, without asking that host.
    Ssh { seen: Box<SshHost> },
    /// The repository of a public module, asked for the tag of a version that go is
    /// not allowed to look for there; for a pseudo-version, whether it is there.
    Origin { module: String, version: String, repository: Veiled, outcome: Outcome },
    /// A version whose hash is in dispute, as its repository has it now.
    Hashes { module: String, version: String, sum: Box<OriginSum> },
    /// The branches and tags of a repository that has not what a version is called there:
    /// `refs/heads/main`, `refs/tags/v1.2.3`, the first hundreds of them.
    Refnames { module: String, version: String, repository: Veiled, names: Vec<String> },
    /// A path that may have been meant, asked of somebody whom go asks for the module.
    Meant { module: String, path: String, url: Veiled, outcome: Outcome },
    /// A required version that the go.mod of the module's latest one retracts.
    Retracted {
        module: String,
        version: String,
        /// The version whose go.mod says so.
        latest: String,
        url: Veiled,
        rationale: Excerpt,
        /// The next version that is not retracted, if there is one.
        next: Option<String>,
    },
    /// A module that is nobody's secret, asked of a module proxy at this URL: the
    /// element itself, a later one of the list, or another path on its server.
    Element { base: Veiled, outcome: Outcome },
    /// The record of a module that is nobody's secret, asked of a checksum database, or
    /// of who relays it, at this URL.
    Record { base: Veiled, outcome: Outcome },
    /// A file of a version whose hash is in dispute, asked of another source.
    Same { fetch: Box<Fetch> },
    /// The checksum database asked anew, by a client to which this machine's own
    /// files of it do not exist, for a record that go does not get.
    Anew { fetch: Box<Fetch> },
}

/// A kind of forge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Forge {
    /// Repositories lie at any depth, and whoever is not logged in is told of two.
    Gitlab,
    Other,
}

/// How git was asked otherwise than go asks it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "trial")]
pub enum Trial {
    /// By the forward proxy that go uses, or by none as go.
    GoesWay,
    /// Without any rule that rewrites the URL.
    Unrewritten,
    /// By this URL.
    Instead { url: Veiled },
    /// With the credentials that this file holds for the host.
    Credentials { path: String, line: usize },
    /// With the certificates of this file, which go trusts.
    Roots { path: String },
}

/// A `ClientHello`, of which only the first answer is looked at.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Hello {
    /// The name in it (SNI); none where it is left out.
    pub name: Option<String>,
    /// With the key share of X25519MLKEM768, which takes it over one packet.
    pub hybrid: bool,
    pub offer: Offer,
}

/// What a hello offers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Offer {
    /// What go offers. go's file: `crypto/tls/defaults.go`.
    Go,
    /// What go no longer does: TLS 1.0 and 1.1, RSA key exchange, 3DES, RC4.
    Old,
}

/// The first answer to a hello.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "came")]
pub enum Greeting {
    /// The server's hello: what it chose, such as `TLSv1.3`, and the number of
    /// the cipher suite.
    Hello {
        version: String,
        suite: u16,
    },
    Alert {
        name: String,
    },
    Reset,
    Closed,
    TimedOut {
        after_ms: u64,
    },
    Plaintext {
        excerpt: Excerpt,
    },
    /// Neither a hello nor an alert.
    Garbled,
    /// The road to it was broken this time.
    NotReached,
}

/// What was found where a leaf says that its issuer's certificate lies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Issuer {
    /// With it the chain leads to a root that this machine trusts.
    Completes {
        subject: Excerpt,
    },
    /// It is the issuer's, and no trusted root follows.
    LeadsNowhere {
        subject: Excerpt,
    },
    NotFound,
}

/// What became of a program of GOAUTH. What it printed is not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "end")]
pub enum HelperEnd {
    /// A quote of its command line is not closed.
    Unterminated,
    /// No such program.
    NotFound,
    NotExecutable,
    /// It said so on its standard error.
    Failed {
        code: i32,
        words: Excerpt,
    },
    Killed,
    /// go would wait without limit.
    TimedOut {
        after_ms: u64,
    },
    Misprinted {
        how: Misprint,
    },
    /// It printed credentials for these URLs.
    Gave {
        urls: Vec<Veiled>,
        /// Whether the URL asked for is below one of them.
        fits: bool,
    },
}

impl CounterProbe {
    /// Whether a trivial page was waited for in vain.
    pub fn is_silence(&self) -> bool {
        let Counter::Page { outcome: Outcome::Broken { fault }, .. } = &self.seen else {
            return false;
        };
        matches!(fault, Fault::Http(HttpFault::TimedOut { .. }))
    }

    /// Where on the way it looked.
    pub fn stage(&self) -> Stage {
        match &self.seen {
            Counter::Resolver { .. } => Stage::Dns,
            Counter::Road { through: Some(_), .. } => Stage::ForwardProxy,
            Counter::Road { .. } => Stage::Tcp,
            Counter::Hello { .. } | Counter::Clock { .. } | Counter::Issuer { .. } => Stage::Tls,
            Counter::Page { .. } | Counter::Helper { .. } => Stage::Http,
            Counter::Git { .. }
            | Counter::Refs { .. }
            | Counter::Owner { .. }
            | Counter::Plainly { .. }
            | Counter::Forge { .. }
            | Counter::Refnames { .. }
            | Counter::Ssh { .. } => Stage::Vcs,
            Counter::Element { .. }
            | Counter::Meant { .. }
            | Counter::Retracted { .. }
            | Counter::Origin { .. }
            | Counter::Hashes { .. }
            | Counter::Same { .. } => Stage::Goproxy,
            Counter::Record { .. } | Counter::Anew { .. } => Stage::Sumdb,
        }
    }

    /// What it looked at, for its id.
    pub fn target(&self) -> String {
        let endpoint = &self.endpoint;
        match &self.seen {
            Counter::Resolver { server, .. } => format!("{}@{server}", endpoint.host),
            Counter::Road { through: Some(proxy), .. } => format!("{endpoint} via {proxy}"),
            Counter::Road { through: None, .. } => format!("{endpoint} direct"),
            Counter::Hello { hello, .. } => format!("{endpoint} {}", hello.title()),
            Counter::Clock { host, .. } => format!("clock of {host}"),
            Counter::Issuer { url, .. } => format!("{endpoint} issuer {url}"),
            Counter::Helper { program, url: Some(url), .. } => format!("{program} for {url}"),
            Counter::Helper { program, url: None, .. } => program.clone(),
            Counter::Git { repository, trial, .. } => format!("{repository} {}", trial.title()),
            Counter::Refs { url, sent_credentials: true, .. } => format!("{url} with credentials"),
            Counter::Page { url, .. } | Counter::Refs { url, .. } | Counter::Owner { url, .. } => {
                url.to_string()
            }
            Counter::Plainly { url, .. }
            | Counter::Forge { url, .. }
            | Counter::Meant { url, .. }
            | Counter::Retracted { url, .. } => url.to_string(),
            Counter::Ssh { seen } => format!("ssh to {}", seen.target()),
            Counter::Element { base, .. } => format!("{} of {base}", crate::model::CANARY.0),
            Counter::Record { base, .. } => {
                format!("record of {} at {base}", crate::model::CANARY.0)
            }
            Counter::Same { fetch } => format!("the same at {}", fetch.url),
            Counter::Anew { fetch } => format!("{} anew", fetch.url),
            Counter::Origin { version, repository, .. } => format!("{version} of {repository}"),
            Counter::Refnames { repository, version, .. } => {
                format!("tags of {repository} for {version}")
            }
            Counter::Hashes { module, version, sum } => {
                format!("{module}@{version} in {}", sum.repository)
            }
        }
    }
}

impl Trial {
    /// What is special about it, in words for an id.
    fn title(&self) -> String {
        match self {
            Self::GoesWay => "on go's way".to_owned(),
            Self::Unrewritten => "unrewritten".to_owned(),
            Self::Instead { url } => format!("by {url}"),
            Self::Credentials { path, line } => format!("with {path}:{line}"),
            Self::Roots { path } => format!("with {path}"),
        }
    }
}

impl Hello {
    /// What is special about it, in words for an id.
    pub fn title(&self) -> String {
        let size = if self.hybrid { "large hello" } else { "small hello" };
        let offer = if self.offer == Offer::Old { " of old" } else { "" };
        let name = self.name.as_deref().unwrap_or("nobody");
        format!("{size}{offer} for {name}")
    }
}

impl Evidence {
    /// The counter-probes about one endpoint.
    pub fn counters_of<'a>(
        &'a self,
        endpoint: &'a Endpoint,
    ) -> impl Iterator<Item = (Cite, &'a CounterProbe)> {
        let of = move |(_, probe): &(usize, &CounterProbe)| probe.endpoint == *endpoint;
        let numbered = self.counters.iter().enumerate().filter(of);
        numbered.map(|(at, probe)| (Cite::Counter(at), probe))
    }
}
