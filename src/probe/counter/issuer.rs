use super::plain::get;
use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::go::goproxy::{ProxyList, Via};
use crate::go::url::Url;
use crate::go::x509::{Certificate, pem_certificates};
use crate::model::{Counter, Distrust, Fault, Issuer, Scheme, TlsFault, looks_private};
use crate::probe::climb::climb;
use crate::probe::plan::{Planned, endpoint_of};

/// So many places are looked at,
const PLACES: usize = 2;
/// and so many authorities above one another.
const LINKS: usize = 3;
/// No certificate is larger, in bytes.
const MOST: usize = 64 << 10;

/// A chain without its authority may only lack a link.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let unknown = |fault: &Fault| {
        matches!(fault, Fault::Tls(TlsFault::Untrusted(Distrust::UnknownAuthority { .. })))
    };
    let planned = trouble.planned;
    let shown = trouble.ladder.filter(|_| trouble.fault().is_some_and(unknown));
    let lacking = shown.and_then(|ladder| ladder.presented()?.clues.lacking.as_ref());
    let Some(lacking) = lacking else { return Vec::new() };
    let host = &planned.endpoint.host;
    let elsewhere = match prober.wire().sent_elsewhere(host) {
        Some((other, _)) => vec![format!("https://{other}/")],
        None => others(host, prober),
    };
    let offered = lacking.offered_at.iter().filter(|url| may_be_asked(url, host, prober));
    let places = elsewhere.into_iter().chain(offered.take(PLACES).cloned());
    places.map(|url| Due::Issuer { planned: planned.clone(), url: Veiled::new(url) }).collect()
}

/// Other elements of GOPROXY: their chains may have the link that is missing.
fn others(host: &str, prober: Prober<'_>) -> Vec<String> {
    let list = ProxyList::parse(prober.facts().settings.raw("GOPROXY"), "");
    let elements = list.map(|list| list.0).unwrap_or_default();
    let endpoints = elements.iter().filter_map(|element| match &element.via {
        Via::Proxy { url } => endpoint_of(url.raw()),
        _ => None,
    });
    let secured = endpoints.filter(|it| it.scheme == Scheme::Https && it.host != host);
    secured.take(PLACES).map(|it| it.url().replace(":443/", "/")).collect()
}

/// The place is named by a certificate that nobody vouches for: it may lie in
/// public, or where the server itself belongs, and nowhere else.
fn may_be_asked(url: &str, host: &str, prober: Prober<'_>) -> bool {
    let Ok(parsed) = Url::parse(url) else { return false };
    let place = parsed.hostname();
    let is_address = place.parse::<std::net::IpAddr>().is_ok();
    let is_public = !looks_private(&place) && !is_address;
    parsed.scheme() == "http" && (same_site(&place, host) || (is_public && prober.outsiders))
}

/// Below the last two labels names mostly have one owner.
fn same_site(one: &str, other: &str) -> bool {
    let site = |host: &str| -> Vec<String> {
        host.rsplit('.').take(2).map(str::to_ascii_lowercase).collect()
    };
    one.contains('.') && one.parse::<std::net::IpAddr>().is_err() && site(one) == site(other)
}

/// The issuer's certificate, from where the leaf says that it lies, or as
/// another server sent it; then the next one, until a root follows.
pub(super) async fn make(
    planned: &Planned,
    url: Veiled,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let host = &planned.endpoint.host;
    let mut with = Vec::new();
    let mut next = Some(url.raw().to_owned());
    let mut found = Issuer::NotFound;
    while let Some(place) = next.take().filter(|_| with.len() < LINKS) {
        let der = if place.starts_with("https://") {
            Some(sent_by(&place, host, prober, until).await?)
        } else {
            certificate(&place, prober, until).await
        };
        let Some(der) = der else { break };
        with.push(der);
        found = prober.wire().completed(host, &with);
        if matches!(found, Issuer::LeadsNowhere { .. }) {
            next = above(&with).filter(|url| may_be_asked(url, host, prober));
        }
    }
    Some(Counter::Issuer { url, found })
}

/// The certificate that the chain of `host` lacks, where this server sends it
/// along with its own. None tells nothing.
async fn sent_by(url: &str, host: &str, prober: Prober<'_>, until: Deadline) -> Option<Vec<u8>> {
    let other = endpoint_of(url)?;
    let known = |other: &str| {
        prober.wire().sent_elsewhere(host).filter(|(by, _)| by == other).map(|(_, der)| der)
    };
    if known(&other.host).is_none() {
        let through = prober.facts().forward_proxy(url);
        let planned = Planned { endpoint: other.clone(), through, roles: Vec::new() };
        climb(&planned, prober.climber, until).await;
    }
    known(&other.host)
}

/// Where the last of them says that its own issuer's lies.
fn above(with: &[Vec<u8>]) -> Option<String> {
    let last = Certificate::parse(with.last()?).ok()?;
    last.issuer_urls().first().cloned()
}

/// As DER, or as the first of a PEM file.
async fn certificate(url: &str, prober: Prober<'_>, until: Deadline) -> Option<Vec<u8>> {
    let fetched = get(url, MOST, prober, until).await?;
    if fetched.reply.status != 200 || fetched.body.len() >= MOST {
        return None;
    }
    let pem = pem_certificates(&fetched.body).next();
    pem.or(Some(fetched.body).filter(|body| body.first() == Some(&0x30)))
}
