use super::portrait::{self, Portrait};
use crate::base::Excerpt;
use crate::model::{Distrust, Trust};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, Error, RootCertStore};
use std::sync::Arc;
use std::time::Duration;

/// Judges a chain by the rules of webpki. A date or a name is only named as the
/// reason where the chain leads to one of the roots; `now` in Unix seconds.
pub(super) fn judged(
    roots: &Arc<RootCertStore>,
    provider: &Arc<CryptoProvider>,
    chain: &[&[u8]],
    host: &str,
    now: i64,
) -> Trust {
    let Some((leaf, portrait)) = chain
        .first()
        .and_then(|leaf| Some((leaf, portrait::of(leaf)?)))
    else {
        return Trust::Refused(invalid("x509: malformed certificate"));
    };
    let judge = Judge {
        roots,
        provider,
        chain,
        host,
    };
    match judge.at(now) {
        Ok(()) => Trust::Trusted,
        Err(CertificateError::ExpiredContext { .. } | CertificateError::Expired) => {
            judge.out_of_date(leaf, &portrait, portrait.not_after.saturating_sub(1), now)
        }
        Err(CertificateError::NotValidYetContext { .. } | CertificateError::NotValidYet) => {
            judge.out_of_date(leaf, &portrait, portrait.not_before.saturating_add(1), now)
        }
        Err(error) => Trust::Refused(distrust(&error, portrait.names)),
    }
}

struct Judge<'a> {
    roots: &'a Arc<RootCertStore>,
    provider: &'a Arc<CryptoProvider>,
    chain: &'a [&'a [u8]],
    host: &'a str,
}

impl Judge<'_> {
    fn at(&self, now: i64) -> Result<(), CertificateError> {
        let builder =
            WebPkiServerVerifier::builder_with_provider(self.roots.clone(), self.provider.clone());
        let verifier = builder
            .build()
            .map_err(|_| CertificateError::UnknownIssuer)?;
        let chain: Vec<_> = self
            .chain
            .iter()
            .map(|der| CertificateDer::from_slice(der))
            .collect();
        let (leaf, others) = chain.split_first().ok_or(CertificateError::BadEncoding)?;
        let host =
            ServerName::try_from(self.host).map_err(|_| CertificateError::NotValidForName)?;
        let now = Duration::from_secs(u64::try_from(now).unwrap_or_default());
        let now = UnixTime::since_unix_epoch(now);
        match verifier.verify_server_cert(leaf, others, &host, &[], now) {
            Ok(_) => Ok(()),
            Err(Error::InvalidCertificate(error)) => Err(error),
            Err(_) => Err(CertificateError::BadEncoding),
        }
    }

    /// Whether the chain would hold within the leaf's own time.
    fn out_of_date(&self, leaf: &[u8], portrait: &Portrait, inside: i64, now: i64) -> Trust {
        let leads_to_root = match self.at(inside) {
            Ok(())
            | Err(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            ) => true,
            Err(_) => false,
        };
        let whose = Excerpt::text(&portrait.subject);
        let words = "x509: certificate has expired or is not yet valid".to_owned();
        Trust::Refused(match leads_to_root {
            true if now < portrait.not_before => Distrust::NotYetValid {
                whose,
                not_before: portrait::rfc3339(portrait.not_before),
                words,
            },
            true => Distrust::Expired {
                whose,
                not_after: portrait::rfc3339(portrait.not_after),
                is_leaf: leaf == self.chain[0],
                words,
            },
            false => unknown_authority(),
        })
    }
}

fn distrust(error: &CertificateError, names: Vec<String>) -> Distrust {
    match error {
        CertificateError::UnknownIssuer | CertificateError::BadSignature => unknown_authority(),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Distrust::WrongName {
                words: format!("x509: certificate is valid for {}", names.join(", ")),
                names,
            }
        }
        error => invalid(&format!("x509: {error}")),
    }
}

fn unknown_authority() -> Distrust {
    Distrust::UnknownAuthority {
        words: "x509: certificate signed by unknown authority".to_owned(),
    }
}

fn invalid(words: &str) -> Distrust {
    Distrust::Invalid {
        words: Excerpt::text(words).as_str().to_owned(),
    }
}
