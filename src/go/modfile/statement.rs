use super::lexer::Position;
use std::rc::Rc;

/// The comments on the lines before something; an empty one is a blank line.
pub(in crate::go) type Comments<'a> = Vec<&'a str>;

/// What stands before the `(` of a block.
#[derive(Debug)]
pub(in crate::go) struct Block<'a> {
    pub(in crate::go) start: Position,
    pub(in crate::go) tokens: Vec<&'a str>,
    pub(in crate::go) before: Comments<'a>,
}

/// One directive.
#[derive(Debug)]
pub(in crate::go) struct Line<'a> {
    pub(in crate::go) start: Position,
    /// Without the directive's name inside a block.
    pub(in crate::go) tokens: Vec<&'a str>,
    pub(in crate::go) before: Comments<'a>,
    pub(in crate::go) suffix: Comments<'a>,
    pub(in crate::go) block: Option<Rc<Block<'a>>>,
}

impl<'a> Line<'a> {
    /// The directive's name and its arguments.
    pub(in crate::go) fn verb_and_args(&self) -> (&'a str, &[&'a str]) {
        match &self.block {
            Some(block) => (block.tokens.first().copied().unwrap_or(""), &self.tokens),
            None => match self.tokens.split_first() {
                Some((verb, args)) => (verb, args),
                None => ("", &[]),
            },
        }
    }
}
