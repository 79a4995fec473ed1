use crate::docker::scan::Piece;

/// One instruction, its lines joined and its comments gone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Instruction {
    /// Lines from 1.
    pub line: usize,
    pub last: usize,
    /// In capitals.
    pub keyword: String,
    pub flags: Vec<(String, String)>,
    /// What stands behind the flags.
    pub text: String,
    /// The bodies of its here-documents.
    pub heredocs: Vec<String>,
}

impl Instruction {
    pub(super) fn of(piece: &Piece) -> Self {
        let (keyword, rest) = cut(&piece.text);
        let mut rest = rest;
        let mut flags = Vec::new();
        while rest.starts_with("--") {
            let (flag, after) = cut_quoted(rest);
            let (name, value) = flag[2..].split_once('=').unwrap_or((&flag[2..], ""));
            flags.push((name.to_ascii_lowercase(), value.trim_matches('"').to_owned()));
            rest = after;
        }
        Self {
            line: piece.line,
            last: piece.last,
            keyword: keyword.to_ascii_uppercase(),
            flags,
            text: rest.to_owned(),
            heredocs: piece.heredocs.clone(),
        }
    }

    pub(super) fn flag(&self, name: &str) -> Option<&str> {
        self.flags.iter().find(|(flag, _)| flag == name).map(|(_, value)| value.as_str())
    }

    /// The words of its exec form, `["a", "b"]`, where it has that form.
    pub(super) fn exec_form(&self) -> Option<Vec<String>> {
        self.text.starts_with('[').then(|| serde_json::from_str(&self.text).ok())?
    }

    /// Its words by blanks, quotes honoured.
    pub(super) fn words(&self) -> Vec<String> {
        self.exec_form().unwrap_or_else(|| {
            let quoted = shlex::split(&self.text);
            quoted.unwrap_or_else(|| self.text.split_whitespace().map(str::to_owned).collect())
        })
    }

    /// `NAME=value …`, or `NAME value` as docker once had it.
    pub(super) fn pairs(&self) -> Vec<(String, Option<String>)> {
        let words = self.assignments();
        let first = words.first().map(String::as_str).unwrap_or_default();
        if self.keyword == "ENV" && !first.contains('=') {
            let (name, value) = cut(&self.text);
            return vec![(name.to_owned(), Some(unquoted(value)))];
        }
        let pair = |word: &String| match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(unquoted(value))),
            None => (word.clone(), None),
        };
        words.iter().map(pair).collect()
    }

    /// Words by blanks, with their quotes.
    fn assignments(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut rest = self.text.as_str();
        while !rest.is_empty() {
            let (word, after) = cut_quoted(rest);
            words.push(word.to_owned());
            rest = after;
        }
        words
    }
}

/// A value without the quotes around it or in it.
fn unquoted(value: &str) -> String {
    let mut plain = String::new();
    let mut quote = None;
    let mut chars = value.trim().chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (_, '\\') if quote != Some('\'') => plain.extend(chars.next()),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (_, c) => plain.push(c),
        }
    }
    plain
}

fn cut(text: &str) -> (&str, &str) {
    let text = text.trim();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim_start())
}

/// The first word, where blanks in quotes do not end it.
fn cut_quoted(text: &str) -> (&str, &str) {
    let mut quote = None;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if std::mem::take(&mut escaped) => {}
            (open, '\\') if open != Some('\'') => escaped = true,
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (None, c) if c.is_whitespace() => return (&text[..at], text[at..].trim_start()),
            _ => {}
        }
    }
    (text, "")
}
