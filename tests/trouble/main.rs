//! Odd folders, files, settings and surroundings, and that nothing is written:
//! a clear report, the right exit code, an end in time.
#![cfg(target_os = "linux")]

#[path = "../servers/report.rs"]
#[allow(dead_code)]
mod report;
#[path = "../servers/server.rs"]
#[allow(dead_code)]
mod server;
#[path = "../tool/mod.rs"]
mod tool;

mod files;
mod folders;
mod outputs;
mod programs;
mod settings;
mod surroundings;
mod terminal;
mod untouched;
