use super::Prober;
use crate::base::{Deadline, Veiled};
use crate::go::url::Url;
use crate::model::{Facts, Fault, Scheme};
use crate::probe::climb::climb;
use crate::probe::plan::{Planned, endpoint_of};
use crate::wire::{Fetched, Request};

/// Redirects that are followed.
const REDIRECTS: usize = 3;

/// What stands at a URL or behind its redirects, by the road that go would take.
/// None where that leads round in circles or nowhere.
pub(super) async fn follow(
    first: &Veiled,
    mut planned: Planned,
    most: usize,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Result<Fetched, Fault>> {
    let mut url = first.clone();
    for _ in 0..=REDIRECTS {
        let climbed = climb(&planned, prober.climber, until).await;
        if let Some(broken) = climbed.ladder.broken {
            return Some(Err(broken.fault));
        }
        let request = request(&url, first, &planned, climbed.at, prober.facts())?;
        let request = Request { most, enough: most, ..request };
        let fetched = match prober.wire().fetch(&request, until.left()).await {
            Ok(fetched) => fetched,
            Err(fault) => return Some(Err(fault)),
        };
        match fetched.location.as_ref().and_then(|to| leads_to(&url, to)) {
            Some(next) if matches!(fetched.reply.status, 301 | 302 | 303 | 307 | 308) => {
                planned = self::planned(&next, prober.facts())?;
                url = next;
            }
            _ => return Some(Ok(fetched)),
        }
    }
    None
}

pub(super) fn planned(url: &Veiled, facts: &Facts) -> Option<Planned> {
    let endpoint = endpoint_of(url.raw())?;
    Some(Planned { endpoint, through: facts.forward_proxy(url.raw()), roles: Vec::new() })
}

fn leads_to(from: &Veiled, location: &Veiled) -> Option<Veiled> {
    let base = Url::parse(from.raw()).ok()?;
    let next = base.resolve_reference(&Url::parse(location.raw()).ok()?);
    (base.scheme() == next.scheme()).then(|| next.spelled())
}

/// Credentials go where go would send them, and nowhere after a redirect.
fn request(
    url: &Veiled,
    first: &Veiled,
    planned: &Planned,
    at: Vec<std::net::SocketAddr>,
    facts: &Facts,
) -> Option<Request> {
    let parsed = Url::parse(url.raw()).ok()?;
    if planned.endpoint.scheme == Scheme::Http && parsed.user().is_some() {
        return None;
    }
    let user = (url == first).then(|| facts.credentials(url.raw())).flatten();
    let (through, manner) = (planned.through.clone(), facts.manner());
    let url = parsed.without_user().spelled().raw().to_owned();
    let headers = Vec::new();
    Some(Request { url, at, through, user, headers, manner, most: 0, enough: 0 })
}
