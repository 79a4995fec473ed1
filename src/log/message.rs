use super::doing;
use std::collections::HashMap;

/// A message longer than this is cut, in bytes,
const LONGEST: usize = 16 << 10;
/// and in lines.
const MOST_LINES: usize = 64;
/// Nothing narrower wraps lines, in characters.
const NARROWEST: usize = 60;

/// A line without what carried it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) number: usize,
    pub(super) stream: String,
    pub(super) text: String,
}

/// Lines that belong together: one that says something, and those below it that say
/// more of it.
#[derive(Clone, Debug, Default)]
pub(super) struct Message {
    /// Each line's number and where it starts in the text.
    pub(super) lines: Vec<(usize, usize)>,
    pub(super) text: String,
    /// The same as something had wrapped it between words, where something had.
    pub(super) spaced: Option<String>,
    /// What is around it tells that go was fetching modules.
    pub(super) amid: bool,
}

/// The messages of a log, in the order in which they begin.
pub(super) fn messages(lines: Vec<Line>) -> Vec<Message> {
    let amid = lines.iter().any(|line| doing::tells_of_fetching(&line.text));
    let mut open: HashMap<String, usize> = HashMap::new();
    let mut all: Vec<Message> = Vec::new();
    let mut last = 0;
    for line in lines {
        // What was left out between them may have ended the message.
        let gap = line.number > last + 1 && open.len() < 2;
        last = line.number;
        let before = open.get(&line.stream).filter(|_| !gap).map(|at| &mut all[*at]);
        match before.and_then(|it| it.bond(&line.text).map(|bond| (it, bond))) {
            Some((message, bond)) => message.join(line.number, &line.text, bond),
            None => {
                open.insert(line.stream, all.len());
                all.push(Message::begun(line.number, &line.text, amid));
            }
        }
    }
    all
}

/// How a line is bound to the one before it.
enum Bond {
    /// It says more of the same.
    Below,
    /// Something broke one line in two.
    Wrapped,
}

impl Message {
    fn begun(number: usize, text: &str, amid: bool) -> Self {
        let text = shortened(text).to_owned();
        Self { lines: vec![(number, 0)], text, spaced: None, amid }
    }

    fn bond(&self, line: &str) -> Option<Bond> {
        let full = self.lines.len() >= MOST_LINES || self.text.len() + line.len() > LONGEST;
        let last = self.text.rsplit('\n').next().unwrap_or_default();
        if full || line.trim().is_empty() {
            return None;
        }
        let indent = line.len() - line.trim_start().len();
        let long = last.chars().count() >= NARROWEST && doing::may_go_on(last);
        match indent {
            0 | 1 if long && !doing::begins(line) => Some(Bond::Wrapped),
            0 => doing::continues(&self.text, line).then_some(Bond::Below),
            _ => Some(Bond::Below),
        }
    }

    fn join(&mut self, number: usize, line: &str, bond: Bond) {
        let line = shortened(line);
        match bond {
            Bond::Below => {
                self.text.push('\n');
                if let Some(spaced) = &mut self.spaced {
                    spaced.push('\n');
                    spaced.push_str(line);
                }
            }
            Bond::Wrapped => {
                let spaced = self.spaced.get_or_insert_with(|| self.text.clone());
                spaced.push(' ');
                spaced.push_str(line.trim_start());
            }
        }
        self.lines.push((number, self.text.len()));
        self.text.push_str(line);
    }

    /// The number of the line that holds this place of the text.
    pub(super) fn line_at(&self, place: usize) -> usize {
        let after = self.lines.partition_point(|(_, start)| *start <= place);
        self.lines[after.saturating_sub(1)].0
    }

    /// The line that holds this place, as it was printed.
    pub(super) fn words_at(&self, place: usize) -> &str {
        let after = self.lines.partition_point(|(_, start)| *start <= place);
        let start = self.lines[after.saturating_sub(1)].1;
        let end = self.lines.get(after).map_or(self.text.len(), |(_, next)| *next);
        self.text[start..end].trim()
    }
}

fn shortened(text: &str) -> &str {
    let text = text.trim_end();
    &text[..text.floor_char_boundary(LONGEST)]
}
