//! What is asked of the tool in each scenario.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use gomod_doctor::causes;
use serde_json::Value;

use crate::run::Outcome;
use crate::scenario::{Scenario, Seen};
use crate::world::World;
use crate::{diary, keep, replay};

const LIMIT: Duration = Duration::from_secs(30);

/// Six seconds is the promise; the rest is for a machine that has other things to do.
const LONGEST_MS: u64 = 6500;

/// The tool: the one just built, or the one that `GOMOD_DOCTOR_LAB_TOOL` names; with `0`, none.
pub(crate) fn binary() -> Option<PathBuf> {
    match std::env::var_os("GOMOD_DOCTOR_LAB_TOOL") {
        Some(value) if value == "0" => None,
        Some(path) if !path.is_empty() => Some(path.into()),
        _ => Some(env!("CARGO_BIN_EXE_gomod-doctor").into()),
    }
}

/// Runs the tool in the world as it stands, and holds all that it prints against the scenario.
pub(crate) fn check(scenario: &Scenario, world: &World, binary: &Path) {
    let before = keep::picture();
    let start = diary::begin();
    let (json, others) = run_all(scenario.flags, world, binary);
    let (packets, visits) = (diary::packets() - start, diary::visits());
    println!("gomod-doctor --format json: {json}\ngomod-doctor --lang en: {}", others[0]);
    let changed = changes(&before, &keep::picture());
    assert!(changed.is_empty(), "the tool changed files: {changed:?}");
    for output in others.iter().chain([&json]) {
        check_output(scenario, output, json.code);
    }
    let report: Value = serde_json::from_str(&json.stdout).expect("one JSON document on stdout");
    check_report(scenario, &report, json.code);
    match scenario.unsaved {
        Some(what) => println!("not judged again from saved evidence: {what}"),
        None => replay::check(world, binary, &report, scenario.secrets),
    }
    if scenario.healed && scenario.diagnosis.is_some_and(is_known) || scenario.warned.is_some() {
        scenario.check_fix(world, &first_fix(&report));
    }
    if let Some(check) = scenario.seen {
        check(&Seen { visits, packets });
    }
}

/// As JSON, in English and in Chinese, side by side.
fn run_all(flags: &[&str], world: &World, binary: &Path) -> (Outcome, [Outcome; 2]) {
    let run =
        |arguments: &[&str]| world.run(Command::new(binary).args(flags).args(arguments), LIMIT);
    std::thread::scope(|scope| {
        let english = scope.spawn(|| run(&["--lang", "en"]));
        let chinese = scope.spawn(|| run(&["--lang", "zh"]));
        let saved = replay::saved().display().to_string();
        let json = run(&["--format", "json", "--save", &saved]);
        (json, [english, chinese].map(|thread| thread.join().expect("a run of the tool")))
    })
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
    assert_eq!(report["exit_code"], code.unwrap_or(-1), "the exit code in the report");
    let took = report["run"]["duration_ms"].as_u64().expect("a duration");
    assert!(took <= LONGEST_MS, "the run took {took} ms");
    let diagnoses = report["diagnoses"].as_array().expect("diagnoses");
    diagnoses.iter().for_each(check_commands);
    match scenario.diagnosis {
        Some(expected) if is_known(expected) => check_diagnosis(expected, diagnoses, code),
        Some(expected) => check_modesty(expected, diagnoses, code),
        None => check_silence(scenario, diagnoses, code),
    }
    if scenario.silent {
        assert!(diagnoses.is_empty(), "nothing is wrong, and the tool says {diagnoses:#?}");
    }
    if let Some(code) = scenario.noted.filter(|code| is_known(code)) {
        let first = diagnoses.first().expect("a warning, though go works");
        assert_eq!(first["code"], code, "the first diagnosis: {first:#}");
        assert_eq!(first["severity"], "warning", "go works now");
    }
    if let Some(warned) = &scenario.warned {
        let first = diagnoses.first().expect("a diagnosis, since go will fail");
        assert_eq!(first["code"], warned.of, "the first diagnosis: {first:#}");
        assert_eq!(first["severity"], "warning", "go works now");
    }
    if scenario.diagnosis.is_none_or(is_known) && !scenario.left_open {
        assert_eq!(report["run"]["complete"], true, "the run is complete");
    }
}

/// What has to be filled in stands between angle brackets; stars cannot be typed.
fn check_commands(diagnosis: &Value) {
    for fix in diagnosis["fixes"].as_array().expect("fixes") {
        let commands = fix["commands"].to_string();
        assert!(!commands.contains("***"), "nobody can type {commands}");
    }
}

pub(crate) fn is_known(code: &str) -> bool {
    causes::ALL.iter().any(|cause| cause.code == code)
}

fn check_diagnosis(expected: &str, diagnoses: &[Value], code: Option<i32>) {
    let first = diagnoses.first().expect("a diagnosis, since go fails");
    assert_eq!(first["code"], expected, "the first diagnosis: {first:#}");
    assert_eq!(first["severity"], "error", "go fails because of it");
    assert_eq!(code, Some(1), "the exit code");
}

/// The tool does not know this cause: it neither claims health nor is sure of another one.
fn check_modesty(expected: &str, diagnoses: &[Value], code: Option<i32>) {
    println!("{expected} is not a cause that the tool knows: only its modesty is checked");
    assert!(matches!(code, Some(1 | 3)), "go fails, and the exit code is {code:?}");
    let sure: Vec<_> = diagnoses.iter().filter(|one| one["confidence"] == "certain").collect();
    assert!(sure.is_empty(), "the cause is {expected}, and the tool is sure of {sure:#?}");
}

fn check_silence(scenario: &Scenario, diagnoses: &[Value], code: Option<i32>) {
    let errors: Vec<_> = diagnoses.iter().filter(|one| one["severity"] == "error").collect();
    assert!(errors.is_empty(), "go succeeds, and the tool says {errors:#?}");
    let expected = if scenario.left_open { 3 } else { 0 };
    assert_eq!(code, Some(expected), "the exit code");
}

fn first_fix(report: &Value) -> Vec<String> {
    let fix = &report["diagnoses"][0]["fixes"][0];
    let commands =
        fix["commands"]["sh"].as_array().unwrap_or_else(|| panic!("no commands for sh: {fix:#}"));
    commands.iter().map(|command| command.as_str().expect("a command").to_owned()).collect()
}
