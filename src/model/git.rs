use crate::base::{Excerpt, Veiled};
use crate::go::httpproxy::{Config, Decision, Proxy};
use crate::go::netrc::Line;
use crate::go::url::Url;
use crate::go::vcs::Tool;
use crate::model::{Facts, File, VcsFault};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;

/// What git is, and what it is set to beside the environment.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GitFacts {
    #[serde(default)]
    pub program: GitProgram,
    /// `http.proxy` and `http.<url>.proxy`, in the order in which git reads them.
    pub proxies: Vec<GitProxy>,
    /// What else bears on how it fetches, in the order in which git reads it.
    #[serde(default)]
    pub settings: Vec<GitSetting>,
    /// The netrc that it reads, as curl reads it.
    #[serde(default)]
    pub netrc: File<Vec<Line>>,
    /// Where it reads that, whether a file is there or not; none without a home.
    #[serde(default)]
    pub netrc_at: Option<String>,
}

/// What became of the search for git.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "state")]
pub enum GitProgram {
    #[default]
    NotLooked,
    Missing,
    /// `git version` says so, such as `2.39.5`.
    Found {
        version: String,
    },
    /// It is there, and does not even tell its version, or cannot read its settings.
    Defective {
        fault: VcsFault,
    },
}

/// An entry of git's configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GitSetting {
    /// `url.<base>.insteadof`, `http.sslcainfo`: section and name in lower case.
    pub key: Veiled,
    /// Empty where it is a header, which may be a token; `!` for a helper in words of the
    /// shell, which may hold one.
    pub value: Veiled,
    /// The file that it stands in, or `command line:`.
    pub file: String,
}

/// A forward proxy in git's configuration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GitProxy {
    /// `http.proxy`, or `http.<url>.proxy`.
    pub key: String,
    /// Empty where git is to use none at all.
    pub value: Veiled,
    /// The file that it stands in.
    pub file: String,
}

/// The forward proxy that git uses for a URL, and what names it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GitWay {
    pub proxy: Option<Veiled>,
    pub named_by: Option<NamedBy>,
}

/// Where git has its forward proxy from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NamedBy {
    Configuration(GitProxy),
    Variable(&'static str),
}

impl Facts {
    /// The way of git to a URL: its own configuration, else the environment, in
    /// which the lower-case spelling wins. git's file: `http.c`, `get_curl_handle`.
    pub fn git_way(&self, url: &str) -> GitWay {
        if let Some(own) = self.git_proxy(url) {
            let proxy = Some(own.value.clone()).filter(|value| !value.is_empty());
            return GitWay { proxy, named_by: Some(NamedBy::Configuration(own.clone())) };
        }
        let names: &[&'static str] = if url.starts_with("https:") {
            &["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        } else {
            &["http_proxy", "all_proxy", "ALL_PROXY"]
        };
        let set = names.iter().find_map(|name| Some((*name, self.variable(name)?.value.clone())));
        match set {
            Some((_, value)) if self.is_bypassed_by_git(url, &value) => GitWay::default(),
            Some((name, value)) => {
                GitWay { proxy: Some(value), named_by: Some(NamedBy::Variable(name)) }
            }
            None => GitWay::default(),
        }
    }

    /// The URL that git asks in place of this one, and the rule that says so: the
    /// longest `insteadOf` that it begins with; of two as long, that of the base which
    /// git heard of first, by whatever rule. git's file: `remote.c`, `alias_url`.
    pub fn rewritten(&self, url: &str) -> Option<(Veiled, &GitSetting)> {
        let rules = || self.git.settings.iter().filter_map(|it| Some((it.rewriting()?, it)));
        let fitting = rules().filter(|(_, it)| url.starts_with(it.value.raw()));
        let (base, it) = fitting.min_by_key(|(base, it)| {
            (Reverse(it.value.raw().len()), rules().position(|(known, _)| known == *base))
        })?;
        Some((Veiled::new(format!("{base}{}", &url[it.value.raw().len()..])), it))
    }

    /// What git said, where it failed on a road that is not go's.
    pub fn git_astray(&self, url: &str, stderr: &[u8]) -> Option<Excerpt> {
        let address = |proxy: Option<Veiled>| {
            let proxy = Proxy::parse(proxy?.raw()).ok()?;
            Some((proxy.address(), proxy.scheme))
        };
        // ssh reads neither, and a rule leads to another server.
        let asked = self.git_asks(url)?;
        if address(self.git_way(asked.raw()).proxy) == address(self.forward_proxy(asked.raw())) {
            return None;
        }
        match VcsFault::of(Tool::Git, 128, stderr) {
            VcsFault::Road { words } => Some(words),
            _ => None,
        }
    }

    /// The longest URL that fits wins, then the last. git's file: `urlmatch.c`.
    fn git_proxy(&self, url: &str) -> Option<&GitProxy> {
        let fits = |it: &&GitProxy| match it.pattern() {
            Some(pattern) => url.starts_with(pattern.trim_end_matches('/')),
            None => true,
        };
        let length = |it: &&GitProxy| it.pattern().map_or(0, str::len);
        self.git.proxies.iter().filter(fits).max_by_key(length)
    }

    /// `no_proxy` before `NO_PROXY`; the rules of curl are near enough to go's.
    fn is_bypassed_by_git(&self, url: &str, proxy: &Veiled) -> bool {
        let value = |name: &str| Some(self.variable(name)?.value.raw().to_owned());
        let config = Config::from_environment(|name| match name {
            "HTTP_PROXY" | "HTTPS_PROXY" => Some(proxy.raw().to_owned()),
            "NO_PROXY" => value("no_proxy").or_else(|| value("NO_PROXY")),
            _ => None,
        });
        let url = Url::parse(url).unwrap_or_default();
        matches!(config.proxy_for(&url), Decision::Direct { .. })
    }
}

impl GitSetting {
    /// The beginning that it puts in the place of its value, where it is such a rule.
    pub fn rewriting(&self) -> Option<&str> {
        self.key.raw().strip_prefix("url.")?.strip_suffix(".insteadof")
    }
}

impl GitProxy {
    /// The URL that it is for, if not for all.
    fn pattern(&self) -> Option<&str> {
        self.key.strip_prefix("http.")?.strip_suffix(".proxy")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::env::{Setting, Source};

    fn facts(variables: &[(&str, &str)], proxies: &[(&str, &str)]) -> Facts {
        let variable = |(name, value): &(&str, &str)| Setting {
            name: (*name).to_owned(),
            value: Veiled::new(*value),
            source: Source::Environment,
        };
        let proxy = |(key, value): &(&str, &str)| GitProxy {
            key: (*key).to_owned(),
            value: Veiled::new(*value),
            file: "/home/dev/.gitconfig".into(),
        };
        Facts {
            variables: variables.iter().map(variable).collect(),
            git: GitFacts { proxies: proxies.iter().map(proxy).collect(), ..GitFacts::default() },
            ..Facts::default()
        }
    }

    fn proxy(facts: &Facts) -> Option<String> {
        facts.git_way("https://github.com/a/b").proxy.map(|it| it.raw().to_owned())
    }

    #[test]
    fn gits_own_setting_beats_the_environment() {
        let both = [("https_proxy", "low:1"), ("HTTPS_PROXY", "up:1"), ("ALL_PROXY", "all:1")];
        assert_eq!(proxy(&facts(&both, &[])).as_deref(), Some("low:1"));
        assert_eq!(proxy(&facts(&both[1..], &[])).as_deref(), Some("up:1"));
        assert_eq!(proxy(&facts(&both[2..], &[])).as_deref(), Some("all:1"));
        assert_eq!(proxy(&facts(&both, &[("http.proxy", "own:1")])).as_deref(), Some("own:1"));
        assert_eq!(proxy(&facts(&both, &[("http.proxy", "")])), None);
        let special = [("http.https://github.com.proxy", "b:1"), ("http.proxy", "a:1")];
        assert_eq!(proxy(&facts(&[], &special)).as_deref(), Some("b:1"));
        let other = [("http.https://gitlab.com.proxy", "b:1")];
        assert_eq!(proxy(&facts(&[], &other)), None);
        let bypassed = [("HTTPS_PROXY", "up:1"), ("no_proxy", "github.com")];
        assert_eq!(proxy(&facts(&bypassed, &[])), None);
    }

    #[test]
    fn only_a_road_of_its_own_leads_astray() {
        let said = b"fatal: unable to access 'https://github.com/a/b/': Failed to connect to 127.0.0.1 port 7890";
        let url = "https://github.com/a/b";
        let own = facts(&[], &[("http.proxy", "http://127.0.0.1:7890")]);
        assert!(own.git_astray(url, said).is_some());
        assert_eq!(own.git_astray(url, b"fatal: Authentication failed"), None);
        assert_eq!(facts(&[], &[]).git_astray(url, said), None);
        let same =
            facts(&[("HTTPS_PROXY", "127.0.0.1:7890")], &[("http.proxy", "http://127.0.0.1:7890")]);
        assert_eq!(same.git_astray(url, said), None);
    }
}
