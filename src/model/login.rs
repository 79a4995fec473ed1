use crate::base::{Secret, Veiled};
use crate::go::netrc::{Line, Near, Rules, lookup, lookup_as_curl, near};
use crate::go::url::Url;
use crate::model::{Facts, File, FileFault, GitSetting};

/// What git has to log in with at a URL, or where it lies in vain. What a credential
/// helper would say is not known without asking it.
/// git's file: `http.c`, `http_init`, `handle_curl_result`.
#[derive(Clone, Debug, PartialEq)]
pub enum Login<'a> {
    /// User and password stand in the URL that it asks, by a rule that rewrites it.
    InUrl {
        rule: Option<&'a GitSetting>,
    },
    /// A user stands there alone, so that git asks for the password.
    UserAlone {
        rule: Option<&'a GitSetting>,
    },
    /// A header of its settings, which as a rule is a token.
    Header {
        setting: &'a GitSetting,
    },
    /// An entry of the netrc that it reads.
    Netrc {
        path: &'a str,
        line: usize,
    },
    /// An entry for the very host, in a file that it does not read.
    Elsewhere {
        path: &'a str,
        line: usize,
    },
    /// The netrc that it reads cannot be read.
    Unreadable {
        path: &'a str,
        why: FileFault,
    },
    /// Its netrc has entries for others; the nearest of them.
    NoEntry {
        path: &'a str,
        near: Option<Near>,
    },
    Nothing,
}

impl Login<'_> {
    /// Whether git has something to send.
    pub fn is_sent(&self) -> bool {
        let is_in_url = matches!(self, Self::InUrl { .. } | Self::UserAlone { .. });
        is_in_url || matches!(self, Self::Header { .. } | Self::Netrc { .. })
    }
}

impl Facts {
    /// The URL that git asks for a repository. None where that is not by https or http.
    pub fn git_asks(&self, repository: &str) -> Option<Veiled> {
        let rewritten = self.rewritten(repository).map(|(url, _)| url);
        let url = rewritten.unwrap_or_else(|| Veiled::new(repository));
        url.raw().starts_with("http").then_some(url)
    }

    /// The first page of the git protocol of a repository, without a user part.
    /// git's file: `remote-curl.c`, `discover_refs`.
    pub fn refs_page(&self, repository: &str) -> Option<Veiled> {
        let asked = Url::parse(self.git_asks(repository)?.raw()).ok()?.without_user();
        let spelled = asked.spelled();
        let base = spelled.raw().trim_end_matches('/');
        Some(Veiled::new(format!("{base}/info/refs?service=git-upload-pack")))
    }

    /// What git would log in with at a repository that go names.
    pub fn git_login(&self, repository: &str) -> Option<Login<'_>> {
        let url = Url::parse(self.git_asks(repository)?.raw()).ok()?;
        let rule = self.rewritten(repository).map(|(_, rule)| rule);
        if let Some(user) = url.user() {
            let has = user.password().is_some_and(|it| !it.expose().is_empty());
            return Some(if has { Login::InUrl { rule } } else { Login::UserAlone { rule } });
        }
        if let Some(setting) = self.header_for(&url) {
            return Some(Login::Header { setting });
        }
        Some(self.by_netrc(&url))
    }

    /// Programs that git asks for credentials, the last setting first; an empty one
    /// takes those before it away. git's file: `credential.c`, `credential_config_callback`.
    pub fn credential_helper(&self, url: &str) -> Option<&GitSetting> {
        let of = |it: &&GitSetting| {
            let key = it.key.raw();
            let narrow = key.strip_prefix("credential.").and_then(|it| it.strip_suffix(".helper"));
            key == "credential.helper" || narrow.is_some_and(|it| url.starts_with(it))
        };
        let last = self.git.settings.iter().rev().find(of)?;
        (!last.value.is_empty()).then_some(last)
    }

    /// The name and password that we send along to the first page of a repository:
    /// what git would send, else what go has for the host.
    pub fn refs_credentials(&self, repository: &str) -> Option<(Secret, Secret)> {
        let asked = self.git_asks(repository)?;
        let url = Url::parse(asked.raw()).ok()?;
        if let Some(user) = url.user() {
            return Some((user.name(), user.password()?));
        }
        let own = self.git.netrc.parsed().map(Vec::as_slice).unwrap_or_default();
        match lookup_as_curl(own, &url.hostname()) {
            Some(line) => Some((line.login.clone(), line.password.clone())),
            None => self.credentials(asked.raw()),
        }
    }

    /// Entries for the host of a URL in files that git does not read.
    pub fn netrcs_beside_git(&self, url: &Url) -> Vec<(&str, &Line)> {
        let own = self.git.netrc_at.as_deref();
        let gos = match &self.netrc {
            File::Parsed { path, it } => Some((path.as_str(), it.as_slice())),
            _ => None,
        };
        let others = self.other_netrcs.iter().map(|it| (it.path.as_str(), it.lines.as_slice()));
        let files = gos.into_iter().chain(others).filter(|(path, _)| Some(*path) != own);
        let host = url.hostname();
        let found = files.filter_map(|(path, lines)| {
            let line = lookup_as_curl(lines, &host);
            Some((path, line.or_else(|| lookup(lines, url, Rules::EveryPrefix))?))
        });
        found.collect()
    }

    /// A header for everybody is for this host too.
    fn header_for(&self, url: &Url) -> Option<&GitSetting> {
        let spelled = url.spelled();
        let fits = |it: &&GitSetting| {
            let key = it.key.raw();
            let narrow = key.strip_prefix("http.").and_then(|it| it.strip_suffix(".extraheader"));
            key == "http.extraheader" || narrow.is_some_and(|it| spelled.raw().starts_with(it))
        };
        self.git.settings.iter().rev().find(fits)
    }

    fn by_netrc(&self, url: &Url) -> Login<'_> {
        if let File::Parsed { path, it } = &self.git.netrc
            && let Some(line) = lookup_as_curl(it, &url.hostname())
        {
            return Login::Netrc { path, line: line.line };
        }
        if let Some((path, line)) = self.netrcs_beside_git(url).first() {
            return Login::Elsewhere { path, line: line.line };
        }
        match &self.git.netrc {
            File::Unreadable { path, why } => Login::Unreadable { path, why: *why },
            File::Parsed { path, it } if !it.is_empty() || self.netrc.path() == Some(path) => {
                Login::NoEntry { path, near: self.near_for_git(path, it, url) }
            }
            _ => Login::Nothing,
        }
    }

    /// curl compares the name alone: a port in an entry keeps it from fitting.
    fn near_for_git(&self, path: &str, lines: &[Line], url: &Url) -> Option<Near> {
        let bare = Url::parse(&format!("https://{}/", url.hostname())).ok()?;
        let odd = (self.netrc.path() == Some(path)).then_some(self.netrc_oddities.as_slice());
        near(lines, odd.unwrap_or_default(), &bare, Rules::Host)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::netrc::{Off, parse, parse_as_curl};
    use crate::model::{GitFacts, OtherNetrc};

    const REPOSITORY: &str = "https://git.corp.example/team/a.git";

    fn facts(netrc: &str, settings: &[(&str, &str)]) -> Facts {
        let setting = |(key, value): &(&str, &str)| GitSetting {
            key: Veiled::new(*key),
            value: Veiled::new(*value),
            file: "/home/dev/.gitconfig".into(),
        };
        let path = "/home/dev/.netrc".to_owned();
        let git = GitFacts {
            settings: settings.iter().map(setting).collect(),
            netrc: File::Parsed { path: path.clone(), it: parse_as_curl(netrc) },
            netrc_at: Some(path),
            ..GitFacts::default()
        };
        Facts { git, ..Facts::default() }
    }

    #[test]
    fn git_has_its_credentials_from_where_it_looks() {
        let entry = "machine git.corp.example login u password p\n";
        let of = |facts: &Facts| facts.git_login(REPOSITORY).map(|it| it.is_sent());
        assert_eq!(of(&facts(entry, &[])), Some(true));
        assert_eq!(of(&facts("", &[])), Some(false));
        let header = ("http.https://git.corp.example/.extraheader", "");
        assert_eq!(of(&facts("", &[header])), Some(true));
        assert_eq!(of(&facts("", &[("http.https://other.example/.extraheader", "")])), Some(false));
        let with = |base: &'static str| {
            facts("", &[(base, "https://git.corp.example/")]).git_login(REPOSITORY).map(|it| {
                (matches!(it, Login::InUrl { .. }), matches!(it, Login::UserAlone { .. }))
            })
        };
        assert_eq!(with("url.https://u:p@git.corp.example/.insteadof"), Some((true, false)));
        assert_eq!(with("url.https://t@git.corp.example/.insteadof"), Some((false, true)));
        assert_eq!(with("url.ssh://git@git.corp.example/.insteadof"), None);
    }

    #[test]
    fn what_lies_elsewhere_is_not_sent() {
        let lines = parse("machine git.corp.example login u password p\n");
        let path = "/run/secrets/netrc".to_owned();
        let other = OtherNetrc { path, lines };
        let facts = Facts { other_netrcs: vec![other], ..facts("", &[]) };
        let login = facts.git_login(REPOSITORY);
        assert_eq!(login, Some(Login::Elsewhere { path: "/run/secrets/netrc", line: 1 }));
    }

    #[test]
    fn a_port_in_an_entry_is_no_name_to_git() {
        let facts = facts("machine git.corp.example:8443 login u password p\n", &[]);
        let login = facts.git_login("https://git.corp.example:8443/team/a");
        let Some(Login::NoEntry { near: Some(near), .. }) = login else { panic!("{login:?}") };
        assert_eq!(near.off, Off::UsualPort);
    }

    #[test]
    fn the_last_helper_counts_and_an_empty_one_takes_them_away() {
        let own = ("credential.helper", "store");
        assert!(facts("", &[own]).credential_helper(REPOSITORY).is_some());
        assert!(
            facts("", &[own, ("credential.helper", "")]).credential_helper(REPOSITORY).is_none()
        );
        let other = ("credential.https://github.com.helper", "store");
        assert!(facts("", &[other]).credential_helper(REPOSITORY).is_none());
    }
}
