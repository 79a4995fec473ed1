use crate::base::Veiled;
use serde::{Deserialize, Serialize};

/// Something in a netrc file that other programs may use and go does not.
/// Lines are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "odd")]
pub enum Oddity {
    /// The entry for all other machines; go never falls back to it.
    Default { line: usize },
    /// A `default` as the last word of its line; go reads nothing below it.
    Ends { line: usize },
    /// A machine that is followed by another, or by nothing, too early.
    Incomplete { line: usize, machine: Veiled, lacks: Lacks },
    /// A word that is none of go's, such as a comment; go passes over it and
    /// over the word behind it.
    Unknown { line: usize },
    /// A last word without a partner; go wants name and value on one line.
    Unpaired { line: usize },
    /// A value with quotes around it; to go they belong to the value.
    Quoted { line: usize },
    /// A macro that no empty line ends: go reads nothing below it. A line of
    /// blanks, or of a carriage return, is not empty.
    EndlessMacro { line: usize },
}

/// What an incomplete entry does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Lacks {
    Login,
    Password,
    Both,
}
