//! The one place where a chain is judged. Until the rules of crypto/x509 are
//! plugged in, those of webpki stand in for them.

use super::mozilla;
use crate::model::{Distrust, Trust};
use rustls::RootCertStore;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use std::sync::Arc;

/// The roots of this machine and the time by its clock.
#[derive(Debug)]
pub(super) struct Judge {
    provider: Arc<CryptoProvider>,
    roots: Arc<RootCertStore>,
    now: i64,
}

impl Judge {
    /// Roots as DER; what is no certificate is left out. `now` in Unix seconds.
    pub(super) fn new(provider: Arc<CryptoProvider>, roots: &[Vec<u8>], now: i64) -> Self {
        let mut store = RootCertStore::empty();
        store.add_parsable_certificates(roots.iter().map(|der| CertificateDer::from_slice(der)));
        Self {
            provider,
            roots: Arc::new(store),
            now,
        }
    }

    /// What go concludes with the roots of this machine.
    pub(super) fn by_system(&self, chain: &[&[u8]], host: &str) -> Trust {
        if self.roots.is_empty() {
            return Trust::Refused(Distrust::UnknownAuthority {
                words: "x509: certificate signed by unknown authority".to_owned(),
            });
        }
        mozilla::judged(&self.roots, &self.provider, chain, host, self.now)
    }

    /// Whether this is a chain of a public authority.
    pub(super) fn by_mozilla(&self, chain: &[&[u8]], host: &str) -> Trust {
        let roots = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
        mozilla::judged(&Arc::new(roots), &self.provider, chain, host, self.now)
    }
}
