//! Text to symptoms: which cause's marks a log bears. Pure, and bounded in time and
//! memory whatever the log holds.
//!
//! Bytes become lines, of which only those near words of some mark are kept. What is
//! kept loses what carried it (timestamps, names of steps and services, colours), and
//! becomes messages. Of each message the innermost mark is a symptom.

mod carrier;
mod doing;
mod kept;
mod lines;
#[cfg(test)]
#[path = "marked/tests/mod.rs"]
mod marked;
mod message;
mod places;
mod spoken;
mod store;
#[cfg(test)]
mod tests;
mod weigh;
mod words;

use crate::model::{Cause, Symptom};
use kept::Kept;
use lines::Lines;
use words::Words;

/// Reads a log piece by piece.
pub struct Reader {
    words: Words,
    lines: Lines,
    kept: Kept,
}

impl Reader {
    /// A reader for the marks of these causes.
    pub fn new(causes: &[&'static Cause]) -> Self {
        let words = Words::of(causes);
        let kept = Kept::new(words.literals());
        Self { words, lines: Lines::default(), kept }
    }

    /// Takes in the next bytes of the log, cut anywhere.
    pub fn feed(&mut self, bytes: &[u8]) {
        let Self { words, lines, kept } = self;
        lines.feed(bytes, &mut |number, line| kept.take(number, line, words));
    }

    /// What the log bears, in the order of its lines.
    pub fn finish(self) -> Vec<Symptom> {
        let Self { words, mut lines, mut kept } = self;
        lines.finish(&mut |number, line| kept.take(number, line, &words));
        weigh::symptoms(&kept.messages(), &words.of_messages())
    }
}

/// The symptoms of a whole log. Lines count from 1.
pub fn read(text: &[u8], causes: &[&'static Cause]) -> Vec<Symptom> {
    let mut reader = Reader::new(causes);
    reader.feed(text);
    reader.finish()
}
