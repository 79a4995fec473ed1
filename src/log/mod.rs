//! Text to symptoms: which cause's marks a log bears. Pure, and bounded whatever
//! the log holds.

use crate::base::Excerpt;
use crate::model::{Cause, Symptom};

/// So many symptoms tell no more than the first of them.
const MOST: usize = 1000;
/// A line longer than this is read no further, in bytes.
const LINE: usize = 64 << 10;

/// The lines that a cause claims, in their order. Lines count from 1.
pub fn read(text: &[u8], causes: &[&'static Cause]) -> Vec<Symptom> {
    let lines = text.split(|byte| *byte == b'\n').enumerate();
    let claimed = lines.flat_map(|(at, line)| claims(at + 1, line, causes));
    claimed.take(MOST).collect()
}

fn claims<'a>(
    number: usize,
    line: &'a [u8],
    causes: &'a [&'static Cause],
) -> impl Iterator<Item = Symptom> + 'a {
    let words = String::from_utf8_lossy(&line[..line.len().min(LINE)]);
    let marked: Vec<&'static Cause> = causes
        .iter()
        .copied()
        .filter(|cause| cause.logs.iter().any(|pattern| pattern.marks(&words)))
        .collect();
    let text = Excerpt::of(line, Excerpt::USUAL);
    marked.into_iter().map(move |cause| Symptom {
        code: cause.code.to_owned(),
        line: number,
        text: text.as_str().to_owned(),
    })
}
