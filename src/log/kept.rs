use super::carrier::bare;
use super::message::{Line, Message, messages};
use super::words::Words;
use std::collections::VecDeque;

/// So many lines before one with words of a mark may belong to it,
const BEFORE: usize = 12;
/// and so many after it.
const AFTER: usize = 24;
/// More lines with the same words tell nothing more.
const ENOUGH: u32 = 100;
/// So much of a log is kept, in bytes;
const MOST: usize = 4 << 20;
/// beyond it only words that were seen less often than this are heard.
const RARE: u32 = 5;

/// The lines near words of some mark.
pub(super) struct Kept {
    lines: Vec<(usize, Vec<u8>)>,
    size: usize,
    recent: VecDeque<(usize, Vec<u8>)>,
    /// Lines that still belong to what was found.
    due: usize,
    seen: Vec<u32>,
}

impl Kept {
    pub(super) fn new(literals: usize) -> Self {
        Self {
            lines: Vec::new(),
            size: 0,
            recent: VecDeque::with_capacity(BEFORE + 1),
            due: 0,
            seen: vec![0; literals],
        }
    }

    pub(super) fn take(&mut self, number: usize, line: &[u8], words: &Words) {
        if self.is_news(line, words) {
            while let Some((number, line)) = self.recent.pop_front() {
                self.keep(number, line);
            }
            self.due = AFTER;
            self.keep(number, line.to_vec());
        } else if self.due > 0 {
            self.due -= 1;
            self.keep(number, line.to_vec());
        } else {
            self.remember(number, line);
        }
    }

    fn is_news(&mut self, line: &[u8], words: &Words) -> bool {
        let most = if self.size > MOST { RARE } else { ENOUGH };
        let seen = &mut self.seen;
        let mut news = false;
        words.find(line, |literal| {
            seen[literal] = seen[literal].saturating_add(1);
            news |= seen[literal] <= most;
            news
        });
        news
    }

    fn keep(&mut self, number: usize, line: Vec<u8>) {
        self.size += line.len() + 32;
        self.lines.push((number, line));
    }

    /// The memory of the oldest line serves the newest.
    fn remember(&mut self, number: usize, line: &[u8]) {
        let mut place = match self.recent.len() {
            BEFORE => self.recent.pop_front().map(|it| it.1).unwrap_or_default(),
            _ => Vec::new(),
        };
        place.clear();
        place.extend_from_slice(line);
        self.recent.push_back((number, place));
    }

    /// What was kept, as messages.
    pub(super) fn messages(&self) -> Vec<Message> {
        let bare = self.lines.iter().flat_map(|(number, line)| {
            let text = String::from_utf8_lossy(line);
            bare(&text).into_iter().map(|it| Line {
                number: *number,
                stream: it.stream,
                text: it.text,
            })
        });
        messages(bare.collect())
    }
}
