use serde::{Deserialize, Serialize};

/// A line of the Dockerfile, from 1, and what stands there afterwards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub line: usize,
    pub becomes: Vec<String>,
}

/// The text by lines, as corrections are written against it.
pub(super) struct Lines<'t>(Vec<&'t str>);

impl<'t> Lines<'t> {
    pub(super) fn of(text: &'t str) -> Self {
        Self(text.lines().collect())
    }

    pub(super) fn at(&self, line: usize) -> &'t str {
        self.0.get(line.wrapping_sub(1)).copied().unwrap_or_default()
    }

    /// New lines before one.
    pub(super) fn before(&self, line: usize, new: &[String]) -> Vec<Line> {
        let becomes = new.iter().cloned().chain([self.at(line).to_owned()]).collect();
        vec![Line { line, becomes }]
    }

    /// New lines behind one.
    pub(super) fn after(&self, line: usize, new: &[String]) -> Vec<Line> {
        let becomes =
            std::iter::once(self.at(line).to_owned()).chain(new.iter().cloned()).collect();
        vec![Line { line, becomes }]
    }

    /// An instruction, from its first to its last line, becomes others.
    pub(super) fn instead(first: usize, last: usize, new: Vec<String>) -> Vec<Line> {
        let mut lines = vec![Line { line: first, becomes: new }];
        lines.extend((first + 1..=last).map(|line| Line { line, becomes: Vec::new() }));
        lines
    }

    /// Something in the first line of an instruction becomes another; none where it does
    /// not stand there.
    pub(super) fn swapped(&self, line: usize, what: &str, other: &str) -> Option<Vec<Line>> {
        let before = self.at(line);
        let after = before.replacen(what, other, 1);
        (after != before).then(|| vec![Line { line, becomes: vec![after] }])
    }

    /// Instructions move before another, in their order.
    pub(super) fn moved(&self, from: (usize, usize), before: usize) -> Vec<Line> {
        let taken: Vec<String> = (from.0..=from.1).map(|at| self.at(at).to_owned()).collect();
        let mut lines = self.before(before, &taken);
        lines.extend((from.0..=from.1).map(|line| Line { line, becomes: Vec::new() }));
        lines
    }
}
