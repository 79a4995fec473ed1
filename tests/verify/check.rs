//! What holds for every command holds for this one: saved evidence, filters, time.

use crate::ground::{Ground, has_go};
use std::fs;

fn damaged() -> Ground {
    let ground = Ground::new();
    fs::write(ground.unpacked("code.go"), "package a\n").unwrap();
    ground
}

#[test]
fn saved_evidence_says_the_same_again() {
    if !has_go() {
        return;
    }
    let ground = damaged();
    let file = ground.path("evidence.json").display().to_string();
    let live = ground.told(&["verify", "--format", "json", "--save", &file]);
    fs::remove_dir_all(ground.path("cache")).unwrap();
    let again = ground.told(&["verify", "--format", "json", "--from", &file]);
    for part in ["verdict", "exit_code", "checks", "diagnoses", "environment"] {
        assert_eq!(live.report[part], again.report[part], "{part}");
    }
}

#[test]
fn filters_and_thresholds() {
    if !has_go() {
        return;
    }
    let ground = damaged();
    let codes = |words: &[&str]| {
        let told = ground.told(&[&["verify", "--format", "json"], words].concat());
        (told.code, told.codes().len())
    };
    assert_eq!(codes(&[]), (1, 1));
    assert_eq!(codes(&["--skip", "modcache-corrupt"]), (0, 0));
    assert_eq!(codes(&["--only", "modcache-corrupt"]), (1, 1));
    assert_eq!(codes(&["--only", "files"]), (1, 1));
    assert_eq!(codes(&["--skip", "files"]), (0, 0));
    assert_eq!(codes(&["--only", "gosum-mismatch"]), (0, 0));
    assert_eq!(codes(&["--fail-on", "never"]), (0, 1));
}

#[test]
fn two_runs_say_the_same() {
    if !has_go() {
        return;
    }
    let ground = damaged();
    fs::write(ground.file("mod"), "").unwrap();
    fs::write(ground.path("cache/example.com/c/v2@v2.0.0/more.go"), "x").unwrap();
    let one = ground.tool(&["verify", "-v"]).stdout;
    let two = ground.tool(&["verify", "-v"]).stdout;
    assert_eq!(String::from_utf8(one).unwrap(), String::from_utf8(two).unwrap());
}

#[test]
fn it_takes_no_modules_and_every_flag() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    assert_eq!(ground.tool(&["verify", "example.com/a"]).status.code(), Some(2));
    let told = ground.told(&["verify", "--format", "json", "--no-such"]);
    assert_eq!(told.code, 2);
    let help = String::from_utf8(ground.tool(&["verify", "--help"]).stdout).unwrap();
    assert!(help.contains("gomod-doctor verify") && help.contains("no limit"), "{help}");
    let mut command = ground.command(env!("CARGO_BIN_EXE_gomod-doctor"), &["verify"]);
    let output = command.env("GOMOD_DOCTOR_FORMAT", "json").output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["run"]["timeout_ms"], 0, "no limit");
}
