//! An authority of one's own, and TLS servers with its certificates.

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::ServerConfig;
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::sync::Arc;

/// Signs certificates.
pub(crate) struct Authority {
    der: Vec<u8>,
    issuer: Issuer<'static, KeyPair>,
}

/// A server's certificates, leaf first, and its key.
pub(crate) struct Identity {
    pub(crate) chain: Vec<CertificateDer<'static>>,
    pub(crate) key: PrivateKeyDer<'static>,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let mut params = named("Corporate Root");
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = KeyPair::generate().unwrap();
        let der = params.self_signed(&key).unwrap().der().to_vec();
        let issuer = Issuer::new(params, key);
        Self { der, issuer }
    }

    /// Its own certificate, as DER.
    pub(crate) fn roots(&self) -> &[Vec<u8>] {
        std::slice::from_ref(&self.der)
    }

    /// A leaf for these names, changed in some way.
    pub(crate) fn identity(
        &self,
        names: &[&str],
        key: &KeyPair,
        change: fn(&mut CertificateParams),
    ) -> Identity {
        let mut params = leaf(names);
        change(&mut params);
        let leaf = params.signed_by(key, &self.issuer).unwrap();
        Identity { chain: vec![leaf.der().clone(), self.der.clone().into()], key: private(key) }
    }

    /// A sound leaf.
    pub(crate) fn sound(&self, names: &[&str]) -> Identity {
        self.identity(names, &KeyPair::generate().unwrap(), |_| ())
    }
}

pub(crate) fn leaf(names: &[&str]) -> CertificateParams {
    let mut params = named("proxy");
    let names = names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    params.subject_alt_names = CertificateParams::new(names).unwrap().subject_alt_names;
    params
}

pub(crate) fn private(key: &KeyPair) -> PrivateKeyDer<'static> {
    PrivateKeyDer::try_from(key.serialize_der()).unwrap()
}

pub(crate) fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

/// A server that speaks these protocols.
pub(crate) fn server(identity: Identity, protocols: &[&str]) -> ServerConfig {
    let builder = ServerConfig::builder_with_provider(provider());
    let builder = builder.with_safe_default_protocol_versions().unwrap().with_no_client_auth();
    let mut config = builder.with_single_cert(identity.chain, identity.key).unwrap();
    config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
    config
}

fn named(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.remove(DnType::CommonName);
    params.distinguished_name.push(DnType::OrganizationName, "Example");
    params.distinguished_name.push(DnType::CommonName, name);
    params
}
