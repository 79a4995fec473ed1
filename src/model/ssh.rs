use crate::base::{Excerpt, Veiled};
use crate::model::{Cite, Counter, Evidence, Facts, Fetch};
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
    /// The home folder by the list of users: ssh looks there, whatever HOME says.
    #[serde(default)]
    pub home: Option<String>,
    /// Files below HOME that ssh does not read, for HOME is not that home: keys first.
    #[serde(default)]
    pub strayed: Vec<String>,
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
    /// Where ssh looks for known hosts, the user's own file first.
    #[serde(default)]
    pub known_files: Vec<String>,
    /// The keys that the agent offers; none where there is no agent to ask.
    pub agent_keys: Option<usize>,
    /// Key files that ssh would try and that are there.
    pub keys: Vec<SshKey>,
    /// Key files that ssh's settings name and that are not there.
    #[serde(default)]
    pub absent: Vec<String>,
    /// Whether it goes there through a program or another host.
    #[serde(default)]
    pub detour: bool,
    /// Why ssh's own settings cannot be read.
    pub fault: Option<Excerpt>,
}

/// A file with a private key, of which nothing is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SshKey {
    pub path: String,
    pub state: KeyState,
}

/// Whether ssh can use a key file where nobody can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyState {
    Usable,
    /// It is locked with a passphrase.
    Locked,
    /// Others may read it, so that ssh does not.
    TooOpen,
    /// It is no private key, or a damaged one.
    Damaged,
    /// This user may not read it.
    Unreadable,
    /// It could not be told.
    Unknown,
}

/// Where a URL leads by ssh. git's file: `connect.c`, `parse_connect_url`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SshTarget {
    pub user: Option<String>,
    pub host: String,
    pub port: Option<u16>,
    pub path: String,
    /// All of it in front of the path, as it stands.
    pub base: String,
}

impl SshTarget {
    /// Of `ssh://user@host:port/path` or `user@host:path`; none where the URL is of
    /// another kind.
    pub fn of(url: &str) -> Option<Self> {
        match url.split_once("://") {
            Some((scheme, _)) if SCHEMES.contains(&scheme) => Self::of_url(url),
            Some(_) => None,
            None => Self::of_words(url),
        }
    }

    fn of_url(url: &str) -> Option<Self> {
        let start = url.find("://")? + 3;
        let end = url[start..].find('/').map_or(url.len(), |at| start + at);
        let (authority, path) = (&url[start..end], url[end..].to_owned());
        let (user, place) = match authority.rsplit_once('@') {
            Some((user, place)) => (user.split(':').next().map(str::to_owned), place),
            None => (None, authority),
        };
        let (host, port) = match place.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, port.parse().ok()),
            _ => (place, None),
        };
        let host = host.trim_matches(['[', ']']).to_owned();
        Self { user, host, port, path, base: format!("{}/", &url[..end]) }.sound()
    }

    /// As scp writes it: a colon before any slash.
    fn of_words(url: &str) -> Option<Self> {
        let (place, path) = url.split_once(':')?;
        if place.contains('/') || place.is_empty() {
            return None;
        }
        let (user, host) = match place.rsplit_once('@') {
            Some((user, host)) => (Some(user.to_owned()), host),
            None => (None, place),
        };
        // `C:\folder` is none.
        if host.len() < 2 {
            return None;
        }
        let (host, path) = (host.to_owned(), path.to_owned());
        Self { user, host, port: None, path, base: format!("{place}:") }.sound()
    }

    /// What begins with a dash would be read as an option; git refuses it as well.
    fn sound(self) -> Option<Self> {
        let dashed = |it: &str| it.starts_with('-');
        let is_sound = !self.host.is_empty()
            && !dashed(&self.host)
            && !self.user.as_deref().is_some_and(dashed);
        is_sound.then_some(self)
    }

    /// The user and the host as ssh is given them.
    pub fn login(&self) -> String {
        match &self.user {
            Some(user) => format!("{user}@{}", self.host),
            None => self.host.clone(),
        }
    }

    /// The same repository by https, as forges have it; none where the path is not
    /// of the kind that they use.
    pub fn by_https(&self) -> Option<String> {
        let path = self.path.trim_start_matches('/');
        let is_forges = path.contains('/') && !path.starts_with('~');
        is_forges.then(|| format!("https://{}/{path}", self.host))
    }
}

const SCHEMES: &[&str] = &["ssh", "git+ssh", "ssh+git", "svn+ssh", "bzr+ssh"];

impl SshHost {
    /// Where it leads, for an id.
    pub fn target(&self) -> String {
        format!("{}:{}", self.name.as_deref().unwrap_or(&self.host), self.port)
    }

    /// What its known hosts are listed under.
    pub fn listed_as(&self) -> String {
        let name = self.name.as_deref().unwrap_or(&self.host);
        if self.port == 22 { name.to_owned() } else { format!("[{name}]:{}", self.port) }
    }

    /// The first key file in this state.
    pub fn key_in(&self, state: KeyState) -> Option<&SshKey> {
        self.keys.iter().find(|key| key.state == state)
    }
}

impl Facts {
    /// Where a repository leads by ssh, once git's own rules have rewritten its URL.
    pub fn ssh_target(&self, repository: &Veiled) -> Option<SshTarget> {
        let rewritten = self.rewritten(repository.raw());
        let url = rewritten.as_ref().map_or(repository, |(url, _)| url);
        SshTarget::of(url.raw())
    }
}

impl Evidence {
    /// What ssh here knows of the host that a repository leads to.
    pub fn ssh_host_of(&self, fetch: &Fetch) -> Option<(Cite, &SshHost)> {
        let target = self.facts.ssh_target(&fetch.url)?;
        let numbered = self.counters.iter().enumerate();
        let mut of = numbered.filter_map(|(at, probe)| match &probe.seen {
            Counter::Ssh { seen } => Some((Cite::Counter(at), &**seen)),
            _ => None,
        });
        of.find(|(_, seen)| {
            seen.host == target.host && target.port.is_none_or(|port| port == seen.port)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(url: &str) -> Option<(String, Option<u16>, String)> {
        SshTarget::of(url).map(|it| (it.login(), it.port, it.path))
    }

    #[test]
    fn urls_lead_where_git_goes() {
        let at = |login: &str, port: Option<u16>, path: &str| {
            Some((login.to_owned(), port, path.to_owned()))
        };
        assert_eq!(target("ssh://git@h.example/a/b.git"), at("git@h.example", None, "/a/b.git"));
        assert_eq!(target("git+ssh://h.example:2222/b"), at("h.example", Some(2222), "/b"));
        assert_eq!(target("git@h.example:a/b.git"), at("git@h.example", None, "a/b.git"));
        assert_eq!(target("h.example:b"), at("h.example", None, "b"));
        assert_eq!(target("https://h.example/a/b"), None);
        assert_eq!(target("/srv/a:b"), None);
        assert_eq!(target("C:/srv"), None);
        assert_eq!(target("ssh://-oProxyCommand=x/a"), None);
    }

    #[test]
    fn forges_have_the_same_path_by_https() {
        let https = |url: &str| SshTarget::of(url)?.by_https();
        assert_eq!(https("git@h.example:a/b.git").as_deref(), Some("https://h.example/a/b.git"));
        assert_eq!(https("ssh://git@h.example:22/a/b").as_deref(), Some("https://h.example/a/b"));
        assert_eq!(https("ssh://git@h.example/b"), None);
    }
}
