//! Plain fetches over a road that has been explained already. Where the road
//! breaks after all, it is climbed once more by hand to see which rung it was.

mod answer;
mod client;
mod climb;
mod fault;
mod forward;
mod quote;
mod room;

use crate::base::{Deadline, Secret};
use crate::model::{Fault, HttpFault};
use crate::wire::{Fetched, Request};
pub(super) use client::Clients;
use client::Courier;
use climb::Road;
use reqwest::{Response, Url};
use std::time::Duration;
use tokio::time::timeout;

/// A silence longer than this is looked into.
const HANGS: Duration = Duration::from_millis(1500);

/// One GET. All of it, the body included, is over `within` that time.
pub(super) async fn fetch(
    clients: &Clients,
    request: &Request,
    within: Duration,
) -> Result<Fetched, Fault> {
    let deadline = Deadline::after(within);
    let url = url(request)?;
    let courier = clients.for_road(request, &url, within)?;
    let way = Road { clients, request, url: &url, deadline };
    let answered = async {
        tokio::select! {
            answer = send(&courier, request, &url) => Ok(answer),
            fault = flooded(&courier, &way) => Err(fault),
        }
    };
    let answered = timeout(deadline.left(), answered).await;
    match answered.map_err(|_| fault::timed_out(within))?? {
        Some(Ok(response)) => {
            let whole = timeout(deadline.left(), answer::read(response, request, deadline)).await;
            let whole = whole.map_err(|_| fault::timed_out(within))?;
            whole.map_err(|error| fault::of_body(&error, within))
        }
        Some(Err(error)) if !clients.insists() => Err(fault::of_head(&error, within)),
        Some(Err(error)) => Err(way.explain(&error, within).await),
        None => Err(Fault::Http(HttpFault::Closed)),
    }
}

async fn send(
    courier: &Courier,
    request: &Request,
    url: &Url,
) -> Option<reqwest::Result<Response>> {
    let asked = courier.client().get(url.clone());
    let asked = match &request.user {
        Some((name, password)) => asked.basic_auth(name.expose(), Some(password.expose())),
        None => asked,
    };
    let with = |asked: reqwest::RequestBuilder, (name, value): &(String, Secret)| {
        asked.header(name, value.expose())
    };
    match request.headers.iter().fold(asked, with).build() {
        Ok(request) => courier.carry(request).await,
        Err(error) => Some(Err(error)),
    }
}

/// A silence may be one of the client's, which waits for the answer behind
/// endless "1xx" heads: each road is looked at once by hand. Else this never ends.
async fn flooded(courier: &Courier, road: &Road<'_>) -> Fault {
    if !courier.flood().initialized() {
        tokio::time::sleep(HANGS).await;
    }
    match courier.flood().get_or_init(|| road.flood()).await.clone() {
        Some(excerpt) => Fault::Http(HttpFault::Malformed { excerpt }),
        None => std::future::pending().await,
    }
}

/// The address without a user part; a password never goes over plain HTTP, as
/// go refuses that too.
fn url(request: &Request) -> Result<Url, Fault> {
    let mut url = Url::parse(&request.url).map_err(|error| fault::malformed(&error.to_string()))?;
    let secret = request.user.is_some() || !request.headers.is_empty();
    if secret && url.scheme() != "https" {
        return Err(Fault::Http(HttpFault::InsecureCredentials));
    }
    // Neither can fail where there is a host, and without one nothing is sent.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    Ok(url)
}
