use super::{Addr, Authority, Part, Quote, Url, UrlError, User, unescape};

/// net/url `Parse`. Where an `@` stands in the value, what an error quotes may
/// be a piece of a password.
pub(super) fn parse(text: &str) -> Result<Url, UrlError> {
    let (rest, fragment) = text.split_once('#').unwrap_or((text, ""));
    let read = || {
        let mut url = without_fragment(rest)?;
        set_fragment(&mut url, fragment)?;
        Ok(url)
    };
    read().map_err(|error: UrlError| {
        if text.contains('@') {
            return error.veiled();
        }
        error
    })
}

fn set_fragment(url: &mut Url, text: &str) -> Result<(), UrlError> {
    url.fragment = unescape(text, Part::Fragment)?;
    if super::escape(&url.fragment, Part::Fragment) != text {
        text.clone_into(&mut url.raw_fragment);
    }
    Ok(())
}

/// net/url `parse`.
fn without_fragment(text: &str) -> Result<Url, UrlError> {
    if text.bytes().any(|byte| byte.is_ascii_control()) {
        return Err(UrlError::ControlCharacter);
    }
    let mut url = Url::default();
    if text == "*" {
        url.path = b"*".to_vec();
        return Ok(url);
    }
    let (scheme, rest) = split_scheme(text)?;
    url.scheme = scheme.to_ascii_lowercase();
    let rest = match rest.split_once('?') {
        Some((before, query)) => {
            url.query = Some(query.to_owned());
            before
        }
        None => rest,
    };
    if !rest.starts_with('/') && !scheme.is_empty() {
        rest.clone_into(&mut url.opaque);
        return Ok(url);
    }
    let path = read_authority(&mut url, rest)?;
    url.set_path(path)?;
    Ok(url)
}

/// Splits off `scheme:`, which is empty where there is none (net/url
/// `getScheme`).
fn split_scheme(text: &str) -> Result<(&str, &str), UrlError> {
    let word = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
    let end = text.bytes().take_while(word).count();
    let begins_well = text.starts_with(|c: char| c.is_ascii_alphabetic());
    match text[end..].strip_prefix(':') {
        Some(_) if end == 0 => Err(UrlError::MissingScheme),
        Some(rest) if begins_well => Ok((&text[..end], rest)),
        _ => Ok(("", text)),
    }
}

/// Reads `//user@host:port` and gives what follows it.
fn read_authority<'a>(url: &mut Url, rest: &'a str) -> Result<&'a str, UrlError> {
    let first = rest.split('/').next().unwrap_or_default();
    if first.contains(':') {
        return Err(UrlError::ColonInFirstSegment);
    }
    let Some(after) = rest.strip_prefix("//") else {
        if !url.scheme.is_empty() {
            url.authority = Authority::Omitted;
        }
        return Ok(rest);
    };
    if url.scheme.is_empty() && after.starts_with('/') {
        return Ok(rest);
    }
    let (authority, path) = after.split_at(after.find('/').unwrap_or(after.len()));
    let (user, host) = match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    };
    url.host = read_host(&url.scheme, host)?;
    url.user = user.map(read_user).transpose()?;
    Ok(path)
}

fn read_user(text: &str) -> Result<User, UrlError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "-._:~!$&'()*+,;=%@".contains(c);
    if !text.chars().all(allowed) {
        return Err(UrlError::UserInfo);
    }
    let (name, password) = match text.split_once(':') {
        Some((name, password)) => (name, Some(password)),
        None => (text, None),
    };
    Ok(User {
        name: unescape(name, Part::User)?,
        password: password.map(|p| unescape(p, Part::User)).transpose()?,
    })
}

/// net/url `parseHost`.
fn read_host(scheme: &str, text: &str) -> Result<Vec<u8>, UrlError> {
    match text.rfind('[') {
        Some(0) => return bracketed(text),
        Some(_) => return Err(UrlError::IpLiteral),
        None => {}
    }
    let colon = match scheme {
        "http" | "https" => text.find(':'),
        _ => text.rfind(':'),
    };
    if let Some(colon) = colon {
        check_port(&text[colon..])?;
    }
    unescape(text, Part::Host)
}

/// `[fe80::1%25eth0]:80`.
fn bracketed(text: &str) -> Result<Vec<u8>, UrlError> {
    let (inner, port) = text[1..].rsplit_once(']').ok_or(UrlError::MissingBracket)?;
    check_port(port)?;
    let mut name = Vec::new();
    let (address, zone) = inner.split_at(inner.find("%25").unwrap_or(inner.len()));
    name.extend(unescape(address, Part::Host)?);
    name.extend(unescape(zone, Part::Zone)?);
    check_literal(&name)?;
    Ok([b"[", name.as_slice(), b"]", port.as_bytes()].concat())
}

fn check_literal(name: &[u8]) -> Result<(), UrlError> {
    let read = Addr::parse(&String::from_utf8_lossy(name));
    match read.map_err(|reason| UrlError::Host { reason })? {
        addr if addr.ip.is_ipv4() => Err(UrlError::IpLiteral),
        _ => Ok(()),
    }
}

/// An empty text or `:` and digits (net/url `validOptionalPort`).
fn check_port(text: &str) -> Result<(), UrlError> {
    let valid = match text.strip_prefix(':') {
        Some(digits) => digits.bytes().all(|byte| byte.is_ascii_digit()),
        None => text.is_empty(),
    };
    if valid {
        return Ok(());
    }
    Err(UrlError::Port { port: Quote::of(text.as_bytes()) })
}
