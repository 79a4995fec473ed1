use super::client::Clients;
use super::forward::Forward;
use super::{fault, quote};
use crate::base::{Deadline, Excerpt};
use crate::model::{DialFault, DnsAnswer, DnsFault, Fault, HttpFault, TlsFault, TunnelFault};
use crate::wire::net::stream::Stream;
use crate::wire::net::tls::Secured;
use crate::wire::net::{dial, tunnel};
use crate::wire::{Request, Tunnel, TunnelKind};
use reqwest::Url;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// The road of a request, to be walked by hand.
pub(super) struct Road<'a> {
    pub(super) clients: &'a Clients,
    pub(super) request: &'a Request,
    pub(super) url: &'a Url,
    pub(super) deadline: Deadline,
}

impl Road<'_> {
    /// What an error of the client really was: it tells neither which rung of
    /// the road broke, nor what was answered instead of HTTP.
    pub(super) async fn explain(&self, error: &reqwest::Error, within: Duration) -> Fault {
        let seen = fault::of_head(error, within);
        match &seen {
            _ if error.is_connect() => self.climb().await.err().unwrap_or(seen),
            Fault::Http(HttpFault::Malformed { .. }) => match self.quote().await {
                Some(excerpt) => Fault::Http(HttpFault::Malformed { excerpt }),
                None => seen,
            },
            // In TLS 1.3 who misses a certificate of ours ends the finished connection.
            Fault::Http(HttpFault::Closed | HttpFault::Reset) if self.is_secure() => {
                match self.climb().await {
                    Err(wanted @ Fault::Tls(TlsFault::ClientCertificateWanted)) => wanted,
                    _ => seen,
                }
            }
            _ => seen,
        }
    }

    /// What the server says first when it is asked once more, credentials aside.
    async fn quote(&self) -> Option<Excerpt> {
        quote::words(&self.heard(quote::MOST).await?)
    }

    /// The same, where it is one "1xx" head after the other.
    pub(super) async fn flood(&self) -> Option<Excerpt> {
        let heard = self.heard(quote::MANY).await?;
        quote::is_flood(&heard).then(|| quote::words(&heard[..quote::FEW.min(heard.len())]))?
    }

    async fn heard(&self, most: usize) -> Option<Vec<u8>> {
        let (alpn, stream) = self.climb().await.ok()?;
        if alpn.is_some_and(|name| name != "http/1.1") {
            return None;
        }
        let agent = self.clients.user_agent();
        Some(quote::first_bytes(stream, self.url, agent, most, self.deadline).await)
    }

    /// Goes as far as a request would be sent.
    async fn climb(&self) -> Result<Secured, Fault> {
        let forward = self.request.through.as_ref();
        let forward = forward.and_then(|raw| Forward::parse(raw.raw()));
        let stream = match forward {
            None => self.dialled().await?,
            Some(forward) => self.through(&forward).await.map_err(Fault::Tunnel)?,
        };
        if !self.is_secure() {
            return Ok((None, stream));
        }
        let (tls, manner) = (self.clients.tls(), self.request.manner);
        let (_, outcome) = tls.secure(stream, self.host(), manner, self.deadline.left()).await;
        outcome.map_err(Fault::Tls)
    }

    async fn dialled(&self) -> Result<Box<dyn Stream>, Fault> {
        let at = places(self.request, self.host(), self.port());
        let failed = match any(&at, self.deadline).await {
            Ok(stream) => return Ok(stream),
            Err(failed) => failed,
        };
        // Like go, the first address speaks for all.
        let first = failed.into_iter().next().map(|(_, fault)| Fault::Dial(fault));
        Err(first.unwrap_or_else(|| Fault::Dns(unresolved(self.host()))))
    }

    async fn through(&self, forward: &Forward) -> Result<Box<dyn Stream>, TunnelFault> {
        let at = places(self.request, &forward.host, forward.port);
        if at.is_empty() {
            return Err(TunnelFault::Unresolved(unresolved(&forward.host)));
        }
        let dialled = any(&at, self.deadline).await;
        let mut stream = dialled.map_err(|at| TunnelFault::Unreached { at })?;
        if forward.is_secure {
            let (tls, manner) = (self.clients.tls(), self.request.manner);
            let left = self.deadline.left();
            let (_, outcome) = tls.secure(stream, &forward.host, manner, left).await;
            stream = outcome.map_err(TunnelFault::Unsecured)?.1;
        }
        if self.is_secure() || forward.kind == TunnelKind::Socks5 {
            tunnel::open(stream.as_mut(), &self.tunnel(forward), self.deadline.left()).await?;
        }
        Ok(stream)
    }

    fn tunnel(&self, forward: &Forward) -> Tunnel {
        Tunnel {
            kind: forward.kind,
            host: self.host().to_owned(),
            port: self.port(),
            user: forward.user.clone(),
        }
    }

    fn is_secure(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// An IPv6 address stands in brackets in a URL, and nowhere else.
    fn host(&self) -> &str {
        let host = self.url.host_str().unwrap_or_default();
        let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
        inner.unwrap_or(host)
    }

    fn port(&self) -> u16 {
        self.url.port_or_known_default().unwrap_or_default()
    }
}

/// Where to go: a literal address leaves no choice.
fn places(request: &Request, host: &str, port: u16) -> Vec<SocketAddr> {
    match host.parse::<IpAddr>() {
        Ok(ip) => vec![(ip, port).into()],
        Err(_) => request.at.clone(),
    }
}

/// The first address that answers; each gets its part of the time left.
async fn any(
    at: &[SocketAddr],
    deadline: Deadline,
) -> Result<Box<dyn Stream>, Vec<(SocketAddr, DialFault)>> {
    let mut failed = Vec::new();
    for (index, to) in at.iter().enumerate() {
        let left = u32::try_from(at.len() - index).unwrap_or(u32::MAX);
        match dial::dial(*to, deadline.left() / left).await {
            Ok(stream) => return Ok(Box::new(stream)),
            Err(fault) => failed.push((*to, fault)),
        }
    }
    Err(failed)
}

/// No address was given, so there is none.
fn unresolved(host: &str) -> DnsFault {
    DnsFault { name: host.to_owned(), decisive: DnsAnswer::NoData, server: None, asked: Vec::new() }
}
