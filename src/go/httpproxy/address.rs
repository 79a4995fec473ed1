use super::idna;
use crate::go::url::Url;

/// Why a text is no `host:port` (net `AddrError`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressError {
    MissingPort,
    TooManyColons,
    MissingBracket,
    StrayBracket,
}

/// Splits `host:port` and `[host]:port`; the port may be any text (net
/// `SplitHostPort`).
pub fn split_host_port(text: &str) -> Result<(&str, &str), AddressError> {
    let (before, port) = text.rsplit_once(':').ok_or(AddressError::MissingPort)?;
    let host = match text.strip_prefix('[') {
        Some(_) => bracketed(text, before)?,
        None if before.contains(':') => return Err(AddressError::TooManyColons),
        None => before,
    };
    if host.contains(['[', ']']) || port.contains(['[', ']']) {
        return Err(AddressError::StrayBracket);
    }
    Ok((host, port))
}

fn bracketed<'a>(text: &'a str, before: &str) -> Result<&'a str, AddressError> {
    let end = text.find(']').ok_or(AddressError::MissingBracket)?;
    if end + 1 == before.len() {
        return Ok(&text[1..end]);
    }
    Err(match text[end + 1..].strip_prefix(':') {
        Some(_) => AddressError::TooManyColons,
        None => AddressError::MissingPort,
    })
}

/// Net `JoinHostPort`.
pub(super) fn join(host: &str, port: &str) -> String {
    if host.contains(':') {
        return format!("[{host}]:{port}");
    }
    format!("{host}:{port}")
}

/// The host of a URL as it is looked up.
pub(super) fn ascii_host(url: &Url) -> String {
    let host = url.hostname();
    idna::to_ascii(&host).unwrap_or(host.into_owned())
}
