use super::quote::quoted;
use super::refusal::{
    Hint, InvalidReason, KeyType, NameFault, NameKind, Offered, Refusal, RsaFault, Unjudged,
    date_words,
};
use crate::base::Excerpt;
use std::fmt::{self, Display, Formatter};

impl std::error::Error for Refusal {}

impl Display for Refusal {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoCertificates => f.write_str("tls: received empty certificates message"),
            Self::Unreadable { why, .. } => {
                write!(f, "tls: failed to parse certificate from server: {why}")
            }
            Self::OversizedKey { .. } => {
                f.write_str("tls: server sent certificate containing RSA key larger than 8192 bits")
            }
            Self::SystemRoots { why } => system_roots(f, why.as_ref()),
            Self::UnknownAuthority { hint } => unknown_authority(f, hint.as_ref()),
            Self::Invalid { reason, .. } => write!(f, "{reason}"),
            Self::Hostname { host, offered } => hostname(f, host, offered),
            Self::UnhandledCriticalExtension { .. } => {
                f.write_str("x509: unhandled critical extension")
            }
            Self::SignatureLimit => f.write_str(
                "x509: signature check attempts limit reached while verifying certificate chain",
            ),
            _ => self.signature_words(f),
        }
    }
}

impl Refusal {
    fn signature_words(&self, f: &mut Formatter<'_>) -> fmt::Result {
        const CANNOT: &str = "x509: cannot verify signature:";
        match self {
            Self::ConstraintViolation => f.write_str(
                "x509: invalid signature: parent certificate cannot sign this kind of certificate",
            ),
            Self::InsecureAlgorithm { algorithm } => {
                write!(f, "{CANNOT} insecure algorithm {algorithm}")
            }
            Self::KeyMismatch { algorithm, key } => {
                let (wanted, key) = (algorithm.key_name(), key.go_type());
                write!(
                    f,
                    "x509: signature algorithm specifies an {wanted} public key, but have public key of type {key}"
                )
            }
            Self::BadSignature { key } => f.write_str(match key {
                KeyType::Rsa => "crypto/rsa: verification error",
                KeyType::Ecdsa => "x509: ECDSA verification failure",
                KeyType::Ed25519 => "x509: Ed25519 verification failure",
            }),
            Self::UnusableRsaKey { why } => write!(f, "crypto/rsa: {why}"),
            Self::Unjudged { signature } => write!(f, "{signature}"),
            _ => write!(f, "{CANNOT} algorithm unimplemented"),
        }
    }
}

impl KeyType {
    fn go_type(self) -> &'static str {
        match self {
            Self::Rsa => "*rsa.PublicKey",
            Self::Ecdsa => "*ecdsa.PublicKey",
            Self::Ed25519 => "ed25519.PublicKey",
        }
    }
}

impl Display for RsaFault {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooShort { bits } => write!(
                f,
                "{bits}-bit keys are insecure (see https://go.dev/pkg/crypto/rsa#hdr-Minimum_key_size)"
            ),
            Self::EvenModulus => f.write_str("public modulus is even"),
            Self::SmallExponent => f.write_str("public exponent too small or negative"),
            Self::EvenExponent => f.write_str("public exponent is even"),
            Self::LargeExponent => f.write_str("public exponent too large"),
        }
    }
}

impl Display for Unjudged {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Curve { curve } => {
                write!(f, "signature on curve {} not checked here", curve.name())
            }
            Self::Rsa { bits, algorithm } => {
                write!(f, "{algorithm} signature of {bits} bits not checked here")
            }
        }
    }
}

fn system_roots(f: &mut Formatter<'_>, why: Option<&Excerpt>) -> fmt::Result {
    f.write_str("x509: failed to load system roots and no roots provided")?;
    match why {
        Some(why) => write!(f, "; {why}"),
        None => Ok(()),
    }
}

fn unknown_authority(f: &mut Formatter<'_>, hint: Option<&Hint>) -> fmt::Result {
    f.write_str("x509: certificate signed by unknown authority")?;
    let Some(Hint { candidate, why }) = hint else {
        return Ok(());
    };
    let (why, candidate) = (quoted(&why.to_string()), quoted(candidate.as_str()));
    write!(
        f,
        " (possibly because of {why} while trying to verify candidate authority certificate {candidate})"
    )
}

fn hostname(f: &mut Formatter<'_>, host: &Excerpt, offered: &Offered) -> fmt::Result {
    f.write_str("x509: ")?;
    match offered {
        Offered::CommonNameOnly { .. } => {
            f.write_str("certificate relies on legacy Common Name field, use SANs instead")
        }
        Offered::NoAddresses => write!(
            f,
            "cannot validate certificate for {host} because it doesn't contain any IP SANs"
        ),
        Offered::ManyAddresses { count } => write!(
            f,
            "certificate is valid for {count} IP SANs, but none matched {host}"
        ),
        Offered::ManyNames { count } => write!(
            f,
            "certificate is valid for {count} names, but none matched {host}"
        ),
        Offered::Addresses { names } | Offered::Names { names } => {
            let names: Vec<&str> = names.iter().map(Excerpt::as_str).collect();
            match names.join(", ").as_str() {
                "" => write!(
                    f,
                    "certificate is not valid for any names, but wanted to match {host}"
                ),
                names => write!(f, "certificate is valid for {names}, not {host}"),
            }
        }
    }
}

impl Display for InvalidReason {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("x509: ")?;
        match self {
            Self::NotAuthorizedToSign => {
                f.write_str("certificate is not authorized to sign other certificates")
            }
            Self::Expired { .. } | Self::NotYetValid { .. } => write!(
                f,
                "certificate has expired or is not yet valid: {}",
                date_words(self)
            ),
            Self::NotAuthorizedForName { why } => write!(
                f,
                "a root or intermediate certificate is not authorized to sign for this name: {why}"
            ),
            Self::TooManyIntermediates => {
                f.write_str("too many intermediates for path length constraint")
            }
            Self::IncompatibleUsage => {
                f.write_str("certificate specifies an incompatible key usage")
            }
            Self::NameMismatch => {
                f.write_str("issuer name does not match subject from issuing certificate")
            }
            Self::NameConstraintsWithoutSans => {
                f.write_str("issuer has name constraints but leaf doesn't have a SAN extension")
            }
            Self::UnconstrainedName { detail } => write!(
                f,
                "issuer has name constraints but leaf contains unknown or unconstrained name: {detail}"
            ),
            Self::TooManyConstraints => f.write_str("unknown error"),
            Self::NotAuthorizedForUsage { detail } => write!(
                f,
                "a root or intermediate certificate is not authorized for an extended key usage: {detail}"
            ),
            Self::NoValidChains { usages, policies } => no_valid_chains(f, *usages, *policies),
        }
    }
}

fn no_valid_chains(f: &mut Formatter<'_>, usages: usize, policies: usize) -> fmt::Result {
    let mut details = Vec::new();
    if usages > 0 {
        details.push(format!(
            "{usages} candidate chains with incompatible key usage"
        ));
    }
    if policies > 0 {
        details.push(format!("{policies} candidate chains with invalid policies"));
    }
    f.write_str("no valid chains built")?;
    if details.is_empty() {
        Ok(())
    } else {
        write!(f, ": {}", details.join(", "))
    }
}

impl Display for NameFault {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotPermitted { of, name } => {
                let name = quoted(name.as_str());
                write!(f, "{of} {name} is not permitted by any constraint")
            }
            Self::Excluded {
                of,
                name,
                constraint,
            } => {
                let (name, constraint) = (quoted(name.as_str()), quoted(constraint.as_str()));
                write!(f, "{of} {name} is excluded by constraint {constraint}")
            }
            Self::Incomparable { words } => write!(f, "{words}"),
        }
    }
}

impl Display for NameKind {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ip => "IP address",
            Self::Dns => "DNS name",
            Self::Uri => "URI",
            Self::Email => "email address",
        })
    }
}
