use crate::base::Excerpt;
use crate::model::{Fault, HttpFault, TlsFault};
use crate::wire::net::dial::millis;
use crate::wire::net::tls::fault as tls;
use std::error::Error;
use std::io::{self, ErrorKind};
use std::time::Duration;

/// Why no answer began.
pub(super) fn of_head(error: &reqwest::Error, within: Duration) -> Fault {
    of(error, within, &HttpFault::Closed)
}

/// Why an answer that began did not end.
pub(super) fn of_body(error: &reqwest::Error, within: Duration) -> Fault {
    of(error, within, &HttpFault::Truncated)
}

pub(super) fn timed_out(within: Duration) -> Fault {
    Fault::Http(HttpFault::TimedOut { after_ms: millis(within) })
}

pub(super) fn malformed(words: &str) -> Fault {
    Fault::Http(HttpFault::Malformed { excerpt: Excerpt::text(words) })
}

/// The innermost error that says something decides; `ended` is what an end of
/// the connection means at this point.
fn of(error: &reqwest::Error, within: Duration, ended: &HttpFault) -> Fault {
    if error.is_timeout() {
        return timed_out(within);
    }
    let chain: Vec<_> = chain(error).collect();
    let innermost = chain.iter().rev().find_map(|error| told(*error, within, ended));
    innermost.unwrap_or_else(|| malformed(&chain.last().map_or(String::new(), ToString::to_string)))
}

fn chain<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(error.source(), |error| (*error).source())
}

fn told(error: &(dyn Error + 'static), within: Duration, ended: &HttpFault) -> Option<Fault> {
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return match tls::rustls_error(error) {
            Some(error) => Some(Fault::Tls(tls::of_rustls(error, true))),
            None if is_certificate_wanted(error) => {
                Some(Fault::Tls(TlsFault::ClientCertificateWanted))
            }
            None => of_io(error.kind(), within, ended),
        };
    }
    match error.downcast_ref::<hyper::Error>() {
        Some(error) => of_hyper(error, ended),
        None => of_http2(&format!("{error:?}"), within, ended),
    }
}

/// HTTP/2 keeps only the words of an alert that comes after the handshake.
fn is_certificate_wanted(error: &io::Error) -> bool {
    error.kind() == ErrorKind::InvalidData && error.to_string().contains("CertificateRequired")
}

fn of_io(kind: ErrorKind, within: Duration, ended: &HttpFault) -> Option<Fault> {
    match kind {
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => {
            Some(Fault::Http(HttpFault::Reset))
        }
        ErrorKind::UnexpectedEof | ErrorKind::BrokenPipe => Some(Fault::Http(ended.clone())),
        ErrorKind::TimedOut => Some(timed_out(within)),
        _ => None,
    }
}

fn of_hyper(error: &hyper::Error, ended: &HttpFault) -> Option<Fault> {
    if error.is_incomplete_message() || error.is_closed() || error.is_canceled() {
        return Some(Fault::Http(ended.clone()));
    }
    error.is_parse().then(|| malformed(&error.to_string()))
}

/// An error of HTTP/2, whose type is not at hand: its debug form names what
/// ended it, the code, and which side it was.
fn of_http2(debug: &str, within: Duration, ended: &HttpFault) -> Option<Fault> {
    let inner = debug.strip_prefix("Error { kind: ")?;
    if inner.starts_with("Io(") {
        return of_http2_io(inner, within, ended);
    }
    let is_remote = inner.contains(", Remote)");
    let code = CODES.into_iter().find(|code| inner.contains(&format!(" {code},")))?;
    Some(if is_remote {
        Fault::Http(HttpFault::Stream { code: code.to_owned() })
    } else if inner.starts_with("Reset(") && *ended == HttpFault::Truncated {
        // What the stream sent is not as long as its head says.
        Fault::Http(HttpFault::Truncated)
    } else {
        malformed(code)
    })
}

/// The system's own error: a kind alone, one with words, or one with a number.
fn of_http2_io(inner: &str, within: Duration, ended: &HttpFault) -> Option<Fault> {
    const KINDS: [(&str, ErrorKind); 5] = [
        ("ConnectionReset", ErrorKind::ConnectionReset),
        ("ConnectionAborted", ErrorKind::ConnectionAborted),
        ("UnexpectedEof", ErrorKind::UnexpectedEof),
        ("BrokenPipe", ErrorKind::BrokenPipe),
        ("TimedOut", ErrorKind::TimedOut),
    ];
    let begin = inner.split('"').next().unwrap_or_default();
    let known = KINDS.iter().find(|(name, _)| begin.contains(name));
    known.and_then(|(_, kind)| of_io(*kind, within, ended))
}

/// Error codes of RFC 9113, section 7.
const CODES: [&str; 14] = [
    "NO_ERROR",
    "PROTOCOL_ERROR",
    "INTERNAL_ERROR",
    "FLOW_CONTROL_ERROR",
    "SETTINGS_TIMEOUT",
    "STREAM_CLOSED",
    "FRAME_SIZE_ERROR",
    "REFUSED_STREAM",
    "CANCEL",
    "COMPRESSION_ERROR",
    "CONNECT_ERROR",
    "ENHANCE_YOUR_CALM",
    "INADEQUATE_SECURITY",
    "HTTP_1_1_REQUIRED",
];
