//! The scenario's own command below `run`: as go alone, and then the same diagnosis.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::run::Outcome;
use crate::scenario::Scenario;
use crate::world::{World, place};
use crate::{keep, tool};

const LIMIT: Duration = Duration::from_secs(40);

/// Every scenario, in place of those that ask for it.
pub(crate) fn is_asked_for() -> bool {
    std::env::var_os("GOMOD_DOCTOR_LAB_RUN").is_some_and(|value| value == "1")
}

/// Runs the command by itself and below `run`, each in the world as it was at first.
pub(crate) fn check(scenario: &Scenario, world: &World, binary: &Path) {
    keep::bring_back();
    let alone = world.shell(scenario.command, LIMIT);
    keep::bring_back();
    let report = place("papers").join("attended.json");
    let mut command = Command::new(binary);
    command.args(["run", "--format", "json", "-o"]).arg(&report);
    let attended = world.run(command.args(["--", "/bin/sh", "-c", scenario.command]), LIMIT);
    println!("gomod-doctor run: {attended}");
    assert_eq!(attended.code, alone.code, "the command's own exit code");
    assert_eq!(lines(&attended.stdout), lines(&alone.stdout), "standard output");
    assert_eq!(lines(&attended.stderr), lines(&alone.stderr), "standard error");
    if alone.code == Some(0) {
        assert!(!report.exists(), "a report of a command that has succeeded");
        return;
    }
    let report = std::fs::read(&report).expect("a report");
    let report: Value = serde_json::from_slice(&report).expect("one document");
    check_report(scenario, &report, &alone);
    keep::bring_back();
}

/// go tells of several modules in no order, how long it took, and from which port.
fn lines(text: &str) -> Vec<String> {
    let steady = |line: &str| {
        let words = line.split(' ').map(|word| {
            let is_time = word.starts_with(|c: char| c.is_ascii_digit()) && word.ends_with('s');
            let is_number = word.chars().all(|c| c.is_ascii_digit());
            if is_time || is_number {
                return "NUMBER";
            }
            word.split_once("->").map_or(word, |(_, to)| to)
        });
        words.collect::<Vec<_>>().join(" ")
    };
    let mut lines: Vec<String> = text.lines().map(steady).collect();
    lines.sort();
    lines
}

fn check_report(scenario: &Scenario, report: &Value, alone: &Outcome) {
    assert_eq!(report["run"]["mode"], "run");
    assert_eq!(report["exit_code"], alone.code.unwrap_or(-1));
    let first = &report["diagnoses"][0];
    println!("first below run: {first:#}");
    let Some(expected) = scenario.told_below_run().filter(|code| tool::is_known(code)) else {
        return;
    };
    assert_eq!(first["code"], expected, "the first diagnosis below run");
    assert_eq!(first["severity"], "error", "go fails because of it");
}
