use super::certificate::Certificate;
use super::ip;
use super::refusal::{Offered, Refusal};
use crate::base::Excerpt;

/// From this many names on, go only counts them.
const MANY: usize = 100;

impl Certificate {
    /// Whether the certificate is for this host: a name, or an address with or
    /// without brackets (crypto/x509 `VerifyHostname`).
    pub fn verify_hostname(&self, host: &str) -> Result<(), Refusal> {
        let bare = host.strip_prefix('[').and_then(|h| h.strip_suffix(']'));
        let candidate = bare.filter(|bare| !bare.is_empty()).unwrap_or(host);
        if let Some(ip) = ip::parse(candidate) {
            let named = self.extensions.names.ips.iter();
            return if named.map(ip::Octets::address).any(|name| name == ip) {
                Ok(())
            } else {
                Err(self.other_host(candidate))
            };
        }
        let lower = host.to_ascii_lowercase();
        let parts = split(&lower);
        let is_name = is_valid(lower.strip_suffix('.').unwrap_or(&lower), Wildcard::Refused);
        let names = self.extensions.names.dns.iter();
        let matches = |name: &String| {
            if is_name && is_valid(name, Wildcard::First) {
                matches_parts(name, &parts)
            } else {
                matches_exactly(name, &lower)
            }
        };
        if names.into_iter().any(matches) {
            Ok(())
        } else {
            Err(self.other_host(host))
        }
    }

    /// crypto/x509 `HostnameError`.
    fn other_host(&self, host: &str) -> Refusal {
        let names = &self.extensions.names;
        let lower = host.to_ascii_lowercase();
        let common_name = self.subject.common_name();
        let excerpts = |names: &[String]| names.iter().map(|name| Excerpt::text(name)).collect();
        let offered =
            if self.extensions.raw_names.is_none() && matches_parts(common_name, &split(&lower)) {
                let common_name = Excerpt::text(common_name);
                Offered::CommonNameOnly { common_name }
            } else if ip::parse(host).is_none() {
                match names.dns.len() {
                    MANY.. => Offered::ManyNames {
                        count: names.dns.len(),
                    },
                    _ => Offered::Names {
                        names: excerpts(&names.dns),
                    },
                }
            } else {
                match names.ips.len() {
                    0 => Offered::NoAddresses,
                    MANY.. => Offered::ManyAddresses {
                        count: names.ips.len(),
                    },
                    _ => Offered::Addresses {
                        names: excerpts(&self.ip_addresses()),
                    },
                }
            };
        let host = Excerpt::text(host);
        Refusal::Hostname { host, offered }
    }

    pub(super) fn ip_addresses(&self) -> Vec<String> {
        let ips = self.extensions.names.ips.iter();
        ips.map(|ip| ip.address().to_string()).collect()
    }
}

fn split(lower_host: &str) -> Vec<&str> {
    let host = lower_host.strip_suffix('.').unwrap_or(lower_host);
    host.split('.').collect()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Wildcard {
    First,
    Refused,
}

/// crypto/x509 `validHostname`, without the trailing dot that a host may have.
fn is_valid(name: &str, wildcard: Wildcard) -> bool {
    let label = |(at, label): (usize, &str)| match label {
        "" => false,
        "*" if at == 0 && wildcard == Wildcard::First => true,
        _ => !label.starts_with('-') && label.bytes().all(is_label_byte),
    };
    name != "*" && name.split('.').enumerate().all(label)
}

fn is_label_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

fn matches_exactly(name: &str, lower_host: &str) -> bool {
    let is_name = |text: &str| !matches!(text, "" | ".");
    is_name(name) && is_name(lower_host) && name.eq_ignore_ascii_case(lower_host)
}

fn matches_parts(pattern: &str, parts: &[&str]) -> bool {
    let mut labels = pattern.split('.');
    let same = |(at, part): (usize, &&str)| {
        labels
            .next()
            .is_some_and(|label| (at == 0 && label == "*") || label.eq_ignore_ascii_case(part))
    };
    !pattern.is_empty()
        && pattern.split('.').count() == parts.len()
        && parts.iter().enumerate().all(same)
}
