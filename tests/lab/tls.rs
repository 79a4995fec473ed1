//! Authorities and the certificates that they sign, right and wrong ones.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, RsaKeySize, date_time_ymd,
};
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer};
use rustls::server::WebPkiClientVerifier;
use rustls::{RootCertStore, ServerConfig, SupportedProtocolVersion};

type Issuer = CertifiedIssuer<'static, KeyPair>;

/// What a server shows of itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Papers {
    /// Signed by an intermediate of the authority that stands for the public ones.
    Public,
    /// Signed by the company's own authority.
    Private,
    /// Signed by a middlebox that looks into TLS.
    Intercepted,
    Expired,
    NotYetValid,
    WrongName,
    SelfSigned,
    /// Public, and the intermediate is not sent.
    NoIntermediate,
}

/// How a server asks for a client's certificate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Wanted {
    Must,
    May,
}

/// The authorities of the lab.
pub(crate) struct Authorities {
    public: Issuer,
    intermediate: Issuer,
    private: Issuer,
    interceptor: Issuer,
}

impl Authorities {
    pub(crate) fn new() -> Authorities {
        let public = root("Lab Trust Services", "Lab Root R1");
        let issuing = authority("Lab Trust Services", "Lab Issuing CA 1C3");
        let intermediate =
            CertifiedIssuer::signed_by(issuing, key(), &public).expect("an intermediate");
        Authorities {
            public,
            intermediate,
            private: root("Corp Example", "Corp Example Root CA"),
            interceptor: root("Zscaler Inc.", "Zscaler Root CA"),
        }
    }

    /// The root that stands for all public ones, as PEM.
    pub(crate) fn public_pem(&self) -> String {
        self.public.pem()
    }

    /// The company's root, as PEM.
    pub(crate) fn private_pem(&self) -> String {
        self.private.pem()
    }

    /// A TLS server for `host` with these papers, speaking HTTP/2 if asked for it and willing.
    pub(crate) fn server(&self, host: &str, papers: Papers, http2: bool) -> Arc<ServerConfig> {
        let key = key();
        let chain = self.chain(host, papers, &key);
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("TLS versions")
            .with_no_client_auth()
            .with_single_cert(chain, PrivatePkcs8KeyDer::from(key.serialize_der()).into())
            .expect("a certificate with its key");
        if http2 {
            config.alpn_protocols.push(b"h2".to_vec());
        }
        config.alpn_protocols.push(b"http/1.1".to_vec());
        Arc::new(config)
    }

    /// A TLS server for `host` that asks for a certificate of the company's, and speaks HTTP/1.1.
    pub(crate) fn wanting(
        &self,
        host: &str,
        wanted: Wanted,
        version: &'static SupportedProtocolVersion,
    ) -> Arc<ServerConfig> {
        let key = key();
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut roots = RootCertStore::empty();
        roots.add(self.private.der().clone()).expect("a root");
        let verifier =
            WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider));
        let verifier =
            if wanted == Wanted::Must { verifier } else { verifier.allow_unauthenticated() };
        let config = ServerConfig::builder_with_provider(provider)
            .with_protocol_versions(&[version])
            .expect("a TLS version")
            .with_client_cert_verifier(verifier.build().expect("a verifier"))
            .with_single_cert(
                self.chain(host, Papers::Public, &key),
                PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
            );
        Arc::new(config.expect("a certificate with its key"))
    }

    /// Good papers for `host` with an RSA key: the chain and the key, as PEM.
    pub(crate) fn rsa_pem(&self, host: &str) -> (String, String) {
        let key = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).expect("a key");
        let params = leaf(host, Papers::Public);
        let leaf = params.signed_by(&key, &self.intermediate).expect("a certificate");
        (leaf.pem() + &self.intermediate.pem(), key.serialize_pem())
    }

    fn chain(&self, host: &str, papers: Papers, key: &KeyPair) -> Vec<CertificateDer<'static>> {
        let params = leaf(host, papers);
        if papers == Papers::SelfSigned {
            return vec![params.self_signed(key).expect("a certificate").der().clone()];
        }
        let (issuer, sent) = match papers {
            Papers::Private => (&self.private, None),
            Papers::Intercepted => (&self.interceptor, None),
            Papers::NoIntermediate => (&self.intermediate, None),
            _ => (&self.intermediate, Some(self.intermediate.der().clone())),
        };
        let leaf = params.signed_by(key, issuer).expect("a certificate").der().clone();
        std::iter::once(leaf).chain(sent).collect()
    }
}

fn leaf(host: &str, papers: Papers) -> CertificateParams {
    let name = if papers == Papers::WrongName { "other.example" } else { host };
    let mut params = CertificateParams::new(vec![name.to_owned()]).expect("a host's name");
    params.distinguished_name.push(DnType::CommonName, name);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    (params.not_before, params.not_after) = match papers {
        Papers::Expired => (date_time_ymd(2023, 1, 1), date_time_ymd(2024, 1, 1)),
        Papers::NotYetValid => (date_time_ymd(2090, 1, 1), date_time_ymd(2095, 1, 1)),
        _ => (date_time_ymd(2024, 1, 1), date_time_ymd(2099, 1, 1)),
    };
    params
}

fn root(organization: &str, name: &str) -> Issuer {
    CertifiedIssuer::self_signed(authority(organization, name), key()).expect("a root")
}

fn authority(organization: &str, name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.distinguished_name.push(DnType::OrganizationName, organization);
    params.distinguished_name.push(DnType::CommonName, name);
    (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2099, 1, 1));
    params
}

fn key() -> KeyPair {
    KeyPair::generate().expect("a key")
}
