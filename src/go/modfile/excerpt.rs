use super::strings::readable;
use crate::go::module::is_print;
use serde::{Deserialize, Serialize};

/// Characters of a line that are shown.
const WIDEST: usize = 120;
/// Characters that are shown before the one meant, on longer lines.
const BEFORE: usize = 40;

/// A line of a file, made safe to print, for a caret below one character.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceLine {
    /// Counted from 1.
    pub number: usize,
    /// One character for each of the file; blanks for tabs, U+FFFD for what
    /// cannot be printed. Only a window of a long line.
    pub text: String,
    /// Characters of `text` before the one meant.
    pub caret: usize,
}

/// The line of a file at a position as `SyntaxError` tells it, both from 1.
pub fn source_line(data: &[u8], line: usize, column: usize) -> Option<SourceLine> {
    let bytes = data.split(|b| *b == b'\n').nth(line.checked_sub(1)?)?;
    let column = column.saturating_sub(1);
    let text = readable(bytes);
    let text = text.trim_end_matches(['\r', '\n']);
    let from = if text.chars().nth(WIDEST).is_some() { column.saturating_sub(BEFORE) } else { 0 };
    let shown: String = text.chars().skip(from).take(WIDEST).map(printable).collect();
    let caret = (column - from).min(shown.chars().count());
    Some(SourceLine { number: line, text: shown, caret })
}

fn printable(c: char) -> char {
    match c {
        '\t' => ' ',
        c if is_print(c) => c,
        _ => char::REPLACEMENT_CHARACTER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_caret_stands_below_its_character() {
        let seen = source_line(b"module m\r\n\tfoo \x1b[31m\r\n", 2, 6).unwrap();
        assert_eq!((seen.text.as_str(), seen.caret), (" foo \u{fffd}[31m", 5));
        assert_eq!(source_line(b"module m\n", 9, 1), None);
    }

    #[test]
    fn long_lines_are_shown_around_the_place() {
        let line = format!("{}X{}", "a".repeat(9_000), "b".repeat(9_000));
        let seen = source_line(line.as_bytes(), 1, 9_001).unwrap();
        assert_eq!(seen.text.chars().nth(seen.caret), Some('X'));
        assert!(seen.text.len() <= WIDEST);
    }

    proptest! {
        #[test]
        fn nothing_unprintable_is_shown(data: Vec<u8>, line in 0usize..5, column: usize) {
            if let Some(seen) = source_line(&data, line, column) {
                prop_assert!(seen.text.chars().all(is_print));
                prop_assert!(seen.caret <= seen.text.chars().count());
            }
        }
    }
}
