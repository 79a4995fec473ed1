use super::{Due, Prober, Trouble};
use crate::base::Deadline;
use crate::model::{Counter, Endpoint, Fault, Greeting, Hello, Offer, Scheme, Stage, TlsFault};
use crate::probe::plan::Planned;
use std::net::IpAddr;
use std::time::Duration;

/// A server that is there greets sooner.
const WITHIN: Duration = Duration::from_secs(2);
/// Names that stand for no one (RFC 2606), to see whether the name matters.
const NOBODYS: [&str; 2] = ["example.com", "example.org"];

/// A lost hello is sent again in both sizes and under another name; a refused
/// one as go shapes it, and as it was of old.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let endpoint = &trouble.planned.endpoint;
    if endpoint.scheme != Scheme::Https || trouble.stage != Stage::Tls || trouble.request.is_some()
    {
        return Vec::new();
    }
    let hybrid = prober.facts().manner().hybrid;
    let hellos = match trouble.fault() {
        None if trouble.hangs() => lost(endpoint, hybrid),
        Some(Fault::Tls(TlsFault::Reset | TlsFault::Closed | TlsFault::TimedOut { .. })) => {
            lost(endpoint, hybrid)
        }
        Some(Fault::Tls(TlsFault::NothingInCommon | TlsFault::Alert { .. })) => {
            refused(endpoint, hybrid)
        }
        _ => Vec::new(),
    };
    let planned = Planned { roles: Vec::new(), ..trouble.planned.clone() };
    hellos.into_iter().map(|hello| Due::Hello { planned: planned.clone(), hello }).collect()
}

fn lost(endpoint: &Endpoint, hybrid: bool) -> Vec<Hello> {
    let mut hellos = vec![own(endpoint, false), nobodys(endpoint, hybrid)];
    if hybrid {
        hellos.push(own(endpoint, true));
    }
    hellos
}

fn refused(endpoint: &Endpoint, hybrid: bool) -> Vec<Hello> {
    let old = Hello { offer: Offer::Old, ..own(endpoint, false) };
    vec![own(endpoint, hybrid), old, nobodys(endpoint, hybrid)]
}

/// As go says it: an address is not named (`hostnameInSNI`).
fn own(endpoint: &Endpoint, hybrid: bool) -> Hello {
    let host = endpoint.host.trim_end_matches('.');
    let name = host.parse::<IpAddr>().is_err().then(|| host.to_owned());
    Hello { name, hybrid, offer: Offer::Go }
}

fn nobodys(endpoint: &Endpoint, hybrid: bool) -> Hello {
    let name = if endpoint.host == NOBODYS[0] { NOBODYS[1] } else { NOBODYS[0] };
    Hello { name: Some(name.to_owned()), hybrid, offer: Offer::Go }
}

/// The hello by the endpoint's own road.
pub(super) async fn make(
    planned: &Planned,
    hello: Hello,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let greeting = match prober.line(planned, until).await {
        Some(line) => line.greet(&hello, until.within(WITHIN)).await,
        None => Greeting::NotReached,
    };
    Some(Counter::Hello { hello, greeting })
}
