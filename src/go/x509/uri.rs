use super::quote::quoted;
use std::net::IpAddr;

/// A URI of a certificate: as written, and the host that url.Parse finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Uri {
    pub(super) text: String,
    pub(super) host: String,
}

impl Uri {
    /// net/url `Parse` as far as it refuses and finds the host, or its words.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let (url, fragment) = text.split_once('#').unwrap_or((text, ""));
        let host = host_of(url).map_err(|words| format!("parse {}: {words}", quoted(url)))?;
        unescape(fragment.as_bytes(), Part::Other)
            .map_err(|words| format!("parse {}: {words}", quoted(text)))?;
        let text = text.to_owned();
        Ok(Self { text, host })
    }
}

fn host_of(url: &str) -> Result<String, String> {
    if url.bytes().any(|byte| byte.is_ascii_control()) {
        return Err("net/url: invalid control character in URL".into());
    }
    let (scheme, rest) = scheme(url)?;
    let rest = rest.split('?').next().unwrap_or_default();
    if url == "*" || (!rest.starts_with('/') && !scheme.is_empty()) {
        return Ok(String::new());
    }
    let segment = rest.split('/').next().unwrap_or_default();
    if segment.contains(':') {
        return Err("first path segment in URL cannot contain colon".into());
    }
    let has_authority = !scheme.is_empty() || !rest.starts_with("///");
    let Some(authority) = rest.strip_prefix("//").filter(|_| has_authority) else {
        unescape(rest.as_bytes(), Part::Other)?;
        return Ok(String::new());
    };
    let end = authority.find('/').unwrap_or(authority.len());
    let host = authority_host(scheme, &authority[..end])?;
    unescape(&authority.as_bytes()[end..], Part::Other)?;
    Ok(host)
}

fn scheme(url: &str) -> Result<(&str, &str), String> {
    for (at, byte) in url.bytes().enumerate() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' => {}
            b'0'..=b'9' | b'+' | b'-' | b'.' if at > 0 => {}
            b':' if at == 0 => return Err("missing protocol scheme".into()),
            b':' => return Ok((&url[..at], &url[at + 1..])),
            _ => break,
        }
    }
    Ok(("", url))
}

fn authority_host(scheme: &str, authority: &str) -> Result<String, String> {
    let Some((user, host)) = authority.rsplit_once('@') else {
        return host_and_port(scheme, authority);
    };
    let host = host_and_port(scheme, host)?;
    let valid = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:~!$&'()*+,;=%@".contains(&byte);
    if !user.bytes().all(valid) {
        return Err("net/url: invalid userinfo".into());
    }
    for part in user.splitn(2, ':') {
        unescape(part.as_bytes(), Part::Other)?;
    }
    Ok(host)
}

fn host_and_port(scheme: &str, host: &str) -> Result<String, String> {
    match host.rfind('[') {
        Some(0) => return literal(host),
        Some(_) => return Err("invalid IP-literal".into()),
        None => {}
    }
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let colon = if web { host.find(':') } else { host.rfind(':') };
    if let Some(at) = colon {
        check_port(&host[at..])?;
    }
    unescape(host.as_bytes(), Part::Host)
}

/// `[address%25zone]:port`.
fn literal(host: &str) -> Result<String, String> {
    let end = host.rfind(']').ok_or("missing ']' in host")?;
    check_port(&host[end + 1..])?;
    let inside = &host[1..end];
    let at = inside.find("%25").unwrap_or(inside.len());
    let address = unescape(&inside.as_bytes()[..at], Part::Host)?;
    let zone = unescape(&inside.as_bytes()[at..], Part::Zone)?;
    match address.parse() {
        Ok(IpAddr::V6(_)) if zone.len() != 1 => {}
        Ok(IpAddr::V4(_)) if zone.is_empty() => return Err("invalid IP-literal".into()),
        _ => return Err("invalid host".into()),
    }
    Ok(format!("[{address}{zone}]{}", &host[end + 1..]))
}

fn check_port(text: &str) -> Result<(), String> {
    let digits = text.strip_prefix(':');
    let valid = digits.is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()));
    if valid || text.is_empty() {
        return Ok(());
    }
    Err(format!("invalid port {} after host", quoted(text)))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Host,
    Zone,
    Other,
}

/// Checks and undoes percent encoding (net/url `unescape`).
fn unescape(text: &[u8], part: Part) -> Result<String, String> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((&byte, left)) = rest.split_first() {
        rest = left;
        if byte == b'%' {
            let value = rest.get(..2).and_then(hex);
            let value = value.filter(|value| may_be_escaped(*value, part));
            let Some(value) = value else {
                let shown = &text[text.len() - rest.len() - 1..];
                let shown = String::from_utf8_lossy(&shown[..shown.len().min(3)]);
                return Err(format!("invalid URL escape {}", quoted(&shown)));
            };
            plain.push(value);
            rest = &rest[2..];
        } else if part != Part::Other && byte.is_ascii() && !is_host_byte(byte) {
            let shown = quoted(&char::from(byte).to_string());
            return Err(format!("invalid character {shown} in host name"));
        } else {
            plain.push(byte);
        }
    }
    Ok(String::from_utf8_lossy(&plain).into_owned())
}

fn hex(pair: &[u8]) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    let value = digit(*pair.first()?)? * 16 + digit(*pair.get(1)?)?;
    u8::try_from(value).ok()
}

fn may_be_escaped(value: u8, part: Part) -> bool {
    match part {
        Part::Other => true,
        Part::Host => value >= 0x80 || value == b'%',
        Part::Zone => value == b'%' || value == b' ' || is_host_byte(value),
    }
}

fn is_host_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_.~!$&'()*+,;=:[]<>\"".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> Option<String> {
        Uri::parse(text).ok().map(|uri| uri.host)
    }

    #[test]
    fn hosts_and_refusals() {
        assert_eq!(host("https://a.test:8/x").as_deref(), Some("a.test:8"));
        assert_eq!(host("spiffe://u@a.test/x").as_deref(), Some("a.test"));
        assert_eq!(host("urn:x:y").as_deref(), Some(""));
        assert_eq!(host("https://[::1]:8").as_deref(), Some("[::1]:8"));
        for text in [
            "https://a b/",
            "https://a:x/",
            ":x",
            "a:b\u{1}",
            "https://%41/",
            "/%zz",
            "https://[1.2.3.4]",
        ] {
            assert_eq!(host(text), None, "{text}");
        }
    }
}
