use super::bytes::Bytes;
use super::names::{is_name, is_name_byte};

/// What ends a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// The next element.
    Element,
    Quote(u8),
    /// `]]>`
    Cdata,
}

/// A text, with what stands for a character put in its place. None where the page
/// cannot be read further. go's function: `text`.
pub(super) fn text(bytes: &mut Bytes<'_>, ending: Ending) -> Option<String> {
    let (mut held, mut last) = (Vec::new(), [0u8; 2]);
    loop {
        let Some(byte) = bytes.next() else {
            if ending != Ending::Cdata {
                break;
            }
            bytes.fail_at_end("unexpected EOF in CDATA section");
            return None;
        };
        if byte == b'>' && last == *b"]]" && !matches!(ending, Ending::Quote(_)) {
            if ending == Ending::Cdata {
                held.truncate(held.len() - 2);
                break;
            }
            bytes.fail("unescaped ]]> not in CDATA section");
            return None;
        }
        match (byte, ending) {
            (b'<', Ending::Quote(_)) => {
                bytes.fail("unescaped < inside quoted string");
                return None;
            }
            (b'<', Ending::Element) => {
                bytes.back(byte);
                break;
            }
            (_, Ending::Quote(quote)) if quote == byte => break,
            (b'&', Ending::Element | Ending::Quote(_)) => {
                character(bytes, &mut held)?;
                last = [0; 2];
                continue;
            }
            (b'\r', _) => held.push(b'\n'),
            (b'\n', _) if last[1] == b'\r' => {}
            _ => held.push(byte),
        }
        last = [last[1], byte];
    }
    checked(bytes, held)
}

/// What a piece of a text stands for.
enum Meant {
    Itself,
    Character(char),
}

/// What stands behind `&`: the character that it means, else as it stands.
fn character(bytes: &mut Bytes<'_>, held: &mut Vec<u8>) -> Option<()> {
    let before = held.len();
    held.push(b'&');
    let first = bytes.need()?;
    let meant = if first == b'#' {
        held.push(first);
        numbered(bytes, held)?
    } else {
        bytes.back(first);
        named(bytes, held)?
    };
    if let Meant::Character(c) = meant {
        held.truncate(before);
        held.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
    Some(())
}

fn numbered(bytes: &mut Bytes<'_>, held: &mut Vec<u8>) -> Option<Meant> {
    let mut byte = bytes.need()?;
    let radix = if byte == b'x' { 16 } else { 10 };
    if byte == b'x' {
        held.push(byte);
        byte = bytes.need()?;
    }
    let start = held.len();
    while char::from(byte).is_digit(radix) {
        held.push(byte);
        byte = bytes.need()?;
    }
    if byte != b';' {
        bytes.back(byte);
        return Some(Meant::Itself);
    }
    let digits = String::from_utf8_lossy(&held[start..]).into_owned();
    held.push(b';');
    let code = u64::from_str_radix(&digits, radix).ok().filter(|it| *it <= u64::from(char::MAX));
    let code = code.and_then(|code| u32::try_from(code).ok());
    // A surrogate is no character: go puts another in its place.
    let c = code.map(|code| char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
    Some(c.map_or(Meant::Itself, Meant::Character))
}

fn named(bytes: &mut Bytes<'_>, held: &mut Vec<u8>) -> Option<Meant> {
    let start = held.len();
    if !name_bytes(bytes, held) && bytes.has_stopped() {
        return None;
    }
    let byte = bytes.need()?;
    if byte != b';' {
        bytes.back(byte);
        return Some(Meant::Itself);
    }
    let meant = match &held[start..] {
        b"lt" => Meant::Character('<'),
        b"gt" => Meant::Character('>'),
        b"amp" => Meant::Character('&'),
        b"apos" => Meant::Character('\''),
        b"quot" => Meant::Character('"'),
        _ => Meant::Itself,
    };
    held.push(b';');
    Some(meant)
}

/// A name, unless what is there is none. go's function: `name`.
pub(super) fn name(bytes: &mut Bytes<'_>) -> Option<String> {
    let mut held = Vec::new();
    if !name_bytes(bytes, &mut held) {
        return None;
    }
    if !is_name(&held) {
        bytes.fail(&format!("invalid XML name: {}", String::from_utf8_lossy(&held)));
        return None;
    }
    String::from_utf8(held).ok()
}

/// go's function: `readName`.
fn name_bytes(bytes: &mut Bytes<'_>, held: &mut Vec<u8>) -> bool {
    let Some(first) = bytes.need() else { return false };
    if !is_name_byte(first) {
        bytes.back(first);
        return false;
    }
    held.push(first);
    loop {
        let Some(byte) = bytes.need() else { return false };
        if !is_name_byte(byte) {
            bytes.back(byte);
            return true;
        }
        held.push(byte);
    }
}

fn checked(bytes: &mut Bytes<'_>, held: Vec<u8>) -> Option<String> {
    for chunk in held.utf8_chunks() {
        if let Some(odd) = chunk.valid().chars().find(|c| !is_in_range(*c)) {
            bytes.replace_stop(&format!("illegal character code U+{:04X}", u32::from(odd)));
            return None;
        }
        if !chunk.invalid().is_empty() {
            bytes.replace_stop("invalid UTF-8");
            return None;
        }
    }
    String::from_utf8(held).ok()
}

/// go's function: `isInCharacterRange`.
fn is_in_range(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
