use super::wanted::Wanted;
use crate::model::Manner;
use rustls::ClientConfig;
use rustls::client::Resumption;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::aws_lc_rs::{self, kx_group};
use rustls::crypto::{CryptoProvider, SupportedKxGroup};
use std::sync::Arc;

/// The cryptography of all handshakes, with go's preference for the hybrid key
/// exchange: the long hello it makes is what some middleboxes stumble over.
pub(super) fn provider() -> Arc<CryptoProvider> {
    let mut provider = aws_lc_rs::default_provider();
    let hybrid = kx_group::X25519MLKEM768;
    provider.kx_groups.retain(|group| group.name() != hybrid.name());
    provider.kx_groups.insert(0, hybrid as &dyn SupportedKxGroup);
    Arc::new(provider)
}

/// A client that offers what go's offers; without HTTP/2, no protocol at all. Nothing is resumed, as go's own
/// transport resumes nothing: each connection shows its certificates.
pub(super) fn client(
    provider: &Arc<CryptoProvider>,
    manner: Manner,
    verifier: Arc<dyn ServerCertVerifier>,
    wanted: Arc<Wanted>,
) -> Result<ClientConfig, rustls::Error> {
    let mut config = ClientConfig::builder_with_provider(spoken(provider, manner))
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_client_cert_resolver(wanted);
    let offered: &[&[u8]] = if manner.http2 { &[b"h2", b"http/1.1"] } else { &[] };
    config.alpn_protocols = offered.iter().map(|name| name.to_vec()).collect();
    config.resumption = Resumption::disabled();
    Ok(config)
}

/// The same cryptography, without what go leaves out.
fn spoken(provider: &Arc<CryptoProvider>, manner: Manner) -> Arc<CryptoProvider> {
    if manner.hybrid {
        return Arc::clone(provider);
    }
    let mut plain = CryptoProvider::clone(provider);
    plain.kx_groups.retain(|group| group.name() != kx_group::X25519MLKEM768.name());
    Arc::new(plain)
}
