use crate::base::{Deadline, Excerpt, Veiled};
use crate::model::Reply;
use crate::wire::net::{headers, page};
use crate::wire::{Appetite, Claim, Extent, Fetched, Request};
use hyper::body::Bytes;
use reqwest::Response;
use reqwest::header::LOCATION;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// What is not waited for is left so long before time runs out.
const BEFORE: Duration = Duration::from_millis(50);

/// Reads as much of the body as is wanted; what is left of it is dropped with
/// its connection. go sends no `Range`, so neither does this.
pub(super) async fn read(
    mut response: Response,
    request: &Request,
    deadline: Deadline,
) -> reqwest::Result<Fetched> {
    let mut body = Body::of(&request.appetite, response.content_length());
    let extent = loop {
        if body.bytes.len() >= body.most {
            break Extent::TooLarge;
        }
        let chunk = match body.until(deadline) {
            None => response.chunk().await,
            Some(until) => match timeout_at(until, response.chunk()).await {
                Ok(chunk) => chunk,
                Err(_) => break Extent::TooSlow,
            },
        };
        match chunk {
            Ok(Some(chunk)) => body.push(&chunk),
            Ok(None) => break Extent::Whole,
            Err(_) if body.is_kept() => break Extent::Cut,
            Err(error) => return Err(error),
        }
    };
    let (reply, location) = (reply(&response, &body.bytes), location(&response));
    Ok(Fetched { reply, location, body: body.bytes, extent, claim: body.claim })
}

/// As much of a body as there is so far.
struct Body<'a> {
    appetite: &'a Appetite,
    bytes: Vec<u8>,
    /// What is read at most, by what has been found.
    most: usize,
    claim: Claim,
    until: Option<Instant>,
}

impl<'a> Body<'a> {
    fn of(appetite: &'a Appetite, announced: Option<u64>) -> Self {
        let claim = Claim::none(appetite.room.clone());
        let mut body =
            Self { appetite, bytes: Vec::new(), most: appetite.most, claim, until: None };
        if let Some(announced) = announced {
            body.announced(usize::try_from(announced).unwrap_or(usize::MAX));
        }
        body
    }

    /// What is known not to fit is not begun.
    fn announced(&mut self, length: usize) {
        if self.appetite.room.is_none() || length <= self.appetite.glance {
            return;
        }
        if length > self.most || !self.claim.grow(length) {
            self.most = self.appetite.glance;
        } else {
            self.bytes.reserve_exact(length);
            // One byte more than is announced never comes.
            self.most = length.saturating_add(1);
        }
    }

    fn push(&mut self, chunk: &Bytes) {
        let free = self.most - self.bytes.len();
        self.bytes.extend_from_slice(&chunk[..chunk.len().min(free)]);
        let length = self.bytes.len();
        if length > self.appetite.glance && !self.claim.grow(length) {
            self.most = self.appetite.glance;
            self.bytes.truncate(self.most);
            self.bytes.shrink_to_fit();
        }
    }

    fn is_kept(&self) -> bool {
        self.appetite.keeps && !self.bytes.is_empty()
    }

    /// When more of it is not waited for any longer.
    fn until(&mut self, deadline: Deadline) -> Option<Instant> {
        let left = || deadline.left().saturating_sub(BEFORE);
        if self.until.is_none() && self.bytes.len() >= self.appetite.enough {
            self.until = Some(Instant::now() + left().min(self.appetite.lingers));
        } else if self.until.is_none() && self.is_kept() {
            self.until = Some(Instant::now() + left());
        }
        self.until
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
