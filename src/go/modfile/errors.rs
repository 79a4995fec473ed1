use super::fault::{Fault, SyntaxError};
use super::lexer::Position;

/// Nobody reads further; a hostile file must not fill the memory with complaints.
const MOST: usize = 10_000;

/// What go has to say about a file, in file order.
#[derive(Default)]
pub(in crate::go) struct Errors(Vec<SyntaxError>);

impl Errors {
    pub(in crate::go) fn push(&mut self, at: Position, fault: Fault) {
        if self.0.len() < MOST {
            self.0.push(at.error(fault));
        }
    }

    /// The file, if nothing was wrong with it.
    pub(in crate::go) fn none_or<T>(self, file: T) -> Result<T, Vec<SyntaxError>> {
        if self.0.is_empty() { Ok(file) } else { Err(self.0) }
    }
}
