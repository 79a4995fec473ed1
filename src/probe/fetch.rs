use super::helper::Help;
use super::lookout::Lookout;
use super::plan::Planned;
use super::protocol::{content, nameplate, tells};
use super::resolve::millis;
use super::zips;
use crate::base::Veiled;
use crate::go::auth::go_along;
use crate::go::url::Url;
use crate::model::{
    Artefact, DialFault, Fault, Fetch, HttpFault, Outcome, Role, Scheme, Source, TlsFault,
    TunnelFault, Unknown,
};
use crate::wire::{Appetite, Extent, Fetched, Request};
use std::time::Instant;

/// As go has it. go's file: `cmd/go/internal/web/http.go`, `checkRedirect`.
const REDIRECTS: usize = 10;
/// Enough for any go.mod and version list worth reading, in bytes.
const TEXT: usize = 1 << 20;
/// A full tile of the checksum database has 8192 bytes; one more shows that it is none.
const TILE: usize = 8193;

/// A file to ask one source for.
pub(super) struct Asking<'n> {
    pub module: &'n str,
    /// As it was asked for: a version or a query.
    pub version: &'n str,
    pub artefact: Artefact,
    pub source: Source,
    pub url: Veiled,
    pub role: Role,
}

/// What came back: the record of it, and the body where it was served.
pub(super) struct Asked {
    pub fetch: Fetch,
    pub body: Vec<u8>,
}

/// Asks for one file, by the ladder that leads there.
pub(super) async fn ask(lookout: &Lookout<'_>, asking: Asking<'_>) -> Asked {
    let start = Instant::now();
    let mut ended = get(lookout, &asking).await;
    while let Ok(fetched) = &ended {
        match lookout.helped(&asking.url, &fetched.reply).await {
            Help::Given => ended = get(lookout, &asking).await,
            Help::NotRun => ended = Err(Outcome::Unknown { why: Unknown::NotAsked }),
            Help::None => break,
        }
    }
    let (outcome, content, body) = match ended {
        Ok(fetched) if asking.artefact == Artefact::Zip => {
            let (outcome, content) = zips::came(lookout, &asking, fetched).await;
            (outcome, content, Vec::new())
        }
        Ok(fetched) => {
            let (outcome, body) = super::protocol::read(&asking, fetched);
            let content = content(&asking, &outcome, &body);
            (outcome, content, body)
        }
        Err(outcome) => (outcome, None, Vec::new()),
    };
    let nameplate = nameplate(&asking, &outcome, &body);
    let url = asking.url.raw();
    let sent_credentials = lookout.climber.facts.credentials(url).is_some()
        || !lookout.helpers.headers_for(url).is_empty();
    let fetch = Fetch {
        sent_credentials,
        content,
        nameplate,
        took_ms: millis(start),
        ..asking.record(outcome)
    };
    Asked { fetch, body }
}

impl Asking<'_> {
    /// How it ended: at once, and without credentials.
    pub(super) fn record(self, outcome: Outcome) -> Fetch {
        Fetch {
            module: self.module.to_owned(),
            version: self.version.to_owned(),
            artefact: self.artefact,
            source: self.source,
            url: self.url,
            sent_credentials: false,
            outcome,
            content: None,
            nameplate: None,
            took_ms: 0,
        }
    }
}

async fn get(lookout: &Lookout<'_>, asking: &Asking<'_>) -> Result<Fetched, Outcome> {
    let (mut url, mut role, mut known) = (asking.url.clone(), asking.role.clone(), true);
    for _ in 0..REDIRECTS {
        let fetched = one(lookout, &url, role, known, asking).await;
        let fetched = fetched.map_err(|stop| beyond(stop, &url, asking))?;
        let Some(next) = next_url(asking, &url, &fetched)? else {
            return Ok(redirected(fetched, &url, asking));
        };
        known &= go_along(&host_of(&asking.url), &host_of(&next));
        (url, role) = (next, Role::Target);
    }
    Err(Outcome::Broken { fault: Fault::Http(HttpFault::TooManyRedirects) })
}

fn host_of(url: &Veiled) -> String {
    Url::parse(url.raw()).unwrap_or_default().hostname().into_owned()
}

/// One request. `known` tells whether credentials go along.
async fn one(
    lookout: &Lookout<'_>,
    url: &Veiled,
    role: Role,
    known: bool,
    asking: &Asking<'_>,
) -> Result<Fetched, Outcome> {
    let planned = lookout.planned_for(url, role);
    let planned = planned.ok_or(Outcome::Unknown { why: Unknown::NotAsked })?;
    secret_enough(url, &planned)?;
    let climbed = lookout.climbed(&planned).await;
    if climbed.ladder.broken.is_some() || lookout.is_silent(&planned) {
        return Err(Outcome::Unknown { why: Unknown::RoadBroken });
    }
    let request = request(lookout, url, &planned, climbed.at, asking);
    let request = if known { with_credentials(request, lookout, asking) } else { request };
    if lookout.within().is_zero() {
        return Err(Outcome::Unknown { why: Unknown::Deadline });
    }
    let answer = match answered(lookout, &planned, url, &request).await {
        // What it broke off with is told where nothing is made of what came.
        Ok(fetched) if fetched.extent == Extent::Cut && !tells(&fetched.body) => {
            let strict = Request { appetite: Appetite::of(TEXT), ..request };
            answered(lookout, &planned, url, &strict).await
        }
        answer => answer,
    };
    if answer.is_ok() {
        lookout.comes_through();
    }
    answer.map_err(|fault| unanswered(fault, lookout, &planned))
}

/// What breaks off is asked for once more: go repeats by itself what HTTP/2
/// refuses and what a connection in use before swallows, and a fault that
/// passes is none that lasts.
async fn answered(
    lookout: &Lookout<'_>,
    planned: &Planned,
    url: &Veiled,
    request: &Request,
) -> Result<Fetched, Fault> {
    let attempt = || async {
        let awaited = lookout.waits(planned, url);
        let answer = lookout.climber.wire.fetch(request, lookout.within()).await;
        drop(awaited);
        answer
    };
    match attempt().await {
        Err(Fault::Http(fault)) if may_pass(&fault) && !lookout.within().is_zero() => {
            let again = attempt().await.map_err(|_| Fault::Http(fault.clone()))?;
            if fails_go(&fault) {
                lookout.stumbles(planned, url, Fault::Http(fault));
            }
            Ok(again)
        }
        answer => answer,
    }
}

fn may_pass(fault: &HttpFault) -> bool {
    matches!(
        fault,
        HttpFault::Closed | HttpFault::Reset | HttpFault::Truncated | HttpFault::Stream { .. }
    )
}

/// Whether go, which met it first, would have ended with it.
/// go's files: `net/http/transport.go`, `shouldRetryRequest`, and in
/// `net/http/h2_bundle.go` the function of the same purpose.
fn fails_go(fault: &HttpFault) -> bool {
    match fault {
        HttpFault::Stream { code } => !matches!(code.as_str(), "REFUSED_STREAM" | "NO_ERROR"),
        fault => *fault == HttpFault::Truncated,
    }
}

/// With what go sends along: the headers that a program of GOAUTH gave, else a
/// name and password.
fn with_credentials(request: Request, lookout: &Lookout<'_>, asking: &Asking<'_>) -> Request {
    let url = asking.url.raw();
    let headers = lookout.helpers.headers_for(url);
    let user = headers.is_empty().then(|| lookout.climber.facts.credentials(url)).flatten();
    Request { user, headers, ..request }
}

/// go refuses to send a password of the URL without TLS, before it looks for
/// the way there. go's file: `cmd/go/internal/web/http.go`.
#[expect(clippy::result_large_err, reason = "the outcome is kept as it is either way")]
fn secret_enough(url: &Veiled, planned: &Planned) -> Result<(), Outcome> {
    let has_user = Url::parse(url.raw()).unwrap_or_default().user().is_some();
    if planned.endpoint.scheme == Scheme::Http && has_user {
        return Err(Outcome::Broken { fault: Fault::Http(HttpFault::InsecureCredentials) });
    }
    Ok(())
}

fn request(
    lookout: &Lookout<'_>,
    url: &Veiled,
    planned: &Planned,
    at: Vec<std::net::SocketAddr>,
    asking: &Asking<'_>,
) -> Request {
    let parsed = Url::parse(url.raw()).unwrap_or_default();
    let appetite = match asking.artefact {
        Artefact::Zip => lookout.zips.appetite(),
        Artefact::Tile => Appetite::of(TILE),
        // go reads a page no further than its head.
        Artefact::GoGet => Appetite::so_far(TEXT),
        _ => Appetite::of(TEXT),
    };
    let url = parsed.without_user().spelled().raw().to_owned();
    let (through, manner) = (planned.through.clone(), lookout.climber.facts.manner());
    Request { url, at, through, user: None, headers: Vec::new(), manner, appetite }
}

fn unanswered(fault: Fault, lookout: &Lookout<'_>, planned: &Planned) -> Outcome {
    lookout.strike(planned);
    match fault {
        // go itself waits without limit: late is not the same as never.
        // Nor is another connection where the ladder stood, as go keeps one.
        Fault::Http(HttpFault::TimedOut { .. })
        | Fault::Dial(DialFault::TimedOut { .. })
        | Fault::Tls(TlsFault::TimedOut { .. })
        | Fault::Tunnel(TunnelFault::Silent { .. }) => Outcome::Unknown { why: Unknown::Deadline },
        // The ladder to it stood: whoever resets does so as soon as it can.
        Fault::Dial(DialFault::Reset) => Outcome::Broken { fault: Fault::Http(HttpFault::Reset) },
        fault => Outcome::Broken { fault },
    }
}

/// Where a redirect leads, by go's rules for following it.
#[expect(clippy::result_large_err, reason = "the outcome is kept as it is either way")]
fn next_url(
    asking: &Asking<'_>,
    from: &Veiled,
    fetched: &Fetched,
) -> Result<Option<Veiled>, Outcome> {
    let is_redirect = matches!(fetched.reply.status, 301 | 302 | 303 | 307 | 308);
    let location = fetched.location.as_ref().filter(|it| is_redirect && !it.raw().is_empty());
    let Some(location) = location else { return Ok(None) };
    let base = Url::parse(from.raw()).unwrap_or_default();
    let Ok(reference) = Url::parse(location.raw()) else {
        return Ok(None);
    };
    let next = base.resolve_reference(&reference);
    let to = next.spelled();
    let is_secure = asking.url.raw().starts_with("https:");
    if next.scheme() != "https" && (is_secure || next.scheme() != "http") {
        return Err(Outcome::Broken { fault: Fault::Http(HttpFault::InsecureRedirect { to }) });
    }
    Ok(Some(to))
}

fn redirected(mut fetched: Fetched, url: &Veiled, asking: &Asking<'_>) -> Fetched {
    if *url != asking.url {
        fetched.reply.redirected_to = Some(url.without_query());
    }
    fetched
}

/// A fault behind a redirect is the fault of the host that it led to.
fn beyond(stop: Outcome, url: &Veiled, asking: &Asking<'_>) -> Outcome {
    let host = || host_of(url);
    match stop {
        _ if *url == asking.url => stop,
        Outcome::Unknown { why: Unknown::RoadBroken } => {
            Outcome::Broken { fault: Fault::Http(HttpFault::Beyond { host: host(), fault: None }) }
        }
        Outcome::Broken { fault } => {
            let fault = Some(Box::new(fault));
            Outcome::Broken { fault: Fault::Http(HttpFault::Beyond { host: host(), fault }) }
        }
        other => other,
    }
}

/// What a host that redirects lead to was given up for, if it was: it fails
/// several requests, and was spared the rest.
pub(super) fn given_up(host: &str, fetches: &[Fetch]) -> Option<(Fault, u64)> {
    let there = |fetch: &'_ Fetch| match &fetch.outcome {
        Outcome::Broken { fault: Fault::Http(HttpFault::Beyond { host: to, fault }) }
            if to == host =>
        {
            Some((fault.as_deref().cloned(), fetch.took_ms))
        }
        _ => None,
    };
    let mut failed = fetches.iter().filter_map(there);
    let spared = fetches.iter().filter_map(there).any(|(fault, _)| fault.is_none());
    let first = failed.find_map(|(fault, took_ms)| Some((fault?, took_ms)));
    first.filter(|_| spared)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_stay_within_the_domain_that_was_asked() {
        let host = |url: &str| host_of(&Veiled::new(url));
        let same = |next: &str| go_along(&host("https://go.example/a"), &host(next));
        assert!(same("https://go.example/b"));
        assert!(same("https://GO.example:8443/b"));
        assert!(same("https://files.go.example/b"));
        assert!(!same("https://evilgo.example/b"));
        assert!(!same("https://example/b"));
        assert!(!same("https://[::1%25.go.example]/"));
    }
}
