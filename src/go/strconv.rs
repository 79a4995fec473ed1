//! go's `%q`: how its messages quote foreign words.
//! go's file: `strconv/quote.go`.

use std::fmt::Write;

/// `text` in double quotes, as `strconv.Quote` writes it.
pub fn quote(text: &str) -> String {
    quote_bytes(text.as_bytes())
}

/// Bytes that need not be UTF-8 in double quotes, as `strconv.Quote` writes them.
pub fn quote_bytes(bytes: &[u8]) -> String {
    let mut quoted = String::with_capacity(bytes.len() + 2);
    quoted.push('"');
    for chunk in bytes.utf8_chunks() {
        chunk.valid().chars().for_each(|c| push(&mut quoted, c));
        for byte in chunk.invalid() {
            // Writing to a String cannot fail.
            let _ = write!(quoted, "\\x{byte:02x}");
        }
    }
    quoted.push('"');
    quoted
}

fn push(quoted: &mut String, c: char) {
    match c {
        '"' | '\\' => quoted.extend(['\\', c]),
        '\u{7}' => quoted.push_str("\\a"),
        '\u{8}' => quoted.push_str("\\b"),
        '\u{c}' => quoted.push_str("\\f"),
        '\n' => quoted.push_str("\\n"),
        '\r' => quoted.push_str("\\r"),
        '\t' => quoted.push_str("\\t"),
        '\u{b}' => quoted.push_str("\\v"),
        _ if is_printable(c) => quoted.push(c),
        _ => push_escape(quoted, u32::from(c)),
    }
}

fn push_escape(quoted: &mut String, code: u32) {
    // Writing to a String cannot fail.
    let _ = match code {
        0..=0x7f => write!(quoted, "\\x{code:02x}"),
        0x80..=0xffff => write!(quoted, "\\u{code:04x}"),
        _ => write!(quoted, "\\U{code:08x}"),
    };
}

/// go's file: `strconv/atob.go`, `ParseBool`.
pub fn parse_bool(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// Rust knows which characters print, but tells only by escaping the others.
fn is_printable(c: char) -> bool {
    c == ' '
        || c == '\''
        || (!c.is_whitespace()
            && ["a", c.encode_utf8(&mut [0; 4])].concat().escape_debug().count() == 2)
}

#[cfg(test)]
mod tests {
    use super::{quote, quote_bytes};

    #[test]
    fn quotes_are_go_s() {
        assert_eq!(quote("a \"b\"\\ 'c'"), r#""a \"b\"\\ 'c'""#);
        assert_eq!(quote("\r\n\t\u{0}\u{7f}\u{1b}"), r#""\r\n\t\x00\x7f\x1b""#);
        assert_eq!(
            quote("中é\u{301}\u{a0}\u{feff}\u{200b}"),
            "\"中é\u{301}\\u00a0\\ufeff\\u200b\""
        );
        assert_eq!(quote_bytes(b"\xc3\xa9\xc3"), r#""é\xc3""#);
    }
}
