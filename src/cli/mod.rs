//! Floor 6: the command line to a [`Job`]. No I/O: arguments and variables are
//! handed in, what is to be printed is handed back.

mod arguments;
mod duration;
mod given;
mod job;
mod mistake;
mod output;
mod parse;
mod read;
mod variables;
mod words;

#[cfg(test)]
mod tests;

pub use given::Given;
pub use job::{Command, Explain, Filter, Job};
pub use mistake::Mistake;
pub use output::{Format, Output};
pub use parse::{Parsed, parse};
