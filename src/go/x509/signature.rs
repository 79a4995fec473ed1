use super::algorithm::{Hash, SignatureAlgorithm};
use super::certificate::Certificate;
use super::extensions::{Authority, CERT_SIGN};
use super::key::{Curve, KeyKind, PublicKey};
use super::refusal::{KeyType, Refusal, RsaFault, Unjudged};
use aws_lc_rs::signature::{self as lc, RsaPublicKeyComponents, UnparsedPublicKey};

/// Whether `parent` may sign certificates and signed this one (crypto/x509
/// `CheckSignatureFrom`).
pub(super) fn check_from(child: &Certificate, parent: &Certificate) -> Result<(), Refusal> {
    let authority = match parent.authority() {
        Some(authority) => authority,
        None if parent.version == 3 => Authority::No,
        None => Authority::Yes,
    };
    let usage = parent.extensions.key_usage;
    if authority == Authority::No || (usage != 0 && usage & CERT_SIGN == 0) {
        return Err(Refusal::ConstraintViolation);
    }
    check(child, &parent.key)
}

/// Whether the signature was made with this key, whoever holds it
/// (crypto/x509 `checkSignature`).
pub(super) fn check(child: &Certificate, key: &PublicKey) -> Result<(), Refusal> {
    let algorithm = child.algorithm;
    let insecure =
        matches!(algorithm, SignatureAlgorithm::Md5Rsa) || algorithm.hash() == Some(Hash::Sha1);
    if algorithm == SignatureAlgorithm::Unknown {
        return Err(Refusal::UnsupportedAlgorithm);
    }
    if insecure {
        return Err(Refusal::InsecureAlgorithm { algorithm });
    }
    match key {
        PublicKey::Rsa { modulus, exponent } => rsa(child, modulus, *exponent, key.kind()),
        PublicKey::Ecdsa { curve, point } => ecdsa(child, *curve, point),
        PublicKey::Ed25519 { key } => ed25519(child, key),
        PublicKey::Dsa | PublicKey::Unknown => Err(Refusal::UnsupportedAlgorithm),
    }
}

fn verified(
    outcome: Result<(), aws_lc_rs::error::Unspecified>,
    key: KeyType,
) -> Result<(), Refusal> {
    outcome.map_err(|_| Refusal::BadSignature { key })
}

fn rsa(child: &Certificate, n: &[u8], exponent: u64, kind: KeyKind) -> Result<(), Refusal> {
    let algorithm = child.algorithm;
    if !matches!(
        algorithm,
        SignatureAlgorithm::Rsa { .. } | SignatureAlgorithm::RsaPss { .. }
    ) {
        let key = KeyType::Rsa;
        return Err(Refusal::KeyMismatch { algorithm, key });
    }
    let bits = match kind {
        KeyKind::Rsa { bits } => bits,
        _ => 0,
    };
    if let Some(why) = rsa_fault(n, exponent, bits) {
        return Err(Refusal::UnusableRsaKey { why });
    }
    let Some(parameters) = rsa_parameters(algorithm, bits) else {
        let signature = Unjudged::Rsa { bits, algorithm };
        return Err(Refusal::Unjudged { signature });
    };
    let e = exponent.to_be_bytes();
    let e = &e[exponent.leading_zeros() as usize / 8..];
    let key = RsaPublicKeyComponents { n, e };
    verified(
        key.verify(parameters, child.signed(), &child.signature),
        KeyType::Rsa,
    )
}

/// crypto/rsa `checkPublicKeySize` and `checkPublicKey`.
fn rsa_fault(modulus: &[u8], exponent: u64, bits: usize) -> Option<RsaFault> {
    const LARGEST: u64 = (1 << 31) - 1;
    if bits < 1024 {
        return Some(RsaFault::TooShort { bits });
    }
    match (modulus.last(), exponent) {
        (Some(last), _) if last & 1 == 0 => Some(RsaFault::EvenModulus),
        (_, 0..2) => Some(RsaFault::SmallExponent),
        (_, exponent) if exponent & 1 == 0 => Some(RsaFault::EvenExponent),
        (_, exponent) if exponent > LARGEST => Some(RsaFault::LargeExponent),
        _ => None,
    }
}

fn rsa_parameters(
    algorithm: SignatureAlgorithm,
    bits: usize,
) -> Option<&'static lc::RsaParameters> {
    use SignatureAlgorithm::{Rsa, RsaPss};
    match (algorithm, bits) {
        (_, 8193..) => None,
        (Rsa { hash: Hash::Sha256 }, 2048..) => Some(&lc::RSA_PKCS1_2048_8192_SHA256),
        (Rsa { hash: Hash::Sha384 }, 2048..) => Some(&lc::RSA_PKCS1_2048_8192_SHA384),
        (Rsa { hash: Hash::Sha512 }, 2048..) => Some(&lc::RSA_PKCS1_2048_8192_SHA512),
        (RsaPss { hash: Hash::Sha256 }, 2048..) => Some(&lc::RSA_PSS_2048_8192_SHA256),
        (RsaPss { hash: Hash::Sha384 }, 2048..) => Some(&lc::RSA_PSS_2048_8192_SHA384),
        (RsaPss { hash: Hash::Sha512 }, 2048..) => Some(&lc::RSA_PSS_2048_8192_SHA512),
        (Rsa { hash: Hash::Sha256 }, _) => {
            Some(&lc::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY)
        }
        (Rsa { hash: Hash::Sha512 }, _) => {
            Some(&lc::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY)
        }
        _ => None,
    }
}

fn ecdsa(child: &Certificate, curve: Curve, point: &[u8]) -> Result<(), Refusal> {
    let (key, algorithm) = (KeyType::Ecdsa, child.algorithm);
    let SignatureAlgorithm::Ecdsa { hash } = algorithm else {
        return Err(Refusal::KeyMismatch { algorithm, key });
    };
    let Some(way) = ecdsa_way(curve, hash) else {
        let signature = Unjudged::Curve { curve };
        return Err(Refusal::Unjudged { signature });
    };
    let public = UnparsedPublicKey::new(way, point);
    verified(public.verify(child.signed(), &child.signature), key)
}

fn ecdsa_way(curve: Curve, hash: Hash) -> Option<&'static lc::EcdsaVerificationAlgorithm> {
    match (curve, hash) {
        (Curve::P224, _) | (_, Hash::Sha1) => None,
        (Curve::P256, Hash::Sha256) => Some(&lc::ECDSA_P256_SHA256_ASN1),
        (Curve::P256, Hash::Sha384) => Some(&lc::ECDSA_P256_SHA384_ASN1),
        (Curve::P256, Hash::Sha512) => Some(&lc::ECDSA_P256_SHA512_ASN1),
        (Curve::P384, Hash::Sha256) => Some(&lc::ECDSA_P384_SHA256_ASN1),
        (Curve::P384, Hash::Sha384) => Some(&lc::ECDSA_P384_SHA384_ASN1),
        (Curve::P384, Hash::Sha512) => Some(&lc::ECDSA_P384_SHA512_ASN1),
        (Curve::P521, Hash::Sha256) => Some(&lc::ECDSA_P521_SHA256_ASN1),
        (Curve::P521, Hash::Sha384) => Some(&lc::ECDSA_P521_SHA384_ASN1),
        (Curve::P521, Hash::Sha512) => Some(&lc::ECDSA_P521_SHA512_ASN1),
    }
}

fn ed25519(child: &Certificate, public: &[u8]) -> Result<(), Refusal> {
    let (key, algorithm) = (KeyType::Ed25519, child.algorithm);
    if algorithm != SignatureAlgorithm::Ed25519 {
        return Err(Refusal::KeyMismatch { algorithm, key });
    }
    let public = UnparsedPublicKey::new(&lc::ED25519, public);
    verified(public.verify(child.signed(), &child.signature), key)
}
