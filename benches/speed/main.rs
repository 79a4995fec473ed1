//! How fast and how large: start-up, routes and whole runs, beside the real go.
//!
//! `cargo bench` measures all and ends with a table of ratios from this one run;
//! `cargo bench -- routes` measures what is named only. Nothing leaves this machine.

mod attended;
mod beside;
mod cache;
mod ground;
mod logs;
mod proxy;
mod routes;
mod start;
mod watched;
#[expect(dead_code, reason = "the lab packs answers as well")]
#[path = "../../tests/lab/zip.rs"]
mod zip;

fn main() {
    divan::main();
    let all = std::env::args().skip(1).all(|argument| argument == "--bench");
    if all && std::env::args().len() == 2 {
        beside::print();
        logs::print();
    }
}
