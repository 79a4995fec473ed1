use super::Line;
use crate::go::url::Url;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// How a release of go finds the entry for a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rules {
    /// Up to go 1.23: the machine is the host, with its port if one is written.
    Host,
    /// Go 1.24: the machine is the whole URL or the host; a leading `https://`
    /// does not count.
    UrlOrHost,
    /// Since go 1.25: the machine is the URL cut off at any slash; a trailing
    /// slash does not count either.
    EveryPrefix,
}

impl Rules {
    /// The rules of go 1.`minor`.
    pub fn of_release(minor: u32) -> Self {
        match minor {
            ..=23 => Self::Host,
            24 => Self::UrlOrHost,
            _ => Self::EveryPrefix,
        }
    }

    fn key(self, machine: &str) -> &str {
        match self {
            Self::Host => machine,
            Self::UrlOrHost => without_scheme(machine),
            Self::EveryPrefix => without_slash(without_scheme(machine)),
        }
    }

    /// Gives each text that a machine may have to `find`, longest first.
    fn search<T>(self, url: &Url, mut find: impl FnMut(&str) -> Option<T>) -> Option<T> {
        if self == Self::Host {
            return find(&url.host());
        }
        let spelled = url.spelled();
        let whole = without_scheme(spelled.raw());
        if self == Self::UrlOrHost {
            let (host, _) = whole.split_once('/').unwrap_or((whole, ""));
            return find(whole).or_else(|| find(host));
        }
        let mut prefix = without_slash(whole);
        loop {
            if let Some(found) = find(prefix) {
                return Some(found);
            }
            (prefix, _) = prefix.rsplit_once('/')?;
        }
    }
}

/// The entry whose login and password go sends to an https URL; of several for
/// the same machine the first. A URL with a user of its own is looked up with it.
pub fn lookup<'a>(lines: &'a [Line], url: &Url, rules: Rules) -> Option<&'a Line> {
    if url.scheme() != "https" {
        return None;
    }
    let mut first: HashMap<&str, &Line> = HashMap::new();
    for line in lines {
        first.entry(rules.key(line.machine.raw())).or_insert(line);
    }
    rules.search(&url.for_request(), |key| first.get(key).copied())
}

fn without_scheme(text: &str) -> &str {
    text.strip_prefix("https://").unwrap_or(text)
}

fn without_slash(text: &str) -> &str {
    text.strip_suffix('/').unwrap_or(text)
}
