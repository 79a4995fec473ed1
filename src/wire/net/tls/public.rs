use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError as Why, Error, RootCertStore};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

/// Whether a chain leads to an authority of the Mozilla set, its name and its
/// dates aside: it is looked at now, or if that is outside the leaf's time, as
/// near to it as can be, and in the leaf's first second. Unix seconds.
pub(super) fn leads_there(
    provider: &Arc<CryptoProvider>,
    sent: &[Vec<u8>],
    not_before: i64,
    not_after: i64,
    now: i64,
) -> bool {
    let roots: RootCertStore = webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect();
    let builder = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider.clone());
    let Ok(verifier) = builder.build() else {
        return false;
    };
    let moments = [now.min(not_after).max(not_before), not_before];
    moments.into_iter().any(|moment| leads(&verifier, sent, moment))
}

fn leads(verifier: &WebPkiServerVerifier, sent: &[Vec<u8>], moment: i64) -> bool {
    let chain: Vec<_> = sent.iter().map(|der| CertificateDer::from_slice(der)).collect();
    let Some((leaf, others)) = chain.split_first() else {
        return false;
    };
    // No certificate is for this address, and names are compared last of all.
    let nowhere = ServerName::from(Ipv4Addr::UNSPECIFIED);
    let moment = Duration::from_secs(u64::try_from(moment).unwrap_or_default());
    let moment = UnixTime::since_unix_epoch(moment);
    matches!(
        verifier.verify_server_cert(leaf, others, &nowhere, &[], moment),
        Ok(_)
            | Err(Error::InvalidCertificate(
                Why::NotValidForName | Why::NotValidForNameContext { .. }
            ))
    )
}
