use super::certificate::Certificate;
use super::extensions::Authority;
use super::judge::signs_itself;
use super::key::{KeyKind, PublicKey};
use super::pool::sha256;
use super::rfc3339;
use crate::base::Excerpt;
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// So many names of one certificate are listed.
const MOST_NAMES: usize = 100;

/// Longer serial numbers are written in hex; an issuer may use 20 octets.
const LONGEST_DECIMAL: usize = 64;

/// A certificate as a report shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateSummary {
    /// As go prints a name: `CN=..,O=..`.
    pub subject: Excerpt,
    pub issuer: Excerpt,
    /// RFC 3339, UTC.
    pub not_before: String,
    /// RFC 3339, UTC.
    pub not_after: String,
    /// The first hundred.
    pub dns_names: Vec<Excerpt>,
    /// The first hundred.
    pub ip_addresses: Vec<Excerpt>,
    /// Whether the basic constraints call it an authority.
    pub is_ca: bool,
    /// Whether it is signed with its own key.
    pub self_signed: bool,
    /// SHA-256 of the whole certificate, in hex.
    pub fingerprint: String,
    pub key: KeyKind,
    /// As go names it: `SHA256-RSA`.
    pub signature: String,
    /// In hex, two digits an octet.
    pub serial: Excerpt,
}

impl Certificate {
    /// The certificate as a report shows it.
    pub fn summary(&self) -> CertificateSummary {
        CertificateSummary {
            subject: self.subject(),
            issuer: self.issuer(),
            not_before: rfc3339(self.not_before),
            not_after: rfc3339(self.not_after),
            dns_names: excerpts(&self.extensions.names.dns),
            ip_addresses: excerpts(&self.ip_addresses()),
            is_ca: self.authority() == Some(Authority::Yes),
            self_signed: signs_itself(self),
            fingerprint: self.fingerprint(),
            key: self.key.kind(),
            signature: self.algorithm.to_string(),
            serial: Excerpt::text(&hex(&self.serial)),
        }
    }

    /// The subject as go prints it: `CN=..,O=..`.
    pub fn subject(&self) -> Excerpt {
        Excerpt::text(&self.subject.to_string())
    }

    /// The issuer as go prints it.
    pub fn issuer(&self) -> Excerpt {
        Excerpt::text(&self.issuer.to_string())
    }

    /// SHA-256 of the whole certificate, in hex.
    pub fn fingerprint(&self) -> String {
        hex(&sha256(self.der()))
    }

    /// The name by which go calls a candidate authority.
    pub(super) fn short_name(&self) -> Excerpt {
        let names = [self.subject.common_name(), self.subject.organization()];
        match names.into_iter().find(|name| !name.is_empty()) {
            Some(name) => Excerpt::text(name),
            None => Excerpt::text(&format!("serial:{}", decimal(&self.serial))),
        }
    }

    pub(super) fn has_unknown_key(&self) -> bool {
        self.key == PublicKey::Unknown
    }
}

fn excerpts(names: &[String]) -> Vec<Excerpt> {
    let names = names.iter().take(MOST_NAMES);
    names.map(|name| Excerpt::text(name)).collect()
}

pub(super) fn hex(bytes: &[u8]) -> String {
    let mut words = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(words, "{byte:02x}");
    }
    words
}

/// A number in decimal digits, by repeated division.
fn decimal(bytes: &[u8]) -> String {
    if bytes.len() > LONGEST_DECIMAL {
        return format!("0x{}", hex(bytes));
    }
    let mut number = bytes.to_vec();
    let mut digits = String::new();
    while number.iter().any(|byte| *byte != 0) || digits.is_empty() {
        let mut rest = 0u16;
        for byte in &mut number {
            let value = rest << 8 | u16::from(*byte);
            *byte = u8::try_from(value / 10).unwrap_or(0);
            rest = value % 10;
        }
        digits.insert(0, char::from_digit(u32::from(rest), 10).unwrap_or('0'));
    }
    digits
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn decimal_is_the_number(number: u128) {
            prop_assert_eq!(decimal(&number.to_be_bytes()), number.to_string());
        }
    }
}
