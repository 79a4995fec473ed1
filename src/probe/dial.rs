use crate::base::Deadline;
use crate::model::DialFault;
use crate::wire::{Line, Wire};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use std::net::{IpAddr, SocketAddr};

/// The first connection that stands, and the addresses that failed before it.
pub(super) struct Dialled {
    pub line: Box<dyn Line>,
    pub to: SocketAddr,
    pub failed: Vec<(SocketAddr, DialFault)>,
}

/// Dials every address at once, both families. go races the families and takes
/// the addresses of one in turn; which of them stands is the same.
/// go's file: `net/dial.go`, `dialParallel`.
pub(super) async fn dial(
    addresses: &[IpAddr],
    port: u16,
    wire: &dyn Wire,
    until: Deadline,
) -> Result<Dialled, Vec<(SocketAddr, DialFault)>> {
    let within = until.left();
    let mut dialling: FuturesUnordered<_> = addresses
        .iter()
        .map(|address| SocketAddr::new(*address, port))
        .map(|to| async move { (to, wire.dial(to, within).await) })
        .collect();
    let mut failed = Vec::new();
    while let Some((to, outcome)) = dialling.next().await {
        match outcome {
            Ok(line) => return Ok(Dialled { line, to, failed }),
            Err(fault) => failed.push((to, fault)),
        }
    }
    failed.sort_by_key(|(to, _)| addresses.iter().position(|address| *address == to.ip()));
    Err(failed)
}

/// The fault that go would report: that of the first address, IPv4 before an
/// IPv6 that this machine has no road for at all.
pub(super) fn reported(failed: &[(SocketAddr, DialFault)]) -> DialFault {
    let has_road =
        |(_, fault): &&(SocketAddr, DialFault)| !matches!(fault, DialFault::NetworkUnreachable);
    let chosen = failed.iter().find(has_road).or(failed.first());
    chosen.map_or(DialFault::HostUnreachable, |(_, fault)| fault.clone())
}
