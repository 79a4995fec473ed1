use crate::base::Veiled;
use crate::go::env::Setting;
use crate::go::httpproxy::{Bypass, Config, Decision, Setting as ProxySetting};
use crate::go::url::Url;
use crate::model::{
    BrokenLadder, BrokenLadders, Cite, Counter, Endpoint, Evidence, Facts, Ladder, Scheme, Step,
};
use crate::model::{Reply, looks_private};
use std::net::IpAddr;

/// A ladder that stops go, and the same endpoint by another road that stands.
#[derive(Clone, Debug)]
pub struct Passable<'a> {
    pub broken: BrokenLadder<'a>,
    /// The counter-probe that stands.
    pub cite: Cite,
    /// The forward proxy of the other road; none where it is the direct one.
    pub through: Option<&'a Veiled>,
    /// What names that proxy.
    pub named_by: Option<&'a str>,
    pub road: &'a Ladder,
}

/// Several of them, that one rule speaks of.
#[derive(Clone, Debug, Default)]
pub struct Passables<'a>(pub Vec<Passable<'a>>);

impl<'a> Passables<'a> {
    pub fn first(&self) -> Option<&Passable<'a>> {
        self.0.first()
    }

    /// The ladders and the counter-probes.
    pub fn cites(&self) -> Vec<Cite> {
        self.0.iter().flat_map(|it| [it.broken.cite.clone(), it.cite.clone()]).collect()
    }

    /// Every module that is stopped, once.
    pub fn modules(&self) -> Vec<String> {
        let mut all: Vec<String> = self.0.iter().flat_map(|it| it.broken.modules.clone()).collect();
        all.sort();
        all.dedup();
        all
    }

    /// The hosts, each once.
    pub fn hosts(&self) -> Vec<String> {
        once(self.0.iter().map(|it| it.broken.ladder.endpoint.host.clone()))
    }
}

impl Evidence {
    /// The ladders that stop go and of which another road, that is so, stands.
    pub fn passable(&self, is: impl Fn(&Passable<'_>) -> bool) -> Passables<'_> {
        self.passable_of(self.broken_by(|_| true), is)
    }

    /// The same of ladders that go walks past before it is stopped elsewhere.
    pub fn passable_before(&self, is: impl Fn(&Passable<'_>) -> bool) -> Passables<'_> {
        let numbered = self.ladders.iter().enumerate().filter(|(_, it)| it.broken.is_some());
        let past = numbered.filter_map(|(at, ladder)| {
            let cite = Cite::Ladder(at);
            let modules = self.stopped_past(&cite);
            (!modules.is_empty()).then_some(BrokenLadder { cite, ladder, modules })
        });
        self.passable_of(BrokenLadders(past.collect()), is)
    }

    fn passable_of<'a>(
        &'a self,
        ladders: BrokenLadders<'a>,
        is: impl Fn(&Passable<'_>) -> bool,
    ) -> Passables<'a> {
        let mut found: Vec<Passable<'_>> = Vec::new();
        for broken in ladders.0 {
            let endpoint = &broken.ladder.endpoint;
            let roads = self.counters_of(endpoint).filter_map(|(cite, probe)| match &probe.seen {
                Counter::Road { through, named_by, ladder } if ladder.broken.is_none() => {
                    let (through, named_by) = (through.as_ref(), named_by.as_deref());
                    let broken = broken.clone();
                    Some(Passable { broken, cite, through, named_by, road: ladder })
                }
                _ => None,
            });
            let mut roads = roads.filter(|it| is(it));
            found.extend(roads.next());
        }
        Passables(found)
    }

    /// The hosts that go reaches without a forward proxy and that look like those
    /// of an internal network.
    pub fn inner_hosts(&self) -> Vec<String> {
        let inner = self.ladders.iter().filter(|it| it.through.is_none() && it.broken.is_none());
        let inner = inner.filter(|it| is_inner(&it.endpoint.host, it.addresses()));
        once(inner.map(|it| it.endpoint.host.clone()))
    }
}

/// Whether a host belongs to an internal network, by its name or its addresses.
pub fn is_inner(host: &str, addresses: &[IpAddr]) -> bool {
    let literal: Option<IpAddr> = host.parse().ok();
    let name = literal.is_none() && looks_private(host);
    name || literal.iter().chain(addresses).any(is_inner_address)
}

fn is_inner_address(address: &IpAddr) -> bool {
    match address {
        IpAddr::V4(ip) => ip.is_private() || ip.is_link_local() || is_shared(ip.octets()),
        IpAddr::V6(ip) => {
            let first = ip.segments()[0];
            ip.to_ipv4_mapped().is_some_and(|ip| ip.is_private())
                || first & 0xfe00 == 0xfc00
                || first & 0xffc0 == 0xfe80
        }
    }
}

/// RFC 6598.
fn is_shared([first, second, ..]: [u8; 4]) -> bool {
    first == 100 && second & 0xc0 == 64
}

impl Reply {
    /// Whether a forward proxy says so itself, in the place of the server behind.
    pub fn is_by_forward_proxy(&self) -> bool {
        const OWN: &[&str] = &["x-squid-error", "x-proxy-error", "x-blocked-by"];
        const NAMES: &[&str] = &["squid", "tinyproxy", "privoxy"];
        let server = self.header("server").unwrap_or_default().to_ascii_lowercase();
        self.status == 407
            || OWN.iter().any(|name| self.header(name).is_some())
            || NAMES.iter().any(|name| server.starts_with(name))
    }
}

/// The two spellings, the one that go prefers first.
const NO_PROXY: [&str; 2] = ["NO_PROXY", "no_proxy"];

impl Facts {
    /// Why go uses no forward proxy for an endpoint.
    pub fn bypass(&self, endpoint: &Endpoint) -> Option<Bypass> {
        match self.forward_proxies().proxy_for(&Url::parse(&endpoint.url()).ok()?) {
            Decision::Direct { reason } => Some(reason),
            Decision::Proxy { .. } | Decision::Refused { .. } => None,
        }
    }

    /// Whether go asks for nothing there, as `REQUEST_METHOD` stands beside
    /// `HTTP_PROXY`.
    pub fn refuses_proxy(&self, endpoint: &Endpoint) -> bool {
        let url = Url::parse(&endpoint.url()).unwrap_or_default();
        matches!(self.forward_proxies().proxy_for(&url), Decision::Refused { .. })
    }

    /// The variable that go reads for such an endpoint, in upper case.
    pub fn proxy_variable(endpoint: &Endpoint) -> &'static str {
        if endpoint.scheme == Scheme::Https { "HTTPS_PROXY" } else { "HTTP_PROXY" }
    }

    /// `NO_PROXY` with these hosts as well, in every spelling that is set: git
    /// and others prefer the lower-case one.
    pub fn no_proxy_with(&self, hosts: &[String]) -> Vec<Step> {
        let set: Vec<&Setting> = NO_PROXY.iter().filter_map(|name| self.variable(name)).collect();
        if set.is_empty() {
            let value = Veiled::new(hosts.join(","));
            return vec![Step::SetEnv { name: NO_PROXY[0].into(), value }];
        }
        let more = |setting: &Setting| {
            let before = setting.value.raw().trim_end_matches([',', ' ']);
            let hosts = hosts.join(",");
            let value = if before.is_empty() { hosts } else { format!("{before},{hosts}") };
            Step::SetEnv { name: setting.name.clone(), value: Veiled::new(value) }
        };
        set.into_iter().map(more).collect()
    }

    /// `NO_PROXY` without the entries that keep these endpoints from the forward
    /// proxy, and with hosts that shall stay out of it, in every spelling that is
    /// set.
    pub fn no_proxy_without(&self, endpoints: &[&Endpoint], keep: &[String]) -> Vec<Step> {
        let set = NO_PROXY.iter().filter_map(|name| self.variable(name));
        let less = |setting: &Setting| {
            let name = setting.name.clone();
            let parts = setting.value.raw().split(',').map(str::trim);
            let mut left: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
            let before = left.len();
            left.retain(|part| !endpoints.iter().any(|it| self.is_kept_back(it, part)));
            if left.len() == before {
                return None;
            }
            let missing = |host: &&String| !left.iter().any(|part| self.holds(part, host));
            let more: Vec<&str> = keep.iter().filter(missing).map(String::as_str).collect();
            left.extend(more);
            if left.is_empty() {
                return Some(Step::UnsetEnv { name });
            }
            Some(Step::SetEnv { name, value: Veiled::new(left.join(",")) })
        };
        set.filter_map(less).collect()
    }

    fn is_kept_back(&self, endpoint: &Endpoint, entry: &str) -> bool {
        let Ok(url) = Url::parse(&endpoint.url()) else { return false };
        matches!(
            self.with_entry(entry).proxy_for(&url),
            Decision::Direct { reason: Bypass::NoProxy { .. } }
        )
    }

    fn holds(&self, entry: &str, host: &str) -> bool {
        self.is_kept_back(&Endpoint::https(host), entry)
    }

    fn with_entry(&self, entry: &str) -> Config {
        let variable = crate::go::httpproxy::Variable::NoProxy;
        let value = Veiled::new(entry);
        self.forward_proxies().with_no_proxy(ProxySetting { variable, value })
    }
}

fn once(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut words: Vec<String> = words.collect();
    words.sort();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::env::Source as From;

    fn facts(variables: &[(&str, &str)]) -> Facts {
        let variable = |(name, value): &(&str, &str)| Setting {
            name: (*name).to_owned(),
            value: Veiled::new(*value),
            source: From::Environment,
        };
        Facts { variables: variables.iter().map(variable).collect(), ..Facts::default() }
    }

    fn shown(steps: &[Step]) -> Vec<String> {
        let shown = |step: &Step| match step {
            Step::SetEnv { name, value } => format!("{name}={value}"),
            Step::UnsetEnv { name } => format!("-{name}"),
            other => format!("{other:?}"),
        };
        steps.iter().map(shown).collect()
    }

    #[test]
    fn entries_are_added_where_they_were_made() {
        let host = ["git.corp.example".to_owned()];
        assert_eq!(shown(&facts(&[]).no_proxy_with(&host)), ["NO_PROXY=git.corp.example"]);
        let lower = facts(&[("no_proxy", "a, ")]);
        assert_eq!(shown(&lower.no_proxy_with(&host)), ["no_proxy=a,git.corp.example"]);
        let both = facts(&[("NO_PROXY", "a"), ("no_proxy", "b")]);
        assert_eq!(
            shown(&both.no_proxy_with(&host)),
            ["NO_PROXY=a,git.corp.example", "no_proxy=b,git.corp.example"]
        );
    }

    #[test]
    fn only_entries_that_hold_are_taken_away() {
        let proxy = ("HTTPS_PROXY", "p:1");
        let endpoint = Endpoint::https("proxy.golang.org");
        let less = |value: &str, keep: &[String]| {
            shown(&facts(&[proxy, ("NO_PROXY", value)]).no_proxy_without(&[&endpoint], keep))
        };
        let keep = ["git.corp.example".to_owned()];
        assert_eq!(less("*", &[]), ["-NO_PROXY"]);
        assert_eq!(less("*", &keep), ["NO_PROXY=git.corp.example"]);
        assert_eq!(less("corp.example,org", &keep), ["NO_PROXY=corp.example"]);
        assert_eq!(less("a.example, golang.org:443 ,b", &[]), ["NO_PROXY=a.example,b"]);
        assert_eq!(less("a.example", &keep), [""; 0]);
    }

    #[test]
    fn inner_hosts_are_known_by_name_or_address() {
        let at = |address: &str| vec![address.parse().unwrap()];
        assert!(is_inner("git.corp.example", &[]));
        assert!(is_inner("modules", &[]));
        assert!(is_inner("go.example.com", &at("10.1.2.3")));
        assert!(is_inner("10.1.2.3", &[]));
        assert!(is_inner("go.example.com", &at("fd00::1")));
        assert!(!is_inner("proxy.golang.org", &at("142.250.1.1")));
        assert!(!is_inner("2001:db8::1", &[]));
    }
}
