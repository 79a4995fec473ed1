//! Authorities and the certificates that they sign, right and wrong ones.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DnType,
    ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256, RsaKeySize,
    date_time_ymd,
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
    /// The same, and the leaf says where the intermediate lies.
    NoIntermediateButOffered,
    /// Signed by the company's authority since it got a new key.
    Rekeyed,
    /// Signed by a root that has ended.
    EndedRoot,
    /// Over an intermediate that has ended.
    EndedIntermediate,
    /// Valid from 2030 to 2032.
    NextDecade,
    /// The name as common name alone.
    CommonName,
    /// For clients alone.
    ForClients,
    /// Over an intermediate that is no authority.
    NoAuthority,
}

/// How a server asks for a client's certificate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Wanted {
    Must,
    May,
}

/// Where a leaf says that its issuer's certificate lies.
pub(crate) const OFFERED_AT: &str = "http://pki.example.net/issuing.crt";

/// The authorities of the lab.
pub(crate) struct Authorities {
    public: Issuer,
    intermediate: Issuer,
    private: Issuer,
    interceptor: Issuer,
    renewed: Issuer,
    ended: Issuer,
    late: Issuer,
    nobody: Issuer,
}

impl Authorities {
    pub(crate) fn new() -> Authorities {
        let public = root("Lab Trust Services", "Lab Root R1");
        let issuing = authority("Lab Trust Services", "Lab Issuing CA 1C3");
        let intermediate =
            CertifiedIssuer::signed_by(issuing, key(), &public).expect("an intermediate");
        let below = |params: CertificateParams| {
            CertifiedIssuer::signed_by(params, key(), &public).expect("an intermediate")
        };
        let late = below(over(authority("Lab Trust Services", "Lab Issuing CA 1B1")));
        let mut nobody = authority("Lab Trust Services", "Lab Department");
        nobody.is_ca = IsCa::ExplicitNoCa;
        let nobody = below(nobody);
        let ended = over(authority("Old Example", "Old Example Root CA"));
        Authorities {
            intermediate,
            private: root("Corp Example", "Corp Example Root CA"),
            interceptor: root("Zscaler Inc.", "Zscaler Root CA"),
            renewed: root("Corp Example", "Corp Example Root CA"),
            ended: CertifiedIssuer::self_signed(ended, key()).expect("a root"),
            late,
            nobody,
            public,
        }
    }

    /// A root that has ended, as PEM.
    pub(crate) fn ended_pem(&self) -> String {
        self.ended.pem()
    }

    /// The intermediate of the public authority, as DER.
    pub(crate) fn intermediate_der(&self) -> Vec<u8> {
        self.intermediate.der().to_vec()
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
            Papers::NoIntermediate | Papers::NoIntermediateButOffered => (&self.intermediate, None),
            Papers::Rekeyed => (&self.renewed, None),
            Papers::EndedRoot => (&self.ended, None),
            Papers::EndedIntermediate => (&self.late, Some(self.late.der().clone())),
            Papers::NoAuthority => (&self.nobody, Some(self.nobody.der().clone())),
            _ => (&self.intermediate, Some(self.intermediate.der().clone())),
        };
        let leaf = params.signed_by(key, issuer).expect("a certificate").der().clone();
        std::iter::once(leaf).chain(sent).collect()
    }
}

fn leaf(host: &str, papers: Papers) -> CertificateParams {
    let name = if papers == Papers::WrongName { "other.example" } else { host };
    let names = if papers == Papers::CommonName { vec![] } else { vec![name.to_owned()] };
    let mut params = CertificateParams::new(names).expect("a host's name");
    params.distinguished_name.push(DnType::CommonName, name);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![match papers {
        Papers::ForClients => ExtendedKeyUsagePurpose::ClientAuth,
        _ => ExtendedKeyUsagePurpose::ServerAuth,
    }];
    if papers == Papers::NoIntermediateButOffered {
        params.custom_extensions.push(issuer_at(OFFERED_AT));
    }
    (params.not_before, params.not_after) = match papers {
        Papers::Expired => (date_time_ymd(2023, 1, 1), date_time_ymd(2024, 1, 1)),
        Papers::NextDecade => (date_time_ymd(2030, 1, 1), date_time_ymd(2032, 1, 1)),
        Papers::NotYetValid => (date_time_ymd(2090, 1, 1), date_time_ymd(2095, 1, 1)),
        _ => (date_time_ymd(2024, 1, 1), date_time_ymd(2099, 1, 1)),
    };
    params
}

/// id-pe-authorityInfoAccess with one caIssuers.
fn issuer_at(url: &str) -> CustomExtension {
    let framed = |tag: u8, content: &[u8]| {
        let length = u8::try_from(content.len()).expect("a short content");
        [&[tag, length], content].concat()
    };
    let method = [6, 8, 0x2b, 6, 1, 5, 5, 7, 0x30, 2];
    let access = framed(0x30, &[method.as_slice(), &framed(0x86, url.as_bytes())].concat());
    let oid = [1, 3, 6, 1, 5, 5, 7, 1, 1];
    CustomExtension::from_oid_content(&oid, framed(0x30, &access))
}

/// The same, past its end.
fn over(mut params: CertificateParams) -> CertificateParams {
    params.not_after = date_time_ymd(2025, 1, 1);
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
