use crate::base::{Scrub, Text};
use crate::render::Style;
use colored::Color;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Text on its way to a reader: indented, wrapped at the width, scrubbed before
/// a line break could split a secret.
pub(super) struct Page<'a> {
    pub(super) style: &'a Style,
    scrub: Scrub,
    text: String,
}

impl<'a> Page<'a> {
    pub(super) fn new(style: &'a Style, scrub: Scrub) -> Self {
        Self { style, scrub, text: String::new() }
    }

    /// The text, without empty lines at its end.
    pub(super) fn into_text(self) -> String {
        match self.text.trim_end_matches('\n') {
            "" => String::new(),
            text => format!("{text}\n"),
        }
    }

    /// A text's words in the reader's language.
    pub(super) fn words(&self, text: &Text) -> String {
        text.to(self.style.lang).to_owned()
    }

    /// One empty line between parts, none at the top and never two.
    pub(super) fn gap(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    /// A line as it stands: a command, an excerpt. Never wrapped.
    pub(super) fn line(&mut self, indent: usize, words: &str) {
        let (words, _) = self.scrub.apply(words.to_owned());
        for line in words.split('\n') {
            let shown = format!("{:indent$}{}", "", printable(line));
            self.text.push_str(shown.trim_end());
            self.text.push('\n');
        }
    }

    pub(super) fn strong_line(&mut self, indent: usize, words: &str) {
        let (words, _) = self.scrub.apply(printable(words));
        let strong = self.style.strong(&words);
        self.drawn(indent, &strong);
    }

    /// What is already painted or drawn by others; only scrubbed.
    pub(super) fn drawn(&mut self, indent: usize, block: &str) {
        let (block, _) = self.scrub.apply(block.to_owned());
        for line in block.lines() {
            let line = format!("{:indent$}{line}", "");
            self.text.push_str(line.trim_end());
            self.text.push('\n');
        }
    }

    pub(super) fn paragraph(&mut self, indent: usize, words: &str) {
        self.item(indent, "", None, words);
    }

    /// A paragraph behind a mark; its further lines hang below the first word.
    pub(super) fn item(&mut self, indent: usize, mark: &str, colour: Option<Color>, words: &str) {
        let (words, _) = self.scrub.apply(words.to_owned());
        let hang = indent + mark.width();
        let room = self.style.width.saturating_sub(hang).max(20);
        let painted = match colour {
            Some(colour) => self.style.paint(mark, colour),
            None => mark.to_owned(),
        };
        for (at, line) in wrapped(&words, room).iter().enumerate() {
            let start = match at {
                0 => format!("{:indent$}{painted}", ""),
                _ => " ".repeat(hang),
            };
            self.text.push_str(format!("{start}{line}").trim_end());
            self.text.push('\n');
        }
    }
}

/// No control character reaches a terminal through a sentence.
fn printable(words: &str) -> String {
    words.chars().filter(|c| !c.is_control() || *c == '\t').collect()
}

/// Lines of at most `room` columns. What has no place to break stays whole.
pub(super) fn wrapped(words: &str, room: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in words.split('\n') {
        let (mut line, mut used) = (String::new(), 0);
        for (atom, blank) in atoms(&printable(paragraph)) {
            let (width, blank) = (atom.width(), usize::from(blank && used > 0));
            if used > 0 && used + blank + width > room {
                lines.push(std::mem::take(&mut line));
                used = 0;
            } else if blank == 1 {
                line.push(' ');
                used += 1;
            }
            line.push_str(&atom);
            used += width;
        }
        lines.push(line);
    }
    lines
}

/// What must not be broken, and whether a blank goes before it: words, and each
/// Chinese character with the punctuation that clings to it.
fn atoms(words: &str) -> Vec<(String, bool)> {
    let mut found: Vec<(String, bool)> = Vec::new();
    let (mut blank, mut open) = (false, false);
    for c in words.chars() {
        if c == ' ' || c == '\t' {
            (blank, open) = (true, false);
            continue;
        }
        let wide = c.width().unwrap_or(0) > 1;
        let clings = !blank && (clings_back(c) || (open && !wide) || after_opening(&found));
        match found.last_mut() {
            Some((atom, _)) if clings => atom.push(c),
            _ => found.push((c.to_string(), blank)),
        }
        (blank, open) = (false, !wide);
    }
    found
}

fn clings_back(c: char) -> bool {
    "，。、；：？！）」』》】…”’".contains(c)
}

fn after_opening(found: &[(String, bool)]) -> bool {
    found.last().is_some_and(|(atom, _)| atom.ends_with(['（', '「', '『', '《', '【', '“', '‘']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_wrap_and_addresses_stay_whole() {
        let url = "https://proxy.golang.org/a/very/long/path/that/exceeds";
        let lines = wrapped(&format!("go asks {url} for it"), 20);
        assert_eq!(lines, ["go asks", url, "for it"]);
    }

    #[test]
    fn chinese_breaks_between_characters_but_not_before_a_stop() {
        let lines = wrapped("证书不是由公共机构签发的。", 8);
        assert_eq!(lines, ["证书不是", "由公共机", "构签发", "的。"]);
    }

    #[test]
    fn no_escape_sequence_reaches_the_terminal() {
        let style = Style::default();
        let mut page = Page::new(&style, Scrub::default());
        page.line(0, "a\u{1b}[31m b");
        page.paragraph(0, "c\u{7}\u{1b}]0;x d");
        page.strong_line(0, "e\u{1b}f");
        assert_eq!(page.into_text(), "a[31m b\nc]0;x d\nef\n");
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_too_wide(words in "([a-z]{1,9}|[中文，。]{1,5}| ){0,40}", room in 20usize..60) {
            let lines = wrapped(&words, room);
            let bare = |s: &str| s.replace(' ', "");
            prop_assert_eq!(bare(&lines.concat()), bare(&words));
            for line in lines {
                prop_assert!(line.width() <= room || atoms(&line).len() == 1);
            }
        }
    }
}
