//! The netrc file as go reads it (cmd/go/internal/auth/netrc.go), which is
//! narrower than what curl and git read.

mod curl;
mod lookup;
mod near;
mod oddity;
mod read;
#[cfg(test)]
mod tests;

pub use curl::{lookup_as_curl, parse_as_curl};
pub use lookup::{Rules, lookup};
pub use near::{Near, Off, near};
pub use oddity::{Lacks, Oddity};

use crate::base::{Secret, Veiled};
use serde::{Deserialize, Serialize};

/// A complete entry: machine, login and password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// As written; case counts, and so does a port.
    pub machine: Veiled,
    /// A token often stands here, so it is as secret as one.
    pub login: Secret,
    pub password: Secret,
    /// The line of the word `machine`, counted from 1.
    pub line: usize,
}

/// The entries that go uses, in the order of the file. The same for all
/// releases of go (`parseNetrc`).
pub fn parse(text: &str) -> Vec<Line> {
    read::read(text).lines
}

/// What stands in the file and means nothing to go, mostly one for each line and
/// no more than the first hundred.
pub fn oddities(text: &str) -> Vec<Oddity> {
    read::read(text).oddities
}
