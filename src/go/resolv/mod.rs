//! How go's own resolver is set up: `/etc/resolv.conf`
//! (`net/dnsconfig_unix.go`), the names it asks for (`net/dnsclient_unix.go`),
//! and the `hosts` line of `/etc/nsswitch.conf` (`net/nss.go`, `net/conf.go`).

mod file;
mod names;
mod nsswitch;
mod read;
#[cfg(test)]
mod tests;

pub use names::is_domain_name;
pub use nsswitch::{NssError, Order, Source};

pub(in crate::go) use file::{fields, lines};

use super::url::Addr;
use crate::base::Excerpt;
use serde::{Deserialize, Serialize};
use std::net::SocketAddr;

/// The resolver's settings (net `dnsConfig`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Config {
    /// At most three, in the order they are asked.
    pub servers: Vec<Server>,
    pub servers_from: Origin,
    /// Suffixes for names that are not complete, each with a final dot.
    pub search: Vec<String>,
    pub search_from: Origin,
    /// A name with this many dots is first asked for as it stands; at most 15.
    pub ndots: usize,
    /// Seconds that one query may take.
    pub timeout: u32,
    /// How often all servers are asked.
    pub attempts: u32,
    /// Without repetition, in the order of [`Flag`].
    pub flags: Vec<Flag>,
    /// The first hundred.
    pub ignored: Vec<Ignored>,
}

/// A server to ask, on port 53.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    pub addr: Addr,
    /// `host:port` as it stands in go's errors.
    pub dialed: String,
    /// Counted from 1; nothing for go's own defaults.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
}

/// Where servers or suffixes come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    File,
    /// `127.0.0.1` and `::1`, or the domain of the host name: the file says nothing
    /// that go can use.
    Default,
}

/// A switch of the `options` line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flag {
    Rotate,
    SingleRequest,
    UseVc,
    TrustAd,
    NoReload,
}

/// What stands in the file without effect on go. Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "ignored")]
pub enum Ignored {
    /// A `nameserver` that is no IP address.
    NotAnAddress { line: usize, word: Excerpt },
    /// A `nameserver` after the third.
    FourthServer { line: usize, word: Excerpt },
    /// A go with cgo leaves all lookups to the C library because of it.
    UnknownOption { line: usize, word: Excerpt },
    /// A go with cgo leaves all lookups to the C library because of it.
    UnknownKeyword { line: usize, word: Excerpt },
}

impl Default for Config {
    fn default() -> Self {
        Self::missing("")
    }
}

impl Config {
    /// The addresses to ask, in their order.
    pub fn addresses(&self) -> Vec<SocketAddr> {
        self.servers.iter().map(|server| SocketAddr::new(server.addr.plain(), 53)).collect()
    }

    /// Reads the file; `hostname` is that of the machine, whose domain is
    /// searched where the file names none (net `dnsReadConfig`).
    pub fn parse(text: &[u8], hostname: &str) -> Self {
        read::read(text, hostname)
    }

    /// What go uses when there is no file, or none that it can read.
    pub fn missing(hostname: &str) -> Self {
        Self::parse(b"", hostname)
    }

    pub fn has(&self, flag: Flag) -> bool {
        self.flags.contains(&flag)
    }
}
