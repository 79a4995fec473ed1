use super::carrier::bare;
use super::message::{Line, Message, messages};
use super::store::Store;
use super::words::Words;
use std::collections::VecDeque;

/// So many lines before one with words of a mark may belong to it,
const BEFORE: usize = 12;
/// and so many after it.
const AFTER: usize = 24;
/// More lines with the same words tell nothing more;
const ENOUGH: u32 = 100;
/// of a log that holds too much of all words even fewer do.
const RARE: u32 = 5;

/// The lines near words of some mark.
pub(super) struct Kept {
    store: Store,
    recent: VecDeque<(usize, Vec<u8>)>,
    /// Lines that still belong to what was new,
    due: usize,
    /// and to what was not.
    due_for_now: usize,
    seen: Vec<u32>,
}

/// What the words in a line are worth.
#[derive(PartialEq, Eq)]
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
        }
    }

    pub(super) fn take(&mut self, number: usize, line: &[u8], words: &Words) {
        match self.worth(line, words) {
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
        let bare = self.store.lines().flat_map(|(number, line)| {
            let text = String::from_utf8_lossy(&line);
            bare(&text).into_iter().map(move |it| Line { number, stream: it.stream, text: it.text })
        });
        messages(bare.collect())
    }
}
