use super::domain::Mailbox;
use super::ip::{Network, Octets};
use std::collections::{HashMap, HashSet};

/// Which list of a nameConstraints extension a set was made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Permitted,
    Excluded,
}

/// Networks of one address length, sorted, none within its predecessor
/// (crypto/x509 `nameConstraintsSet`).
#[derive(Debug, Default)]
pub(super) struct NetworkSet {
    four: Vec<Network>,
    sixteen: Vec<Network>,
}

impl NetworkSet {
    pub(super) fn of(networks: &[Network]) -> Self {
        let (four, sixteen) = networks
            .iter()
            .cloned()
            .partition(|network| matches!(network.ip, Octets::Four(_)));
        Self {
            four: pruned_networks(four),
            sixteen: pruned_networks(sixteen),
        }
    }

    /// The network that holds this address.
    pub(super) fn query(&self, ip: &Octets) -> Option<&Network> {
        let set = match ip {
            Octets::Four(_) => &self.four,
            Octets::Sixteen(_) => &self.sixteen,
        };
        let at = set.partition_point(|network| network.ip.bytes() < ip.bytes());
        let exact = set.get(at).filter(|network| network.ip == *ip);
        exact.or_else(|| {
            set.get(at.saturating_sub(1))
                .filter(|network| network.contains(ip))
        })
    }
}

fn pruned_networks(mut set: Vec<Network>) -> Vec<Network> {
    set.sort_by(|a, b| {
        let by_ip = a.ip.bytes().cmp(b.ip.bytes());
        by_ip.then_with(|| a.mask.bytes().cmp(b.mask.bytes()))
    });
    set.dedup_by(|next, kept| kept.covers(next));
    set
}

/// Domains, compared from their ends (crypto/x509 `dnsConstraints`).
#[derive(Debug)]
pub(super) enum DomainSet {
    /// An empty constraint stands for every name.
    All,
    Some {
        sorted: Vec<String>,
        /// For excluded lists: each constraint without its first label, which
        /// a wildcard name could stand for.
        parents: HashMap<String, String>,
    },
}

impl DomainSet {
    pub(super) fn of(domains: &[String], list: List) -> Self {
        if domains.iter().any(String::is_empty) {
            return Self::All;
        }
        let mut sorted = domains.to_vec();
        sorted.sort_by(|a, b| backwards(a).cmp(backwards(b)));
        sorted.dedup_by(|next, kept| has_suffix(kept, next));
        let parents = match list {
            List::Permitted => HashMap::new(),
            List::Excluded => sorted.iter().filter_map(|name| parent(name)).collect(),
        };
        Self::Some { sorted, parents }
    }

    /// The constraint that holds this name.
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        let Self::Some { sorted, parents } = self else {
            return Some("");
        };
        let at = sorted.partition_point(|domain| backwards(domain).lt(backwards(name)));
        let exact = sorted.get(at).filter(|d| backwards(d).eq(backwards(name)));
        let found = exact.or_else(|| {
            sorted
                .get(at.saturating_sub(1))
                .filter(|domain| has_suffix(domain, name))
        });
        let wildcard = || {
            let rest = name.starts_with('*').then(|| name.find('.'))??;
            parents.get(&name[rest..].to_ascii_lowercase())
        };
        found.or_else(wildcard).map(String::as_str)
    }
}

fn parent(name: &str) -> Option<(String, String)> {
    let name = name.to_ascii_lowercase();
    let rest = name[name.find('.')?..].to_owned();
    Some((rest, name))
}

/// The octets from the last to the first, in lower case, dots before all else.
fn backwards(name: &str) -> impl Iterator<Item = u8> + '_ {
    name.bytes().rev().map(|byte| match byte {
        b'.' => 0,
        byte => byte.to_ascii_lowercase(),
    })
}

/// Whether `name` ends in the labels of `domain` (crypto/x509 `dnsHasSuffix`).
fn has_suffix(domain: &str, name: &str) -> bool {
    let (domain, name) = (domain.as_bytes(), name.as_bytes());
    let Some(before) = name.len().checked_sub(domain.len()) else {
        return false;
    };
    let at_label = before == 0 || domain.starts_with(b".") || name[before - 1] == b'.';
    at_label && name[before..].eq_ignore_ascii_case(domain)
}

/// Whole mailboxes, and domains for all others (crypto/x509
/// `emailConstraints`).
#[derive(Debug)]
pub(super) struct MailboxSet {
    whole: HashSet<Mailbox>,
    domains: Option<DomainSet>,
}

impl MailboxSet {
    pub(super) fn of(constraints: &[String], list: List) -> Self {
        let (whole, domains): (Vec<String>, Vec<String>) = constraints
            .iter()
            .cloned()
            .partition(|constraint| constraint.contains('@'));
        let whole = whole.iter().filter_map(|text| Mailbox::parse(text));
        Self {
            whole: whole.map(Mailbox::with_lower_domain).collect(),
            domains: (!domains.is_empty()).then(|| DomainSet::of(&domains, list)),
        }
    }

    /// The constraint that holds this mailbox, whose domain is in lower case.
    pub(super) fn query(&self, mailbox: &Mailbox) -> Option<String> {
        if self.whole.contains(mailbox) {
            return Some(mailbox.to_string());
        }
        let domains = self.domains.as_ref()?;
        domains.query(&mailbox.domain).map(str::to_owned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_end_at_labels() {
        assert!(has_suffix("example.com", "a.Example.com"));
        assert!(has_suffix("example.com", "example.com"));
        assert!(!has_suffix("example.com", "testexample.com"));
        assert!(!has_suffix(".example.com", "example.com"));
        assert!(has_suffix(".example.com", "a.example.com"));
    }

    #[test]
    fn a_wildcard_may_reach_an_excluded_name() {
        let names = vec!["bad.example.com".to_owned()];
        let set = DomainSet::of(&names, List::Excluded);
        assert_eq!(set.query("*.example.com"), Some("bad.example.com"));
        let set = DomainSet::of(&names, List::Permitted);
        assert_eq!(set.query("*.example.com"), None);
    }
}
