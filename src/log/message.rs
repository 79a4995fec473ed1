use super::carrier::{Bare, Part};
use super::doing;
use std::collections::HashMap;
use unicode_width::UnicodeWidthStr;

/// A message longer than this is cut, in bytes,
const LONGEST: usize = 16 << 10;
/// and in lines.
const MOST_LINES: usize = 64;
/// Nothing narrower wraps lines, in columns.
const NARROWEST: usize = 40;
/// Lines so near were wrapped by the same window.
const NEAR: usize = 24;

/// A line without what carried it.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) number: usize,
    /// Of the whole line on a terminal, in columns.
    pub(super) width: usize,
    pub(super) bare: Bare,
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
    /// It is no message but a command that is about to be run.
    pub(super) shown: bool,
    /// Of the line that was added last, in columns.
    width: usize,
}

/// The messages of a log, in the order in which they begin.
pub(super) fn messages(lines: Vec<Line>) -> Vec<Message> {
    let amid = lines.iter().any(|line| doing::tells_of_fetching(&line.bare.text));
    let widest = widest(&lines);
    let mut desk =
        Desk { all: Vec::new(), open: HashMap::new(), last: None, amid_notes: false, amid };
    for (line, widest) in lines.into_iter().zip(widest) {
        desk.take(line, widest);
    }
    desk.all
}

/// The width of the widest line near each: a window that wraps lines has none wider.
fn widest(lines: &[Line]) -> Vec<usize> {
    let blocks = lines.chunks(NEAR).map(|it| it.iter().map(|line| line.width).max());
    let blocks: Vec<usize> = blocks.map(Option::unwrap_or_default).collect();
    let near = |at: usize| {
        let block = at / NEAR;
        blocks[block.saturating_sub(1)..(block + 2).min(blocks.len())].iter().copied().max()
    };
    (0..lines.len()).map(|at| near(at).unwrap_or_default()).collect()
}

/// Sorts lines into messages, of each stream one at a time.
struct Desk {
    all: Vec<Message>,
    open: HashMap<String, usize>,
    last: Option<Last>,
    /// The line before was a note of the carrier's.
    amid_notes: bool,
    amid: bool,
}

/// The line before.
struct Last {
    number: usize,
    stream: String,
    /// The message it is in.
    message: Option<usize>,
}

impl Desk {
    fn take(&mut self, line: Line, widest: usize) {
        let number = line.number;
        // PowerShell puts an empty line below its notes.
        let empty = self.amid_notes && line.bare.text.trim().is_empty();
        self.amid_notes = line.bare.part == Part::Aside;
        match line.bare.part {
            _ if empty => {}
            Part::Said | Part::Whole => self.hear(line, widest),
            Part::Shown => {
                self.open.remove(&line.bare.stream);
                self.all.push(Message { shown: true, ..Message::begun(&line, self.amid) });
                self.last = Some(Last { number, stream: line.bare.stream, message: None });
            }
            Part::Aside => {}
        }
        if let Some(last) = &mut self.last {
            last.number = number;
        }
    }

    fn hear(&mut self, line: Line, widest: usize) {
        let homes = self.homes(&line).into_iter().flatten();
        let mut bonds = homes.filter_map(|at| self.all[at].bond(&line, widest).map(|it| (at, it)));
        let message = if let Some((at, bond)) = bonds.next() {
            self.all[at].join(&line, bond);
            at
        } else {
            self.all.push(Message::begun(&line, self.amid));
            self.all.len() - 1
        };
        self.open.insert(line.bare.stream.clone(), message);
        self.last =
            Some(Last { number: line.number, stream: line.bare.stream, message: Some(message) });
    }

    /// The messages that the line may belong to: of the line above, where that had the
    /// same carriers and more, and of its own stream.
    fn homes(&self, line: &Line) -> [Option<usize>; 2] {
        let stream = &line.bare.stream;
        let last = self.last.as_ref().filter(|last| line.number <= last.number + 1);
        let above =
            last.filter(|last| last.stream.starts_with(stream)).and_then(|last| last.message);
        // What was left out between them may have ended the message.
        let gap = last.is_none() && self.open.len() < 2;
        [above, self.open.get(stream).copied().filter(|_| !gap)]
    }
}

/// How a line is bound to the one before it.
#[derive(Clone, Copy)]
enum Bond {
    /// It says more of the same.
    Below,
    /// Something broke one line in two.
    Wrapped,
}

impl Message {
    fn begun(line: &Line, amid: bool) -> Self {
        let text = shortened(&line.bare.text).to_owned();
        let lines = vec![(line.number, 0)];
        Self { lines, text, amid, width: line.width, ..Self::default() }
    }

    fn bond(&self, line: &Line, widest: usize) -> Option<Bond> {
        let text = &line.bare.text;
        let full = self.lines.len() >= MOST_LINES || self.text.len() + text.len() > LONGEST;
        if full || text.trim().is_empty() || doing::is_progress(&self.text) {
            return None;
        }
        if self.is_above(text) {
            return Some(Bond::Below);
        }
        if line.bare.part == Part::Said && self.goes_on_in(text, widest) {
            return Some(Bond::Wrapped);
        }
        doing::continues(&self.text, text).then_some(Bond::Below)
    }

    /// Whether the line is further to the right than the first of the message. A tab is
    /// go's own, blanks may be of what go was run by.
    fn is_above(&self, line: &str) -> bool {
        let blanks = |it: &str| it.len() - it.trim_start_matches(' ').len();
        let inner = line.trim_start_matches(' ');
        inner.starts_with('\t') || blanks(line) > blanks(&self.text) + 1
    }

    /// Whether a window of some width broke the line: the next word had no room.
    fn goes_on_in(&self, line: &str, widest: usize) -> bool {
        let word = line.split(' ').find(|it| !it.is_empty()).unwrap_or_default();
        self.width >= NARROWEST
            && self.width + 1 + word.width() > widest
            && doing::may_go_on(&self.text)
            && !doing::begins(line)
    }

    fn join(&mut self, line: &Line, bond: Bond) {
        self.width = line.width;
        let (number, line) = (line.number, shortened(&line.bare.text));
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

#[cfg(test)]
mod tests {
    use super::{Line, Message, messages};
    use crate::log::carrier::bare;
    use unicode_width::UnicodeWidthStr;

    fn of(log: &str) -> Vec<Message> {
        let lines = log.lines().enumerate().flat_map(|(at, line)| {
            let width = line.width();
            bare(line).into_iter().map(move |bare| Line { number: at + 1, width, bare })
        });
        messages(lines.collect())
    }

    fn texts(log: &str) -> Vec<String> {
        of(log).into_iter().filter(|it| !it.shown).map(|it| it.spaced.unwrap_or(it.text)).collect()
    }

    const LONG: &str = "go: example.com/with/a/long/path/m@v1.9.9: reading \
        https://proxy.example/example.com/with/a/long/path/m/@v/v1.9.9.mod: 502 Bad Gateway";

    /// As a terminal or `PowerShell` does, at a width.
    fn cut(text: &str, width: usize) -> Vec<String> {
        let letters: Vec<char> = text.chars().collect();
        letters.chunks(width).map(|it| it.iter().collect()).collect()
    }

    /// As mail does, at blanks.
    fn filled(text: &str, width: usize) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split(' ') {
            let last = lines.last_mut().unwrap();
            if last.is_empty() {
                last.push_str(word);
            } else if last.len() + 1 + word.len() <= width {
                *last = format!("{last} {word}");
            } else {
                lines.push(word.to_owned());
            }
        }
        lines
    }

    #[test]
    fn what_a_window_cut_is_whole_again() {
        for width in 40..LONG.len() {
            for prefix in ["", "#12 3.456 ", "web-1  | "] {
                let log = cut(&format!("{prefix}{LONG}"), width).join("\n") + "\nmake: *** Error 1";
                let found = of(&log);
                assert_eq!(found[0].text.replace(' ', ""), LONG.replace(' ', ""), "{width}: {log}");
            }
        }
    }

    #[test]
    fn what_mail_filled_is_whole_again() {
        for width in 72..LONG.len() {
            for prefix in ["", "> ", "> > "] {
                let lines = filled(LONG, width);
                let log = format!("{prefix}{}\n", lines.join(&format!("\n{prefix}")));
                assert_eq!(texts(&log), [LONG], "{width}: {log}");
            }
        }
    }

    #[test]
    fn what_follows_is_not_the_rest_of_a_line() {
        let wider = "x".repeat(200);
        for next in ["exit status 1", "make: *** Error 1", "go: example.com/n@v1.0.0: EOF", ""] {
            assert_eq!(texts(&format!("{LONG}\n{next}\n"))[0], LONG, "{next:?}");
        }
        let foreign = "npm could not resolve dependency: connection refused";
        assert_eq!(texts(&format!("{LONG}\n{foreign}\n{wider}\n"))[0], LONG);
        let sentence = "go: added example.com/with/a/long/path/m v1.9.9 for this module.";
        assert_eq!(texts(&format!("{sentence}\n{foreign}\n"))[0], sentence);
    }

    #[test]
    fn a_block_keeps_together_where_all_of_it_is_indented() {
        let log = "      running\n      go: a requires\n      \tb: x\n      go: c: y\n";
        let found = texts(log);
        assert_eq!(
            found,
            ["      running", "      go: a requires\n      \tb: x", "      go: c: y"]
        );
    }

    #[test]
    fn mixed_outputs_come_together_again() {
        let log = "#4 1.0 go: a requires\n#5 1.0 go: c requires\n#4 1.1 \tb: x\n#5 1.1 \td: y\n";
        assert_eq!(texts(log), ["go: a requires\n\tb: x", "go: c requires\n\td: y"]);
        // Only the first line has what the others have not.
        let log = "[main] go: a requires\n\tb: x\n";
        assert_eq!(texts(log), ["go: a requires\n\tb: x"]);
        // A note of the carrier's own does not part them; a command does.
        let notes = "At line:1 char:1\n+ go mod download\n+ ~~~~~\n \n";
        let log = format!("go : go: a requires\n{notes}\tb: x\n$ go mod tidy\n\tc: y\n");
        assert_eq!(texts(&log), ["go: a requires\n\tb: x", "\tc: y"]);
    }
}
