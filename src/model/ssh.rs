use crate::base::Excerpt;
use serde::{Deserialize, Serialize};

/// What this machine has for ssh, as far as files and variables tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SshFacts {
    /// Whether a program `ssh` lies on PATH.
    pub client: bool,
    /// The variable that names another command for git to use.
    pub command: Option<String>,
    /// Whether a variable names the socket of an agent.
    pub agent: bool,
    /// Keys in the usual places below the home folder.
    pub keys: Vec<String>,
    /// Whether the user has a file of known hosts.
    pub known_hosts: bool,
}

/// What ssh would do for a host, told by ssh's own programs without asking the host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SshHost {
    /// As the URL names it.
    pub host: String,
    /// Where ssh's settings send it, if elsewhere.
    pub name: Option<String>,
    pub user: Option<String>,
    pub port: u16,
    /// Whether a key of the host is known here; none where that could not be told.
    pub known: Option<bool>,
    /// The keys that the agent offers; none where there is no agent to ask.
    pub agent_keys: Option<usize>,
    /// Key files that ssh would try and that are there.
    pub keys: Vec<String>,
    /// Why ssh's own settings cannot be read.
    pub fault: Option<Excerpt>,
}

impl SshHost {
    /// Where it leads, for an id.
    pub fn target(&self) -> String {
        format!("{}:{}", self.name.as_deref().unwrap_or(&self.host), self.port)
    }
}
