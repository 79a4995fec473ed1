use crate::go::pattern::match_prefix_patterns;
use crate::model::{Endpoint, Facts, Need, Route, Via, is_public_host, looks_private};

/// The needs of which a proof tells nobody outside. That go would ask a public place
/// once the fix is made does not make a private module its business before.
pub(super) fn untold(needs: Vec<Need>, facts: &Facts) -> Vec<Need> {
    let routes = facts.routes(&needs);
    let tells = |need: &Need, route: &Route| {
        is_private(&need.module, facts) && names_outsider(route, facts)
    };
    let kept = needs.into_iter().zip(&routes).filter(|(need, route)| !tells(need, route));
    kept.map(|(need, _)| need).collect()
}

/// Declared so for one purpose or another, or of a host that is nobody else's.
fn is_private(module: &str, facts: &Facts) -> bool {
    let patterns = ["GOPRIVATE", "GONOPROXY", "GONOSUMDB"];
    let host = module.split('/').next().unwrap_or_default();
    patterns.iter().any(|name| match_prefix_patterns(facts.settings.raw(name), module))
        || looks_private(host)
        || is_pinned_within(host, facts)
}

/// The hosts file gives it an address of a network of one's own.
fn is_pinned_within(host: &str, facts: &Facts) -> bool {
    facts.hosts.lookup(host).iter().any(|entry| match entry.addr.plain() {
        std::net::IpAddr::V4(it) => it.is_private(),
        std::net::IpAddr::V6(it) => it.is_unique_local(),
    })
}

fn names_outsider(route: &Route, facts: &Facts) -> bool {
    let is_public = |url: &str| {
        let host = Endpoint::of(url).map(|it| it.host).unwrap_or_default();
        facts.is_public_proxy(&host) || is_public_host(&host)
    };
    let sums = &route.checksums;
    let looks_up = sums.skipped_because.is_none();
    let hops = route.hops.iter().chain(sums.relays.iter().filter(|_| looks_up));
    let proxies = hops.filter_map(|hop| match &hop.via {
        Via::Proxy { url, .. } => Some(url),
        _ => None,
    });
    let database = sums.url.as_ref().filter(|_| looks_up);
    proxies.chain(database).any(|url| is_public(url.raw()))
}
