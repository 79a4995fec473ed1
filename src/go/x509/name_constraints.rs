use super::certificate::Certificate;
use super::domain::{self, Mailbox, Role};
use super::names::AltNames;
use super::quote::quoted;
use super::refusal::{NameFault, NameKind};
use super::subtree_sets::{DomainSet, List, MailboxSet, NetworkSet};
use super::subtrees::{NameConstraints, Subtrees};
use super::uri::Uri;
use crate::base::Excerpt;
use std::net::IpAddr;

/// Whether every name in the chain, leaf first, is one that the authorities
/// above it may sign (crypto/x509 `checkChainConstraints`).
pub(super) fn check(chain: &[&Certificate]) -> Result<(), NameFault> {
    let constraints: Vec<(usize, Limits)> = chain
        .iter()
        .enumerate()
        .filter_map(|(at, link)| Some((at, Limits::of(link.extensions.constraints.as_ref()?))))
        .collect();
    for (at, link) in chain.iter().enumerate() {
        let above = constraints.partition_point(|(place, _)| *place <= at);
        let above = &constraints[above..];
        if above.is_empty() {
            return Ok(());
        }
        if link.extensions.raw_names.is_some() {
            check_names(&link.extensions.names, above)?;
        }
    }
    Ok(())
}

fn check_names(names: &AltNames, above: &[(usize, Limits)]) -> Result<(), NameFault> {
    let domains: Result<Vec<String>, _> = names.uris.iter().map(uri_domain).collect();
    let domains = domains?;
    let mailboxes: Result<Vec<Mailbox>, _> = names.emails.iter().map(|e| mailbox(e)).collect();
    let mailboxes = mailboxes?;
    for (_, limits) in above {
        limits.check_addresses(names)?;
        limits.check_domains(names)?;
        for (uri, domain) in names.uris.iter().zip(&domains) {
            limits.check_uri(uri, domain)?;
        }
        for mailbox in &mailboxes {
            limits.check_mailbox(mailbox)?;
        }
    }
    Ok(())
}

/// Both lists of one authority, ready to be asked.
struct Limits {
    permitted: Sets,
    excluded: Sets,
}

/// One list; a kind of name that it does not speak of is not limited.
struct Sets {
    ips: Option<NetworkSet>,
    dns: Option<DomainSet>,
    uris: Option<DomainSet>,
    emails: Option<MailboxSet>,
}

impl Sets {
    fn of(subtrees: &Subtrees, list: List) -> Self {
        let domains = |names: &[String]| (!names.is_empty()).then(|| DomainSet::of(names, list));
        let (ips, emails) = (&subtrees.ips, &subtrees.emails);
        Self {
            ips: (!ips.is_empty()).then(|| NetworkSet::of(ips)),
            dns: domains(&subtrees.dns),
            uris: domains(&subtrees.uris),
            emails: (!emails.is_empty()).then(|| MailboxSet::of(emails, list)),
        }
    }
}

impl Limits {
    fn of(constraints: &NameConstraints) -> Self {
        Self {
            permitted: Sets::of(&constraints.permitted, List::Permitted),
            excluded: Sets::of(&constraints.excluded, List::Excluded),
        }
    }

    fn check_addresses(&self, names: &AltNames) -> Result<(), NameFault> {
        for ip in &names.ips {
            let found = |sets: &Sets| {
                let set = sets.ips.as_ref()?;
                Some(set.query(ip).map(ToString::to_string))
            };
            self.decide(NameKind::Ip, &ip.address().to_string(), found)?;
        }
        Ok(())
    }

    fn check_domains(&self, names: &AltNames) -> Result<(), NameFault> {
        for name in &names.dns {
            if !domain::is_valid(name, Role::Name) {
                let words = format!("x509: cannot parse dnsName {}", quoted(name));
                return Err(incomparable(&words));
            }
            let found = |sets: &Sets| Some(sets.dns.as_ref()?.query(name).map(str::to_owned));
            self.decide(NameKind::Dns, name, found)?;
        }
        Ok(())
    }

    fn check_uri(&self, uri: &Uri, domain: &str) -> Result<(), NameFault> {
        if !domain::is_valid(domain, Role::Name) {
            let shown = quoted(&uri.text);
            let words = format!("x509: internal error: URI SAN {shown} failed to parse");
            return Err(incomparable(&words));
        }
        let found = |sets: &Sets| Some(sets.uris.as_ref()?.query(domain).map(str::to_owned));
        self.decide(NameKind::Uri, &uri.text, found)
    }

    fn check_mailbox(&self, mailbox: &Mailbox) -> Result<(), NameFault> {
        if !domain::is_valid(&mailbox.domain, Role::Name) {
            let shown = quoted(&mailbox.to_string());
            return Err(incomparable(&format!(
                "x509: cannot parse rfc822Name {shown}"
            )));
        }
        let found = |sets: &Sets| Some(sets.emails.as_ref()?.query(mailbox));
        self.decide(NameKind::Email, &mailbox.to_string(), found)
    }

    /// crypto/x509 `checkConstraints`: `found` asks one list, and is `None`
    /// where the list does not speak of this kind of name.
    fn decide(
        &self,
        of: NameKind,
        name: &str,
        found: impl Fn(&Sets) -> Option<Option<String>>,
    ) -> Result<(), NameFault> {
        let shown = Excerpt::text(name);
        if let Some(None) = found(&self.permitted) {
            return Err(NameFault::NotPermitted { of, name: shown });
        }
        if let Some(Some(constraint)) = found(&self.excluded) {
            return Err(NameFault::Excluded {
                of,
                name: shown,
                constraint: Excerpt::text(&constraint),
            });
        }
        Ok(())
    }
}

fn incomparable(words: &str) -> NameFault {
    let words = Excerpt::text(words);
    NameFault::Incomparable { words }
}

/// The domain of a URI in lower case, without its port (crypto/x509
/// `parseURIs`).
fn uri_domain(uri: &Uri) -> Result<String, NameFault> {
    let shown = quoted(&uri.text);
    let refuse = |what: &str| {
        incomparable(&format!(
            "URI with {what} ({shown}) cannot be matched against constraints"
        ))
    };
    let mut host = uri.host.to_lowercase();
    if host.is_empty() {
        return Err(refuse("empty host"));
    }
    if host.contains(':') && !host.ends_with(']') {
        host = without_port(&uri.host)?;
    }
    let literal = host.starts_with('[') && host.ends_with(']');
    if literal || host.parse::<IpAddr>().is_ok() {
        Err(refuse("IP"))
    } else {
        Ok(host)
    }
}

/// net.SplitHostPort for hosts that url.Parse let through; as in go, the case
/// of the host stays.
fn without_port(host: &str) -> Result<String, NameFault> {
    let words = format!(
        "cannot parse URI host {}: address {host}: too many colons in address",
        quoted(host)
    );
    match host
        .strip_prefix('[')
        .and_then(|rest| rest.split_once("]:"))
    {
        Some((inside, _)) => Ok(inside.to_owned()),
        None => match host.split_once(':') {
            Some((host, port)) if !port.contains(':') => Ok(host.to_owned()),
            _ => Err(incomparable(&words)),
        },
    }
}

fn mailbox(email: &str) -> Result<Mailbox, NameFault> {
    match Mailbox::parse(email) {
        Some(mailbox) => Ok(mailbox.with_lower_domain()),
        None => Err(incomparable(&format!(
            "cannot parse rfc822Name {}",
            quoted(email)
        ))),
    }
}
