//! Percent-encoding as go does it, one alphabet for each part of a URL.

use super::{Quote, UrlError};

/// The part of a URL that is being read or written (net/url `encoding`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Path,
    Segment,
    Host,
    Zone,
    User,
    Fragment,
}

/// Decodes `%xx` (net/url `unescape`).
pub(super) fn unescape(text: &str, part: Part) -> Result<Vec<u8>, UrlError> {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        if byte == b'%' {
            decoded.push(escaped_byte(&bytes[at..], part)?);
            at += 3;
            continue;
        }
        if is_host(part) && byte < 0x80 && must_escape(byte, part) {
            return Err(UrlError::HostCharacter { character: Quote::of(&[byte]) });
        }
        decoded.push(byte);
        at += 1;
    }
    Ok(decoded)
}

/// The byte that the `%xx` at the start of `rest` stands for.
fn escaped_byte(rest: &[u8], part: Part) -> Result<u8, UrlError> {
    let written = &rest[..rest.len().min(3)];
    let refused = || UrlError::Escape { sequence: Quote::of(written) };
    let [_, high, low] = written else {
        return Err(refused());
    };
    let (Some(high), Some(low)) = (hex(*high), hex(*low)) else {
        return Err(refused());
    };
    let byte = high << 4 | low;
    let percent = written == b"%25";
    match part {
        Part::Host if high < 8 && !percent => Err(refused()),
        Part::Zone if !percent && byte != b' ' && must_escape(byte, Part::Host) => Err(refused()),
        _ => Ok(byte),
    }
}

/// Encodes what `part` cannot hold as it stands (net/url `escape`).
pub(super) fn escape(bytes: &[u8], part: Part) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut text = String::with_capacity(bytes.len());
    for &byte in bytes {
        if must_escape(byte, part) {
            text.push('%');
            text.push(char::from(DIGITS[usize::from(byte >> 4)]));
            text.push(char::from(DIGITS[usize::from(byte & 15)]));
        } else {
            text.push(char::from(byte));
        }
    }
    text
}

/// Whether an encoded path or fragment can stay as it was written: it still
/// spells `decoded`.
pub(super) fn spells(text: &str, decoded: &[u8], part: Part) -> bool {
    is_encoded(text, part) && unescape(text, part).is_ok_and(|bytes| bytes == decoded)
}

/// net/url `validEncoded`.
fn is_encoded(text: &str, part: Part) -> bool {
    text.bytes().all(|byte| b"!$&'()*+,;=:@[]%".contains(&byte) || !must_escape(byte, part))
}

/// Whether `byte` has to be written as `%xx` in `part` (net/url `shouldEscape`).
fn must_escape(byte: u8, part: Part) -> bool {
    if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
        return false;
    }
    let plain: &[u8] = match part {
        Part::Path => b"$&+,/:;=@",
        Part::Segment => b"$&+:=@",
        Part::Host | Part::Zone => b"!\"$&'()*+,:;<=>[]",
        Part::User => b"$&+,;=",
        Part::Fragment => b"!$&()*+,/:;=?@",
    };
    !plain.contains(&byte)
}

fn is_host(part: Part) -> bool {
    matches!(part, Part::Host | Part::Zone)
}

fn hex(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}
