use crate::base::{Deadline, Veiled};
use crate::go::url::Url;
use crate::go::vcs::page_url;
use crate::model::{Artefact, Fetch, Need, Outcome, Role, Scheme, Source, Unknown};
use crate::probe::climb::way;
use crate::probe::fetch::{Asked, Asking};
use crate::probe::lookout::Lookout;
use crate::probe::protocol;
use crate::probe::resolve::millis;
use crate::wire::{Appetite, Bare, Fetched, Request};
use std::time::{Duration, Instant};

/// How long go waits for TLS where GOINSECURE allows it to go without.
/// go's file: `cmd/go/internal/web/http.go`, `impatientInsecureHTTPClient`.
const WITHIN: Duration = Duration::from_secs(5);
/// As go has it.
const REDIRECTS: usize = 10;
/// Enough of a page.
const TEXT: usize = 1 << 20;

/// A page of a host that GOINSECURE covers: over TLS, then over TLS that nobody vouches
/// for, then without.
pub(super) async fn asked(lookout: &Lookout<'_>, need: &Need, path: &str) -> Asked {
    let https = Veiled::new(page_url("https", path));
    let planned = lookout.planned_for(&https, Role::Origin);
    if let Some(planned) = &planned
        && lookout.climbed(planned).await.ladder.broken.is_none()
    {
        return super::asked(lookout, need, Artefact::GoGet, https, Role::Origin).await;
    }
    let start = Instant::now();
    if let Some(fetched) = unproven(lookout, https.clone()).await {
        return keeps_back(lookout, read(need, https, fetched, millis(start)));
    }
    let http = Veiled::new(page_url("http", path));
    super::asked(lookout, need, Artefact::GoGet, http, Role::Origin).await
}

/// What stands there, whoever it is that answers, without credentials.
async fn unproven(lookout: &Lookout<'_>, first: Veiled) -> Option<Fetched> {
    let until = Deadline::after(lookout.within().min(WITHIN));
    let mut url = first;
    for _ in 0..REDIRECTS {
        let fetched = one(lookout, &url, until).await?;
        let is_redirect = matches!(fetched.reply.status, 301 | 302 | 303 | 307 | 308);
        let Some(to) = fetched.location.as_ref().filter(|_| is_redirect) else {
            return Some(fetched);
        };
        let base = Url::parse(url.raw()).ok()?;
        url = base.resolve_reference(&Url::parse(to.raw()).ok()?).spelled();
    }
    None
}

async fn one(lookout: &Lookout<'_>, url: &Veiled, until: Deadline) -> Option<Fetched> {
    let planned = lookout.planned_for(url, Role::Target)?;
    let (_, at) = way(&planned, lookout.climber, until).await.ok()?;
    let url = Url::parse(url.raw()).ok()?.without_user().spelled().raw().to_owned();
    let (through, manner) = (planned.through.clone(), lookout.climber.facts.manner());
    let appetite = Appetite::so_far(TEXT);
    let request = Request { url, at, through, user: None, headers: Vec::new(), manner, appetite };
    let wire = lookout.climber.wire;
    if planned.endpoint.scheme == Scheme::Http {
        return wire.fetch(&request, until.left()).await.ok();
    }
    wire.fetch_unproven(&Bare::of(request)?, until.left()).await.ok()
}

fn read(need: &Need, url: Veiled, fetched: Fetched, took_ms: u64) -> Asked {
    let (module, version) = (need.module.as_str(), need.version.as_str());
    let (artefact, source, role) = (Artefact::GoGet, Source::Origin, Role::Origin);
    let asking = Asking { module, version, artefact, source, url, role };
    let (outcome, body) = protocol::read(&asking, fetched);
    Asked { fetch: Fetch { took_ms, ..asking.record(outcome) }, body }
}

/// go would send credentials here, which we do not: what is refused without them may
/// be given with them.
fn keeps_back(lookout: &Lookout<'_>, asked: Asked) -> Asked {
    let url = asked.fetch.url.raw();
    let has = lookout.climber.facts.credential_source(url).is_some();
    match asked.fetch.outcome {
        Outcome::Missing { .. } | Outcome::Refused { .. } if has => {
            let outcome = Outcome::Unknown { why: Unknown::NotAsked };
            Asked { fetch: Fetch { outcome, ..asked.fetch }, body: Vec::new() }
        }
        _ => asked,
    }
}
