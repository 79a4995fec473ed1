use super::insist::Refusal;
use crate::base::Excerpt;
use crate::model::TlsFault;
use crate::wire::net::dial::millis;
use rustls::{AlertDescription as Alert, CertificateError, Error, InvalidMessage};
use std::io::{self, ErrorKind};
use std::time::Duration;

/// What is known when a handshake has failed.
pub(super) struct Circumstances<'a> {
    /// The first bytes that came back.
    pub(super) first: &'a [u8],
    /// Whether the server asked for a certificate.
    pub(super) wanted: bool,
    pub(super) within: Duration,
}

impl Circumstances<'_> {
    pub(super) fn fault(&self, fault: &io::Error) -> TlsFault {
        match rustls_error(fault) {
            _ if begins_no_tls(self.first) => {
                TlsFault::Plaintext { excerpt: Excerpt::of(self.first, Excerpt::USUAL) }
            }
            Some(error) => of_rustls(error, self.wanted),
            None => match of_io(fault, self.within) {
                // What the server says of our lack may get lost in its haste.
                TlsFault::Reset | TlsFault::Closed if self.wanted => {
                    TlsFault::ClientCertificateWanted
                }
                fault => fault,
            },
        }
    }
}

/// Whether what came first is no record of TLS: neither an alert nor a handshake,
/// or of a version beyond all measure.
/// go's file: `crypto/tls/conn.go`, `readRecordOrCCS`.
pub(in crate::wire::net) fn begins_no_tls(first: &[u8]) -> bool {
    match first {
        [kind, ..] if !matches!(kind, 21 | 22) => true,
        [_, major, ..] => *major >= 0x10,
        _ => false,
    }
}

/// The error of rustls inside one of the stream's.
pub(in crate::wire::net) fn rustls_error(fault: &io::Error) -> Option<&Error> {
    fault.get_ref()?.downcast_ref()
}

/// The fault that an error of rustls stands for. `wanted`: the server asked for
/// a certificate, which explains its alerts.
pub(in crate::wire::net) fn of_rustls(error: &Error, wanted: bool) -> TlsFault {
    match error {
        Error::AlertReceived(alert) => of_alert(*alert, wanted),
        Error::PeerIncompatible(_) => TlsFault::NothingInCommon,
        Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            TlsFault::Plaintext { excerpt: Excerpt::default() }
        }
        Error::InvalidCertificate(CertificateError::Other(other)) => {
            match other.0.downcast_ref::<Refusal>() {
                Some(Refusal(distrust)) => TlsFault::Untrusted(distrust.clone()),
                None => TlsFault::Misbehaved,
            }
        }
        // rustls checks no signature of small RSA keys and of certificates that
        // are odd in their encoding; go does.
        Error::InvalidCertificate(error) if !is_forged(error) => TlsFault::NothingInCommon,
        _ => TlsFault::Misbehaved,
    }
}

fn is_forged(error: &CertificateError) -> bool {
    matches!(error, CertificateError::BadSignature)
}

fn of_alert(alert: Alert, wanted: bool) -> TlsFault {
    match alert {
        Alert::CertificateRequired => TlsFault::ClientCertificateWanted,
        Alert::HandshakeFailure
        | Alert::BadCertificate
        | Alert::NoCertificate
        | Alert::UnsupportedCertificate
        | Alert::CertificateUnknown
        | Alert::UnknownCA
        | Alert::AccessDenied
            if wanted =>
        {
            TlsFault::ClientCertificateWanted
        }
        Alert::HandshakeFailure | Alert::ProtocolVersion | Alert::InsufficientSecurity => {
            TlsFault::NothingInCommon
        }
        alert => TlsFault::Alert { name: words(alert) },
    }
}

fn of_io(fault: &io::Error, within: Duration) -> TlsFault {
    match fault.kind() {
        ErrorKind::UnexpectedEof => TlsFault::Closed,
        ErrorKind::TimedOut => TlsFault::TimedOut { after_ms: millis(within) },
        ErrorKind::InvalidData | ErrorKind::InvalidInput => TlsFault::Misbehaved,
        _ => TlsFault::Reset,
    }
}

/// The name that go gives an alert of this number.
pub(in crate::wire::net) fn alert_words(number: u8) -> String {
    words(Alert::from(number))
}

/// go's words (`crypto/tls/alert.go`).
fn words(alert: Alert) -> String {
    let words = match alert {
        Alert::HandshakeFailure => "handshake failure",
        Alert::ProtocolVersion => "protocol version not supported",
        Alert::InsufficientSecurity => "insufficient security level",
        Alert::CertificateRequired => "certificate required",
        Alert::CloseNotify => "close notify",
        Alert::UnexpectedMessage => "unexpected message",
        Alert::BadRecordMac => "bad record MAC",
        Alert::DecryptionFailed => "decryption failed",
        Alert::RecordOverflow => "record overflow",
        Alert::DecompressionFailure => "decompression failure",
        Alert::BadCertificate => "bad certificate",
        Alert::UnsupportedCertificate => "unsupported certificate",
        Alert::CertificateRevoked => "revoked certificate",
        Alert::CertificateExpired => "expired certificate",
        Alert::CertificateUnknown => "unknown certificate",
        Alert::IllegalParameter => "illegal parameter",
        Alert::UnknownCA => "unknown certificate authority",
        Alert::AccessDenied => "access denied",
        Alert::DecodeError => "error decoding message",
        Alert::DecryptError => "error decrypting message",
        Alert::ExportRestriction => "export restriction",
        Alert::InternalError => "internal error",
        Alert::InappropriateFallback => "inappropriate fallback",
        Alert::UserCanceled => "user canceled",
        Alert::NoRenegotiation => "no renegotiation",
        Alert::MissingExtension => "missing extension",
        Alert::UnsupportedExtension => "unsupported extension",
        Alert::CertificateUnobtainable => "certificate unobtainable",
        Alert::UnrecognisedName => "unrecognized name",
        Alert::BadCertificateStatusResponse => "bad certificate status response",
        Alert::BadCertificateHashValue => "bad certificate hash value",
        Alert::UnknownPSKIdentity => "unknown PSK identity",
        Alert::NoApplicationProtocol => "no application protocol",
        Alert::EncryptedClientHelloRequired => "encrypted client hello required",
        alert => return format!("alert({})", u8::from(alert)),
    };
    words.to_owned()
}
