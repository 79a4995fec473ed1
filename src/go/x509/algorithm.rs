use super::der::{Der, tag};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How a certificate is signed (crypto/x509 `SignatureAlgorithm`). Displays as
/// go names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum SignatureAlgorithm {
    Unknown,
    Md5Rsa,
    Rsa { hash: Hash },
    RsaPss { hash: Hash },
    Dsa { hash: Hash },
    Ecdsa { hash: Hash },
    Ed25519,
}

/// The hash below a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

const PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 10];
const MGF1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 8];
const NULL: &[u8] = &[0x05, 0x00];

impl SignatureAlgorithm {
    /// crypto/x509 `getSignatureAlgorithmFromAI`.
    pub(super) fn of(oid: &[u8], parameters: &[u8]) -> Self {
        use Hash::{Sha1, Sha256, Sha384, Sha512};
        match oid {
            PSS => pss(parameters).map_or(Self::Unknown, |hash| Self::RsaPss { hash }),
            [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, kind] => match kind {
                4 => Self::Md5Rsa,
                5 => Self::Rsa { hash: Sha1 },
                11 => Self::Rsa { hash: Sha256 },
                12 => Self::Rsa { hash: Sha384 },
                13 => Self::Rsa { hash: Sha512 },
                _ => Self::Unknown,
            },
            // ISO's name for SHA-1 with RSA, as makecert.exe writes it.
            [0x2b, 0x0e, 3, 2, 0x1d] => Self::Rsa { hash: Sha1 },
            [0x2a, 0x86, 0x48, 0xce, 0x38, 4, 3] => Self::Dsa { hash: Sha1 },
            [0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 2] => Self::Dsa { hash: Sha256 },
            [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1] => Self::Ecdsa { hash: Sha1 },
            [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2] => Self::Ecdsa { hash: Sha256 },
            [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3] => Self::Ecdsa { hash: Sha384 },
            [0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 4] => Self::Ecdsa { hash: Sha512 },
            [0x2b, 0x65, 0x70] if parameters.is_empty() => Self::Ed25519,
            _ => Self::Unknown,
        }
    }

    pub(super) fn hash(self) -> Option<Hash> {
        match self {
            Self::Rsa { hash }
            | Self::RsaPss { hash }
            | Self::Dsa { hash }
            | Self::Ecdsa { hash } => Some(hash),
            Self::Unknown | Self::Md5Rsa | Self::Ed25519 => None,
        }
    }
}

impl SignatureAlgorithm {
    /// The kind of key it needs, as go names it.
    pub(super) fn key_name(self) -> &'static str {
        match self {
            Self::Md5Rsa | Self::Rsa { .. } | Self::RsaPss { .. } => "RSA",
            Self::Dsa { .. } => "DSA",
            Self::Ecdsa { .. } => "ECDSA",
            Self::Ed25519 => "Ed25519",
            Self::Unknown => "0",
        }
    }
}

/// The three forms of RSA-PSS that go accepts: one hash for both uses, and a
/// salt of its length.
fn pss(parameters: &[u8]) -> Option<Hash> {
    let mut fields = Der(parameters).inner(tag::SEQUENCE)?;
    let (hash, hash_parameters) = algorithm(&mut fields.inner(tag::constructed(0))?)?;
    let (mask, mask_parameters) = algorithm(&mut fields.inner(tag::constructed(1))?)?;
    let (mask_hash, mask_hash_parameters) = algorithm(&mut Der(mask_parameters))?;
    let salt = fields.inner(tag::constructed(2))?.int64()?;
    let trailer = match fields.optional(tag::constructed(3)).ok()? {
        Some(mut field) => field.int64()?,
        None => 1,
    };
    let absent = |parameters: &[u8]| parameters.is_empty() || parameters == NULL;
    let usual = absent(hash_parameters)
        && absent(mask_hash_parameters)
        && mask == MGF1
        && mask_hash == hash
        && trailer == 1;
    match (
        hash.strip_prefix(&[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2])?,
        salt,
    ) {
        ([1], 32) if usual => Some(Hash::Sha256),
        ([2], 48) if usual => Some(Hash::Sha384),
        ([3], 64) if usual => Some(Hash::Sha512),
        _ => None,
    }
}

fn algorithm<'a>(der: &mut Der<'a>) -> Option<(&'a [u8], &'a [u8])> {
    let mut fields = der.inner(tag::SEQUENCE)?;
    super::key::identifier(&mut fields).ok()
}

impl fmt::Display for SignatureAlgorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown => f.write_str("0"),
            Self::Md5Rsa => f.write_str("MD5-RSA"),
            Self::Rsa { hash } => write!(f, "{hash}-RSA"),
            Self::RsaPss { hash } => write!(f, "{hash}-RSAPSS"),
            Self::Dsa { hash } => write!(f, "DSA-{hash}"),
            Self::Ecdsa { hash } => write!(f, "ECDSA-{hash}"),
            Self::Ed25519 => f.write_str("Ed25519"),
        }
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha384 => "SHA384",
            Self::Sha512 => "SHA512",
        })
    }
}
