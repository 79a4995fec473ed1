//! Plain fetches over a road that has been explained already. Where the road
//! breaks after all, it is climbed once more by hand to see which rung it was.

mod answer;
mod client;
mod climb;
mod fault;
mod forward;
mod quote;

use crate::base::{Deadline, Secret};
use crate::model::{Fault, HttpFault};
use crate::wire::{Fetched, Request};
pub(super) use client::Clients;
use climb::Road;
use reqwest::{Client, Response, Url};
use std::time::Duration;
use tokio::time::timeout;

/// One GET. All of it, the body included, is over `within` that time.
pub(super) async fn fetch(
    clients: &Clients,
    request: &Request,
    within: Duration,
) -> Result<Fetched, Fault> {
    let deadline = Deadline::after(within);
    let url = url(request)?;
    let client = clients.for_road(request, &url, within)?;
    let sent = timeout(deadline.left(), send(&client, request, &url)).await;
    match sent.map_err(|_| fault::timed_out(within))? {
        Ok(response) => {
            let read = timeout(deadline.left(), answer::read(response, request)).await;
            let read = read.map_err(|_| fault::timed_out(within))?;
            read.map_err(|error| fault::of_body(&error, within))
        }
        Err(error) => {
            let road = Road { clients, request, url: &url, deadline };
            Err(road.explain(&error, within).await)
        }
    }
}

async fn send(client: &Client, request: &Request, url: &Url) -> reqwest::Result<Response> {
    let asked = client.get(url.clone());
    let asked = match &request.user {
        Some((name, password)) => asked.basic_auth(name.expose(), Some(password.expose())),
        None => asked,
    };
    let with = |asked: reqwest::RequestBuilder, (name, value): &(String, Secret)| {
        asked.header(name, value.expose())
    };
    request.headers.iter().fold(asked, with).send().await
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
