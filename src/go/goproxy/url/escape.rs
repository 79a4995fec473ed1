use super::UrlError;

/// The part of a URL in which a byte stands; each allows others unescaped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Path,
    Segment,
    Host,
    Zone,
    User,
    Fragment,
}

/// go's file: `net/url/url.go`, `unescape`. The bytes need not be UTF-8.
pub(super) fn unescape(text: &str, part: Part) -> Result<Vec<u8>, UrlError> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        if first == b'%' {
            plain.push(escaped_byte(rest, part)?);
            rest = &rest[3..];
            continue;
        }
        let in_host = matches!(part, Part::Host | Part::Zone);
        if in_host && first.is_ascii() && must_escape(first, part) {
            return Err(UrlError::HostCharacter { character: char::from(first) });
        }
        plain.push(first);
        rest = tail;
    }
    Ok(plain)
}

fn escaped_byte(rest: &[u8], part: Part) -> Result<u8, UrlError> {
    let refused = || {
        let escape = String::from_utf8_lossy(&rest[..rest.len().min(3)]).into_owned();
        Err(UrlError::Escape { escape })
    };
    let (Some(high), Some(low)) = (hex(rest.get(1)), hex(rest.get(2))) else {
        return refused();
    };
    let byte = high << 4 | low;
    let allowed = match part {
        // Only what is not ASCII, and the percent sign of a zone.
        Part::Host => byte == b'%' || high >= 8,
        Part::Zone => byte == b'%' || byte == b' ' || !must_escape(byte, Part::Host),
        _ => true,
    };
    if allowed { Ok(byte) } else { refused() }
}

fn hex(byte: Option<&u8>) -> Option<u8> {
    let digit = char::from(*byte?).to_digit(16)?;
    u8::try_from(digit).ok()
}

/// go's file: `net/url/url.go`, `escape`.
pub(super) fn escape(bytes: &[u8], part: Part) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut escaped = String::with_capacity(bytes.len());
    for &byte in bytes {
        if must_escape(byte, part) {
            let digits = [byte >> 4, byte & 15].map(|digit| char::from(HEX[usize::from(digit)]));
            escaped.push('%');
            escaped.extend(digits);
        } else {
            escaped.push(char::from(byte));
        }
    }
    escaped
}

/// go's file: `net/url/gen_encoding_table.go`, `shouldEscape`.
fn must_escape(byte: u8, part: Part) -> bool {
    if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
        return false;
    }
    let allowed: &[u8] = match part {
        Part::Host | Part::Zone => b"!$&'()*+,;=:[]<>\"",
        Part::Path => b"$&+,/:;=@",
        Part::Segment => b"$&+:=@",
        Part::User => b"$&+,;=",
        Part::Fragment => b"$&+,/:;=?@!()*",
    };
    !allowed.contains(&byte)
}

/// Whether a path as written may be sent as it is.
/// go's file: `net/url/url.go`, `validEncoded`.
pub(super) fn is_encoded_path(text: &str) -> bool {
    text.bytes().all(|b| b"!$&'()*+,;=:@[]%".contains(&b) || !must_escape(b, Part::Path))
}
