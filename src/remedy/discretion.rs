use crate::model::{Facts, Need, Route, Via};

/// The needs of which a proof tells nobody outside. That go would ask a public place
/// once the fix is made does not make a private module its business before.
pub(super) fn untold(needs: Vec<Need>, facts: &Facts) -> Vec<Need> {
    let routes = facts.routes(&needs);
    let tells =
        |need: &Need, route: &Route| facts.is_private(&need.module) && names_outsider(route, facts);
    let kept = needs.into_iter().zip(&routes).filter(|(need, route)| !tells(need, route));
    kept.map(|(need, _)| need).collect()
}

fn names_outsider(route: &Route, facts: &Facts) -> bool {
    let sums = &route.checksums;
    let looks_up = sums.skipped_because.is_none();
    let hops = route.hops.iter().chain(sums.relays.iter().filter(|_| looks_up));
    let proxies = hops.filter_map(|hop| match &hop.via {
        Via::Proxy { url, .. } => Some(url),
        _ => None,
    });
    let database = sums.url.as_ref().filter(|_| looks_up);
    proxies.chain(database).any(|url| facts.is_public_place(url.raw()))
}
