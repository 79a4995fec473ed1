use super::fault::{Fault, SyntaxError};
use crate::go::module::is_print;

/// A place in the file, both counted from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::go) struct Position {
    pub(in crate::go) line: usize,
    pub(in crate::go) column: usize,
}

impl Position {
    /// An error that ends the reading.
    pub(super) fn stop(self, fault: Fault) -> Box<SyntaxError> {
        Box::new(self.error(fault))
    }

    pub(in crate::go) fn error(self, fault: Fault) -> SyntaxError {
        SyntaxError { line: self.line, column: self.column, fault }
    }
}

/// What go's lexer tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    End,
    Newline,
    /// A comment behind something on its line.
    EndComment,
    /// A comment that has its line for itself.
    LineComment,
    Open,
    Close,
    /// Any other word, string or punctuation.
    Word,
}

impl Kind {
    /// Whether a statement ends here.
    pub(super) fn ends_line(self) -> bool {
        matches!(self, Self::End | Self::EndComment | Self::Newline)
    }
}

/// A piece of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    pub(super) start: Position,
    /// The line on which it ends: a string may hold an escaped newline.
    pub(super) end_line: usize,
}

/// Cuts the file into tokens (`readToken` in `x/mod/modfile/read.go`).
pub(super) struct Lexer<'a> {
    rest: &'a str,
    at: Position,
    /// Whether something but blanks stands before on this line.
    behind_something: bool,
}

impl<'a> Lexer<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text, at: Position { line: 1, column: 1 }, behind_something: false }
    }

    /// The place behind the last token.
    pub(super) fn position(&self) -> Position {
        self.at
    }

    /// The next token; blanks are skipped.
    pub(super) fn token(&mut self) -> Result<Token<'a>, Box<SyntaxError>> {
        let blanks = self.rest.len() - self.rest.trim_start_matches([' ', '\t', '\r']).len();
        self.advance(blanks);
        if self.rest.starts_with("//") {
            return Ok(self.comment());
        }
        if self.rest.starts_with("/*") {
            return Err(self.at.stop(Fault::BlockComment));
        }
        let Some(first) = self.rest.chars().next() else {
            return Ok(self.take(0, Kind::End));
        };
        match first {
            '\n' => Ok(self.take(1, Kind::Newline)),
            '(' => Ok(self.take(1, Kind::Open)),
            ')' => Ok(self.take(1, Kind::Close)),
            '[' | ']' | '{' | '}' | ',' => Ok(self.take(1, Kind::Word)),
            '"' | '`' => self.string(first),
            char if !is_ident(char) => Err(self.at.stop(Fault::UnexpectedChar { char })),
            _ => self.ident(),
        }
    }

    /// A comment and the newline behind it, which is not part of its text.
    fn comment(&mut self) -> Token<'a> {
        let kind = if self.behind_something { Kind::EndComment } else { Kind::LineComment };
        let length = self.rest.find('\n').map_or(self.rest.len(), |at| at + 1);
        let mut token = self.take(length, kind);
        if let Some(text) = token.text.strip_suffix('\n') {
            token.text = text.strip_suffix('\r').unwrap_or(text);
        }
        token
    }

    fn string(&mut self, quote: char) -> Result<Token<'a>, Box<SyntaxError>> {
        let mut inner = self.rest.char_indices().skip(1);
        while let Some((at, c)) = inner.next() {
            match c {
                '\n' => {
                    self.advance(at);
                    return Err(self.at.stop(Fault::NewlineInString));
                }
                c if c == quote => return Ok(self.take(at + 1, Kind::Word)),
                '\\' if quote == '"' => {
                    inner.next();
                }
                _ => {}
            }
        }
        Err(self.at.stop(Fault::EndInString))
    }

    fn ident(&mut self) -> Result<Token<'a>, Box<SyntaxError>> {
        for (at, c) in self.rest.char_indices() {
            let follows = &self.rest[at..];
            if !is_ident(c) || follows.starts_with("//") {
                return Ok(self.take(at, Kind::Word));
            }
            if follows.starts_with("/*") {
                self.advance(at);
                return Err(self.at.stop(Fault::BlockComment));
            }
        }
        Ok(self.take(self.rest.len(), Kind::Word))
    }

    fn take(&mut self, length: usize, kind: Kind) -> Token<'a> {
        let (text, start) = (&self.rest[..length], self.at);
        self.advance(length);
        if !matches!(kind, Kind::Newline | Kind::LineComment | Kind::EndComment) {
            self.behind_something = true;
        }
        Token { kind, text, start, end_line: self.at.line }
    }

    fn advance(&mut self, length: usize) {
        let (passed, rest) = self.rest.split_at(length);
        self.rest = rest;
        let line = match passed.rfind('\n') {
            Some(last) => {
                self.at.line += passed.bytes().filter(|b| *b == b'\n').count();
                self.at.column = 1;
                self.behind_something = false;
                &passed[last + 1..]
            }
            None => passed,
        };
        self.at.column += line.chars().count();
    }
}

/// The characters of a word: printable, no blank, no bracket, no comma.
fn is_ident(c: char) -> bool {
    !matches!(c, ' ' | '(' | ')' | '[' | ']' | '{' | '}' | ',') && is_print(c)
}
