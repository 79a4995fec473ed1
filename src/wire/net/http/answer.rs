use crate::base::{Excerpt, Veiled};
use crate::model::Reply;
use crate::wire::Fetched;
use crate::wire::net::{headers, page};
use reqwest::Response;
use reqwest::header::LOCATION;

/// Reads at most `most` bytes of the body; what is left of it is dropped with
/// its connection. go sends no `Range`, so neither does this.
pub(super) async fn read(mut response: Response, most: usize) -> reqwest::Result<Fetched> {
    let mut body = Vec::new();
    while body.len() < most {
        let Some(chunk) = response.chunk().await? else {
            break;
        };
        let room = most - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
    }
    Ok(Fetched { reply: reply(&response, &body), location: location(&response), body })
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
