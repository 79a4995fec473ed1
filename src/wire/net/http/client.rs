use super::fault;
use super::forward::Forward;
use super::room::Room;
use crate::base::{Excerpt, Veiled};
use crate::model::Fault;
use crate::model::Manner;
use crate::wire::Request;
use crate::wire::net::tls::Tls;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::redirect::Policy;
use reqwest::{Client, Proxy, Response, Url};
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::OnceCell;

/// More ways than any run has; the oldest is given up for a new one.
const WAYS: usize = 64;
/// All headers of one HTTP/2 answer, in bytes. In HTTP/1 it is some 400 KiB.
const HEADERS: u32 = 256 * 1024;
/// How many headers an HTTP/1 answer may have; go counts bytes alone.
const HEADER_LINES: usize = 1000;

/// One client for each road, so that connections to the same place are shared.
pub(in crate::wire::net) struct Clients {
    tls: Tls,
    /// Whether a certificate has to be one that go trusts.
    insists: bool,
    user_agent: String,
    known: Mutex<VecDeque<Known>>,
}

/// Where requests go, and which way.
#[derive(Clone, PartialEq, Eq)]
struct Way {
    host: String,
    at: Vec<SocketAddr>,
    through: Option<Veiled>,
    manner: Manner,
}

struct Known {
    way: Way,
    /// How long connecting may take.
    limit: Duration,
    courier: Courier,
}

/// Carries requests by one road.
#[derive(Clone)]
pub(super) struct Courier {
    client: Client,
    /// None where this machine has no more threads or files: all then share one.
    room: Option<Arc<Room>>,
    /// What its silence turned out to be, once it was looked into: a flood, or none.
    flood: Arc<OnceCell<Option<Excerpt>>>,
}

impl Courier {
    pub(super) fn client(&self) -> &Client {
        &self.client
    }

    /// The answer's head. None if the client broke.
    pub(super) async fn carry(
        &self,
        request: reqwest::Request,
    ) -> Option<reqwest::Result<Response>> {
        let sent = self.client.execute(request);
        match &self.room {
            Some(room) => room.run(sent).await,
            None => Some(sent.await),
        }
    }

    pub(super) fn flood(&self) -> &OnceCell<Option<Excerpt>> {
        &self.flood
    }
}

impl Known {
    /// A client serves others with about as much time as the first had.
    fn serves(&self, way: &Way, within: Duration) -> bool {
        self.way == *way && (within / 8..=within).contains(&self.limit)
    }
}

impl Clients {
    pub(in crate::wire::net) fn new(tls: Tls, user_agent: String) -> Self {
        Self { tls, insists: true, user_agent, known: Mutex::default() }
    }

    /// The same, whoever it is that answers.
    pub(in crate::wire::net) fn credulous(tls: Tls, user_agent: String) -> Self {
        Self { insists: false, ..Self::new(tls, user_agent) }
    }

    pub(super) fn insists(&self) -> bool {
        self.insists
    }

    pub(super) fn tls(&self) -> &Tls {
        &self.tls
    }

    pub(super) fn user_agent(&self) -> &str {
        &self.user_agent
    }

    /// The client for this request's road. Half of the time is for connecting,
    /// so that there is some left to see what stands in the way.
    pub(super) fn for_road(
        &self,
        request: &Request,
        url: &Url,
        within: Duration,
    ) -> Result<Courier, Fault> {
        let way = Way {
            host: url.host_str().unwrap_or_default().to_owned(),
            at: request.at.clone(),
            through: request.through.clone(),
            manner: request.manner,
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.iter().find(|known| known.serves(&way, within)) {
            return Ok(known.courier.clone());
        }
        let limit = within / 4 * 3;
        let client = self.build(&way, limit).map_err(|words| fault::malformed(&words))?;
        if known.len() == WAYS {
            known.pop_front();
        }
        let kin = known.iter().find(|known| known.way == way).map(|known| known.courier.clone());
        let courier = if let Some(kin) = kin {
            Courier { client, ..kin }
        } else {
            let room = Room::open().ok().map(Arc::new);
            Courier { client, room, flood: Arc::default() }
        };
        known.push_back(Known { way, limit, courier: courier.clone() });
        Ok(courier)
    }

    /// Sends neither `Accept-Encoding`, for nothing is decoded here, nor cookies.
    fn build(&self, way: &Way, limit: Duration) -> Result<Client, String> {
        let tls = if self.insists {
            self.tls.insisting(way.manner)
        } else {
            self.tls.credulous(way.manner)
        };
        let tls = tls.map_err(|error| error.to_string())?;
        let builder = Client::builder()
            .tls_backend_preconfigured(tls)
            .no_proxy()
            .dns_resolver(Pinned(way.at.clone()))
            .redirect(Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            .user_agent(&self.user_agent)
            .connect_timeout(limit)
            .http1_title_case_headers()
            .http1_max_headers(HEADER_LINES)
            .http2_max_header_list_size(HEADERS);
        let builder = match &way.through {
            Some(through) => builder.proxy(proxy(through)?),
            None => builder,
        };
        builder.build().map_err(|error| error.without_url().to_string())
    }
}

fn proxy(through: &Veiled) -> Result<Proxy, String> {
    let forward = Forward::parse(through.raw()).ok_or("the forward proxy's address is broken")?;
    let proxy = Proxy::all(forward.url()).map_err(|error| error.without_url().to_string())?;
    Ok(match &forward.user {
        Some((name, password)) => proxy.basic_auth(name.expose(), password.expose()),
        None => proxy,
    })
}

/// Answers with the addresses that are known; no name is ever looked up here.
struct Pinned(Vec<SocketAddr>);

impl Resolve for Pinned {
    fn resolve(&self, _: Name) -> Resolving {
        let addresses = self.0.clone();
        Box::pin(async move { Ok(Box::new(addresses.into_iter()) as Addrs) })
    }
}
