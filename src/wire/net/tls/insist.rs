use super::judge::Judge;
use crate::model::{Distrust, Trust};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme};
use std::fmt;
use std::sync::Arc;

/// Ends the handshake where go would: nothing is sent to anyone go distrusts.
#[derive(Debug)]
pub(super) struct Insist {
    pub(super) provider: Arc<CryptoProvider>,
    pub(super) judge: Arc<Judge>,
}

/// go's verdict, on its way through a handshake's error.
#[derive(Debug)]
pub(super) struct Refusal(pub(super) Distrust);

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.words())
    }
}

impl std::error::Error for Refusal {}

impl ServerCertVerifier for Insist {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let chain = std::iter::once(leaf).chain(others);
        let chain: Vec<_> = chain.map(|der| der.to_vec()).collect();
        match self.judge.by_system(&chain, &host.to_str()) {
            Trust::Trusted => Ok(ServerCertVerified::assertion()),
            Trust::Refused(distrust) => {
                Err(CertificateError::Other(OtherError(Arc::new(Refusal(distrust)))).into())
            }
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, leaf, signature, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        leaf: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, leaf, signature, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
