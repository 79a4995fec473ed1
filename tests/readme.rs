//! The README says what is so: the two commands, the flags, the catalogue.

use gomod_doctor::base::Lang;
use gomod_doctor::causes;
use std::fmt::Write as _;
use std::process::Command;

const START: &str = "<!-- causes -->\n";
const END: &str = "<!-- /causes -->";

fn readme() -> String {
    std::fs::read_to_string("README.md").unwrap()
}

/// With `UPDATE=1` the table is written instead.
#[test]
fn the_catalogue_is_that_of_the_registry() {
    let (readme, table) = (readme(), table());
    let told = between(&readme, START, END);
    if told == table {
        return;
    }
    assert!(std::env::var_os("UPDATE").is_some(), "UPDATE=1 writes it:\n{table}");
    let (before, after) = (format!("{START}{told}{END}"), format!("{START}{table}{END}"));
    std::fs::write("README.md", readme.replace(&before, &after)).unwrap();
}

/// By area, as `explain --list` has it.
fn table() -> String {
    let mut causes = causes::ALL.to_vec();
    causes.sort_by_key(|cause| cause.area);
    let mut table = "| where | code | what |\n|---|---|---|\n".to_owned();
    for group in causes.chunk_by(|a, b| a.area == b.area) {
        let mut area = group[0].area.title().to(Lang::En).to_owned();
        for cause in group {
            let title = cause.title.to(Lang::En).replace('|', "\\|");
            writeln!(table, "| {} | `{}` | {title} |", std::mem::take(&mut area), cause.code)
                .unwrap();
        }
    }
    table
}

#[test]
fn two_commands_set_all_up_and_are_those_of_the_checks() {
    let readme = readme();
    let block = between(&readme, "```sh\n", "```");
    let commands: Vec<&str> = block.lines().collect();
    let [sample, tests] = commands[..] else { panic!("{commands:?}") };
    assert!(sample.contains("fixtures/sample") && tests.starts_with("cargo test"), "{block}");
    assert_eq!(readme.matches("```sh\n").count(), 1, "set-up is in one place");
    let checks = std::fs::read_to_string(".ci/run").unwrap();
    let lines: Vec<&str> = checks.lines().map(str::trim).collect();
    for command in commands {
        let run = lines.iter().any(|line| line.split(" || ").next() == Some(command));
        assert!(run, ".ci/run lacks {command}");
    }
}

#[test]
fn flags_and_commands_are_those_of_help() {
    let readme = readme();
    let output = Command::new(env!("CARGO_BIN_EXE_gomod-doctor"));
    let output = { output }.args(["--help", "--lang", "en"]).output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let flag = |word: &&str| word.starts_with('-') && word.len() > 1;
    let flags: Vec<&str> = help.split([' ', ',', '\n']).filter(flag).collect();
    assert!(flags.len() > 20, "{help}");
    for flag in flags {
        assert!(readme.contains(&format!("`{flag}")), "the README lacks {flag}");
    }
    let commands = between(&help, "Commands:\n", "\n\n");
    for command in commands.lines().filter_map(|line| line.split_whitespace().next()) {
        let told = readme.contains(&format!("gomod-doctor {command} "))
            || readme.contains(&format!("gomod-doctor {command}`"))
            || readme.contains(&format!("gomod-doctor [{command}] "));
        assert!(told, "the README lacks {command}");
    }
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("{start} is missing"));
    rest.split_once(end).unwrap_or_else(|| panic!("{end} is missing")).0
}
