//! What is promised to whoever calls the program, held against the program itself.

#[path = "../tool/mod.rs"]
mod tool;

mod codes;
mod document;
mod filters;
mod log;
mod places;
mod replay;
mod running;
mod secrets;
mod signals;
mod streams;
mod variables;
mod words;
