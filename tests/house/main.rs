//! The laws of the house: who sees whom, how long a file may be, what a cause
//! must have.

mod floors;
mod scenes;
mod tokens;
