//! The directives that go.mod and go.work share.

use super::fault::Fault;
use super::grammar::{Grammar, is_toolchain_name, lax_go_version};
use super::model::{GoLine, Godebug, Named, Toolchain};
use super::strings::{StringFault, parse_string};
use super::version::{FileOf, Rulebook};

/// `go 1.22.3`
pub(in crate::go) fn go_line(
    rules: Rulebook,
    known: Option<&GoLine>,
    args: &[&str],
    line: usize,
) -> Result<GoLine, Fault> {
    let version = only(known.is_some(), "go", args)?;
    let Some(read) = go_version(rules, version) else {
        let (version, example) = (version.into(), go_example(rules).into());
        return Err(Fault::GoVersion { version, example });
    };
    Ok(GoLine { version: read.into(), line })
}

/// What a go version is taken for, in a dependency also a near miss.
fn go_version(rules: Rulebook, version: &str) -> Option<&str> {
    if rules.grammar.accepts_go_version(version) {
        return Some(version);
    }
    match rules.file_of {
        FileOf::Main | FileOf::Workspace => None,
        FileOf::Dependency => lax_go_version(version),
    }
}

fn go_example(rules: Rulebook) -> &'static str {
    if rules.names_three_numbers() { "1.23.0" } else { "1.23" }
}

fn toolchain_example(rules: Rulebook) -> &'static str {
    match rules.names_three_numbers() {
        _ if rules.grammar >= Grammar::Go123 => "go1.23.0 or default",
        true => "go1.23.0 or local",
        false => "go1.23 or local",
    }
}

/// `toolchain go1.22.3`
pub(in crate::go) fn toolchain_line(
    rules: Rulebook,
    known: Option<&Toolchain>,
    args: &[&str],
    line: usize,
) -> Result<Toolchain, Fault> {
    let name = only(known.is_some(), "toolchain", args)?.to_owned();
    if is_toolchain_name(&name) {
        return Ok(Toolchain { name, line });
    }
    let example = toolchain_example(rules).to_owned();
    Err(Fault::ToolchainName { name, example })
}

/// `godebug key=value`
pub(in crate::go) fn godebug_line(args: &[&str], line: usize) -> Result<Godebug, Fault> {
    let [setting] = args else {
        return Err(Fault::GodebugUsage);
    };
    let (key, value) = setting.split_once('=').ok_or(Fault::GodebugUsage)?;
    if setting.contains(['"', '`', '\'', ',']) {
        return Err(Fault::GodebugUsage);
    }
    Ok(Godebug { key: key.into(), value: value.into(), line })
}

/// `tool path`, `ignore ./path`
pub(super) fn named(verb: &str, args: &[&str], line: usize) -> Result<Named, Fault> {
    let path = string(only(false, verb, args)?)?;
    Ok(Named { path, line })
}

/// A string argument.
pub(in crate::go) fn string(token: &str) -> Result<String, Fault> {
    match parse_string(token) {
        Ok(text) => Ok(text.into_owned()),
        Err(StringFault::InvalidSyntax) => Err(Fault::QuotedString),
        Err(StringFault::QuoteInside) => Err(Fault::QuoteInside),
    }
}

/// The one argument of a directive that may stand once.
fn only<'a>(repeated: bool, verb: &str, args: &[&'a str]) -> Result<&'a str, Fault> {
    match args {
        _ if repeated => Err(Fault::Repeated { verb: verb.into() }),
        [argument] => Ok(argument),
        _ => Err(Fault::OneArgument { verb: verb.into() }),
    }
}
