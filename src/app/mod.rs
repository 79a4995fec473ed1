//! The story, in nouns: facts, routes, ladders, evidence, verdict.

mod look;

pub use look::{Looking, conclude, look};
