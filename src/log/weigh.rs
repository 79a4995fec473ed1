use super::message::Message;
use super::words::{Known, Words};
use super::{doing, spoken};
use crate::base::{Excerpt, Veiled};
use crate::model::{Doing, Force, Spoken, Symptom, Talk};
use std::cmp::Reverse;

/// More symptoms tell no more than the first of them.
const MOST: usize = 1000;

/// One symptom for each message that bears a mark.
pub(super) fn symptoms(messages: &[Message], words: &Words) -> Vec<Symptom> {
    messages.iter().filter_map(|message| innermost(message, words)).take(MOST).collect()
}

/// A mark and where it stands.
struct Hit<'m> {
    known: Known,
    start: usize,
    end: usize,
    text: &'m str,
}

fn innermost(message: &Message, words: &Words) -> Option<Symptom> {
    let texts = std::iter::once(message.text.as_str()).chain(message.spaced.as_deref());
    let mut hits: Vec<Hit> = texts.flat_map(|text| hits(text, message.amid, words)).collect();
    // What is run is no failure yet, whatever stands in it.
    hits.retain(|hit| !message.shown || hit.known.mark.force == Force::Warns);
    hits.sort_by_key(|hit| {
        let order = (hit.known.mark.weight(), hit.known.mark.when.is_some());
        Reverse((hit.end, order, Reverse(hit.known.order)))
    });
    let first = hits.first()?;
    Some(symptom(message, first))
}

fn hits<'m>(text: &'m str, amid: bool, words: &Words) -> Vec<Hit<'m>> {
    let doing = doing::of(text);
    let heard = |it: &Known| it.mark.talk == Talk::Own || doing != Doing::Unknown || amid;
    let candidates = words.candidates(text).into_iter().filter(heard);
    let placed = candidates.filter_map(|known| {
        let (start, end) = known.mark.place(text)?;
        let fits = known.mark.when.is_none_or(|holds| holds(&spoken::of(text, start, end)));
        fits.then_some(Hit { known, start, end, text })
    });
    placed.collect()
}

fn symptom(message: &Message, hit: &Hit<'_>) -> Symptom {
    let said = spoken::of(hit.text, hit.start, hit.end);
    let place = hit.end.min(message.text.len()).saturating_sub(1);
    let (line, head) = (message.line_at(place), message.line_at(0));
    let traced = message.text.trim_start().starts_with("# get ");
    Symptom {
        code: hit.known.cause.code.to_owned(),
        line,
        text: quoted(message.words_at(place)),
        head: (head != line).then(|| (head, quoted(message.words_at(0)))),
        or: hit.known.mark.or.iter().map(|code| (*code).to_owned()).collect(),
        force: if traced { Force::Hints } else { hit.known.mark.force },
        said: Spoken { text: quoted(&said.text), ..said },
    }
}

/// Short, printable, and without the passwords of URLs.
fn quoted(text: &str) -> String {
    let short = Excerpt::of(text.as_bytes(), 2 * Excerpt::USUAL);
    Veiled::in_words(short.as_str()).to_string()
}
