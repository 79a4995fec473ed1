use super::plain::get;
use super::{Due, Prober, Trouble};
use crate::base::Deadline;
use crate::go::goproxy::{ProxyList, Via};
use crate::go::httpproxy::Proxy;
use crate::model::{Counter, Distrust, Endpoint, Fault, Scheme, TlsFault};
use crate::probe::plan::endpoint_of;

/// Public servers with good clocks, which speak plain HTTP as well.
const OUTSIDERS: [&str; 2] = ["proxy.golang.org", "goproxy.cn"];
/// So many clocks are looked at.
const MOST: usize = 5;

/// Dates that fail are the certificate's fault or this clock's.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    if !trouble.fault().is_some_and(is_about_dates) {
        return Vec::new();
    }
    let mut found: Vec<Endpoint> = vec![plain(&trouble.planned.endpoint)];
    let outsiders = OUTSIDERS.iter().filter(|_| prober.outsiders);
    let others = asked_anyway(prober).into_iter();
    for at in others.chain(outsiders.map(|host| plain(&Endpoint::https(host)))) {
        if !found.contains(&at) && found.len() < MOST {
            found.push(at);
        }
    }
    // For the sake of whom it is told does not matter: a clock is looked at once.
    found.into_iter().map(|at| Due::Clock { endpoint: at.clone(), at }).collect()
}

fn is_about_dates(fault: &Fault) -> bool {
    let Fault::Tls(TlsFault::Untrusted(why)) = fault else { return false };
    matches!(why, Distrust::Expired { .. } | Distrust::NotYetValid { .. })
}

/// The elements of GOPROXY.
fn asked_anyway(prober: Prober<'_>) -> Vec<Endpoint> {
    let list = ProxyList::parse(prober.facts().settings.raw("GOPROXY"), "");
    let elements = list.map(|list| list.0).unwrap_or_default();
    let urls = elements.iter().filter_map(|element| match &element.via {
        Via::Proxy { url } => endpoint_of(url.raw()),
        _ => None,
    });
    urls.map(|endpoint| plain(&endpoint)).collect()
}

/// The same server without TLS.
fn plain(endpoint: &Endpoint) -> Endpoint {
    match endpoint.scheme {
        Scheme::Http => endpoint.clone(),
        Scheme::Https => Endpoint { scheme: Scheme::Http, host: endpoint.host.clone(), port: 80 },
    }
}

/// The date of an answer over plain HTTP.
pub(super) async fn make(at: &Endpoint, prober: Prober<'_>, until: Deadline) -> Option<Counter> {
    let url = at.url();
    let reply = get(&url, 1, prober, until).await?.reply;
    let theirs = reply.time()?;
    // What a forward proxy refuses it answers itself, by its own clock.
    let through = prober.facts().forward_proxy(&url).filter(|_| reply.status >= 400);
    let proxy = through.and_then(|proxy| Proxy::parse(proxy.raw()).ok());
    let host = proxy.map_or_else(|| at.host.clone(), |proxy| proxy.host());
    Some(Counter::Clock { host, theirs, ours: prober.machine.now() })
}
