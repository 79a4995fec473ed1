use crate::base::Excerpt;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why go does not take these octets for a certificate (crypto/x509
/// `ParseCertificate`). Displays as go's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ParseRefusal {
    /// The serial number is below zero; go takes it again with
    /// `GODEBUG=x509negativeserial=1`.
    NegativeSerial,
    /// Two extensions carry the same object identifier.
    DuplicateExtension { oid: Excerpt },
    /// Octets follow the certificate.
    TrailingData,
    /// Anything else that go cannot read, in go's words.
    Malformed { words: Excerpt },
}

impl fmt::Display for ParseRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NegativeSerial => f.write_str("x509: negative serial number"),
            Self::DuplicateExtension { oid } => write!(
                f,
                "x509: certificate contains duplicate extension with OID \"{oid}\""
            ),
            Self::TrailingData => f.write_str("x509: trailing data"),
            Self::Malformed { words } => write!(f, "{words}"),
        }
    }
}

impl std::error::Error for ParseRefusal {}

/// The outcome of reading one part.
pub(super) type Parsed<T> = Result<T, ParseRefusal>;

pub(super) fn malformed(words: &str) -> ParseRefusal {
    ParseRefusal::Malformed {
        words: Excerpt::text(words),
    }
}

/// Gives a reading that failed go's words for it.
pub(super) trait OrMalformed<T> {
    fn or_malformed(self, words: &str) -> Parsed<T>;
}

impl<T> OrMalformed<T> for Option<T> {
    fn or_malformed(self, words: &str) -> Parsed<T> {
        self.ok_or_else(|| malformed(words))
    }
}

impl<T> OrMalformed<T> for Result<T, super::der::Broken> {
    fn or_malformed(self, words: &str) -> Parsed<T> {
        self.map_err(|_| malformed(words))
    }
}
