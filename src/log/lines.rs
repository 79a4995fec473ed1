use std::mem::take;

/// A longer line is read in pieces, in bytes.
const LONGEST: usize = 16 << 10;
/// The end of a piece is read again with the next, so that words are not cut.
const OVERLAP: usize = 1 << 10;

/// So many bytes tell whether it is UTF-16 that does not say so.
const HEAD: usize = 256;

/// Bytes to lines: UTF-8, or UTF-16 where the first bytes say or show so.
#[derive(Default)]
pub(super) struct Lines {
    started: bool,
    wide: Option<Wide>,
    head: Vec<u8>,
    rest: Vec<u8>,
    number: usize,
}

/// UTF-16 in one byte order, with what a cut left over.
struct Wide {
    big: bool,
    odd: Option<u8>,
    high: Option<u16>,
}

type Take<'a> = &'a mut dyn FnMut(usize, &[u8]);

impl Lines {
    /// Lines count from 1. What stands behind a carriage return is a line of its own with
    /// the same number: a terminal shows it in the place of what was before.
    pub(super) fn feed(&mut self, bytes: &[u8], to: Take<'_>) {
        if self.started {
            return self.decode(bytes, to);
        }
        self.head.extend_from_slice(bytes);
        if self.head.len() >= HEAD {
            self.start(to);
        }
    }

    /// The last line, which nothing ends.
    pub(super) fn finish(&mut self, to: Take<'_>) {
        if !self.started {
            self.start(to);
        }
        let rest = take(&mut self.rest);
        if !rest.is_empty() {
            hand(self.number + 1, &rest, to);
        }
    }

    fn start(&mut self, to: Take<'_>) {
        self.started = true;
        let head = take(&mut self.head);
        let (wide, body) = match head.as_slice() {
            [0xff, 0xfe, body @ ..] => (Some(false), body),
            [0xfe, 0xff, body @ ..] => (Some(true), body),
            [0xef, 0xbb, 0xbf, body @ ..] => (None, body),
            body => (unmarked(body), body),
        };
        self.wide = wide.map(|big| Wide { big, odd: None, high: None });
        self.decode(body, to);
    }

    fn decode(&mut self, bytes: &[u8], to: Take<'_>) {
        match &mut self.wide {
            None => self.split(bytes, to),
            Some(wide) => {
                let narrow = wide.narrow(bytes);
                self.split(&narrow, to);
            }
        }
    }

    fn split(&mut self, bytes: &[u8], to: Take<'_>) {
        let mut from = 0;
        for at in memchr::memchr_iter(b'\n', bytes) {
            self.number += 1;
            let line = &bytes[from..at];
            from = at + 1;
            if self.rest.is_empty() && line.len() <= LONGEST {
                hand(self.number, line, to);
                continue;
            }
            self.hold(line, self.number, to);
            let whole = take(&mut self.rest);
            hand(self.number, &whole, to);
            self.rest = whole;
            self.rest.clear();
        }
        self.hold(&bytes[from..], self.number + 1, to);
    }

    /// Keeps the start of a line; gives away pieces of one that is too long.
    fn hold(&mut self, mut bytes: &[u8], number: usize, to: Take<'_>) {
        while self.rest.len() + bytes.len() > LONGEST {
            let (piece, more) = bytes.split_at(LONGEST - self.rest.len());
            self.rest.extend_from_slice(piece);
            hand(number, &self.rest, to);
            self.rest.drain(..LONGEST - OVERLAP);
            bytes = more;
        }
        self.rest.extend_from_slice(bytes);
    }
}

/// The byte order of UTF-16 that has no mark: letters of ASCII leave a NUL in every
/// other place, from the first on: behind other text it may begin too.
fn unmarked(body: &[u8]) -> Option<bool> {
    let zeros = |from: usize| body.iter().skip(from).step_by(2).filter(|it| **it == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if !body.iter().take(2).any(|it| *it == 0) {
        return None;
    }
    let most = |many: usize, few: usize| many >= 2 && many * 3 > body.len() && few * 8 < many;
    if most(odd, even) {
        return Some(false);
    }
    most(even, odd).then_some(true)
}

/// A NUL is nothing: PowerShell appends UTF-16 to whatever there is, with its mark.
fn hand(number: usize, line: &[u8], to: Take<'_>) {
    if memchr::memchr(0, line).is_some() {
        let mark = line.strip_prefix(b"\xff\xfe").or_else(|| line.strip_prefix(b"\xfe\xff"));
        let line = mark.unwrap_or(line).iter().copied().filter(|it| *it != 0);
        return hand(number, &line.collect::<Vec<u8>>(), to);
    }
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    for part in line.split(|byte| *byte == b'\r') {
        to(number, part);
    }
}

impl Wide {
    fn narrow(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut narrow = Vec::with_capacity(bytes.len());
        for byte in bytes {
            let Some(first) = self.odd.take() else {
                self.odd = Some(*byte);
                continue;
            };
            let pair = [first, *byte];
            let unit = if self.big { u16::from_be_bytes(pair) } else { u16::from_le_bytes(pair) };
            self.unit(unit, &mut narrow);
        }
        narrow
    }

    fn unit(&mut self, unit: u16, narrow: &mut Vec<u8>) {
        if (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
            return;
        }
        for it in char::decode_utf16(self.high.take().into_iter().chain([unit])) {
            let it = it.unwrap_or(char::REPLACEMENT_CHARACTER);
            narrow.extend_from_slice(it.encode_utf8(&mut [0; 4]).as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(pieces: &[&[u8]]) -> Vec<(usize, String)> {
        let (mut lines, mut all) = (Lines::default(), Vec::new());
        let mut take =
            |number, line: &[u8]| all.push((number, String::from_utf8_lossy(line).into_owned()));
        for piece in pieces {
            lines.feed(piece, &mut take);
        }
        lines.finish(&mut take);
        all
    }

    fn numbered(words: &[(usize, &str)]) -> Vec<(usize, String)> {
        words.iter().map(|(number, word)| (*number, (*word).to_owned())).collect()
    }

    #[test]
    fn lines_are_counted_from_one() {
        let expected = numbered(&[(1, "a"), (2, ""), (3, "b")]);
        assert_eq!(split(&[b"a\n\nb\n"]), expected);
        assert_eq!(split(&[b"a\r\n\r", b"\nb"]), expected);
        assert_eq!(split(&[b"\xef\xbb\xbfa\n\nb"]), expected);
        assert_eq!(split(&[]), []);
    }

    /// In both orders, cut anywhere, with a letter of four bytes.
    #[test]
    fn letters_of_two_bytes() {
        let text = "go: 失败 \u{1f4a5}\r\nb";
        for big in [false, true] {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            let bytes: Vec<u8> = units
                .flat_map(|unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
                .collect();
            for cut in 0..bytes.len() {
                let (first, second) = bytes.split_at(cut);
                let expected = numbered(&[(1, "go: 失败 \u{1f4a5}"), (2, "b")]);
                assert_eq!(split(&[first, second]), expected, "{big} {cut}");
            }
        }
    }

    /// A terminal would show the last of them only.
    #[test]
    fn what_is_written_over_keeps_its_number() {
        assert_eq!(split(&[b"50%\r100%\nb"]), numbered(&[(1, "50%"), (1, "100%"), (2, "b")]));
    }

    /// No word is cut that is shorter than the overlap, and nothing is held without end.
    #[test]
    fn long_line_comes_in_pieces() {
        let long = "x".repeat(LONGEST - 3) + "go: no such host" + &"y".repeat(3 * LONGEST);
        let pieces = split(&[long.as_bytes(), b"\nb"]);
        assert!(pieces.iter().all(|(number, line)| line.len() <= LONGEST && *number <= 2));
        assert!(pieces.iter().any(|(_, line)| line.contains("go: no such host")));
        assert_eq!(pieces.last(), Some(&(2, "b".to_owned())));
    }
}
