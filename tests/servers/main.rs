//! Servers, files and settings as nobody should have them: a clear report, the
//! right exit code, and an end in time.

#[path = "../tool/mod.rs"]
mod tool;

mod answers;
mod bodies;
mod escapes;
mod files;
mod origins;
#[path = "../pack/mod.rs"]
mod pack;
mod report;
mod server;
mod settings;
mod sums;
mod zips;
