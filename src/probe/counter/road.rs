use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::go::httpproxy::{Bypass, Decision, Proxy};
use crate::go::url::Url;
use crate::model::{Broken, Counter, Endpoint, Fault, Ladder, Observation, Outcome, Reply, Rung};
use crate::model::{Scheme, Stage, TlsFault, TunnelFault, is_public_host};
use crate::probe::climb::{Climbed, climb};
use crate::probe::plan::Planned;
use crate::probe::resolve::millis;
use crate::wire::{Appetite, Request};
use std::time::Instant;

mod kept;

/// So many other proxies are tried for one endpoint.
const MOST: usize = 4;
/// Of an answer only its head counts, in bytes.
const MOST_BYTES: usize = 1024;

/// A proxy that could be meant, and what names it.
type Named = (String, Veiled);

/// The other roads: through a proxy that go does not use here, or without the one
/// that it uses. All of them are named by this machine's own settings.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let endpoint = &trouble.planned.endpoint;
    let road = |through: Option<Veiled>, named_by| {
        let page = page(trouble, through.is_none());
        Due::Road { endpoint: endpoint.clone(), through, named_by, page }
    };
    if !is_of_the_road(trouble) {
        return Vec::new();
    }
    let others = match &trouble.planned.through {
        None => meant(endpoint, prober),
        Some(proxy) => respelled(proxy, trouble, prober),
    };
    // A well-known public host is never an internal one: the proxy is not passed by.
    let is_forwarded = trouble.planned.through.is_some() && !is_public_host(&endpoint.host);
    let straight = is_forwarded.then(|| road(None, None));
    let others = others.into_iter().take(MOST);
    straight.into_iter().chain(others.map(|(name, it)| road(Some(it), Some(name)))).collect()
}

/// What is asked for over another road. The same again only of the server that was
/// asked anyway, and without whoever stands between.
fn page(trouble: &Trouble<'_>, straight: bool) -> Option<Veiled> {
    let endpoint = &trouble.planned.endpoint;
    let asked = trouble.request.filter(|_| straight).map(|asked| asked.url.clone());
    let is_plain = endpoint.scheme == Scheme::Http;
    is_plain.then(|| asked.unwrap_or_else(|| Veiled::new(endpoint.url())))
}

/// Whether the way to the server fails, not the server. Over plain HTTP a forward
/// proxy answers in the server's place.
fn is_of_the_road(trouble: &Trouble<'_>) -> bool {
    let planned = trouble.planned;
    if trouble.request.is_some() {
        let fails = matches!(
            trouble.outcome(),
            None | Some(Outcome::Refused { .. } | Outcome::Broken { .. })
        );
        return planned.through.is_some() && planned.endpoint.scheme == Scheme::Http && fails;
    }
    match trouble.fault() {
        None => trouble.hangs(),
        Some(Fault::Dns(_) | Fault::Dial(_) | Fault::Tunnel(_)) => true,
        Some(Fault::Tls(fault)) => {
            matches!(fault, TlsFault::TimedOut { .. } | TlsFault::Reset | TlsFault::Closed)
        }
        Some(Fault::Http(_) | Fault::Sumdb(_) | Fault::Import(_) | Fault::Vcs(_)) => false,
    }
}

/// The proxies that were set up and that go does not use for the endpoint.
fn meant(endpoint: &Endpoint, prober: Prober<'_>) -> Vec<Named> {
    let config = prober.facts().forward_proxies();
    let Ok(url) = Url::parse(&endpoint.url()) else { return Vec::new() };
    let set = if endpoint.scheme == Scheme::Https { &config.https } else { &config.http };
    let found = match (config.proxy_for(&url), set) {
        (Decision::Direct { reason: Bypass::NoProxy { .. } }, Some(set)) => {
            vec![(set.variable.name().to_owned(), set.value.clone())]
        }
        (Decision::Direct { reason: Bypass::Malformed { variable, value, .. } }, _) => {
            let corrected = Proxy::corrected(value.raw()).map(Veiled::new);
            let own = corrected.map(|value| (variable.name().to_owned(), value));
            own.into_iter().chain(elsewhere(endpoint, prober)).collect()
        }
        (Decision::Direct { reason: Bypass::Unset }, _) => elsewhere(endpoint, prober),
        _ => Vec::new(),
    };
    distinct(found)
}

/// Proxies that other programs use: variables that go does not read for such an
/// endpoint, git's own, and those in files.
fn elsewhere(endpoint: &Endpoint, prober: Prober<'_>) -> Vec<Named> {
    let others = match endpoint.scheme {
        Scheme::Https => ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"],
        Scheme::Http => ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"],
    };
    let facts = prober.facts();
    let variables = others.iter().filter_map(|name| facts.variable(name));
    let variables = variables.map(|it| (it.name.clone(), it.value.clone()));
    let git =
        facts.git.proxies.iter().map(|it| (format!("git config {}", it.key), it.value.clone()));
    variables.chain(git).chain(kept::in_files(prober)).filter_map(usable).collect()
}

fn usable((name, value): Named) -> Option<Named> {
    let value = Proxy::corrected(value.raw()).map_or(value, Veiled::new);
    let proxy = Proxy::parse(value.raw()).ok()?;
    (!proxy.host().is_empty() && proxy.port().is_some()).then_some((name, value))
}

/// The proxy that go uses as it was meant, where its value has a slip; and, where
/// it does not speak as its scheme says, the same by other schemes.
fn respelled(proxy: &Veiled, trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Named> {
    let Some(name) = prober.facts().forward_variable(&trouble.planned.endpoint) else {
        return Vec::new();
    };
    let raw = prober.facts().variable(name).map_or(proxy, |it| &it.value).raw();
    let mut values: Vec<String> = Proxy::corrected(raw).into_iter().collect();
    // A scheme that this go does not know yet, and reads as a host.
    let old = Proxy::parse(proxy.raw()).is_ok_and(|read| read.host() == "socks5h");
    values
        .extend(raw.strip_prefix("socks5h:").filter(|_| old).map(|rest| format!("socks5:{rest}")));
    if values.is_empty() && speaks_otherwise(trouble) {
        values = Proxy::reschemed(raw);
    }
    distinct(values.into_iter().map(|value| (name.to_owned(), Veiled::new(value))).collect())
}

/// Whether the proxy is there and does not answer as one of its scheme would.
fn speaks_otherwise(trouble: &Trouble<'_>) -> bool {
    use crate::model::TunnelFault::{Closed, NotAProxy, Silent, Unsecured};
    match trouble.fault() {
        None => trouble.stage == Stage::ForwardProxy,
        Some(Fault::Tunnel(fault)) => {
            matches!(fault, Closed | NotAProxy { .. } | Silent { .. } | Unsecured(_))
        }
        Some(_) => false,
    }
}

fn distinct(found: Vec<Named>) -> Vec<Named> {
    let mut kept: Vec<Named> = Vec::new();
    for (name, value) in found {
        if !kept.iter().any(|(_, known)| *known == value) {
            kept.push((name, value));
        }
    }
    kept
}

/// The whole climb, by the other road.
pub(super) async fn make(
    planned: Planned,
    named_by: Option<String>,
    page: Option<Veiled>,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let climbed = climb(&planned, prober.climber, until).await;
    let ladder = match page {
        Some(url) if climbed.ladder.broken.is_none() => {
            asked(&planned, climbed, &url, prober, until).await
        }
        _ => climbed.ladder,
    };
    Some(Counter::Road { through: planned.through, named_by, ladder: Box::new(ladder) })
}

/// The ladder with what came of a request over it; what a forward proxy says in
/// the server's place breaks it.
async fn asked(
    planned: &Planned,
    climbed: Climbed,
    url: &Veiled,
    prober: Prober<'_>,
    until: Deadline,
) -> Ladder {
    let start = Instant::now();
    let Climbed { mut ladder, at } = climbed;
    let request = Request {
        url: url.raw().to_owned(),
        at,
        through: planned.through.clone(),
        user: None,
        headers: Vec::new(),
        manner: prober.facts().manner(),
        appetite: Appetite::glance(MOST_BYTES, 1),
    };
    let answer = prober.wire().fetch(&request, until.left()).await;
    let took_ms = millis(start);
    let (stage, fault) = match answer.map(|it| it.reply) {
        Err(fault) => (Stage::Http, fault),
        Ok(reply) if planned.through.is_some() && is_in_its_place(&reply) => {
            let fault = TunnelFault::Denied { reply, sent_credentials: false };
            (Stage::ForwardProxy, Fault::Tunnel(fault))
        }
        Ok(reply) => {
            let seen = Observation::Answered { reply };
            ladder.rungs.push(Rung { stage: Stage::Http, seen, took_ms });
            return ladder;
        }
    };
    ladder.broken = Some(Broken { stage, fault, took_ms });
    ladder
}

/// Whether a forward proxy may say so itself where it cannot reach the server.
fn is_in_its_place(reply: &Reply) -> bool {
    reply.status >= 500 || reply.is_by_forward_proxy()
}
