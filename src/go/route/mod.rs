//! How go would fetch each module: pure, from settings and go.mod alone.
//! go's files: `cmd/go/internal/modfetch/proxy.go`, `repo.go`, `sumdb.go`.

mod plan;

pub use crate::go::goproxy::NextOn;
pub use plan::{Wanted, Ways, plan};

use crate::base::Veiled;
use serde::{Deserialize, Serialize};

/// How go would fetch one module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Route {
    pub module: String,
    pub version: String,
    pub hops: Vec<Hop>,
    /// The pattern that sends it past all proxies.
    pub direct_because: Option<Matched>,
    pub checksums: Checksums,
}

/// One try of go's, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hop {
    pub via: Via,
    /// What makes go move on to the next hop; none after the last.
    pub next_on: Option<NextOn>,
    pub forward_proxy: Option<Veiled>,
    pub credentials: Option<Credential>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "via")]
pub enum Via {
    /// An element of GOPROXY, counted from 0 over the whole list.
    Proxy {
        element: usize,
        url: Veiled,
    },
    Direct,
    Off,
}

/// Where go takes the credentials for a host from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Credential {
    Url,
    Netrc,
    GoAuth,
}

/// A variable and the pattern in it that matched.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matched {
    pub variable: String,
    pub pattern: String,
}

/// Where a module's checksum is looked up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checksums {
    pub database: Option<String>,
    /// The proxies that go asks to relay it, in order, then the database itself.
    pub via: Vec<Veiled>,
    /// The database's own address, where no proxy relays it.
    pub url: Option<Veiled>,
    /// The hops of the whole list, which go asks to relay it even where the module
    /// itself is fetched past all proxies. None if GOSUMDB has a URL.
    #[serde(default)]
    pub relays: Vec<Hop>,
    /// The proxy of the `HTTP_PROXY` family that go would use for that address.
    pub forward_proxy: Option<Veiled>,
    /// Why no database is asked: a pattern and its variable, `GOSUMDB=off`, or
    /// `go.sum` where the hashes are known.
    pub skipped_because: Option<String>,
}

impl std::fmt::Display for Matched {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.variable, self.pattern)
    }
}
