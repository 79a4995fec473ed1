use std::ops::RangeInclusive;

/// Reads a line from its start; what does not fit is left where it is.
#[derive(Clone, Copy)]
pub(super) struct Eye<'a> {
    pub(super) rest: &'a str,
}

impl<'a> Eye<'a> {
    pub(super) fn on(rest: &'a str) -> Self {
        Self { rest }
    }

    pub(super) fn sees(&mut self, words: &str) -> bool {
        let after = self.rest.strip_prefix(words);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    pub(super) fn one_of(&mut self, set: &str) -> bool {
        self.run(1..=1, |c| set.contains(c)).is_some()
    }

    pub(super) fn digits(&mut self, many: RangeInclusive<usize>) -> bool {
        self.run(many, |c| c.is_ascii_digit()).is_some()
    }

    pub(super) fn blanks(&mut self) -> usize {
        self.run(1..=usize::MAX, |c| c == ' ').map_or(0, str::len)
    }

    /// As many characters of a kind as there are, up to the most.
    pub(super) fn run(
        &mut self,
        many: RangeInclusive<usize>,
        kind: impl Fn(char) -> bool,
    ) -> Option<&'a str> {
        let fit = self.rest.chars().take_while(|c| kind(*c)).take(*many.end());
        let (count, bytes) = fit.fold((0, 0), |(n, len), c| (n + 1, len + c.len_utf8()));
        if !many.contains(&count) {
            return None;
        }
        let (run, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        Some(run)
    }

    /// The characters up to the next blank or the end.
    pub(super) fn word(&self) -> &'a str {
        self.rest.split([' ', '\t']).next().unwrap_or_default()
    }

    /// Whether a blank or the end is next; the blank is taken.
    pub(super) fn parted(&mut self) -> bool {
        self.rest.is_empty() || self.sees(" ")
    }
}
