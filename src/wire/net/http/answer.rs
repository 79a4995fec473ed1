use crate::base::{Excerpt, Veiled};
use crate::model::Reply;
use crate::wire::net::{headers, page};
use crate::wire::{Fetched, Request};
use hyper::body::Bytes;
use reqwest::Response;
use reqwest::header::LOCATION;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// How long more of a body is waited for than is enough.
const LINGERS: Duration = Duration::from_millis(700);

/// Reads at most `most` bytes of the body; what is left of it is dropped with
/// its connection. go sends no `Range`, so neither does this.
pub(super) async fn read(mut response: Response, request: &Request) -> reqwest::Result<Fetched> {
    let most = request.most;
    let mut body = Vec::new();
    let mut until = None;
    while body.len() < most {
        if until.is_none() && body.len() >= request.enough {
            until = Some(Instant::now() + LINGERS);
        }
        let Some(chunk) = next(&mut response, until).await? else {
            break;
        };
        let room = most - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(Fetched { reply: reply(&response, &body), location: location(&response), body })
}

/// The next piece of the body; none at its end, or where it comes too late.
async fn next(response: &mut Response, until: Option<Instant>) -> reqwest::Result<Option<Bytes>> {
    match until {
        Some(until) => timeout_at(until, response.chunk()).await.unwrap_or(Ok(None)),
        None => response.chunk().await,
    }
}

fn reply(response: &Response, body: &[u8]) -> Reply {
    let all = response.headers().iter();
    Reply {
        status: response.status().as_u16(),
        reason: reason(response),
        headers: headers::telling(all.map(|(name, value)| (name.as_str(), value.as_bytes()))),
        excerpt: page::excerpt(body),
        redirected_to: None,
    }
}

/// The server's own words, where they are not those of the standard.
fn reason(response: &Response) -> Excerpt {
    let reason = response.extensions().get::<hyper::ext::ReasonPhrase>();
    reason.map_or_else(Excerpt::default, |reason| Excerpt::of(reason.as_bytes(), Excerpt::USUAL))
}

fn location(response: &Response) -> Option<Veiled> {
    let value = response.headers().get(LOCATION)?;
    Some(Veiled::new(String::from_utf8_lossy(value.as_bytes())))
}
