use std::borrow::Cow;

/// Why a token is no string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::go) enum StringFault {
    InvalidSyntax,
    QuoteInside,
}

/// The file as text: go reads each invalid byte as one U+FFFD.
pub(in crate::go) fn readable(data: &[u8]) -> Cow<'_, str> {
    if let Ok(text) = std::str::from_utf8(data) {
        return Cow::Borrowed(text);
    }
    let mut text = String::with_capacity(data.len());
    for chunk in data.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER));
    }
    Cow::Owned(text)
}

/// What a token stands for (`parseString` in `rule.go`). Only double quotes
/// quote; any other quote is refused.
pub(in crate::go) fn parse_string(token: &str) -> Result<Cow<'_, str>, StringFault> {
    if token.starts_with('"') {
        return unquote(token).map(Cow::Owned).ok_or(StringFault::InvalidSyntax);
    }
    if token.contains(['"', '\'', '`']) {
        return Err(StringFault::QuoteInside);
    }
    Ok(Cow::Borrowed(token))
}

/// `strconv.Unquote` of a string in double quotes. Bytes written as numbers that
/// make no character become U+FFFD.
fn unquote(token: &str) -> Option<String> {
    let inner = token.strip_prefix('"')?.strip_suffix('"')?;
    if token.len() < 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(inner.len());
    let mut chars = inner.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => unescape(&mut chars, &mut bytes)?,
            '"' | '\n' => return None,
            c => push(&mut bytes, c),
        }
    }
    Some(readable(&bytes).into_owned())
}

fn push(bytes: &mut Vec<u8>, c: char) {
    bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
}

fn unescape(chars: &mut std::str::Chars<'_>, bytes: &mut Vec<u8>) -> Option<()> {
    let named = match chars.next()? {
        'a' => 7,
        'b' => 8,
        'f' => 12,
        'n' => b'\n',
        'r' => b'\r',
        't' => b'\t',
        'v' => 11,
        '\\' => b'\\',
        '"' => b'"',
        'x' => u8::try_from(number(chars, 16, 2)?).ok()?,
        'u' => return char::from_u32(number(chars, 16, 4)?).map(|c| push(bytes, c)),
        'U' => return char::from_u32(number(chars, 16, 8)?).map(|c| push(bytes, c)),
        first => {
            let high = first.to_digit(8)?;
            u8::try_from(high * 64 + number(chars, 8, 2)?).ok()?
        }
    };
    bytes.push(named);
    Some(())
}

fn number(chars: &mut std::str::Chars<'_>, radix: u32, digits: u32) -> Option<u32> {
    let mut value: u32 = 0;
    for _ in 0..digits {
        value = value.checked_mul(radix)?.checked_add(chars.next()?.to_digit(radix)?)?;
    }
    Some(value)
}
