use super::UrlError;
use super::escape::{Part, unescape};

/// The user part of a URL, unescaped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct User {
    pub(super) name: Vec<u8>,
    pub(super) password: Option<Vec<u8>>,
}

/// Splits `user:password@host:port`; the last `@` counts.
/// go's file: `net/url/url.go`, `parseAuthority`.
pub(super) fn parse_authority(
    scheme: &str,
    text: &str,
) -> Result<(Option<User>, Vec<u8>), UrlError> {
    let (user, host) = match text.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, text),
    };
    let host = parse_host(scheme, host)?;
    Ok((user.map(parse_user).transpose()?, host))
}

fn parse_user(text: &str) -> Result<User, UrlError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(c);
    if !text.chars().all(allowed) {
        return Err(UrlError::User);
    }
    let (name, password) = match text.split_once(':') {
        Some((name, password)) => (name, Some(password)),
        None => (text, None),
    };
    let name = unescape(name, Part::User)?;
    let password = password.map(|password| unescape(password, Part::User)).transpose()?;
    Ok(User { name, password })
}

/// go's file: `net/url/url.go`, `parseHost`, with its default strict colons.
fn parse_host(scheme: &str, host: &str) -> Result<Vec<u8>, UrlError> {
    match host.rfind('[') {
        Some(0) => return parse_literal(host),
        Some(_) => return Err(UrlError::IpLiteral),
        None => {}
    }
    let web = matches!(scheme, "http" | "https");
    let colon = if web { host.find(':') } else { host.rfind(':') };
    if let Some(at) = colon {
        check_port(&host[at..])?;
    }
    unescape(host, Part::Host)
}

/// An address in brackets, with a zone where `%25` introduces it.
fn parse_literal(host: &str) -> Result<Vec<u8>, UrlError> {
    let close = host.rfind(']').ok_or(UrlError::MissingBracket)?;
    let (inside, port) = (&host[1..close], &host[close + 1..]);
    check_port(port)?;
    let zone = inside.find("%25").unwrap_or(inside.len());
    let mut address = unescape(&inside[..zone], Part::Host)?;
    address.extend(unescape(&inside[zone..], Part::Zone)?);
    check_address(&address)?;
    Ok([b"[", address.as_slice(), b"]", port.as_bytes()].concat())
}

/// go asks `netip.ParseAddr`: the address without its zone is IPv6.
fn check_address(address: &[u8]) -> Result<(), UrlError> {
    let text = String::from_utf8_lossy(address);
    let (bare, zone) = match text.split_once('%') {
        Some((bare, zone)) => (bare, Some(zone)),
        None => (&*text, None),
    };
    if zone.is_none() && bare.parse::<std::net::Ipv4Addr>().is_ok() {
        return Err(UrlError::IpLiteral);
    }
    let valid = bare.parse::<std::net::Ipv6Addr>().is_ok() && zone != Some("");
    if valid { Ok(()) } else { Err(UrlError::Address { address: text.into_owned() }) }
}

fn check_port(colon_port: &str) -> Result<(), UrlError> {
    let digits = |port: &str| port.bytes().all(|b| b.is_ascii_digit());
    if colon_port.is_empty() || colon_port.strip_prefix(':').is_some_and(digits) {
        return Ok(());
    }
    Err(UrlError::Port { port: colon_port.to_owned() })
}
