use super::der::{Der, tag};
use super::domain::{self, Mailbox, Role};
use super::ip::{self, Network};
use super::parse_refusal::{OrMalformed, Parsed, malformed};
use super::quote::{quoted, quoted_octets};

/// A nameConstraints extension.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct NameConstraints {
    pub(super) permitted: Subtrees,
    pub(super) excluded: Subtrees,
}

/// One list of subtrees, of the kinds that go reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Subtrees {
    pub(super) dns: Vec<String>,
    pub(super) ips: Vec<Network>,
    pub(super) emails: Vec<String>,
    pub(super) uris: Vec<String>,
}

/// Whether all of an extension was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Understood {
    Wholly,
    InPart,
}

const BROKEN: &str = "x509: invalid NameConstraints extension";

impl NameConstraints {
    /// crypto/x509 `parseNameConstraintsExtension`.
    pub(super) fn parse(value: &[u8]) -> Parsed<(Self, Understood)> {
        let mut outer = Der(value);
        let mut lists = outer.inner(tag::SEQUENCE).or_malformed(BROKEN)?;
        let permitted = lists.optional(tag::constructed(0)).or_malformed(BROKEN)?;
        let excluded = lists.optional(tag::constructed(1)).or_malformed(BROKEN)?;
        if !outer.is_empty() || !lists.is_empty() {
            return Err(malformed(BROKEN));
        }
        let (permitted, excluded) = (permitted.unwrap_or(Der(&[])), excluded.unwrap_or(Der(&[])));
        if permitted.is_empty() && excluded.is_empty() {
            return Err(malformed("x509: empty name constraints extension"));
        }
        let (permitted, first) = Subtrees::parse(permitted)?;
        let (excluded, second) = Subtrees::parse(excluded)?;
        let both = (first, second) == (Understood::Wholly, Understood::Wholly);
        let understood = if both {
            Understood::Wholly
        } else {
            Understood::InPart
        };
        Ok((
            Self {
                permitted,
                excluded,
            },
            understood,
        ))
    }
}

impl Subtrees {
    fn parse(mut list: Der) -> Parsed<(Self, Understood)> {
        let mut subtrees = Self::default();
        let mut understood = Understood::Wholly;
        while !list.is_empty() {
            let base = list
                .inner(tag::SEQUENCE)
                .and_then(|mut subtree| subtree.any());
            let base = base.or_malformed(BROKEN)?;
            match base.tag {
                0x81 => subtrees.emails.push(email(base.body)?),
                0x82 => subtrees.dns.push(dns(base.body)?),
                0x86 => subtrees.uris.push(uri(base.body)?),
                0x87 => subtrees.ips.push(network(base.body)?),
                _ => understood = Understood::InPart,
            }
        }
        Ok((subtrees, understood))
    }
}

fn ascii(value: &[u8]) -> Parsed<&str> {
    match std::str::from_utf8(value) {
        Ok(text) if text.is_ascii() => Ok(text),
        _ => {
            let shown = quoted_octets(value);
            let words = format!(
                "x509: invalid constraint value: x509: {shown} cannot be encoded as an IA5String"
            );
            Err(malformed(&words))
        }
    }
}

fn dns(value: &[u8]) -> Parsed<String> {
    let domain = ascii(value)?;
    if domain::is_valid(domain, Role::Constraint) {
        Ok(domain.to_owned())
    } else {
        Err(unreadable("dnsName", domain))
    }
}

fn email(value: &[u8]) -> Parsed<String> {
    let constraint = ascii(value)?;
    let valid = if constraint.contains('@') {
        Mailbox::parse(constraint).is_some()
    } else {
        domain::is_valid(constraint, Role::Constraint)
    };
    if valid {
        Ok(constraint.to_owned())
    } else {
        Err(unreadable("rfc822Name", constraint))
    }
}

fn uri(value: &[u8]) -> Parsed<String> {
    let domain = ascii(value)?;
    if ip::parse(domain).is_some() {
        let shown = quoted(domain);
        let words = format!("x509: failed to parse URI constraint {shown}: cannot be IP address");
        return Err(malformed(&words));
    }
    if domain::is_valid(domain, Role::Constraint) {
        Ok(domain.to_owned())
    } else {
        Err(unreadable("URI", domain))
    }
}

fn unreadable(kind: &str, text: &str) -> super::ParseRefusal {
    malformed(&format!(
        "x509: failed to parse {kind} constraint {}",
        quoted(text)
    ))
}

fn network(value: &[u8]) -> Parsed<Network> {
    let network = Network::of(value).filter(|_| matches!(value.len(), 8 | 32));
    let network = network.ok_or_else(|| {
        let length = value.len();
        malformed(&format!(
            "x509: IP constraint contained value of length {length}"
        ))
    })?;
    if network.has_plain_mask() {
        return Ok(network);
    }
    let mask = super::summary::hex(network.mask.bytes());
    Err(malformed(&format!(
        "x509: IP constraint contained invalid mask {mask}"
    )))
}
