use super::{Due, Prober, Trouble};
use crate::base::Deadline;
use crate::model::{Counter, DnsAnswer, Endpoint};
use crate::wire::{Family, Question};
use std::net::SocketAddr;
use std::time::Duration;

/// A nameserver that is alive answers sooner.
const WITHIN: Duration = Duration::from_millis(1500);

pub(super) fn due(_: &Trouble<'_>, _: Prober<'_>) -> Vec<Due> {
    Vec::new()
}

/// One question for the name's IPv4 addresses.
pub(super) async fn make(
    endpoint: &Endpoint,
    server: SocketAddr,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let name = endpoint.host.clone();
    let question = Question { server, name, family: Family::V4, over_tcp: false };
    let answer: DnsAnswer = prober.wire().ask(&question, until.within(WITHIN)).await;
    Some(Counter::Resolver { server, answer })
}
