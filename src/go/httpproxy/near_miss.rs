use super::no_proxy::Rule;
use super::{Config, Decision, Entry, Reach, Setting, Variable};
use crate::base::Veiled;
use crate::go::url::Url;
use std::net::IpAddr;

/// Why an entry of `NO_PROXY` that was meant for a host does not hold for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NearMiss {
    /// `https://host`: an entry is a host and no URL.
    Url { entry: Entry },
    /// `a b` or `a;b`: only commas separate.
    Separator { entry: Entry },
    /// `.host` stands for the hosts below alone.
    BelowOnly { entry: Entry },
    /// The entry is for another port.
    OtherPort { entry: Entry },
    /// A network or an address holds for hosts written as an address, names are
    /// not looked up.
    NotLookedUp { entry: Entry },
    /// `git*.corp.example`: a star stands alone or before a dot.
    Star { entry: Entry },
}

impl Config {
    /// The entry that was meant for `url`, whose host has these addresses, where
    /// go does not take it so (httpproxy `useProxy`).
    pub fn near_miss(&self, url: &Url, addresses: &[IpAddr]) -> Option<NearMiss> {
        let host = url.hostname().to_ascii_lowercase();
        let missed = |entry: Entry| missed(entry, &host, addresses);
        self.no_proxy_entries().into_iter().find_map(missed)
    }

    /// Whether `NO_PROXY` holds for `url`, whatever else is set.
    pub fn names(&self, url: &Url) -> bool {
        let any = Setting { variable: Variable::HttpsProxy, value: Veiled::new("proxy:1") };
        let config = Self { http: Some(any.clone()), https: Some(any), ..self.clone() };
        matches!(config.proxy_for(url), Decision::Direct { .. })
    }

    /// The same settings with another `NO_PROXY`, to ask what one entry does.
    #[must_use]
    pub fn with_no_proxy(&self, no_proxy: Setting) -> Self {
        Self { no_proxy: Some(no_proxy), ..self.clone() }
    }
}

fn missed(entry: Entry, host: &str, addresses: &[IpAddr]) -> Option<NearMiss> {
    let text = entry.text.raw().to_ascii_lowercase();
    if text.contains("://") && text.contains(host) {
        return Some(NearMiss::Url { entry });
    }
    let holds_for = |part: &str| {
        let domain = part.trim_start_matches('*').trim_start_matches('.');
        host == domain || (!domain.is_empty() && host.ends_with(&format!(".{domain}")))
    };
    if text.contains([' ', ';', '|']) && text.split([' ', ';', '|']).any(holds_for) {
        return Some(NearMiss::Separator { entry });
    }
    if text.contains('*') && starred(&text, host) {
        return Some(NearMiss::Star { entry });
    }
    match &entry.rule {
        Rule::Domain { suffix, reach: Reach::BelowOnly, port } if port.is_empty() => {
            (suffix[1..] == *host).then_some(NearMiss::BelowOnly { entry })
        }
        Rule::Domain { suffix, port, .. } if !port.is_empty() => {
            let meant = suffix[1..] == *host || host.ends_with(suffix.as_str());
            meant.then_some(NearMiss::OtherPort { entry })
        }
        Rule::Network { .. } | Rule::Address { .. } => {
            let holds = |ip: &IpAddr| entry.rule.holds(host, "443", Some(*ip));
            addresses.iter().any(holds).then_some(NearMiss::NotLookedUp { entry })
        }
        _ => None,
    }
}

/// Whether a star in the middle would make a shell's pattern of it that fits.
fn starred(pattern: &str, host: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return false };
    let is_gos_own = before.is_empty() && after.starts_with('.');
    let several = after.contains('*');
    !is_gos_own
        && !several
        && host.len() >= before.len() + after.len()
        && host.starts_with(before)
        && host.ends_with(after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(list: &str, url: &str) -> Option<NearMiss> {
        let env = [("HTTPS_PROXY", "p:1"), ("NO_PROXY", list)];
        let value = |name: &str| env.iter().find(|(known, _)| *known == name);
        let config = Config::from_environment(|name| value(name).map(|it| it.1.to_owned()));
        let url = Url::parse(url).unwrap();
        // Whatever holds is no near miss.
        assert!(matches!(config.proxy_for(&url), Decision::Proxy { .. }), "{list}");
        config.near_miss(&url, &[IpAddr::from([10, 1, 2, 3])])
    }

    #[test]
    fn what_was_meant_is_told() {
        let at = "https://git.corp.example";
        assert!(matches!(near("https://git.corp.example", at), Some(NearMiss::Url { .. })));
        assert!(matches!(
            near("a b.corp.example;corp.example", at),
            Some(NearMiss::Separator { .. })
        ));
        assert!(matches!(near(".git.corp.example", at), Some(NearMiss::BelowOnly { .. })));
        assert!(matches!(near("*.git.corp.example", at), Some(NearMiss::BelowOnly { .. })));
        assert!(matches!(near("git.corp.example:8443", at), Some(NearMiss::OtherPort { .. })));
        assert!(matches!(near("10.0.0.0/8", at), Some(NearMiss::NotLookedUp { .. })));
        assert!(matches!(near("10.1.2.3", at), Some(NearMiss::NotLookedUp { .. })));
        assert!(matches!(near("git*.example", at), Some(NearMiss::Star { .. })));
        assert_eq!(near("other.example, .example.org,192.168.0.0/16", at), None);
        assert_eq!(near("", at), None);
    }
}
