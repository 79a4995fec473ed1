use super::{Due, Prober, Trouble};
use crate::base::Deadline;
use crate::model::{
    Counter, DnsAnswer, Endpoint, Fault, NEIGHBOURS, Stage, forged_address, odd_address,
};
use crate::wire::{Family, Question};
use futures_util::stream::{self, StreamExt};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

/// A nameserver that is alive answers sooner.
const WITHIN: Duration = Duration::from_millis(1200);

/// Public nameservers, those first that know most of the world best.
const PUBLIC: [Ipv4Addr; 3] =
    [Ipv4Addr::new(8, 8, 8, 8), Ipv4Addr::new(1, 1, 1, 1), Ipv4Addr::new(223, 5, 5, 5)];

/// Due where the name itself may be the trouble. What the hosts file pins is
/// asked of the nameservers that go would ask without it, a public name that
/// fails of public ones; no other name is told to anybody.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let endpoint = &trouble.planned.endpoint;
    let host = &endpoint.host;
    let by_itself = trouble.planned.through.is_some() || host.parse::<IpAddr>().is_ok();
    if by_itself || trouble.request.is_some() || !may_be_the_name(trouble) {
        return Vec::new();
    }
    let facts = prober.facts();
    let own = facts.resolver.addresses();
    let server = match facts.pinned_lines(host).is_empty() {
        false => own.first().copied(),
        true if prober.outsiders && facts.may_be_told(host) => outside(&own).next(),
        true => None,
    };
    let asked = |server| Due::Resolver { endpoint: endpoint.clone(), server };
    let neighbour = own.first().and_then(|server| neighbour(trouble, *server, prober));
    server.map(asked).into_iter().chain(neighbour).collect()
}

/// Where a public name has an inner address, another public name tells whether
/// all have one here, or the same one, or this one alone.
fn neighbour(trouble: &Trouble<'_>, server: SocketAddr, prober: Prober<'_>) -> Option<Due> {
    let facts = prober.facts();
    let host = &trouble.planned.endpoint.host;
    let led = odd_address(trouble.ladder?.addresses()).is_some() && facts.is_well_known(host);
    let other = NEIGHBOURS.iter().find(|it| *it != host && facts.pinned_lines(it).is_empty())?;
    led.then(|| Due::Resolver { endpoint: Endpoint::https(other), server })
}

/// Below HTTP, and not forbidden by the kernel, which would forbid this as well.
fn may_be_the_name(trouble: &Trouble<'_>) -> bool {
    match trouble.fault() {
        Some(Fault::Dns(fault)) => fault.decisive != DnsAnswer::Denied,
        Some(Fault::Dial(_) | Fault::Tls(_)) => true,
        Some(_) => false,
        None => trouble.hangs() && matches!(trouble.stage, Stage::Dns | Stage::Tcp | Stage::Tls),
    }
}

/// The public nameservers that this machine does not ask anyway.
fn outside(own: &[SocketAddr]) -> impl Iterator<Item = SocketAddr> {
    let all = PUBLIC.map(|server| SocketAddr::new(server.into(), 53));
    all.into_iter().filter(|server| !own.contains(server))
}

/// One question for the name's IPv4 addresses: to the nameserver alone, or to
/// the public ones side by side. Of these the first counts that has an address
/// which can be right, else the first that answers.
pub(super) async fn make(
    endpoint: &Endpoint,
    server: SocketAddr,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let own = prober.facts().resolver.addresses();
    let servers = if own.contains(&server) { vec![server] } else { outside(&own).collect() };
    let mut asking = stream::iter(servers)
        .map(|server| async move { (server, ask(endpoint, server, prober, until).await) })
        .buffered(PUBLIC.len());
    let mut first: Option<(SocketAddr, DnsAnswer)> = None;
    while let Some((server, answer)) = asking.next().await {
        if is_sound(&answer) || first.as_ref().is_none_or(|(_, it)| is_nothing(it)) {
            first = Some((server, answer));
        }
        if first.as_ref().is_some_and(|(_, it)| is_sound(it)) {
            break;
        }
    }
    first.map(|(server, answer)| Counter::Resolver { server, answer })
}

async fn ask(
    endpoint: &Endpoint,
    server: SocketAddr,
    prober: Prober<'_>,
    until: Deadline,
) -> DnsAnswer {
    let name = endpoint.host.trim_end_matches('.').to_owned();
    let question = Question { server, name, family: Family::V4, over_tcp: false };
    prober.wire().ask(&question, until.within(WITHIN)).await
}

fn is_sound(answer: &DnsAnswer) -> bool {
    let DnsAnswer::Addresses { addresses } = answer else { return false };
    odd_address(addresses).is_none() && forged_address(addresses).is_none()
}

fn is_nothing(answer: &DnsAnswer) -> bool {
    !matches!(answer, DnsAnswer::Addresses { .. } | DnsAnswer::NoSuchName | DnsAnswer::NoData)
}
