use super::der::{Der, tag};
use super::domain::{self, Role};
use super::ip::Octets;
use super::parse_refusal::{OrMalformed, Parsed, malformed};
use super::quote::quoted;
use super::uri::Uri;

/// The names in a subjectAltName extension, of the kinds that go reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct AltNames {
    pub(super) dns: Vec<String>,
    pub(super) emails: Vec<String>,
    pub(super) uris: Vec<Uri>,
    pub(super) ips: Vec<Octets>,
}

impl AltNames {
    /// crypto/x509 `parseSANExtension`.
    pub(super) fn parse(value: &[u8]) -> Parsed<Self> {
        let mut names = Self::default();
        let mut sequence = Der(value)
            .inner(tag::SEQUENCE)
            .or_malformed("x509: invalid subject alternative names")?;
        while !sequence.is_empty() {
            let name = sequence
                .any()
                .or_malformed("x509: invalid subject alternative name")?;
            names.add(name.tag ^ 0x80, name.body)?;
        }
        Ok(names)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.dns.is_empty() && self.emails.is_empty() && self.uris.is_empty() && self.ips.is_empty()
    }

    fn add(&mut self, kind: u8, value: &[u8]) -> Parsed<()> {
        match kind {
            1 => self.emails.push(ascii(value, "rfc822Name")?),
            2 => self.dns.push(ascii(value, "dNSName")?),
            6 => self.uris.push(uri(value)?),
            7 => self.ips.push(address(value)?),
            _ => {}
        }
        Ok(())
    }
}

fn ascii(value: &[u8], kind: &str) -> Parsed<String> {
    match std::str::from_utf8(value) {
        Ok(text) if text.is_ascii() => Ok(text.to_owned()),
        _ => Err(malformed(&format!("x509: SAN {kind} is malformed"))),
    }
}

fn uri(value: &[u8]) -> Parsed<Uri> {
    let text = ascii(value, "uniformResourceIdentifier")?;
    let refuse = |words: &str| {
        let words = format!("x509: cannot parse URI {}: {words}", quoted(&text));
        malformed(&words)
    };
    let uri = Uri::parse(&text).map_err(|words| refuse(&words))?;
    if domain::is_valid(&uri.host, Role::Name) {
        Ok(uri)
    } else {
        Err(refuse("invalid domain"))
    }
}

fn address(value: &[u8]) -> Parsed<Octets> {
    Octets::of(value).ok_or_else(|| {
        malformed(&format!(
            "x509: cannot parse IP address of length {}",
            value.len()
        ))
    })
}
