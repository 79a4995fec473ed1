use crate::base::{Excerpt, Text, Veiled};
use crate::go::sumdb::SumdbFault;
use crate::go::url::Url;
use crate::go::vcs::ImportFault;
use crate::model::{Presented, Reply, Stage, TlsFault, VcsFault};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::{IpAddr, SocketAddr};

/// How go speaks to an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    Http,
    Https,
}

/// Where a request goes: what one ladder leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Endpoint {
    pub scheme: Scheme,
    /// A name, or an address without brackets.
    pub host: String,
    pub port: u16,
}

impl Endpoint {
    /// Port 443 of the host, by https.
    pub fn https(host: &str) -> Self {
        Self { scheme: Scheme::Https, host: host.to_owned(), port: 443 }
    }

    /// The endpoint of a URL; none for `file://` and what is no URL.
    pub fn of(url: &str) -> Option<Self> {
        let url = Url::parse(url).ok()?;
        let (scheme, usual) = match url.scheme() {
            "https" => (Scheme::Https, 443),
            "http" => (Scheme::Http, 80),
            _ => return None,
        };
        let port = match &*url.port() {
            "" => usual,
            port => port.parse().ok()?,
        };
        let host = url.hostname().into_owned();
        (!host.is_empty()).then_some(Self { scheme, host, port })
    }

    /// The URL of its root.
    pub fn url(&self) -> String {
        let scheme = if self.scheme == Scheme::Https { "https" } else { "http" };
        format!("{scheme}://{self}/")
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port, .. } = self;
        if host.contains(':') { write!(f, "[{host}]:{port}") } else { write!(f, "{host}:{port}") }
    }
}

/// What go needs an endpoint for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "for")]
pub enum Role {
    /// An element of GOPROXY, counted from 0 over the whole list.
    Proxy { element: usize },
    /// The checksum database itself, not relayed.
    Database,
    /// The origin of modules that are fetched directly.
    Origin,
    /// Where a redirect leads.
    Target,
    /// A public mirror, asked only to prove a fix.
    Mirror,
}

impl Role {
    /// What the endpoint is to go, for a sentence.
    pub fn title(&self) -> Text {
        match self {
            Self::Proxy { .. } => Text::of("module proxy in GOPROXY", "GOPROXY 中的模块代理"),
            Self::Database => Text::of("checksum database", "校验和数据库"),
            Self::Origin => Text::of("modules' own host", "模块自身所在的主机"),
            Self::Target => Text::of("host that a redirect leads to", "重定向指向的主机"),
            Self::Mirror => Text::of("public mirror", "公共镜像"),
        }
    }
}

/// One endpoint, climbed until it answered or a rung broke.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ladder {
    pub endpoint: Endpoint,
    /// The forward proxy that go would use for it, password masked.
    pub through: Option<Veiled>,
    pub roles: Vec<Role>,
    pub rungs: Vec<Rung>,
    pub broken: Option<Broken>,
}

/// A rung that held: what was seen on it and how long it took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    pub stage: Stage,
    pub seen: Observation,
    pub took_ms: u64,
}

/// The rung where the climb ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Broken {
    pub stage: Stage,
    pub fault: Fault,
    pub took_ms: u64,
}

/// What was seen on one rung.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "saw")]
pub enum Observation {
    Resolved {
        addresses: Vec<IpAddr>,
        asked: Vec<Asked>,
        by_hosts_line: Option<usize>,
    },
    Connected {
        to: SocketAddr,
        failed: Vec<(SocketAddr, DialFault)>,
    },
    /// Every address failed, each in its way.
    Tried {
        failed: Vec<(SocketAddr, DialFault)>,
    },
    /// The forward proxy opened the way.
    Tunnelled {
        proxy: Veiled,
        reply: Option<Reply>,
    },
    Secured {
        presented: Box<Presented>,
        alpn: Option<String>,
    },
    Answered {
        reply: Reply,
    },
}

/// One question put to one nameserver, and what came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub server: SocketAddr,
    pub name: String,
    /// `A` or `AAAA`.
    pub kind: String,
    pub answer: DnsAnswer,
    pub took_ms: u64,
}

/// What one nameserver said to one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "said")]
pub enum DnsAnswer {
    Addresses {
        addresses: Vec<IpAddr>,
    },
    NoSuchName,
    NoData,
    /// SERVFAIL, REFUSED, NOTIMP and the like, by name.
    Failed {
        rcode: String,
    },
    /// Neither authoritative nor recursive, and empty.
    LameReferral,
    /// Nothing listens on that port (ICMP port unreachable).
    PortRefused,
    /// No route to the nameserver.
    Unreachable,
    /// The kernel forbids the packet.
    Denied,
    TimedOut {
        after_ms: u64,
    },
    /// An answer that is no answer: another id, garbage.
    Garbled,
}

/// Why a climb ended. Closed on purpose: a rule matches variants, not words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "rung", content = "fault")]
pub enum Fault {
    Dns(DnsFault),
    Dial(DialFault),
    /// A forward proxy stands between, and it is what fails.
    Tunnel(TunnelFault),
    Tls(TlsFault),
    Http(HttpFault),
    /// What came of the checksum database, or lies here of it, is not believed.
    Sumdb(SumdbFault),
    /// go does not find out where the module's code lies.
    Import(ImportFault),
    /// git, or another program that go calls for a repository, is what fails.
    Vcs(VcsFault),
}

/// Why a name has no address: go's own conclusion, and what each server said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsFault {
    pub name: String,
    /// The answer that decides, as go picks it.
    pub decisive: DnsAnswer,
    /// The nameserver that gave it.
    pub server: Option<SocketAddr>,
    pub asked: Vec<Asked>,
}

/// Why no connection stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum DialFault {
    Refused,
    Reset,
    TimedOut {
        after_ms: u64,
    },
    NetworkUnreachable,
    HostUnreachable,
    /// The kernel refuses the socket or its first packet.
    Denied,
    /// This process gets no more sockets: a limit is reached.
    Exhausted,
}

/// How a forward proxy fails. Its tag must differ from those of the faults in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "proxy")]
pub enum TunnelFault {
    /// The proxy's own name has no address.
    Unresolved(DnsFault),
    /// The proxy itself cannot be reached; one entry for each address tried.
    Unreached { at: Vec<(SocketAddr, DialFault)> },
    /// TLS to an `https://` proxy fails.
    Unsecured(TlsFault),
    /// CONNECT was answered, and not with 200.
    Denied { reply: Reply, sent_credentials: bool },
    /// A SOCKS5 proxy refused, with its reply code's meaning.
    SocksDenied { code: u8, sent_credentials: bool },
    /// The proxy never answered CONNECT.
    Silent { after_ms: u64 },
    /// The proxy closed the connection instead of an answer.
    Closed,
    /// What answered speaks neither HTTP nor SOCKS.
    NotAProxy { excerpt: Excerpt },
    /// go takes the value of `HTTP_PROXY` for a request's header, as
    /// `REQUEST_METHOD` is set, and asks nobody (httpproxy `proxyForURL`).
    RefusedByGo,
    /// git goes another way than go, and fails there: in git's words.
    GitAstray { words: Excerpt },
}

/// Why a request over a standing connection has no answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum HttpFault {
    Closed,
    Reset,
    TimedOut {
        after_ms: u64,
    },
    /// No HTTP, or headers beyond all measure.
    Malformed {
        excerpt: Excerpt,
    },
    TooManyRedirects,
    InsecureRedirect {
        to: Veiled,
    },
    /// The body ended before its length.
    Truncated,
    /// An HTTP/2 stream was ended by the server.
    Stream {
        code: String,
    },
    /// What a redirect led to fails by itself.
    /// Where the road to that host is broken, its ladder says how.
    Beyond {
        host: String,
        fault: Option<Box<Fault>>,
    },
    /// A file of a `file://` proxy is there and cannot be read.
    Unreadable {
        excerpt: Excerpt,
    },
    /// go would send a password over an unprotected connection, and refuses.
    InsecureCredentials,
}

impl DnsFault {
    /// The nameservers that were asked, for a sentence; the decisive one alone
    /// where it is known.
    pub fn servers(&self) -> String {
        if let Some(server) = self.server {
            return server.ip().to_string();
        }
        let mut asked: Vec<String> =
            self.asked.iter().map(|it| it.server.ip().to_string()).collect();
        asked.dedup();
        asked.join(", ")
    }
}

impl Ladder {
    /// The addresses of its name; empty where none were found.
    pub fn addresses(&self) -> &[IpAddr] {
        self.rungs
            .iter()
            .find_map(|rung| match &rung.seen {
                Observation::Resolved { addresses, .. } => Some(addresses.as_slice()),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// The certificates that were presented, where TLS got that far.
    pub fn presented(&self) -> Option<&Presented> {
        self.rungs.iter().find_map(|rung| match &rung.seen {
            Observation::Secured { presented, .. } => Some(presented.as_ref()),
            _ => None,
        })
    }

    /// The answer, where one came.
    pub fn reply(&self) -> Option<&Reply> {
        self.rungs.iter().find_map(|rung| match &rung.seen {
            Observation::Answered { reply } => Some(reply),
            _ => None,
        })
    }

    /// What go needs it for, for a sentence.
    pub fn purpose(&self) -> Text {
        self.roles.first().map_or(Text::of("server", "服务器"), Role::title)
    }

    /// Why its name has no address, where that is what breaks it.
    pub fn dns_fault(&self) -> Option<&DnsFault> {
        match self.fault() {
            Some(Fault::Dns(fault)) => Some(fault),
            _ => None,
        }
    }

    /// What breaks it, where something does.
    pub fn fault(&self) -> Option<&Fault> {
        self.broken.as_ref().map(|broken| &broken.fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Distrust;

    /// Tags of enums that lie in one another must not meet in one object.
    #[test]
    fn nested_faults_survive_saving() {
        let untrusted = TlsFault::Untrusted(Distrust::UnknownAuthority {
            words: String::from("x509: certificate signed by unknown authority"),
        });
        let inner = Fault::Tls(untrusted.clone());
        let beyond = HttpFault::Beyond {
            host: String::from("storage.example"),
            fault: Some(Box::new(inner.clone())),
        };
        let tunnel = Fault::Tunnel(TunnelFault::Unsecured(untrusted));
        for fault in [inner, tunnel, Fault::Http(beyond)] {
            let saved = serde_json::to_string(&fault).unwrap();
            assert_eq!(serde_json::from_str::<Fault>(&saved).unwrap(), fault, "{saved}");
        }
    }
}
