//! What the lab's servers were asked, and whether this machine sent anything at all.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

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

/// So long nothing is sent where all is quiet,
const MOMENT: Duration = Duration::from_millis(20);
/// and so often it is looked at.
const QUIET_AT_MOST: usize = 20;

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
    be_quiet();
    VISITS.lock().unwrap_or_else(PoisonError::into_inner).clear();
    packets()
}

/// A server that is slow to notice that go is gone ends its side of the connection later,
/// with two packets that the tool did not send.
fn be_quiet() {
    let mut before = packets();
    for _ in 0..QUIET_AT_MOST {
        std::thread::sleep(MOMENT);
        let now = packets();
        if now == before && half_closed() == 0 {
            return;
        }
        before = now;
    }
}

/// Connections whose one side has ended: `CLOSE_WAIT`, as the kernel numbers it.
fn half_closed() -> usize {
    let table = std::fs::read_to_string("/proc/self/net/tcp").unwrap_or_default();
    table.lines().filter(|line| line.split_whitespace().nth(3) == Some("08")).count()
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
