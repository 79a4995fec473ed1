use super::message::Message;
use super::words::{Known, Words};
use super::{doing, spoken};
use crate::base::{Excerpt, masked};
use crate::model::{Doing, Force, Spoken, Symptom, Talk};
use std::cmp::Reverse;

/// Of more symptoms only the first are told of,
const FIRST: usize = 600;
/// and the last.
const LAST: usize = 400;
/// Of more marks that end behind one another in a message none is asked what it wants to
/// know of the message.
const ASKED: usize = 16;

/// One symptom for each message that bears a mark.
pub(super) fn symptoms(messages: &[Message], words: &Words) -> Vec<Symptom> {
    let all = messages.iter().enumerate();
    let mut all = all.filter_map(|(at, message)| Some((at, innermost(message, words)?)));
    let mut first: Vec<(usize, Symptom)> = all.by_ref().take(FIRST).collect();
    let mut last: Vec<Symptom> = Vec::new();
    if first.len() == FIRST {
        let from = first.last().map_or(0, |it| it.0 + 1);
        let rest = messages[from..].iter().rev();
        last = rest.filter_map(|message| innermost(message, words)).take(LAST).collect();
    }
    first.drain(..).map(|it| it.1).chain(last.into_iter().rev()).collect()
}

/// A mark and where it stands.
struct Hit<'m> {
    known: &'m Known,
    start: usize,
    end: usize,
    text: &'m str,
}

impl Hit<'_> {
    /// Where its last word ends: a blank or a colon behind it makes it no more inner than
    /// another's same word.
    fn inner_end(&self) -> usize {
        self.text[..self.end].trim_end_matches([' ', ':', '"', '\'', '\n', '\t']).len()
    }
}

fn innermost(message: &Message, words: &Words) -> Option<Symptom> {
    let texts = std::iter::once(message.text.as_str()).chain(message.spaced.as_deref());
    let mut hits: Vec<Hit> = texts.flat_map(|text| hits(text, message.amid, words)).collect();
    // What is run is no failure yet, whatever stands in it.
    hits.retain(|hit| !message.shown || hit.known.mark.force == Force::Warns);
    hits.sort_by_key(|hit| {
        let order = (hit.known.mark.weight(), hit.known.mark.when.is_some());
        Reverse((hit.inner_end(), order, Reverse(hit.known.order)))
    });
    let mut asked = 0;
    let first = hits.iter().find(|hit| fits(hit, &mut asked))?;
    Some(symptom(message, first))
}

fn hits<'m>(text: &'m str, amid: bool, words: &'m Words) -> Vec<Hit<'m>> {
    let placed = words.placed(text);
    if placed.is_empty() {
        return Vec::new();
    }
    let fetching = amid || doing::of(text) != Doing::Unknown;
    let hits = placed.into_iter().map(|(known, start, end)| Hit { known, start, end, text });
    hits.filter(|hit| fetching || is_of_go_alone(hit)).collect()
}

/// Whether nobody else says this: git and ssh speak to many, and go tells how they ended.
fn is_of_go_alone(hit: &Hit<'_>) -> bool {
    let before = &hit.text[..hit.start];
    let begins = before.rfind('\n').map_or(0, |at| at + 1);
    let line = &hit.text[begins..hit.end];
    let passed_on = before.contains("exit status ");
    hit.known.mark.talk == Talk::Own && (passed_on || !doing::is_of_tool(line, hit.start - begins))
}

/// Whether what the mark wants to know of the message holds.
fn fits(hit: &Hit<'_>, asked: &mut usize) -> bool {
    let Some(holds) = hit.known.mark.when else { return true };
    *asked += 1;
    *asked <= ASKED && holds(&spoken::of(hit.text, hit.start, hit.end))
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
        words: crate::model::Words::Log,
        said: printable(said),
    }
}

/// The same without anything that no reader may see.
fn printable(said: Spoken) -> Spoken {
    let name = |it: Option<String>| it.map(|it| quoted(&it));
    Spoken {
        text: quoted(&said.text),
        host: name(said.host),
        url: name(said.url),
        nameserver: name(said.nameserver),
        module: name(said.module),
        version: name(said.version),
        ..said
    }
}

/// Short, printable, and without what looks like a secret. A token that is cut in two
/// is none to look at: it is masked before.
fn quoted(text: &str) -> String {
    let longer = Excerpt::of(text.as_bytes(), 8 * Excerpt::USUAL);
    let masked = masked(longer.as_str());
    Excerpt::of(masked.as_bytes(), 2 * Excerpt::USUAL).as_str().to_owned()
}
