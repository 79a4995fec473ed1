use super::der::tag;

/// The text of an ASN.1 string (crypto/x509 `parseASN1String`), or go's words.
pub(super) fn parse(kind: u8, value: &[u8]) -> Result<String, String> {
    match kind {
        tag::T61 => Ok(value.iter().map(|byte| char::from(*byte)).collect()),
        tag::PRINTABLE => all(value, is_printable, "invalid PrintableString"),
        tag::UTF8 => all(value, |_| true, "invalid UTF-8 string"),
        tag::BMP => bmp(value).ok_or_else(|| "invalid BMPString".to_owned()),
        tag::IA5 => all(value, |byte| byte.is_ascii(), "invalid IA5String"),
        tag::NUMERIC => all(
            value,
            |byte| byte.is_ascii_digit() || byte == b' ',
            "invalid NumericString",
        ),
        _ => Err(format!("unsupported string type: {kind}")),
    }
}

fn all(value: &[u8], fits: impl Fn(u8) -> bool, words: &str) -> Result<String, String> {
    match std::str::from_utf8(value) {
        Ok(text) if value.iter().all(|byte| fits(*byte)) => Ok(text.to_owned()),
        _ => Err(words.to_owned()),
    }
}

/// What ASN.1 allows in a `PrintableString`, and `*` and `&`, which go forgives.
fn is_printable(byte: u8) -> bool {
    is_plainly_printable(byte) || byte == b'*' || byte == b'&'
}

/// What ASN.1 allows in a `PrintableString`.
pub(super) fn is_plainly_printable(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&byte)
}

/// UCS-2 without a terminator, surrogates and noncharacters.
fn bmp(value: &[u8]) -> Option<String> {
    let value = value.strip_suffix(&[0, 0]).unwrap_or(value);
    let (pairs, rest) = value.as_chunks::<2>();
    let points = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
    let text = points.map(|point| match point {
        0xfffe | 0xffff | 0xfdd0..=0xfdef => None,
        _ => char::from_u32(u32::from(point)),
    });
    rest.is_empty().then(|| text.collect())?
}
