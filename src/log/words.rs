use super::doing;
use crate::model::{Cause, Mark};
use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};

/// All marks, found by the longest word of each in one pass.
pub(super) struct Words {
    automaton: AhoCorasick,
    /// For each literal the marks that are known by it.
    marks: Vec<Vec<Known>>,
}

/// A mark and whose it is.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub(super) cause: &'static Cause,
    pub(super) mark: &'static Mark,
    /// Its place in the catalogue.
    pub(super) order: usize,
}

impl Words {
    pub(super) fn of(causes: &[&'static Cause]) -> Self {
        let (mut literals, mut marks): (Vec<&str>, Vec<Vec<Known>>) = (Vec::new(), Vec::new());
        let all = causes.iter().flat_map(|cause| cause.logs.iter().map(|mark| (*cause, mark)));
        for (order, (cause, mark)) in all.enumerate() {
            let Some(word) = mark.words.iter().max_by_key(|word| word.len()) else { continue };
            let at = literals.iter().position(|it| it == word).unwrap_or_else(|| {
                literals.push(word);
                marks.push(Vec::new());
                literals.len() - 1
            });
            marks[at].push(Known { cause, mark, order });
        }
        for word in doing::company() {
            literals.push(word);
            marks.push(Vec::new());
        }
        // Words of ours are few and short: this cannot fail for its bounds.
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .match_kind(MatchKind::Standard)
            .build(&literals)
            .unwrap_or_else(|error| unreachable!("the marks make an automaton: {error}"));
        Self { automaton, marks }
    }

    /// How many literals there are.
    pub(super) fn literals(&self) -> usize {
        self.marks.len()
    }

    /// Calls with each literal that ends somewhere in the text, until told to stop.
    pub(super) fn find(&self, text: &[u8], mut found: impl FnMut(usize) -> bool) {
        for hit in self.automaton.find_iter(Input::new(text)) {
            if found(hit.pattern().as_usize()) {
                break;
            }
        }
    }

    /// The marks whose literal stands in the text, each once.
    pub(super) fn candidates(&self, text: &str) -> Vec<Known> {
        let mut seen: Vec<usize> =
            self.automaton.find_overlapping_iter(text).map(|it| it.pattern().as_usize()).collect();
        seen.sort_unstable();
        seen.dedup();
        seen.into_iter().flat_map(|at| self.marks[at].iter().copied()).collect()
    }
}
