use super::carrier::{bare, legible};
use super::message::{Line, Message, messages};
use super::words::Words;
use memchr::memmem;
use std::collections::VecDeque;
use std::mem::take;
use unicode_width::UnicodeWidthStr;

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

/// Words that something broke in two are looked for in so much of both lines, in bytes.
const SEAM: usize = 64;
/// Nothing narrower wraps lines, in bytes.
const NARROWEST: usize = 40;

/// The lines near words of some mark.
pub(super) struct Kept {
    lines: Vec<(usize, Vec<u8>)>,
    size: usize,
    recent: VecDeque<(usize, Vec<u8>)>,
    /// Lines that still belong to what was found.
    due: usize,
    seen: Vec<u32>,
    /// The end of the line before, where go's words may go on in the next,
    tail: Vec<u8>,
    /// and with the start of that one.
    seam: Vec<u8>,
}

impl Kept {
    pub(super) fn new(literals: usize) -> Self {
        Self {
            lines: Vec::new(),
            size: 0,
            recent: VecDeque::with_capacity(BEFORE + 1),
            due: 0,
            seen: vec![0; literals],
            tail: Vec::new(),
            seam: Vec::new(),
        }
    }

    pub(super) fn take(&mut self, number: usize, line: &[u8], words: &Words) {
        let plain = legible(line);
        let news = self.is_news(&plain, words) || self.is_news_with_the_last(&plain, words);
        self.hold_tail(&plain);
        if news {
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

    /// Whether words of a mark were broken by the end of the line before.
    fn is_news_with_the_last(&mut self, line: &[u8], words: &Words) -> bool {
        if self.tail.is_empty() || line.starts_with(b"\t") {
            return false;
        }
        let head = line.strip_prefix(b"> ").unwrap_or(line);
        let head = &head[..head.len().min(SEAM)];
        [&b""[..], b" "].iter().any(|between| {
            let mut seam = take(&mut self.seam);
            seam.clear();
            seam.extend_from_slice(&self.tail);
            seam.extend_from_slice(between);
            seam.extend_from_slice(head);
            let news = self.is_news(&seam, words);
            self.seam = seam;
            news
        })
    }

    fn hold_tail(&mut self, line: &[u8]) {
        self.tail.clear();
        let wide = line.len() >= NARROWEST;
        if wide && [&b"go: "[..], b"://"].iter().any(|it| memmem::find(line, it).is_some()) {
            self.tail.extend_from_slice(&line[line.len().saturating_sub(SEAM)..]);
        }
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
        let lines = self.lines.iter().flat_map(|(number, line)| {
            let text = String::from_utf8_lossy(line);
            let width = text.width();
            let line = move |bare| Line { number: *number, width, bare };
            bare(&text).into_iter().map(line)
        });
        messages(lines.collect())
    }
}
