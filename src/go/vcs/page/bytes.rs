/// Why reading ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    End,
    /// In go's words.
    Fault(String),
}

/// A page, read byte by byte; once it has stopped nothing more comes.
/// go's type: `xml.Decoder`.
pub(super) struct Bytes<'p> {
    page: &'p [u8],
    at: usize,
    line: usize,
    stop: Option<Stop>,
}

impl<'p> Bytes<'p> {
    pub(super) fn of(page: &'p [u8]) -> Self {
        Self { page, at: 0, line: 1, stop: None }
    }

    /// go's function: `getc`.
    pub(super) fn next(&mut self) -> Option<u8> {
        if self.stop.is_some() {
            return None;
        }
        let Some(byte) = self.page.get(self.at).copied() else {
            self.stop = Some(Stop::End);
            return None;
        };
        self.at += 1;
        self.line += usize::from(byte == b'\n');
        Some(byte)
    }

    /// The same where the page may not end. go's function: `mustgetc`.
    pub(super) fn need(&mut self) -> Option<u8> {
        let byte = self.next();
        if byte.is_none() && self.stop == Some(Stop::End) {
            self.stop = None;
            self.fail("unexpected EOF");
        }
        byte
    }

    /// go's function: `ungetc`.
    pub(super) fn back(&mut self, byte: u8) {
        self.at -= 1;
        self.line -= usize::from(byte == b'\n');
    }

    /// go's function: `space`.
    pub(super) fn blanks(&mut self) {
        while let Some(byte) = self.next() {
            if !matches!(byte, b' ' | b'\r' | b'\n' | b'\t') {
                return self.back(byte);
            }
        }
    }

    /// Stops, unless it has stopped before.
    pub(super) fn fail(&mut self, what: &str) {
        let line = self.line;
        self.end_with(format!("XML syntax error on line {line}: {what}"));
    }

    pub(super) fn end_with(&mut self, words: String) {
        self.stop.get_or_insert(Stop::Fault(words));
    }

    /// That it ended while a text was read is no fault yet.
    pub(super) fn fail_at_end(&mut self, what: &str) {
        if self.stop == Some(Stop::End) {
            self.stop = None;
            self.fail(what);
        }
    }

    /// What is wrong with a text counts for more than that the page ended with it.
    pub(super) fn replace_stop(&mut self, what: &str) {
        self.stop = None;
        self.fail(what);
    }

    pub(super) fn has_stopped(&self) -> bool {
        self.stop.is_some()
    }

    /// Why, in go's words; nothing at the end of the page.
    pub(super) fn into_fault(self) -> Option<String> {
        match self.stop {
            Some(Stop::Fault(words)) => Some(words),
            _ => None,
        }
    }
}
