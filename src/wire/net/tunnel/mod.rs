//! A way through a forward proxy, asked for by hand: what the proxy says
//! instead of a way is what a reader needs.

mod connect;
mod head;
mod socks;

use super::dial::millis;
use super::stream::Stream;
use crate::model::{Reply, TunnelFault};
use crate::wire::{Tunnel, TunnelKind};
use std::io;
use std::time::Duration;
use tokio::time::timeout;

/// Asks the proxy at the other end of the stream.
pub(super) async fn open(
    stream: &mut (dyn Stream + '_),
    tunnel: &Tunnel,
    within: Duration,
) -> Result<Option<Reply>, TunnelFault> {
    match tunnel.kind {
        TunnelKind::Http => connect::open(stream, tunnel, within).await.map(Some),
        TunnelKind::Socks5 => {
            let asked = timeout(within, socks::open(stream, tunnel)).await;
            asked.unwrap_or_else(|_| Err(silent(within))).map(|()| None)
        }
    }
}

fn silent(within: Duration) -> TunnelFault {
    TunnelFault::Silent { after_ms: millis(within) }
}

/// A proxy that breaks the connection has closed it, in whatever way.
fn closed(_: io::Error) -> TunnelFault {
    TunnelFault::Closed
}
