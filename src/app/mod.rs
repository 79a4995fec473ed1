//! The story, in nouns: facts, routes, ladders, evidence, verdict, report.

mod check;
mod dockerfile;
mod examine;
mod explain;
mod hearing;
mod log;
mod look;
mod named;
mod narrow;
mod progress;
mod records;
mod replay;
mod route;
mod run_command;
mod show;
mod start;
#[cfg(test)]
mod tests;
mod verify;

pub use look::{Looking, about_cache, conclude, look};
pub use start::run;
