//! What is asked of the tool in each scenario.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::keep;
use crate::run::Outcome;
use crate::scenario::Scenario;
use crate::world::World;

const LIMIT: Duration = Duration::from_secs(30);

/// The tool: the one just built, or the one that `GOMOD_DOCTOR_LAB_TOOL` names; with `0`, none.
pub(crate) fn binary() -> Option<PathBuf> {
    match std::env::var_os("GOMOD_DOCTOR_LAB_TOOL") {
        Some(value) if value == "0" => None,
        Some(path) if !path.is_empty() => Some(path.into()),
        _ => Some(env!("CARGO_BIN_EXE_gomod-doctor").into()),
    }
}

/// Runs the tool in the world as it stands, and holds all that it prints against the scenario.
pub(crate) fn check(scenario: &Scenario, world: &World, binary: &PathBuf) {
    let before = keep::picture();
    let run = |arguments: &[&str]| world.run(Command::new(binary).args(arguments), LIMIT);
    let (json, others) = std::thread::scope(|scope| {
        let english = scope.spawn(|| run(&["--lang", "en"]));
        let chinese = scope.spawn(|| run(&["--lang", "zh"]));
        let json = run(&["--format", "json"]);
        (json, [english, chinese].map(|thread| thread.join().expect("a run of the tool")))
    });
    println!("gomod-doctor --format json: {json}\ngomod-doctor --lang en: {}", others[0]);
    let changed = changes(&before, &keep::picture());
    assert!(changed.is_empty(), "the tool changed files: {changed:?}");
    for output in others.iter().chain([&json]) {
        check_output(scenario, output, json.code);
    }
    let report: Value = serde_json::from_str(&json.stdout).expect("one JSON document on stdout");
    check_report(scenario, &report, json.code);
    if scenario.healed {
        scenario.check_fix(world, &first_fix(&report));
    }
}

fn changes(before: &keep::Picture, after: &keep::Picture) -> Vec<PathBuf> {
    let paths = before.keys().chain(after.keys().filter(|path| !before.contains_key(*path)));
    paths.filter(|path| before.get(*path) != after.get(*path)).cloned().collect()
}

fn check_output(scenario: &Scenario, output: &Outcome, code: Option<i32>) {
    assert!(output.code.is_some(), "the tool did not end by itself: {output}");
    assert_eq!(output.code, code, "the exit code is the same for every format");
    for secret in scenario.secrets {
        let told = output.stdout.contains(secret) || output.stderr.contains(secret);
        assert!(!told, "the secret {secret} is in the output: {output}");
    }
}

fn check_report(scenario: &Scenario, report: &Value, code: Option<i32>) {
    let diagnoses = report["diagnoses"].as_array().expect("diagnoses");
    if let Some(expected) = scenario.diagnosis {
        let first = diagnoses.first().expect("a diagnosis, since go fails");
        assert_eq!(first["code"], expected, "the first diagnosis: {first:#}");
        assert_eq!(first["severity"], "error", "go fails because of it");
    } else {
        let errors: Vec<_> = diagnoses.iter().filter(|one| one["severity"] == "error").collect();
        assert!(errors.is_empty(), "go succeeds, and the tool says {errors:#?}");
    }
    let expected = i32::from(scenario.diagnosis.is_some());
    assert_eq!(code, Some(expected), "the exit code");
    assert_eq!(report["exit_code"], expected, "the exit code in the report");
}

fn first_fix(report: &Value) -> Vec<String> {
    let fix = &report["diagnoses"][0]["fixes"][0];
    let commands =
        fix["commands"]["sh"].as_array().unwrap_or_else(|| panic!("no commands for sh: {fix:#}"));
    commands.iter().map(|command| command.as_str().expect("a command").to_owned()).collect()
}
