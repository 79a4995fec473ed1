use super::carrier::{bare, legible, shown};
use super::message::{Line, Message, messages};
use super::store::Store;
use super::words::Words;
use memchr::memmem::Finder;
use std::collections::VecDeque;
use std::mem::take;
use unicode_width::UnicodeWidthStr;

/// So many lines before one with words of a mark may belong to it,
const BEFORE: usize = 12;
/// and so many after it.
const AFTER: usize = 24;
/// More lines with the same words tell nothing more;
const ENOUGH: u32 = 100;
/// of a log that holds too much of all words even fewer do.
const RARE: u32 = 5;

/// Words that something broke in two are looked for in so much of both lines, in bytes.
const SEAM: usize = 64;
/// Nothing narrower wraps lines, in bytes.
const NARROWEST: usize = 40;

/// The lines near words of some mark.
pub(super) struct Kept {
    store: Store,
    recent: VecDeque<(usize, Vec<u8>)>,
    /// Lines that still belong to what was new,
    due: usize,
    /// and to what was not.
    due_for_now: usize,
    seen: Vec<u32>,
    /// The end of the line before, where go's words may go on in the next,
    tail: Vec<u8>,
    /// and with the start of that one.
    seam: Vec<u8>,
    /// What shows that words of go's may go on.
    signs: [Finder<'static>; 2],
}

/// What the words in a line are worth.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Worth {
    Nothing,
    /// Their like was seen often enough.
    Known,
    News,
}

impl Kept {
    pub(super) fn new(literals: usize) -> Self {
        Self {
            store: Store::default(),
            recent: VecDeque::with_capacity(BEFORE + 1),
            due: 0,
            due_for_now: 0,
            seen: vec![0; literals],
            tail: Vec::new(),
            seam: Vec::new(),
            signs: ["go: ", "://"].map(Finder::new),
        }
    }

    pub(super) fn take(&mut self, number: usize, line: &[u8], words: &Words) {
        let plain = legible(line);
        let worth = match self.worth(&plain, words) {
            Worth::Nothing => self.worth_with_the_last(&plain, words),
            worth => worth,
        };
        self.hold_tail(&plain);
        match worth {
            Worth::Nothing => {}
            Worth::Known => self.due_for_now = AFTER + 1,
            Worth::News => self.due = AFTER + 1,
        }
        if self.due + self.due_for_now == 0 {
            return self.remember(number, line);
        }
        while let Some((number, line)) = self.recent.pop_front() {
            self.keep(number, &line);
        }
        self.keep(number, line);
        self.due = self.due.saturating_sub(1);
        self.due_for_now = self.due_for_now.saturating_sub(1);
    }

    fn worth(&mut self, line: &[u8], words: &Words) -> Worth {
        let most = if self.store.is_ample() { RARE } else { ENOUGH };
        let seen = &mut self.seen;
        let mut worth = Worth::Nothing;
        words.find(line, |literal| {
            seen[literal] = seen[literal].saturating_add(1);
            if seen[literal] <= most {
                worth = Worth::News;
            } else if worth == Worth::Nothing {
                worth = Worth::Known;
            }
        });
        worth
    }

    /// The same of words that the end of the line before broke in two.
    fn worth_with_the_last(&mut self, line: &[u8], words: &Words) -> Worth {
        if self.tail.is_empty() || line.starts_with(b"\t") {
            return Worth::Nothing;
        }
        let head = line.strip_prefix(b"> ").unwrap_or(line);
        let head = &head[..head.len().min(SEAM)];
        let mut seam = take(&mut self.seam);
        let worth = [&b""[..], b" "].into_iter().map(|between| {
            seam.clear();
            seam.extend_from_slice(&self.tail);
            seam.extend_from_slice(between);
            seam.extend_from_slice(head);
            self.worth(&seam, words)
        });
        let worth = worth.max().unwrap_or(Worth::Nothing);
        self.seam = seam;
        worth
    }

    fn hold_tail(&mut self, line: &[u8]) {
        self.tail.clear();
        let wide = line.len() >= NARROWEST;
        if wide && self.signs.iter().any(|it| it.find(line).is_some()) {
            self.tail.extend_from_slice(&line[line.len().saturating_sub(SEAM)..]);
        }
    }

    fn keep(&mut self, number: usize, line: &[u8]) {
        if self.due > 0 {
            self.store.keep(number, line);
        } else {
            self.store.keep_for_now(number, line);
        }
    }

    /// The memory of the oldest line serves the newest. An empty line is nothing to
    /// remember: that its number is missing tells as much.
    fn remember(&mut self, number: usize, line: &[u8]) {
        if line.is_empty() {
            return;
        }
        let mut place = match self.recent.len() {
            BEFORE => self.recent.pop_front().map(|it| it.1).unwrap_or_default(),
            _ => Vec::new(),
        };
        place.clear();
        place.extend_from_slice(line);
        self.recent.push_back((number, place));
    }

    /// What was kept, as messages.
    pub(super) fn messages(self) -> Vec<Message> {
        let lines = self.store.lines().flat_map(|(number, line)| {
            let text = String::from_utf8_lossy(&line);
            let text = shown(&text);
            let width = text.width();
            let line = move |bare| Line { number, width, bare };
            bare(&text).into_iter().map(line)
        });
        messages(lines.collect())
    }
}
