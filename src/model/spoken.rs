use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// One message of a log, and what its words tell beside the fault.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    /// The lines of the message without what carried them, joined by newlines.
    pub text: String,
    /// What go was doing.
    pub doing: Doing,
    /// Who tells of the innermost fault.
    pub by: Speaker,
    /// The host that was asked last: of the URL, of the lookup, or of git's remote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
    /// The URL that was asked last, without what follows a `?`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The address that was dialled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<IpAddr>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// The nameserver that was asked, with its port.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nameserver: Option<String>,
    /// The module or package that is spoken of, innermost first named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Of a certificate: when it was looked at, and the limit that this is beyond, as go
    /// writes them (RFC 3339).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<String>,
}

/// What go was doing when the message came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doing {
    /// The message does not tell.
    #[default]
    Unknown,
    /// Asking a module proxy.
    Proxy,
    /// Asking the checksum database, or comparing hashes.
    Sums,
    /// Asking a module's own page who keeps it.
    Discovery,
    /// Running git or another tool of version control.
    Repository,
    /// Something about modules that is none of these.
    Modules,
}

/// Who tells of the innermost fault.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Speaker {
    #[default]
    Go,
    /// git or another program that go runs here.
    Tool,
    /// The server of that program, in lines that begin with `remote:`.
    Remote,
    /// A module proxy or a checksum database, in its answer.
    Server,
}
