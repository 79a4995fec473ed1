//! Where a command fails: what is said, where, and in what shape.

use crate::tool::Ground;
use crate::{Bytes, attended, sh};
use serde_json::Value;

/// What go says of a proxy that refuses.
fn refused(ground: &Ground) -> String {
    let fetched = "corp.example/a/@v/v1.0.0.mod";
    let command = ground.command(&[]);
    let url = command.get_envs().find(|(name, _)| *name == "GOPROXY").expect("set").1;
    let url = url.expect("a value").to_string_lossy().into_owned();
    let place = url.trim_start_matches("http://").to_owned();
    format!(
        "go: corp.example/a@v1.0.0: Get \"{url}/{fetched}\": dial tcp {place}: connect: connection refused"
    )
}

fn failing(line: &str) -> String {
    format!("echo '{line}' >&2; echo out; exit 1")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn on_standard_error_behind_what_the_command_says() {
    let ground = Ground::new().refused();
    let line = refused(&ground);
    let ended = attended(&ground, &[], &sh(&failing(&line)));
    assert_eq!(ended.status.code(), Some(1));
    assert_eq!(ended.stdout, b"out\n");
    let said = text(&ended.stderr);
    let report = said.strip_prefix(&format!("{line}\n")).expect("what the command says");
    assert!(report.contains("[tcp-refused]"), "{report}");
    assert!(report.contains("line 1 of standard error:"), "{report}");
    assert!(!report.contains('\x1b'), "{report}");
}

#[test]
fn in_a_file() {
    let ground = Ground::new().refused();
    let line = refused(&ground);
    let file = ground.place("report.txt");
    let ended = attended(&ground, &["-o", &file], &sh(&failing(&line)));
    assert_eq!(text(&ended.stderr), format!("{line}\n"));
    assert_eq!(ended.stdout, b"out\n");
    assert!(ground.read("report.txt").contains("[tcp-refused]"));
}

fn document(ended: &Bytes, behind: &str) -> Value {
    let said = text(&ended.stderr);
    let document = said.strip_prefix(behind).expect("what the command says");
    serde_json::from_str(document).unwrap_or_else(|error| panic!("{error}: {document}"))
}

#[test]
fn as_one_document() {
    let ground = Ground::new().refused();
    let line = refused(&ground);
    let ended = attended(&ground, &["--format", "json"], &sh(&failing(&line)));
    assert_eq!(ended.stdout, b"out\n");
    let document = document(&ended, &format!("{line}\n"));
    assert_eq!(document["run"]["mode"], "run");
    assert_eq!(document["exit_code"], 1);
    let first = &document["diagnoses"][0];
    assert_eq!((&first["code"], &first["confidence"]), (&"tcp-refused".into(), &"certain".into()));
    let evidence = first["evidence"].as_array().expect("evidence");
    assert!(evidence.iter().any(|it| it["check"] == "log:stderr:1"), "{first:#}");
}

#[test]
fn in_chinese() {
    let ground = Ground::new().refused();
    let line = refused(&ground);
    let said = text(&attended(&ground, &["--lang", "zh"], &sh(&failing(&line))).stderr);
    assert!(said.contains("标准错误输出第 1 行"), "{said}");
    let said = text(&attended(&Ground::new().healthy(), &["--lang", "zh"], &["false"]).stderr);
    assert_eq!(said, "gomod-doctor: false 的输出中没有与下载模块有关的内容\n");
}

/// Tests that fail, on a machine where all is well.
#[test]
fn one_line_where_it_failed_for_something_else() {
    let ground = Ground::new().healthy();
    let script = "echo '--- FAIL: TestDial (0.00s)'; echo 'main.go:9:2: undefined: x'; exit 1";
    let ended = attended(&ground, &[], &sh(script));
    let expected = "gomod-doctor: nothing in what sh printed is about downloading modules\n";
    assert_eq!(text(&ended.stderr), expected);
    assert!(attended(&ground, &["-q"], &sh(script)).stderr.is_empty());
    let report = document(&attended(&ground, &["--format", "json"], &sh(script)), "");
    assert_eq!((&report["verdict"], &report["exit_code"]), (&"healthy".into(), &1.into()));
}

/// The same where something is wrong all the same.
#[test]
fn that_line_first_where_something_is_wrong() {
    let ground = Ground::new().refused();
    let said = text(&attended(&ground, &[], &sh("exit 1")).stderr);
    let line = said.find("nothing in what sh printed").expect("the line");
    assert!(line < said.find("[tcp-refused]").expect("what is wrong"), "{said}");
}

/// A machine where it works now: the words stand, as what they are.
#[test]
fn what_has_passed_is_possible() {
    let ground = Ground::new().healthy();
    let line = "go: corp.example/a@v1.0.0: Get \"http://127.0.0.1:9/corp.example/a/@v/v1.0.0.mod\": dial tcp 127.0.0.1:9: connect: connection refused";
    let ended = attended(&ground, &["--format", "json"], &sh(&failing(line)));
    let report = document(&ended, &format!("{line}\n"));
    let first = &report["diagnoses"][0];
    assert_eq!((&first["code"], &first["confidence"]), (&"tcp-refused".into(), &"possible".into()));
    assert!(
        first["message"].as_str().expect("words").contains("does not show it now"),
        "{first:#}"
    );
}

#[test]
fn settings_of_the_command_line_count() {
    let ground = Ground::new().healthy();
    let script =
        "echo 'go: corp.example/a@v1.0.0: module lookup disabled by GOPROXY=off' >&2; exit 1";
    // It tells no settings, and fails at what else it is to do.
    ground.write("bin/go", format!("#!/bin/sh\n[ $1 = env ] && exit 0\n{script}\n"));
    ground.write("VERSION", "go1.26.0\n");
    ground.write("go.env", "GOSUMDB=sum.golang.org\n");
    let go = ground.place("bin/go");
    std::fs::set_permissions(&go, std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .expect("a mode");
    for words in [
        &["env", "GOPROXY=off", &go, "mod", "download"][..],
        &["sh", "-c", &format!("export GOPROXY=off; {go} mod download")],
        &["sh", "-c", &format!("GOPROXY=off {go} mod download")],
    ] {
        let ended = attended(&ground, &["--format", "json"], words);
        let said = text(&ended.stderr);
        let report: Value =
            serde_json::from_str(&said[said.find('{').expect("a document")..]).expect("a document");
        let first = &report["diagnoses"][0];
        assert_eq!(
            (&first["code"], &first["confidence"]),
            (&"goproxy-off".into(), &"certain".into()),
            "{words:?}: {first:#}"
        );
    }
}

#[test]
fn without_a_home() {
    let ground = Ground::new().refused().unset("HOME").set("HOME", "");
    let line = refused(&ground);
    let ended = attended(&ground, &[], &sh(&failing(&line)));
    assert_eq!((ended.status.code(), ended.stdout.as_slice()), (Some(1), &b"out\n"[..]));
    assert!(text(&ended.stderr).contains("[tcp-refused]"), "{}", text(&ended.stderr));
}
