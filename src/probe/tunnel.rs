use super::climb::Climber;
use super::dial::dial;
use super::resolve::resolve;
use crate::base::{Deadline, Secret, Veiled};
use crate::go::httpproxy::{Proxy, Scheme as ProxyScheme};
use crate::model::{Endpoint, Reply, Scheme, TunnelFault};
use crate::wire::{Line, Tunnel, TunnelKind};
use std::net::SocketAddr;

/// A way through a forward proxy.
pub(super) struct Way {
    pub line: Box<dyn Line>,
    /// The proxy's own addresses.
    pub at: Vec<SocketAddr>,
    pub reply: Option<Reply>,
}

/// Reaches the forward proxy and asks it for a way to the endpoint. Local DNS
/// and direct TCP to the endpoint itself play no part.
/// go's file: `net/http/transport.go`, `dialConn`.
pub(super) async fn through(
    proxy: &Veiled,
    endpoint: &Endpoint,
    climber: &Climber<'_>,
    until: Deadline,
) -> Result<Way, TunnelFault> {
    let proxy = Proxy::parse(proxy.raw()).map_err(|_| TunnelFault::Closed)?;
    let (line, at) = reach(&proxy, climber, until).await?;
    let mut line = secure(line, &proxy, climber, until).await?;
    let reply = match tunnel_kind(&proxy, endpoint) {
        Some(kind) => {
            let (host, port) = (endpoint.host.clone(), endpoint.port);
            let user = credentials(&proxy);
            let tunnel = Tunnel { kind, host, port, user };
            line.tunnel(&tunnel, until.left()).await?
        }
        None => None,
    };
    Ok(Way { line, at, reply })
}

async fn reach(
    proxy: &Proxy,
    climber: &Climber<'_>,
    until: Deadline,
) -> Result<(Box<dyn Line>, Vec<SocketAddr>), TunnelFault> {
    let found = resolve(&proxy.host(), climber.facts, climber.wire, until).await;
    let addresses = found.map_err(TunnelFault::Unresolved)?.addresses;
    let dialled = dial(&addresses, proxy.port().unwrap_or(0), climber.wire, until).await;
    let dialled = dialled.map_err(|at| TunnelFault::Unreached { at })?;
    Ok((dialled.line, vec![dialled.to]))
}

async fn secure(
    line: Box<dyn Line>,
    proxy: &Proxy,
    climber: &Climber<'_>,
    until: Deadline,
) -> Result<Box<dyn Line>, TunnelFault> {
    if proxy.scheme != ProxyScheme::Https {
        return Ok(line);
    }
    let handshake = line.secure(&proxy.host(), climber.facts.manner(), until.left()).await;
    handshake.outcome.map(|(_, line)| line).map_err(TunnelFault::Unsecured)
}

/// An HTTP proxy is asked for `http://` URLs without a tunnel.
fn tunnel_kind(proxy: &Proxy, endpoint: &Endpoint) -> Option<TunnelKind> {
    match (&proxy.scheme, endpoint.scheme) {
        (ProxyScheme::Socks5 | ProxyScheme::Socks5h, _) => Some(TunnelKind::Socks5),
        (_, Scheme::Https) => Some(TunnelKind::Http),
        (_, Scheme::Http) => None,
    }
}

fn credentials(proxy: &Proxy) -> Option<(Secret, Secret)> {
    let user = proxy.url.user()?;
    Some((user.name(), user.password().unwrap_or_default()))
}
