use super::fault::{Fault, SyntaxError};
use super::lexer::{Kind, Lexer, Token};
use super::statement::{Block, Comments, Line};
use std::collections::VecDeque;
use std::rc::Rc;

/// More lines than anyone writes behind one that still waits for its comment.
const MOST_WAITING: usize = 1000;

/// Receives the statements in file order.
pub(in crate::go) trait Sink<'a> {
    /// A block begins; answers whether its lines are wanted.
    fn block(&mut self, block: &Block<'a>) -> bool;
    /// A directive, with the comments that belong to it.
    fn line(&mut self, line: Line<'a>);
}

/// Reads a whole file (`parseFile` in `x/mod/modfile/read.go`). Statements are
/// handed on as they are complete, so memory does not grow with the file.
pub(in crate::go) fn parse_statements<'a>(
    text: &'a str,
    sink: &mut dyn Sink<'a>,
) -> Result<(), Box<SyntaxError>> {
    let mut lexer = Lexer::new(text);
    let next = lexer.token()?;
    let mut parser =
        Parser { lexer, next, sink, waiting: VecDeque::new(), front: Front::Ownerless };
    parser.file()?;
    parser.settle();
    Ok(())
}

struct Parser<'a, 'b> {
    lexer: Lexer<'a>,
    next: Token<'a>,
    sink: &'b mut dyn Sink<'a>,
    /// The last expression on one line, if it is a directive, and those behind
    /// it that go on over a line's end: their comments go to the first.
    waiting: VecDeque<Line<'a>>,
    front: Front,
}

/// Whose the comments are that come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Front {
    /// The first waiting line's.
    Line,
    /// A parenthesis' or a refused line's: nobody reads them.
    Ownerless,
}

impl<'a> Parser<'a, '_> {
    fn lex(&mut self) -> Result<Token<'a>, Box<SyntaxError>> {
        let next = self.lexer.token()?;
        Ok(std::mem::replace(&mut self.next, next))
    }

    fn file(&mut self) -> Result<(), Box<SyntaxError>> {
        let mut before = Comments::new();
        loop {
            match self.next.kind {
                Kind::End => return Ok(()),
                Kind::Newline => {
                    self.lex()?;
                    // A comment that stands alone is an expression of its own.
                    if !before.is_empty() {
                        self.settle();
                        before = Comments::new();
                    }
                }
                Kind::LineComment => before.push(self.lex()?.text),
                _ => self.statement(std::mem::take(&mut before))?,
            }
        }
    }

    /// A line, or a block if the line ends in `(`.
    fn statement(&mut self, before: Comments<'a>) -> Result<(), Box<SyntaxError>> {
        let first = self.lex()?;
        let (start, mut end_line) = (first.start, first.end_line);
        let mut tokens = vec![first.text];
        loop {
            let token = self.lex()?;
            if token.kind.ends_line() {
                let line = Line { start, tokens, before, suffix: Comments::new(), block: None };
                self.complete(Some(line), start.line == end_line, token);
                return Ok(());
            }
            if token.kind == Kind::Open && self.next.kind.ends_line() {
                let block = Block { start, tokens, before };
                return self.block(block);
            }
            tokens.push(token.text);
            if token.kind != Kind::Open {
                end_line = token.end_line;
                continue;
            }
            if self.next.kind == Kind::Close {
                let close = self.lex()?;
                if self.next.kind.ends_line() {
                    tokens.pop();
                    self.lex()?;
                    self.empty_block(&Block { start, tokens, before });
                    return Ok(());
                }
                tokens.push(close.text);
            }
        }
    }

    fn empty_block(&mut self, block: &Block<'a>) {
        self.settle();
        self.sink.block(block);
    }

    fn block(&mut self, block: Block<'a>) -> Result<(), Box<SyntaxError>> {
        self.settle();
        let wanted = self.sink.block(&block);
        let block = Rc::new(block);
        let mut before = Comments::new();
        let mut is_first = true;
        loop {
            match self.next.kind {
                Kind::EndComment => {
                    self.lex()?;
                }
                Kind::Newline => {
                    self.lex()?;
                    let follows_line = before.is_empty() && !is_first;
                    if follows_line || before.last().is_some_and(|last| !last.is_empty()) {
                        before.push("");
                    }
                }
                Kind::LineComment => before.push(self.lex()?.text),
                Kind::End => {
                    let (line, column) = (block.start.line, block.start.column);
                    let fault = Fault::UnterminatedBlock { line, column };
                    return Err(self.next.start.stop(fault));
                }
                Kind::Close => return self.close(),
                Kind::Open | Kind::Word => {
                    is_first = false;
                    self.line(&block, std::mem::take(&mut before), wanted)?;
                }
            }
        }
    }

    fn close(&mut self) -> Result<(), Box<SyntaxError>> {
        self.lex()?;
        self.settle();
        if !self.next.kind.ends_line() {
            // Go's position is behind the token it has looked at.
            return Err(self.lexer.position().stop(Fault::TextAfterParen));
        }
        self.lex()?;
        Ok(())
    }

    /// A line inside a block.
    fn line(
        &mut self,
        block: &Rc<Block<'a>>,
        before: Comments<'a>,
        wanted: bool,
    ) -> Result<(), Box<SyntaxError>> {
        let first = self.lex()?;
        let mut end_line = first.end_line;
        let mut tokens = vec![first.text];
        loop {
            let token = self.lex()?;
            if !token.kind.ends_line() {
                tokens.push(token.text);
                end_line = token.end_line;
                continue;
            }
            let line = wanted.then(|| Line {
                start: first.start,
                tokens,
                before,
                suffix: Comments::new(),
                block: Some(Rc::clone(block)),
            });
            self.complete(line, first.start.line == end_line, token);
            return Ok(());
        }
    }

    /// Gives the comment behind a line to the last expression that begins and
    /// ends on one line (`assignComments`): nearly always the line itself.
    fn complete(&mut self, line: Option<Line<'a>>, one_line: bool, last: Token<'a>) {
        if one_line || self.waiting.len() == MOST_WAITING {
            self.settle();
        }
        if one_line && line.is_some() {
            self.front = Front::Line;
        }
        self.waiting.extend(line);
        if let (Kind::EndComment, Front::Line, Some(owner)) =
            (last.kind, self.front, self.waiting.front_mut())
        {
            owner.suffix.push(last.text);
        }
    }

    /// Hands on the lines that no further comment can belong to.
    fn settle(&mut self) {
        self.front = Front::Ownerless;
        for line in self.waiting.drain(..) {
            self.sink.line(line);
        }
    }
}
