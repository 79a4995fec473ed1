use super::forward::Forward;
use crate::base::Deadline;
use crate::model::{DialFault, DnsAnswer, DnsFault, Fault, TunnelFault};
use crate::wire::net::stream::Stream;
use crate::wire::net::tls::Tls;
use crate::wire::net::{dial, tunnel};
use crate::wire::{Request, Tunnel, TunnelKind};
use reqwest::Url;
use std::net::{IpAddr, SocketAddr};

/// Walks the road of a request by hand, as far as a request would be sent.
pub(super) async fn climb(
    tls: &Tls,
    request: &Request,
    url: &Url,
    deadline: Deadline,
) -> Result<(), Fault> {
    let host = bare(url.host_str().unwrap_or_default());
    let is_secure = url.scheme() == "https";
    let forward = request.through.as_ref().and_then(|raw| Forward::parse(raw.raw()));
    let stream = match forward {
        None => dialled(request, url, host, deadline).await?,
        Some(forward) => {
            let to = Tunnel {
                kind: forward.kind,
                host: host.to_owned(),
                port: url.port_or_known_default().unwrap_or_default(),
                user: forward.user.clone(),
            };
            let needs_tunnel = is_secure || forward.kind == TunnelKind::Socks5;
            let to = needs_tunnel.then_some(to);
            through(tls, request, &forward, to, deadline).await.map_err(Fault::Tunnel)?
        }
    };
    if is_secure {
        let (_, outcome) = tls.secure(stream, host, deadline.left()).await;
        outcome.map_err(Fault::Tls)?;
    }
    Ok(())
}

async fn dialled(
    request: &Request,
    url: &Url,
    host: &str,
    deadline: Deadline,
) -> Result<Box<dyn Stream>, Fault> {
    let port = url.port_or_known_default().unwrap_or_default();
    let at = places(request, host, port);
    let failed = match any(&at, deadline).await {
        Ok(stream) => return Ok(stream),
        Err(failed) => failed,
    };
    // Like go, the first address speaks for all.
    let first = failed.into_iter().next();
    Err(first.map_or_else(|| Fault::Dns(unresolved(host)), |(_, fault)| Fault::Dial(fault)))
}

async fn through(
    tls: &Tls,
    request: &Request,
    forward: &Forward,
    to: Option<Tunnel>,
    deadline: Deadline,
) -> Result<Box<dyn Stream>, TunnelFault> {
    let at = places(request, &forward.host, forward.port);
    if at.is_empty() {
        return Err(TunnelFault::Unresolved(unresolved(&forward.host)));
    }
    let dialled = any(&at, deadline).await;
    let mut stream = dialled.map_err(|at| TunnelFault::Unreached { at })?;
    if forward.is_secure {
        let (_, outcome) = tls.secure(stream, &forward.host, deadline.left()).await;
        stream = outcome.map_err(TunnelFault::Unsecured)?.1;
    }
    if let Some(to) = to {
        tunnel::open(stream.as_mut(), &to, deadline.left()).await?;
    }
    Ok(stream)
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

/// An IPv6 address stands in brackets in a URL, and nowhere else.
fn bare(host: &str) -> &str {
    let inner = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    inner.unwrap_or(host)
}
