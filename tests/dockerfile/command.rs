//! `gomod-doctor dockerfile` as a script calls it.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const BAD: &str = "FROM golang:1.26\nWORKDIR /src\nRUN go mod download\n";
const GOOD: &str = "FROM alpine:3.22\nCMD [\"sh\"]\n";

struct Ended {
    code: i32,
    stdout: String,
    stderr: String,
}

fn run(dir: &Path, words: &[&str], input: &str) -> Ended {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gomod-doctor"));
    let command = command.arg("dockerfile").args(words).current_dir(dir).env("LANG", "C");
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let ended = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ended {
        code: ended.status.code().unwrap(),
        stdout: text(ended.stdout),
        stderr: text(ended.stderr),
    }
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        fs::write(folder.path().join(name), content).unwrap();
    }
    folder
}

const GOMOD: (&str, &str) =
    ("go.mod", "module m\n\ngo 1.24\n\nrequire golang.org/x/text v0.14.0\n");

#[test]
fn exit_codes() {
    let bad = folder(&[GOMOD, ("Dockerfile", BAD)]);
    let good = folder(&[GOMOD, ("Containerfile", GOOD), ("prose", "Dear reader,\n")]);
    assert_eq!(run(bad.path(), &[], "").code, 1);
    assert_eq!(run(bad.path(), &["--fail-on", "never"], "").code, 0);
    assert_eq!(run(bad.path(), &["--skip", "gomod-missing"], "").code, 0);
    assert_eq!(run(bad.path(), &["--only", "go-too-old"], "").code, 0);
    let quiet = run(good.path(), &["-q"], "");
    assert_eq!((quiet.code, quiet.stdout.as_str()), (0, ""));
    assert_eq!(run(good.path(), &["-C", &bad.path().display().to_string()], "").code, 1);
    for words in [&["prose"][..], &["missing"], &["."], &["-C", "/", "Dockerfile"]] {
        let ended = run(good.path(), words, "");
        assert_eq!((ended.code, ended.stdout.as_str()), (2, ""), "{words:?}");
        assert_eq!(ended.stderr.lines().count(), 1, "{words:?}: {}", ended.stderr);
    }
    let empty = folder(&[]);
    assert_eq!(run(empty.path(), &[], "").code, 2);
}

#[test]
fn one_document_for_a_script() {
    let bad = folder(&[GOMOD, ("go.sum", ""), ("Dockerfile", BAD)]);
    let ended = run(bad.path(), &["--format", "json"], "");
    let document: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(document["run"]["mode"], "dockerfile");
    assert_eq!(document["verdict"], "fault");
    let first = &document["diagnoses"][0];
    assert_eq!(first["location"], serde_json::json!({"file": "Dockerfile", "line": 3}));
    let fix = &first["fixes"][0];
    assert_eq!(fix["verified"]["status"], "passed", "{fix}");
    let lines = fix["commands"]["dockerfile"].as_array().unwrap();
    assert!(lines.iter().any(|line| line == "COPY go.mod go.sum ./"), "{lines:?}");
    let schema = fs::read_to_string("fixtures/report.schema.json").unwrap();
    let schema = serde_json::from_str(&schema).unwrap();
    jsonschema::validate(&schema, &document).unwrap();
    let failed = run(bad.path(), &["missing", "--format", "json"], "");
    let document: serde_json::Value = serde_json::from_str(&failed.stdout).unwrap();
    assert_eq!((failed.code, &document["exit_code"]), (2, &serde_json::json!(2)));
}

#[test]
fn standard_input_and_saved_evidence() {
    let folder = folder(&[GOMOD]);
    let ended = run(folder.path(), &["-"], BAD);
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert!(ended.stdout.contains("-:3"), "{}", ended.stdout);
    assert_eq!(run(folder.path(), &["-"], "{}").code, 2);
    let secret = "FROM golang:1.26\nENV GOPROXY=https://u:hunter22@h.example\n";
    assert_eq!(run(folder.path(), &["-", "--save", "saved.json"], secret).code, 0);
    let saved = fs::read_to_string(folder.path().join("saved.json")).unwrap();
    assert!(!saved.contains("hunter22") && saved.contains("exposed"), "{saved}");
    let again = run(folder.path(), &["--from", "saved.json"], "");
    assert!(again.stdout.contains("dockerfile-secret-exposed"), "{}", again.stdout);
}

/// The printed commands, typed, mend the file.
#[test]
fn the_fix_as_it_is_typed() {
    let bad = folder(&[GOMOD, ("go.sum", ""), ("Dockerfile", BAD)]);
    let ended = run(bad.path(), &["--format", "json"], "");
    let document: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    let commands = document["diagnoses"][0]["fixes"][0]["commands"]["sh"].as_array().unwrap();
    for command in commands {
        let mut typed = Command::new("sh");
        let typed = typed.args(["-c", command.as_str().unwrap()]).current_dir(&bad);
        let status = typed.status().unwrap();
        assert!(status.success());
    }
    assert_eq!(run(bad.path(), &[], "").code, 0);
}
