use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError as Why, Error, RootCertStore};
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

/// The public authorities, as Mozilla knows them.
pub(super) fn authorities() -> RootCertStore {
    webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect()
}

/// Whether a chain leads to one of these authorities, its name and its
/// dates aside: it is looked at now, or if that is outside the leaf's time, as
/// near to it as can be, and in the leaf's first second. Unix seconds.
pub(super) fn leads_there(
    roots: RootCertStore,
    provider: &Arc<CryptoProvider>,
    sent: &[Vec<u8>],
    not_before: i64,
    not_after: i64,
    now: i64,
) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;
    use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, date_time_ymd};

    #[test]
    fn a_chain_leads_to_its_root_whatever_its_dates() {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let root = params.self_signed(&key).unwrap();
        let issuer = Issuer::new(params, key);
        let mut params = CertificateParams::new(vec!["a.example".to_owned()]).unwrap();
        params.not_before = date_time_ymd(2020, 1, 1);
        params.not_after = date_time_ymd(2020, 2, 1);
        let leaf = params.signed_by(&KeyPair::generate().unwrap(), &issuer).unwrap();
        let sent = [leaf.der().to_vec()];
        let mut roots = RootCertStore::empty();
        roots.add(root.der().clone()).unwrap();
        let provider = super::super::config::provider();
        let leads =
            |roots, now| leads_there(roots, &provider, &sent, 1_577_836_800, 1_580_515_200, now);
        for now in [0, 1_579_000_000, 1_800_000_000] {
            assert!(leads(roots.clone(), now));
            assert!(!leads(authorities(), now));
        }
    }
}
