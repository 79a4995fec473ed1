//! What the lab's servers were asked, and whether this machine sent anything at all.

use std::sync::{Arc, Mutex, PoisonError};

use crate::http::{Pages, Request};

/// A request that reached a server of the lab.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub(crate) host: String,
    /// Path and query.
    pub(crate) target: String,
    /// The Authorization header, as it came.
    pub(crate) credentials: Option<String>,
    /// The Proxy-Authorization header, as it came.
    pub(crate) for_proxy: Option<String>,
    /// It came over TLS that everybody trusts.
    pub(crate) secure: bool,
}

static VISITS: Mutex<Vec<Visit>> = Mutex::new(Vec::new());

/// The same pages, and a note of every request for them.
pub(crate) fn noting(host: &str, secure: bool, pages: &Pages) -> Pages {
    let (host, pages) = (host.to_owned(), Arc::clone(pages));
    Arc::new(move |request: &Request| {
        came(&host, secure, request);
        pages(request)
    })
}

/// A note of a request that came to a host.
pub(crate) fn came(host: &str, secure: bool, request: &Request) {
    let header = |name: &str| request.header(name).map(str::to_owned);
    push(Visit {
        host: host.to_owned(),
        target: request.target.clone(),
        credentials: header("Authorization"),
        for_proxy: header("Proxy-Authorization"),
        secure,
    });
}

/// A note of a name that a nameserver was asked for.
pub(crate) fn note(server: &str, name: &str) {
    let (host, target) = (server.to_owned(), name.to_owned());
    push(Visit { host, target, credentials: None, for_proxy: None, secure: false });
}

fn push(visit: Visit) {
    VISITS.lock().unwrap_or_else(PoisonError::into_inner).push(visit);
}

/// Begins a new page.
pub(crate) fn begin() -> u64 {
    VISITS.lock().unwrap_or_else(PoisonError::into_inner).clear();
    packets()
}

/// All requests since the page was begun.
pub(crate) fn visits() -> Vec<Visit> {
    VISITS.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Packets that this world has sent so far: all of its hosts are at the loopback interface.
pub(crate) fn packets() -> u64 {
    let table = std::fs::read_to_string("/proc/self/net/dev").expect("the interfaces' counters");
    let loopback = table.lines().find_map(|line| line.trim().strip_prefix("lo:"));
    let counts = loopback.expect("the loopback interface").split_whitespace();
    counts.skip(9).find_map(|count| count.parse().ok()).expect("packets sent")
}
