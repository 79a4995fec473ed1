use crate::cli::Given;
use crate::cli::words::{FLAGS, Flag};
use clap::ArgMatches;
use clap::parser::ValueSource;

/// A flag that only a variable gives.
pub(super) struct More {
    pub(super) flag: &'static Flag,
    pub(super) variable: String,
    /// As it would be typed.
    pub(super) word: String,
}

/// What the variables say that was not typed.
pub(super) fn more(given: &Given, command: &str, typed: &ArgMatches) -> Vec<More> {
    let known = |flag: &&Flag| {
        let id = typed.try_contains_id(flag.name);
        let explicit = typed_by_hand(typed, flag.name);
        // What `-o` belongs to is only clear where both are typed.
        let bound = flag.name == "output" && typed_by_hand(typed, "format");
        let opposed = matches!(flag.name, "quiet" | "verbose")
            && (typed_by_hand(typed, "quiet") || typed_by_hand(typed, "verbose"));
        id.is_ok() && !explicit && !bound && !opposed
    };
    let explaining = command == "explain";
    let flags = FLAGS.iter().filter(known);
    let flags = flags.filter(|flag| !explaining || flag.name != "output");
    flags.filter_map(|flag| of(given, flag)).collect()
}

fn typed_by_hand(matches: &ArgMatches, id: &str) -> bool {
    matches.try_contains_id(id).is_ok()
        && matches.value_source(id) == Some(ValueSource::CommandLine)
}

/// `GOMOD_DOCTOR_<NAME>`; for a flag known by its letter, that too.
fn of(given: &Given, flag: &'static Flag) -> Option<More> {
    let long = flag.name.to_ascii_uppercase().replace('-', "_");
    let short = flag.short.map(|short| short.to_ascii_uppercase().to_string());
    let names = std::iter::once(long).chain(short);
    let mut names = names.map(|name| format!("GOMOD_DOCTOR_{name}"));
    let (variable, value) = names.find_map(|name| given.set(&name).map(|value| (name, value)))?;
    let word = match flag.value {
        Some(_) => format!("--{}={value}", flag.name),
        None if is_no(&value) => return None,
        None => format!("--{}", flag.name),
    };
    Some(More { flag, variable, word })
}

fn is_no(value: &str) -> bool {
    ["0", "false", "no", "off"].iter().any(|no| value.eq_ignore_ascii_case(no))
}
