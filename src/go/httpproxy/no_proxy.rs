use super::address::split_host_port;
use super::idna;
use crate::base::Veiled;
use crate::go::url::Addr;
use serde::{Deserialize, Serialize};
use std::net::{IpAddr, Ipv6Addr};

/// One part of `NO_PROXY` between commas.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// As written, without blanks around it.
    pub text: Veiled,
    pub rule: Rule,
}

/// What go makes of an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "rule")]
pub enum Rule {
    /// `*`: no proxy for any host.
    Everything,
    /// `10.0.0.0/8`: hosts written as an address in it; names are not looked up.
    Network { base: IpAddr, bits: u8 },
    /// `10.0.0.1` or `[::1]:443`; an empty port is any port.
    Address { ip: IpAddr, port: String },
    /// `example.com`, `.example.com` or `*.example.com:443`, kept as the suffix
    /// `.example.com`; an empty port is any port.
    Domain { suffix: String, reach: Reach, port: String },
    /// No host before the port; go passes over it.
    Ignored,
}

/// Whom a domain stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reach {
    ItselfAndBelow,
    BelowOnly,
}

/// All entries, the empty ones left out (httpproxy `init`).
pub(super) fn read(list: &str) -> Vec<Entry> {
    entries(list).collect()
}

/// The entry that keeps a host from the proxy. As in go a `*` beats the others,
/// and addresses are tried before names.
pub(super) fn matching(list: &str, host: &str, port: &str, ip: Option<IpAddr>) -> Option<Entry> {
    let host = lower(host.trim());
    let all = entries(list).find(|entry| entry.rule == Rule::Everything);
    all.or_else(|| entries(list).find(|entry| entry.rule.holds(&host, port, ip)))
}

fn entries(list: &str) -> impl Iterator<Item = Entry> + '_ {
    list.split(',')
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(|text| Entry { text: Veiled::new(text), rule: Rule::read(&lower(text)) })
}

fn lower(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

impl Rule {
    fn read(text: &str) -> Self {
        if text == "*" {
            return Self::Everything;
        }
        if let Some((base, bits)) = network(text) {
            return Self::Network { base, bits };
        }
        let (host, port) = split_host_port(text).unwrap_or((text, ""));
        let port = port.to_owned();
        match Addr::parse(host) {
            Ok(addr) if addr.zone.is_none() => Self::Address { ip: addr.plain(), port },
            _ if host.is_empty() => Self::Ignored,
            _ => Self::domain(host, port),
        }
    }

    fn domain(host: &str, port: String) -> Self {
        let below = match host.strip_prefix('*') {
            Some(rest) if rest.starts_with('.') => rest,
            _ => host,
        };
        let (suffix, reach) = if below.starts_with('.') {
            (below.to_owned(), Reach::BelowOnly)
        } else {
            (format!(".{below}"), Reach::ItselfAndBelow)
        };
        Self::Domain { suffix: idna::to_ascii(&suffix).unwrap_or(suffix), reach, port }
    }

    pub(super) fn holds(&self, host: &str, port: &str, ip: Option<IpAddr>) -> bool {
        let at = |wanted: &str| wanted.is_empty() || wanted == port;
        match (self, ip) {
            (Self::Everything, _) => true,
            (Self::Network { base, bits }, Some(ip)) => contains(*base, *bits, ip),
            (Self::Address { ip: wanted, port }, Some(ip)) => *wanted == ip && at(port),
            (Self::Domain { suffix, reach, port }, None) => {
                let itself = *reach == Reach::ItselfAndBelow && host == &suffix[1..];
                (itself || host.ends_with(suffix.as_str())) && at(port)
            }
            _ => false,
        }
    }
}

/// net `ParseCIDR`; the base is kept with its host bits cleared, and a network
/// of IPv4 addresses in IPv6 form as the IPv4 network it is.
fn network(text: &str) -> Option<(IpAddr, u8)> {
    let (addr, bits) = text.split_once('/')?;
    let addr = Addr::parse(addr).ok().filter(|addr| addr.zone.is_none())?;
    let digits = !bits.is_empty() && bits.bytes().all(|byte| byte.is_ascii_digit());
    let bits: u8 = digits.then(|| bits.parse().ok())??;
    match addr.ip {
        IpAddr::V4(ip) if bits <= 32 => {
            let base = u32::from(ip) & u32::MAX.checked_shl(32 - u32::from(bits)).unwrap_or(0);
            Some((IpAddr::from(base.to_be_bytes()), bits))
        }
        IpAddr::V6(ip) if bits <= 128 => {
            let base = u128::from(ip) & u128::MAX.checked_shl(128 - u32::from(bits)).unwrap_or(0);
            match Ipv6Addr::from(base).to_ipv4_mapped() {
                Some(base) => Some((base.into(), bits.saturating_sub(96))),
                None => Some((Ipv6Addr::from(base).into(), bits)),
            }
        }
        _ => None,
    }
}

/// net `IPNet.Contains`.
fn contains(base: IpAddr, bits: u8, ip: IpAddr) -> bool {
    let bits = u32::from(bits);
    match (base, ip) {
        (IpAddr::V4(base), IpAddr::V4(ip)) => {
            let differ = u32::from(base) ^ u32::from(ip);
            differ.leading_zeros() >= bits
        }
        (IpAddr::V6(base), IpAddr::V6(ip)) => {
            let differ = u128::from(base) ^ u128::from(ip);
            differ.leading_zeros() >= bits
        }
        _ => false,
    }
}
