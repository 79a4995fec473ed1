use super::unicode::is_print;

/// The text as go's `%q` prints it (`strconv.Quote`).
pub fn quote(text: &str) -> String {
    quote_with(text.chars(), '"')
}

/// The character as go's `%q` prints it (`strconv.QuoteRune`).
pub fn quote_char(c: char) -> String {
    quote_with(std::iter::once(c), '\'')
}

fn quote_with(chars: impl Iterator<Item = char>, mark: char) -> String {
    let mut quoted = String::from(mark);
    for c in chars {
        push_escaped(&mut quoted, c, mark);
    }
    quoted.push(mark);
    quoted
}

fn push_escaped(to: &mut String, c: char, mark: char) {
    let named = match c {
        '\u{7}' => 'a',
        '\u{8}' => 'b',
        '\u{c}' => 'f',
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '\u{b}' => 'v',
        c if c == mark || c == '\\' => c,
        c if is_print(c) => return to.push(c),
        c => return to.push_str(&numbered(u32::from(c))),
    };
    to.push('\\');
    to.push(named);
}

fn numbered(code: u32) -> String {
    match code {
        0..=0x1f | 0x7f => format!("\\x{code:02x}"),
        0x80..=0xffff => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    }
}
