use crate::go::env::{Inputs, Platform, goenv_path, shadowed};
use crate::machine::Machine;
use crate::model::EnvFile;
use std::collections::BTreeMap;

/// Nothing that `go env -w` writes is larger, in bytes.
const SMALL: usize = 1 << 20;

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
    Some(EnvFile { path, shadowed })
}
