use serde::{Deserialize, Serialize};
use std::fmt;

/// Foreign bytes made short and printable: a server's words, a file's line.
/// Control characters and escape sequences are gone, runs of blanks are one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excerpt(String);

impl Excerpt {
    /// As many characters as a reader needs to recognise a message.
    pub const USUAL: usize = 240;

    /// The first `most` characters of `bytes`, as one line.
    pub fn of(bytes: &[u8], most: usize) -> Self {
        let window = &bytes[..bytes.len().min(most.saturating_mul(8))];
        let text = String::from_utf8_lossy(window);
        let mut short = String::new();
        let (mut count, mut blank) = (0, true);
        for c in plain(&text) {
            if c.is_whitespace() && blank {
                continue;
            }
            if count == most {
                short.push('…');
                break;
            }
            blank = c.is_whitespace();
            short.push(if blank { ' ' } else { c });
            count += 1;
        }
        Self(short.trim_end().to_owned())
    }

    pub fn text(text: &str) -> Self {
        Self::of(text.as_bytes(), Self::USUAL)
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// The characters a terminal may see: escape sequences are dropped whole, other
/// control and direction-changing characters by themselves.
fn plain(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut rest = text.chars();
    std::iter::from_fn(move || {
        loop {
            match rest.next()? {
                '\u{1b}' => skip_escape(&mut rest),
                c if c.is_whitespace() => return Some(' '),
                c if c.is_control() || is_invisible(c) => {}
                c => return Some(c),
            }
        }
    })
}

fn skip_escape(rest: &mut std::str::Chars<'_>) {
    match rest.next() {
        Some('[') => while rest.next().is_some_and(|c| !('@'..='~').contains(&c)) {},
        Some(']') => while rest.next().is_some_and(|c| c != '\u{7}' && c != '\u{1b}') {},
        _ => {}
    }
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffd}')
}

impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_vanish_and_blanks_fold() {
        let seen = Excerpt::of(b"\x1b[31mno\x1b[0m\r\n\t access\x07\x00!", 40);
        assert_eq!(seen.as_str(), "no access!");
    }

    #[test]
    fn long_text_ends_in_dots() {
        assert_eq!(Excerpt::of(b"abcdef", 3).as_str(), "abc…");
    }

    proptest! {
        #[test]
        fn nothing_unprintable_survives(bytes: Vec<u8>, most in 0usize..50) {
            let seen = Excerpt::of(&bytes, most);
            prop_assert!(seen.as_str().chars().count() <= most + 1);
            prop_assert!(!seen.as_str().chars().any(char::is_control));
        }
    }
}
