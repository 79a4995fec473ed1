use std::fmt::Write;

/// Text as go prints it with `%q` (strconv.Quote).
pub(super) fn quoted(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + 2);
    words.push('"');
    for c in text.chars() {
        push(&mut words, c);
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
