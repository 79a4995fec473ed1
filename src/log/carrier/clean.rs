use std::borrow::Cow;

/// A jump of the cursor is worth so many blanks at most.
const WIDEST: usize = 80;

/// The line as a terminal shows it: without escape sequences, with backspaces done, and
/// without characters that nobody sees.
pub(super) fn clean(line: &str) -> Cow<'_, str> {
    let odd =
        |byte: u8| (byte < 0x20 && byte != b'\t') || matches!(byte, 0x7f | 0xc2 | 0xe2 | 0xef);
    if !line.contains('[') && !line.bytes().any(odd) {
        return Cow::Borrowed(line);
    }
    let mut sight = Sight { shown: String::with_capacity(line.len()), endless: false };
    let mut rest = line;
    while let Some(first) = rest.chars().next() {
        rest = sight.take(first, rest);
    }
    Cow::Owned(sight.shown)
}

struct Sight {
    shown: String,
    /// No string sequence ends any more: it need not be looked for again.
    endless: bool,
}

impl Sight {
    /// Takes the next character, or the sequence it begins; gives what is behind.
    fn take<'a>(&mut self, first: char, rest: &'a str) -> &'a str {
        let after = &rest[first.len_utf8()..];
        match first {
            '\u{1b}' | '\u{241b}' => return self.escape(after),
            '\u{9b}' => return self.control(after),
            '^' if after.starts_with("[[") => return self.control(&after[2..]),
            '\\' => {
                if let Some(behind) = written(after) {
                    return self.control(behind);
                }
                self.shown.push('\\');
            }
            '[' => {
                if let Some(behind) = orphan(after) {
                    return behind;
                }
                self.shown.push('[');
            }
            '\u{8}' => drop(self.shown.pop()),
            '\u{a0}' => self.shown.push(' '),
            '\t' => self.shown.push('\t'),
            it if it.is_control() || unseen(it) => {}
            it => self.shown.push(it),
        }
        after
    }

    /// ECMA-48, 5.3: what an escape character begins.
    fn escape<'a>(&mut self, text: &'a str) -> &'a str {
        match text.chars().next() {
            Some('[') => self.control(&text[1..]),
            Some(']' | 'P' | '_' | '^' | 'X') => self.string(&text[1..]),
            Some('(' | ')' | '*' | '+' | '#' | '%' | ' ') => {
                text[1..].chars().next().map_or("", |it| &text[1 + it.len_utf8()..])
            }
            Some(it) if it.is_ascii() && !it.is_ascii_control() => &text[1..],
            _ => text,
        }
    }

    /// Parameters, intermediate bytes, and a final one that tells what is done.
    fn control<'a>(&mut self, text: &'a str) -> &'a str {
        let inner = text.bytes().take_while(|it| (0x20..0x40).contains(it)).count();
        let (inner, rest) = text.split_at(inner);
        let Some(last) = rest.chars().next() else { return rest };
        // Consoles of Windows jump over blanks instead of printing them.
        if last == 'C' {
            let many = inner.parse::<usize>().unwrap_or(1).min(WIDEST);
            self.shown.extend(std::iter::repeat_n(' ', many));
        }
        if last.is_ascii() && !last.is_ascii_control() { &rest[1..] } else { rest }
    }

    /// A title, a link, a private word: up to BEL or ST.
    fn string<'a>(&mut self, text: &'a str) -> &'a str {
        let end = if self.endless { None } else { text.find(['\u{7}', '\u{1b}', '\u{9c}']) };
        self.endless |= end.is_none();
        let Some(end) = end else { return text };
        let rest = &text[end..];
        let last = rest.chars().next().map_or(0, char::len_utf8);
        rest.strip_prefix("\u{1b}\\").unwrap_or(&rest[last..])
    }
}

/// An escape character that is written down as one, as in JSON.
fn written(text: &str) -> Option<&str> {
    let escapes = ["u001b[", "u001B[", "x1b[", "x1B[", "033[", "e["];
    escapes.iter().find_map(|it| text.strip_prefix(it))
}

/// A colour whose escape character was lost on the way: `[31;1m`, `[0K`.
fn orphan(text: &str) -> Option<&str> {
    let inner = text.bytes().take(12).take_while(|it| it.is_ascii_digit() || *it == b';').count();
    let rest = &text[inner..];
    let rest = rest.strip_prefix('m').or_else(|| rest.strip_prefix('K'))?;
    (inner > 0).then_some(rest)
}

/// Marks of width zero and of direction.
fn unseen(it: char) -> bool {
    matches!(it, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}'
        | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::clean;
    use std::time::{Duration, Instant};

    #[test]
    fn what_nobody_sees_is_gone() {
        let shown = [
            ("plain", "plain"),
            ("\u{1b}[31mgo: \u{1b}[1;4mx\u{1b}[0m", "go: x"),
            ("\u{1b}[38;2;1;2;3mgo\u{1b}[m: x", "go: x"),
            ("\u{1b}]0;a title\u{7}go: x", "go: x"),
            ("\u{1b}]8;;https://a.example\u{1b}\\go: x\u{1b}]8;;\u{1b}\\", "go: x"),
            ("\u{1b}_bk;t=1560896352\u{7}go: x", "go: x"),
            ("\u{1b}(Bgo: x\u{1b}[K", "go: x"),
            ("\u{9b}31mgo: x", "go: x"),
            ("^[[31mgo: x^[[0m", "go: x"),
            ("[31mgo: x[0m", "go: x"),
            ("[0;31mgo: x[0K", "go: x"),
            (r"\u001b[91mgo: x\x1b[0m", "go: x"),
            ("go:\u{1b}[1Cx\u{1b}[3Cy", "go: x   y"),
            ("g\u{8}go: z\u{8}x", "go: x"),
            ("\u{feff}go:\u{200b} x\u{0}\u{7}", "go: x"),
            ("go:\u{a0}x", "go: x"),
            ("\tkept\ttabs", "\tkept\ttabs"),
            ("[signal SIGSEGV: 0x0]", "[signal SIGSEGV: 0x0]"),
            ("dial tcp [2001:db8::1]:443", "dial tcp [2001:db8::1]:443"),
            ("dial tcp [3001::1]:443 [0/1]", "dial tcp [3001::1]:443 [0/1]"),
            ("\u{1b}", ""),
            ("\u{1b}[", ""),
            ("\u{1b}[31", ""),
            ("\u{1b}]never ends", "never ends"),
        ];
        for (line, text) in shown {
            assert_eq!(clean(line), text, "{line:?}");
        }
    }

    #[test]
    fn hostile_sequences_take_no_time() {
        let begun = Instant::now();
        for piece in ["\u{1b}]", "\u{1b}[", "\u{1b}[99999C", "[0", "\u{8}", "^[[", "\u{1b}P\u{1b}"]
        {
            clean(&piece.repeat(20_000));
        }
        assert!(begun.elapsed() < Duration::from_secs(3), "{:?}", begun.elapsed());
    }
}
