use crate::base::Excerpt;
use rustls::crypto::CryptoProvider;
use std::net::{Ipv4Addr, Ipv6Addr};
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer;
use x509_parser::x509::X509Name;

/// More names than a reader ever looks through.
const NAMES: usize = 64;

/// What a reader recognises a certificate by.
pub(super) struct Portrait {
    /// In go's order: the common name first.
    pub(super) subject: String,
    pub(super) issuer: String,
    /// DNS names and addresses.
    pub(super) names: Vec<String>,
    /// Unix seconds.
    pub(super) not_before: i64,
    /// Unix seconds.
    pub(super) not_after: i64,
}

/// None for what is no certificate at all.
pub(super) fn of(der: &[u8]) -> Option<Portrait> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    Some(Portrait {
        subject: shown(certificate.subject()),
        issuer: shown(certificate.issuer()),
        names: names(&certificate),
        not_before: certificate.validity().not_before.timestamp(),
        not_after: certificate.validity().not_after.timestamp(),
    })
}

/// Whether the certificate's own key made its signature.
pub(super) fn signs_itself(der: &[u8], provider: &CryptoProvider) -> bool {
    let Ok((_, certificate)) = X509Certificate::from_der(der) else {
        return false;
    };
    let key = &certificate.public_key().subject_public_key.data;
    let signed = certificate.tbs_certificate.as_ref();
    let signature = &certificate.signature_value.data;
    let known = provider.signature_verification_algorithms.all;
    certificate.subject().as_raw() == certificate.issuer().as_raw()
        && known
            .iter()
            .any(|known| known.verify_signature(key, signed, signature).is_ok())
}

/// Unix seconds as RFC 3339, in UTC.
pub(super) fn rfc3339(unix: i64) -> String {
    jiff::Timestamp::from_second(unix).map_or(String::new(), |time| time.to_string())
}

/// The other way round than it is encoded, as RFC 2253 and go have it.
fn shown(name: &X509Name<'_>) -> String {
    let mut parts: Vec<String> = name
        .iter_rdn()
        .map(|rdn| {
            let parts = rdn.iter().map(|part| {
                let value = part.as_str().unwrap_or_default();
                format!("{}={value}", short_name(&part.attr_type().to_id_string()))
            });
            parts.collect::<Vec<_>>().join("+")
        })
        .collect();
    parts.reverse();
    parts.join(",")
}

fn short_name(oid: &str) -> &str {
    match oid {
        "2.5.4.3" => "CN",
        "2.5.4.5" => "SERIALNUMBER",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.9" => "STREET",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.17" => "POSTALCODE",
        oid => oid,
    }
}

fn names(certificate: &X509Certificate<'_>) -> Vec<String> {
    let Ok(Some(extension)) = certificate.subject_alternative_name() else {
        return Vec::new();
    };
    let names = &extension.value.general_names;
    names.iter().filter_map(name).take(NAMES).collect()
}

fn name(name: &GeneralName<'_>) -> Option<String> {
    match name {
        GeneralName::DNSName(name) => Some(Excerpt::text(name).as_str().to_owned()),
        GeneralName::IPAddress(octets) => {
            let four = <[u8; 4]>::try_from(*octets).map(|ip| Ipv4Addr::from(ip).to_string());
            let sixteen = || <[u8; 16]>::try_from(*octets).map(|ip| Ipv6Addr::from(ip).to_string());
            four.or_else(|_| sixteen()).ok()
        }
        _ => None,
    }
}
