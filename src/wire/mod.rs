//! The only door to the network. A ladder is climbed by hand over [`Line`]s, so
//! that each rung has its own fault; files are then fetched side by side.

mod appetite;
mod bare;
mod net;

use crate::base::{Secret, Soon, Veiled};
use crate::go::x509::Pool;
use crate::model::{
    DialFault, DnsAnswer, Fault, Greeting, Hello, Issuer, Manner, Presented, Reply, TlsFault,
    TunnelFault,
};
pub use appetite::{Appetite, Claim, Extent, Room};
pub use bare::Bare;
pub use net::{Net, NetConfig};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// What can be done on a network.
pub trait Wire: Sync {
    /// The same network, judged with other roots: what a changed trust store
    /// would make of it.
    fn trusting(&self, roots: Arc<Pool>) -> Box<dyn Wire + '_>;
    /// One question to one nameserver, as go asks it.
    fn ask<'a>(&'a self, question: &'a Question, within: Duration) -> Soon<'a, DnsAnswer>;
    fn dial(&self, to: SocketAddr, within: Duration) -> Soon<'_, Result<Box<dyn Line>, DialFault>>;
    /// One GET over a pooled connection; redirects are answers, not followed.
    fn fetch<'a>(
        &'a self,
        request: &'a Request,
        within: Duration,
    ) -> Soon<'a, Result<Fetched, Fault>>;
    /// The same from whoever answers: nobody vouches for the certificate, so that
    /// nothing that is secret may go along. It is for pages that GOINSECURE covers.
    fn fetch_unproven<'a>(
        &'a self,
        request: &'a Bare,
        within: Duration,
    ) -> Soon<'a, Result<Fetched, Fault>> {
        self.fetch(request.request(), within)
    }
    /// What these certificates, each as DER, would make of the chain that `host`
    /// presented and that was refused.
    fn completed(&self, _host: &str, _with: &[Vec<u8>]) -> Issuer {
        Issuer::NotFound
    }
    /// The certificate that this chain lacks, as another host sent it: that host,
    /// and the certificate as DER.
    fn sent_elsewhere(&self, _host: &str) -> Option<(String, Vec<u8>)> {
        None
    }
}

/// A connection that stands as far as TCP, or further.
pub trait Line: Send {
    /// Asks a forward proxy for a way to another host. The line then leads there.
    fn tunnel<'a>(
        &'a mut self,
        tunnel: &'a Tunnel,
        within: Duration,
    ) -> Soon<'a, Result<Option<Reply>, TunnelFault>>;
    /// TLS to `host`. What the server presented is kept whatever comes of it.
    fn secure(self: Box<Self>, host: &str, manner: Manner, within: Duration)
    -> Soon<'_, Handshake>;
    /// Sends a hello, sees what comes first, and leaves it there.
    fn greet(self: Box<Self>, hello: &Hello, within: Duration) -> Soon<'_, Greeting>;
}

/// A question for one nameserver.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Question {
    pub server: SocketAddr,
    /// Fully qualified, without the last dot.
    pub name: String,
    pub family: Family,
    /// `use-vc` of resolv.conf: TCP from the start.
    pub over_tcp: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Family {
    V4,
    V6,
}

/// What to ask a forward proxy for.
#[derive(Clone, Debug)]
pub struct Tunnel {
    pub kind: TunnelKind,
    pub host: String,
    pub port: u16,
    pub user: Option<(Secret, Secret)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TunnelKind {
    /// CONNECT.
    Http,
    Socks5,
}

/// What became of a TLS handshake.
pub struct Handshake {
    pub presented: Option<Presented>,
    /// The protocol agreed on by ALPN, and the line inside TLS.
    pub outcome: Result<(Option<String>, Box<dyn Line>), TlsFault>,
}

/// A GET request.
#[derive(Clone, Debug)]
pub struct Request {
    /// Without user part.
    pub url: String,
    /// Where the host of the URL is, or that of the forward proxy if there is one.
    pub at: Vec<SocketAddr>,
    /// The forward proxy, credentials included.
    pub through: Option<Veiled>,
    /// Name and password for Basic authorization.
    pub user: Option<(Secret, Secret)>,
    /// Further headers with credentials, from a program of GOAUTH.
    pub headers: Vec<(String, Secret)>,
    pub manner: Manner,
    pub appetite: Appetite,
}

/// An answer, and as much of its body as was asked for.
#[derive(Debug, PartialEq)]
pub struct Fetched {
    pub reply: Reply,
    pub body: Vec<u8>,
    pub extent: Extent,
    /// The place of the body in the room that it was read into.
    pub claim: Claim,
    /// Where a 3xx answer points, as it stands in the header.
    pub location: Option<Veiled>,
}
