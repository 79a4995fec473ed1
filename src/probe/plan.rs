use crate::base::Veiled;
use crate::model::{Endpoint, Facts, Hop, Need, Role, Route, Via};

/// An endpoint to climb to, and what go needs it for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Planned {
    pub endpoint: Endpoint,
    /// The forward proxy on the way, credentials included.
    pub through: Option<Veiled>,
    pub roles: Vec<Role>,
}

/// The endpoints of all routes, each once, in the order in which go comes to
/// them: proxies, the checksum database, origins.
pub fn plan(routes: &[Route], facts: &Facts) -> Vec<Planned> {
    let mut planned = Vec::new();
    let wanted = routes.iter().filter(|route| is_needed(route, &facts.needs));
    for route in wanted {
        route.hops.iter().for_each(|hop| add_proxy(&mut planned, hop));
        add_database(&mut planned, route);
        route.hops.iter().for_each(|hop| add_origin(&mut planned, hop, route));
    }
    planned.sort_by(|a: &Planned, b: &Planned| a.roles[0].cmp(&b.roles[0]));
    planned
}

/// The endpoint of a URL; none for `file://` and what is no URL.
pub(super) fn endpoint_of(url: &str) -> Option<Endpoint> {
    Endpoint::of(url)
}

fn is_needed(route: &Route, needs: &[Need]) -> bool {
    let of = |need: &Need| need.module == route.module && need.version == route.version;
    needs.iter().any(of)
}

fn add_proxy(planned: &mut Vec<Planned>, hop: &Hop) {
    if let Via::Proxy { element, url } = &hop.via
        && let Some(endpoint) = endpoint_of(url.raw())
    {
        add(planned, endpoint, hop.forward_proxy.clone(), Role::Proxy { element: *element });
    }
}

fn add_database(planned: &mut Vec<Planned>, route: &Route) {
    let sums = &route.checksums;
    if sums.skipped_because.is_some() {
        return;
    }
    sums.relays.iter().for_each(|hop| add_proxy(planned, hop));
    if let Some(endpoint) = sums.url.as_ref().and_then(|url| endpoint_of(url.raw())) {
        add(planned, endpoint, sums.forward_proxy.clone(), Role::Database);
    }
}

fn add_origin(planned: &mut Vec<Planned>, hop: &Hop, route: &Route) {
    if hop.via == Via::Direct {
        let host = route.module.split('/').next().unwrap_or_default();
        add(planned, Endpoint::https(host), hop.forward_proxy.clone(), Role::Origin);
    }
}

fn add(planned: &mut Vec<Planned>, endpoint: Endpoint, through: Option<Veiled>, role: Role) {
    let same = |it: &&mut Planned| it.endpoint == endpoint && it.through == through;
    match planned.iter_mut().find(same) {
        Some(known) if known.roles.contains(&role) => {}
        Some(known) => known.roles.push(role),
        None => planned.push(Planned { endpoint, through, roles: vec![role] }),
    }
}
