use crate::base::Veiled;
use crate::go::sumdb::SumdbFault;
use crate::model::{Content, Fault, Nameplate, Reply};
use serde::{Deserialize, Serialize};

/// A file of the module proxy protocol or of the checksum database.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Artefact {
    Info,
    Mod,
    Zip,
    List,
    Latest,
    /// `/sumdb/NAME/supported` of a proxy.
    Supported,
    /// `/lookup/MODULE@VERSION` of the database.
    Lookup,
    /// `/tile/…` of the database: some hashes of its log.
    Tile,
    /// The version's tag in the repository, asked of git.
    Tag,
    /// `?go-get=1` of the module's own host.
    GoGet,
}

/// Whom a file was asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "of")]
pub enum Source {
    /// An element of GOPROXY, counted from 0 over the whole list.
    Proxy {
        element: usize,
    },
    Database,
    Origin,
    /// What this machine holds of the database: nobody else is asked.
    Cache,
}

/// One file asked of one source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fetch {
    pub module: String,
    pub version: String,
    pub artefact: Artefact,
    pub source: Source,
    pub url: Veiled,
    /// Whether credentials were sent along.
    pub sent_credentials: bool,
    pub outcome: Outcome,
    /// What was served, as far as its checksum goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
    /// Of a go.mod, what it says of its module.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nameplate: Option<Nameplate>,
    pub took_ms: u64,
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "was")]
pub enum Outcome {
    /// 200, and the body is what it should be.
    Served {
        versions: Vec<String>,
    },
    /// 404 or 410: go moves on.
    Missing {
        reply: Reply,
    },
    /// Any other status: go stops, unless `|` follows.
    Refused {
        reply: Reply,
    },
    /// 200, but the body is not what the protocol says.
    Unlike {
        reply: Reply,
        what: String,
    },
    Broken {
        fault: Fault,
    },
    Unknown {
        why: Unknown,
    },
}

/// Why something is not known. Unknown is never "no".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unknown {
    /// Time ran out first.
    Deadline,
    /// `--offline` forbids to look.
    Offline,
    /// The road to it is already known to be broken.
    RoadBroken,
    /// This kind of source is not asked by this tool.
    NotAsked,
    /// The server wants a TLS that this tool cannot speak; go's may.
    BeyondUs,
}

impl Fetch {
    /// Whether it asks for the checksum database: of a proxy, of itself, or of what
    /// lies here of it.
    pub fn is_of_database(&self) -> bool {
        matches!(self.artefact, Artefact::Supported | Artefact::Lookup | Artefact::Tile)
    }

    /// Whether a module proxy refuses what it was asked of the database. That it asks
    /// for credentials, or for patience, it does for everything.
    pub fn is_half_relayed(&self) -> bool {
        let Outcome::Refused { reply } = &self.outcome else { return false };
        let is_relay = matches!(self.source, Source::Proxy { .. }) && self.is_of_database();
        is_relay && !matches!(reply.status, 401 | 407 | 429)
    }

    /// Why go does not believe the record that it looked up.
    pub fn sumdb_fault(&self) -> Option<&SumdbFault> {
        match &self.outcome {
            Outcome::Broken { fault: Fault::Sumdb(fault) } => Some(fault),
            _ => None,
        }
    }

    /// Of a lookup the URL of the database, or of its relay.
    pub fn database(&self) -> Option<Veiled> {
        let host = self.module.split('/').next().filter(|_| self.artefact == Artefact::Lookup)?;
        let at = self.url.raw().rfind(&format!("/lookup/{host}"))?;
        Some(Veiled::new(&self.url.raw()[..at]))
    }
}
