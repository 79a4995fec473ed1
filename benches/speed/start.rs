//! From nothing to help, beside the least that any program takes.

use crate::ground::{go, tool};
use std::path::Path;
use std::process::{Command, Stdio};

#[divan::bench(sample_count = 200, sample_size = 1)]
fn bin_true() {
    spawn(Path::new("/bin/true"), "--help");
}

#[divan::bench(sample_count = 200, sample_size = 1)]
fn go_version() {
    spawn(go(), "version");
}

#[divan::bench(sample_count = 200, sample_size = 1)]
fn help() {
    spawn(tool(), "--help");
}

#[divan::bench(sample_count = 200, sample_size = 1)]
fn explain_list() {
    let mut command = Command::new(tool());
    let ended = command.args(["explain", "--list"]).stdout(Stdio::null()).status();
    assert!(ended.expect("the tool starts").success());
}

fn spawn(program: &Path, argument: &str) {
    let ended = Command::new(program).arg(argument).stdout(Stdio::null()).status();
    assert!(ended.expect("the program starts").success());
}
