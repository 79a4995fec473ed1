use super::der::{Der, right_align, tag};
use super::parse_refusal::{OrMalformed, Parsed, malformed};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P384_SHA384_ASN1, ECDSA_P521_SHA512_ASN1,
    EcdsaVerificationAlgorithm, UnparsedPublicKey,
};
use serde::{Deserialize, Serialize};

/// A public key as go keeps it after parsing (crypto/x509 `parsePublicKey`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PublicKey {
    Rsa {
        modulus: Vec<u8>,
        exponent: u64,
    },
    Ecdsa {
        curve: Curve,
        point: Vec<u8>,
    },
    Ed25519 {
        key: Vec<u8>,
    },
    Dsa,
    /// An algorithm that go keeps unread, and verifies nothing with.
    Unknown,
}

/// The curves that go takes in a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Curve {
    P224,
    P256,
    P384,
    P521,
}

/// What kind of key a certificate holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum KeyKind {
    Rsa { bits: usize },
    Ecdsa { curve: Curve },
    Ed25519,
    Dsa,
    Unknown,
}

const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
const DSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1];
const ECDSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

impl PublicKey {
    /// Reads the content of a `SubjectPublicKeyInfo`.
    pub(super) fn parse(mut info: Der) -> Parsed<Self> {
        let mut algorithm = info
            .inner(tag::SEQUENCE)
            .or_malformed("x509: malformed public key algorithm identifier")?;
        let (oid, parameters) = identifier(&mut algorithm)?;
        let (unused, bits) = info
            .bit_string()
            .or_malformed("x509: malformed subjectPublicKey")?;
        let key = right_align(unused, bits);
        match oid {
            RSA => rsa(parameters, &key),
            ECDSA => ecdsa(parameters, key),
            ED25519 => ed25519(parameters, key),
            DSA => dsa(parameters, &key),
            _ => Ok(Self::Unknown),
        }
    }

    pub(super) fn kind(&self) -> KeyKind {
        match self {
            Self::Rsa { modulus, .. } => KeyKind::Rsa {
                bits: bit_length(modulus),
            },
            Self::Ecdsa { curve, .. } => KeyKind::Ecdsa { curve: *curve },
            Self::Ed25519 { .. } => KeyKind::Ed25519,
            Self::Dsa => KeyKind::Dsa,
            Self::Unknown => KeyKind::Unknown,
        }
    }
}

/// An `AlgorithmIdentifier`'s object identifier and its whole parameters
/// (crypto/x509 `parseAI`).
pub(super) fn identifier<'a>(der: &mut Der<'a>) -> Parsed<(&'a [u8], &'a [u8])> {
    let oid = der.oid().or_malformed("x509: malformed OID")?;
    if der.is_empty() {
        return Ok((oid, &[]));
    }
    let parameters = der.any().or_malformed("x509: malformed parameters")?;
    Ok((oid, parameters.whole))
}

fn bit_length(number: &[u8]) -> usize {
    let zeros = number
        .first()
        .map_or(0, |byte| byte.leading_zeros() as usize);
    number.len() * 8 - zeros
}

fn rsa(parameters: &[u8], key: &[u8]) -> Parsed<PublicKey> {
    if parameters != [0x05, 0x00] {
        return Err(malformed("x509: RSA key missing NULL parameters"));
    }
    let mut pair = Der(key)
        .inner(tag::SEQUENCE)
        .or_malformed("x509: invalid RSA public key")?;
    let modulus = pair.integer().or_malformed("x509: invalid RSA modulus")?;
    let exponent = pair
        .int64()
        .or_malformed("x509: invalid RSA public exponent")?;
    if !is_positive(modulus) {
        return Err(malformed("x509: RSA modulus is not a positive number"));
    }
    let exponent = u64::try_from(exponent).ok().filter(|e| *e > 0);
    Ok(PublicKey::Rsa {
        modulus: modulus.strip_prefix(&[0]).unwrap_or(modulus).to_vec(),
        exponent: exponent.or_malformed("x509: RSA public exponent is not a positive number")?,
    })
}

fn is_positive(integer: &[u8]) -> bool {
    integer.first().is_some_and(|byte| byte & 0x80 == 0) && integer != [0]
}

fn ecdsa(parameters: &[u8], point: Vec<u8>) -> Parsed<PublicKey> {
    let curve = Der(parameters)
        .oid()
        .or_malformed("x509: invalid ECDSA parameters")?;
    let curve = Curve::of(curve).or_malformed("x509: unsupported elliptic curve")?;
    if point.first() != Some(&4) {
        return Err(malformed("ecdsa: invalid uncompressed public key"));
    }
    if !curve.holds(&point) {
        let words = format!("invalid {} point encoding", curve.name());
        return Err(malformed(&words));
    }
    Ok(PublicKey::Ecdsa { curve, point })
}

impl Curve {
    fn of(oid: &[u8]) -> Option<Self> {
        match oid {
            [0x2b, 0x81, 4, 0, 0x21] => Some(Self::P224),
            [0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7] => Some(Self::P256),
            [0x2b, 0x81, 4, 0, 0x22] => Some(Self::P384),
            [0x2b, 0x81, 4, 0, 0x23] => Some(Self::P521),
            _ => None,
        }
    }

    /// As go names it in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::P224 => "P224",
            Self::P256 => "P256",
            Self::P384 => "P384",
            Self::P521 => "P521",
        }
    }

    /// Whether the point is on the curve; of P-224 only the length is known.
    fn holds(self, point: &[u8]) -> bool {
        let (length, check) = match self {
            Self::P224 => return point.len() == 57,
            Self::P256 => (65, &ECDSA_P256_SHA256_ASN1),
            Self::P384 => (97, &ECDSA_P384_SHA384_ASN1),
            Self::P521 => (133, &ECDSA_P521_SHA512_ASN1),
        };
        point.len() == length && is_on(check, point)
    }
}

fn is_on(curve: &'static EcdsaVerificationAlgorithm, point: &[u8]) -> bool {
    UnparsedPublicKey::new(curve, point).parse().is_ok()
}

fn ed25519(parameters: &[u8], key: Vec<u8>) -> Parsed<PublicKey> {
    if !parameters.is_empty() {
        return Err(malformed(
            "x509: Ed25519 key encoded with illegal parameters",
        ));
    }
    if key.len() != 32 {
        return Err(malformed("x509: wrong Ed25519 public key size"));
    }
    Ok(PublicKey::Ed25519 { key })
}

fn dsa(parameters: &[u8], key: &[u8]) -> Parsed<PublicKey> {
    let y = Der(key)
        .integer()
        .or_malformed("x509: invalid DSA public key")?;
    let numbers = Der(parameters)
        .inner(tag::SEQUENCE)
        .and_then(|mut set| Some([y, set.integer()?, set.integer()?, set.integer()?]));
    let numbers = numbers.or_malformed("x509: invalid DSA parameters")?;
    if numbers.iter().all(|number| is_positive(number)) {
        Ok(PublicKey::Dsa)
    } else {
        Err(malformed("x509: zero or negative DSA parameter"))
    }
}
