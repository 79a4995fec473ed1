use super::algorithm::SignatureAlgorithm;
use super::key::Curve;
use super::{ParseRefusal, rfc3339};
use crate::base::Excerpt;
use serde::{Deserialize, Serialize};

/// Why go does not accept a server's certificates. Displays as go's own words,
/// times in UTC.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Refusal {
    /// The server sent none.
    NoCertificates,
    /// The certificate at this place, the leaf being 0, does not parse.
    Unreadable { index: usize, why: ParseRefusal },
    /// The certificate at this place holds an RSA key of more than 8192 bits.
    OversizedKey { index: usize, bits: usize },
    /// No root could be read, and reading failed for a reason worth telling.
    SystemRoots { why: Option<Excerpt> },
    /// No chain leads to a root; the hint names a near miss.
    UnknownAuthority { hint: Option<Hint> },
    /// A certificate does not fit its place in the chain.
    Invalid { of: Accused, reason: InvalidReason },
    /// The leaf is for other names.
    Hostname { host: Excerpt, offered: Offered },
    /// An extension is marked critical and unknown to go.
    UnhandledCriticalExtension { of: Accused, oids: Vec<Excerpt> },
    /// The issuer may not sign certificates.
    ConstraintViolation,
    /// The signature is made with MD5 or SHA-1.
    InsecureAlgorithm { algorithm: SignatureAlgorithm },
    /// go has no code for this signature or key.
    UnsupportedAlgorithm,
    /// The signature is of another kind than the issuer's key.
    KeyMismatch { algorithm: SignatureAlgorithm, key: KeyType },
    /// The signature was not made with the issuer's key.
    BadSignature { key: KeyType },
    /// The issuer's RSA key is one that go does not verify with.
    UnusableRsaKey { why: RsaFault },
    /// More than a hundred signatures would have to be checked.
    SignatureLimit,
    /// go may accept this: it checks a signature that this tool cannot.
    Unjudged { signature: Unjudged },
}

/// The candidate issuer that came nearest, and what spoke against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hint {
    /// Its common name, else its organization, else `serial:` and its number.
    pub candidate: Excerpt,
    pub why: Box<Refusal>,
}

/// The certificate that a refusal is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accused {
    pub place: Place,
    pub subject: Excerpt,
    /// SHA-256 of the whole certificate, in hex.
    pub fingerprint: String,
}

/// Where in a chain a certificate stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    #[default]
    Leaf,
    Intermediate,
    Root,
}

/// crypto/x509 `InvalidReason`; times are unix seconds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum InvalidReason {
    NotAuthorizedToSign,
    Expired {
        not_after: i64,
        now: i64,
    },
    NotYetValid {
        not_before: i64,
        now: i64,
    },
    NotAuthorizedForName {
        why: NameFault,
    },
    TooManyIntermediates,
    IncompatibleUsage,
    NameMismatch,
    /// Said by old versions of go only.
    NameConstraintsWithoutSans,
    /// Said by old versions of go only.
    UnconstrainedName {
        detail: Excerpt,
    },
    /// Said by old versions of go only, within another reason.
    TooManyConstraints,
    /// Said by old versions of go only.
    NotAuthorizedForUsage {
        detail: Excerpt,
    },
    /// How many chains were dropped for their key usages, and their policies.
    NoValidChains {
        usages: usize,
        policies: usize,
    },
}

/// What a name constraint said about a name below it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum NameFault {
    NotPermitted {
        of: NameKind,
        name: Excerpt,
    },
    Excluded {
        of: NameKind,
        name: Excerpt,
        constraint: Excerpt,
    },
    /// The name cannot be compared, in go's words.
    Incomparable {
        words: Excerpt,
    },
}

/// The kinds of names that go compares with constraints.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameKind {
    Ip,
    Dns,
    Uri,
    Email,
}

/// What the leaf offers instead of the host's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Offered {
    /// The name stands in the common name alone, which go ignores.
    CommonNameOnly { common_name: Excerpt },
    /// The host is an address, and no address is named.
    NoAddresses,
    /// These addresses.
    Addresses { names: Vec<Excerpt> },
    /// A hundred addresses or more.
    ManyAddresses { count: usize },
    /// These DNS names, possibly none.
    Names { names: Vec<Excerpt> },
    /// A hundred DNS names or more.
    ManyNames { count: usize },
}

/// The types of keys that go verifies with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeyType {
    Rsa,
    Ecdsa,
    Ed25519,
}

/// Why go does not verify with an RSA key (crypto/rsa).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum RsaFault {
    /// Fewer than 1024 bits.
    TooShort {
        bits: usize,
    },
    EvenModulus,
    SmallExponent,
    EvenExponent,
    LargeExponent,
}

/// A signature that go checks and this tool cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Unjudged {
    Curve { curve: Curve },
    Rsa { bits: usize, algorithm: SignatureAlgorithm },
}

pub(super) fn date_words(reason: &InvalidReason) -> String {
    match reason {
        InvalidReason::Expired { not_after, now } => {
            format!("current time {} is after {}", rfc3339(*now), rfc3339(*not_after))
        }
        InvalidReason::NotYetValid { not_before, now } => {
            format!("current time {} is before {}", rfc3339(*now), rfc3339(*not_before))
        }
        _ => String::new(),
    }
}
