use crate::base::Veiled;
use crate::go::env::{
    FileLine, Inputs, Platform, file_lines, goenv_path, is_of_go, is_of_the_shell, shadowed,
};
use crate::machine::Machine;
use crate::model::EnvFile;
use std::collections::BTreeMap;

/// Nothing that `go env -w` writes is larger, in bytes.
const SMALL: usize = 1 << 20;
/// Lines that are kept; go has fewer settings.
const LINES: usize = 200;

/// The file that `go env -w` writes, where there is one.
pub(super) fn look(machine: &dyn Machine, variables: &BTreeMap<String, String>) -> Option<EnvFile> {
    let platform = Platform { goos: machine.os(), goarch: machine.arch() };
    let path = goenv_path(variables, &platform)?;
    let content = machine.read(&path, SMALL).ok()?;
    let inputs = Inputs {
        environment: variables,
        goenv_file: Some(&content),
        go_env: None,
        platform: &platform,
        goroot: None,
        version: None,
    };
    let shadowed = shadowed(&inputs);
    let lines = file_lines(&content).filter_map(kept).take(LINES).collect();
    Some(EnvFile { path, shadowed, lines })
}

/// A line that somebody may have meant for go. What else stands there is nobody's
/// business, and its value may be a secret.
fn kept(line: FileLine) -> Option<FileLine> {
    match line {
        FileLine::Ignored { .. } => line.meant().is_some().then_some(line),
        FileLine::Setting { line, name, value } => {
            let known = is_of_go(&name) || is_of_the_shell(&name);
            let value = if known { value } else { Veiled::default() };
            Some(FileLine::Setting { line, name, value })
        }
    }
}
