use serde::{Deserialize, Serialize};

/// What a check looked at, in the order in which a download travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    Settings,
    Files,
    Dns,
    Tcp,
    ForwardProxy,
    Tls,
    Http,
    Goproxy,
    Vcs,
    Sumdb,
    Log,
}

impl Stage {
    /// The word that stands in check ids and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Files => "files",
            Self::Dns => "dns",
            Self::Tcp => "tcp",
            Self::ForwardProxy => "forward-proxy",
            Self::Tls => "tls",
            Self::Http => "http",
            Self::Goproxy => "goproxy",
            Self::Vcs => "vcs",
            Self::Sumdb => "sumdb",
            Self::Log => "log",
        }
    }
}
