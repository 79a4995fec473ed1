use super::Prober;
use super::follow::planned;
use crate::base::{Deadline, Secret, Veiled};
use crate::go::url::Url;
use crate::model::{Outcome, Scheme};
use crate::probe::climb::climb;
use crate::wire::{Appetite, Fetched, Request};

/// Redirects that are followed on the same server.
const REDIRECTS: usize = 3;
/// Enough to tell what kind of page it is, in bytes.
const BEGINNING: usize = 512;

/// What a server says to these credentials, or to none, and never to those that go has.
/// They go over TLS that this machine trusts, and along no redirect that leaves the
/// server: such a redirect is the answer.
pub(super) async fn ask(
    first: &Veiled,
    user: Option<(Secret, Secret)>,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Result<Fetched, Outcome>> {
    let mut url = Url::parse(first.raw()).ok()?.without_user();
    let planned = planned(first, prober.facts())?;
    if user.is_some() && planned.endpoint.scheme != Scheme::Https {
        return None;
    }
    let climbed = climb(&planned, prober.climber, until).await;
    if let Some(broken) = climbed.ladder.broken {
        return Some(Err(Outcome::Broken { fault: broken.fault }));
    }
    for _ in 0..=REDIRECTS {
        let request = Request {
            url: url.spelled().raw().to_owned(),
            at: climbed.at.clone(),
            through: planned.through.clone(),
            user: user.clone(),
            headers: Vec::new(),
            manner: prober.facts().manner(),
            appetite: Appetite::of(BEGINNING),
        };
        let fetched = match prober.wire().fetch(&request, until.left()).await {
            Ok(fetched) => fetched,
            Err(fault) => return Some(Err(Outcome::Broken { fault })),
        };
        match fetched.location.as_ref().and_then(|to| on_the_same_server(&url, to)) {
            Some(next) if (300..400).contains(&fetched.reply.status) => url = next,
            _ => return Some(Ok(fetched)),
        }
    }
    None
}

fn on_the_same_server(from: &Url, location: &Veiled) -> Option<Url> {
    let next = from.resolve_reference(&Url::parse(location.raw()).ok()?);
    let same = (next.scheme(), next.host()) == (from.scheme(), from.host());
    (same && next.user().is_none()).then_some(next)
}
