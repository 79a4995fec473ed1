use super::doing;
use super::places::Places;
use crate::model::{Cause, Mark};
use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use std::collections::HashMap;

/// All marks, and what finds them: the longest word of each in one pass over a log, all
/// words in one pass over a message.
pub(super) struct Words {
    /// Large, and gone when the lines are through.
    near: Option<AhoCorasick>,
    literals: usize,
    /// A shorter line holds none of them.
    shortest: usize,
    all: AhoCorasick,
    /// For each word the marks whose longest it is.
    marks: Vec<Vec<Known>>,
}

/// A mark and whose it is.
#[derive(Clone)]
pub(super) struct Known {
    pub(super) cause: &'static Cause,
    pub(super) mark: &'static Mark,
    /// Its place in the catalogue.
    pub(super) order: usize,
    words: Vec<usize>,
    without: Vec<usize>,
}

impl Words {
    pub(super) fn of(causes: &[&'static Cause]) -> Self {
        let mut list = List::default();
        let all = causes.iter().flat_map(|cause| cause.logs.iter().map(|mark| (*cause, mark)));
        let known: Vec<Known> =
            all.enumerate().map(|(order, (cause, mark))| list.known(order, cause, mark)).collect();
        let mut marks = vec![Vec::new(); list.words.len()];
        for known in known {
            let longest = known.words.iter().copied().max_by_key(|at| list.words[*at].len());
            if let Some(at) = longest {
                marks[at].push(known);
            }
        }
        let own = (0..marks.len()).filter(|at| !marks[*at].is_empty()).map(|at| list.words[at]);
        let near: Vec<&str> = own.chain(doing::company()).collect();
        Self {
            literals: near.len(),
            shortest: near.iter().map(|word| word.len()).min().unwrap_or_default(),
            near: Some(automaton(&near, AhoCorasickKind::DFA)),
            all: automaton(&list.words, AhoCorasickKind::ContiguousNFA),
            marks,
        }
    }

    /// How many literals there are.
    pub(super) fn literals(&self) -> usize {
        self.literals
    }

    /// Calls with each literal that ends somewhere in the line.
    pub(super) fn find(&self, line: &[u8], mut found: impl FnMut(usize)) {
        // Nearly all lines hold none, which this tells fastest.
        let near = self.near.as_ref().filter(|_| line.len() >= self.shortest);
        if let Some(near) = near.filter(|near| near.is_match(line)) {
            near.find_overlapping_iter(line).for_each(|hit| found(hit.pattern().as_usize()));
        }
    }

    /// The same for messages alone.
    pub(super) fn of_messages(self) -> Self {
        Self { near: None, ..self }
    }

    /// The marks that stand in the text, and where: the start of the first word and the end
    /// of the last one.
    pub(super) fn placed(&self, text: &str) -> Vec<(&Known, usize, usize)> {
        let hits = self.all.find_overlapping_iter(text);
        let places = hits.map(|hit| (hit.pattern().as_usize(), hit.start(), hit.end()));
        let places = Places::of(places);
        let candidates = places.words().flat_map(|word| &self.marks[word]);
        let standing = candidates.filter_map(|known| {
            let (start, end) = places.place(&known.words, &known.without)?;
            Some((known, start, end))
        });
        standing.collect()
    }
}

/// All different words.
#[derive(Default)]
struct List {
    words: Vec<&'static str>,
    at: HashMap<&'static str, usize>,
}

impl List {
    fn known(&mut self, order: usize, cause: &'static Cause, mark: &'static Mark) -> Known {
        let mut all = |words: &'static [&'static str]| words.iter().map(|it| self.at(it)).collect();
        Known { cause, mark, order, words: all(mark.words), without: all(mark.without) }
    }

    fn at(&mut self, word: &'static str) -> usize {
        *self.at.entry(word).or_insert_with(|| {
            self.words.push(word);
            self.words.len() - 1
        })
    }
}

fn automaton(words: &[&str], kind: AhoCorasickKind) -> AhoCorasick {
    let mut builder = AhoCorasick::builder();
    let built = builder.kind(Some(kind)).match_kind(MatchKind::Standard).build(words);
    // Words of ours are few and short: this cannot fail for its bounds.
    built.unwrap_or_else(|error| unreachable!("the marks make an automaton: {error}"))
}
