use std::fmt::Write;

/// Text as go prints it with `%q` (strconv.Quote).
pub(super) fn quoted(text: &str) -> String {
    quoted_octets(text.as_bytes())
}

/// As [`quoted`], for what may be no UTF-8.
pub(super) fn quoted_octets(text: &[u8]) -> String {
    let mut words = String::with_capacity(text.len() + 2);
    words.push('"');
    for chunk in text.utf8_chunks() {
        chunk.valid().chars().for_each(|c| push(&mut words, c));
        for octet in chunk.invalid() {
            escape(&mut words, 'x', 2, char::from(*octet));
        }
    }
    words.push('"');
    words
}

fn push(words: &mut String, c: char) {
    match c {
        '"' | '\\' => words.extend(['\\', c]),
        ' '..='~' => words.push(c),
        '\u{7}' => words.push_str("\\a"),
        '\u{8}' => words.push_str("\\b"),
        '\u{c}' => words.push_str("\\f"),
        '\n' => words.push_str("\\n"),
        '\r' => words.push_str("\\r"),
        '\t' => words.push_str("\\t"),
        '\u{b}' => words.push_str("\\v"),
        '\0'..='\u{1f}' | '\u{7f}' => escape(words, 'x', 2, c),
        _ if is_printable(c) => words.push(c),
        '\0'..='\u{ffff}' => escape(words, 'u', 4, c),
        _ => escape(words, 'U', 8, c),
    }
}

fn escape(words: &mut String, kind: char, width: usize, c: char) {
    let _ = write!(words, "\\{kind}{:0width$x}", u32::from(c));
}

/// Rust's own idea of a printable character, and marks, which go prints.
fn is_printable(c: char) -> bool {
    c.escape_debug().count() == 1 || (c.is_alphabetic() && !c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_as_strconv_quotes() {
        assert_eq!(
            quoted("a\"b\\ é\t\u{200b}\0\u{7f}"),
            r#""a\"b\\ é\t\u200b\x00\x7f""#
        );
        assert_eq!(quoted_octets(b"a\xe5.b\xff"), r#""a\xe5.b\xff""#);
    }
}
