//! `log`: one document, the same codes in every format, and nothing looked at.

use crate::document;
use crate::tool::{Ended, Ground};
use serde_json::Value;
use std::io::Write as _;
use std::process::Stdio;

const REFUSED: &str = "$ go mod download\n\
    go: example.com/m@v1.0.0: Get \"https://ann:s3cretpw@proxy.corp.example/example.com/m/@v/v1.0.0.mod\": \
    dial tcp 192.0.2.7:443: connect: connection refused\n";

fn of_text(ground: &Ground, text: &[u8], arguments: &[&str]) -> Ended {
    let words: Vec<&str> = ["log"].iter().chain(arguments).copied().collect();
    let mut command = ground.command(&words);
    command.stdin(Stdio::piped());
    let mut running = crate::tool::start(command);
    let mut stdin = running.child().stdin.take().expect("a pipe");
    stdin.write_all(text).expect("a reader");
    drop(stdin);
    running.end()
}

fn document_of(text: &[u8]) -> Value {
    document::of(&of_text(&Ground::new(), text, &["--format", "json"]))
}

#[test]
fn the_same_code_in_every_format() {
    let ground = Ground::new();
    for shape in [&[][..], &["-"], &["-q"], &["-v"], &["--format", "json"], &["--lang", "zh"]] {
        let ended = of_text(&ground, REFUSED.as_bytes(), shape);
        assert_eq!(ended.code, Some(1), "{shape:?}: {ended:?}");
        let ended = of_text(&ground, b"npm ERR! code ENOENT\n", shape);
        assert_eq!(ended.code, Some(3), "{shape:?}: {ended:?}");
    }
    let ended = of_text(&ground, REFUSED.as_bytes(), &["--fail-on", "never"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

/// The lines stand there with their numbers, what is open with what settles it, and no
/// password.
#[test]
fn document_tells_where_and_what_is_open() {
    let document = document_of(REFUSED.as_bytes());
    assert_eq!(document["run"]["mode"], "log");
    let first = &document["diagnoses"][0];
    assert_eq!(first["code"], "tcp-refused", "{document:#}");
    assert_ne!(first["confidence"], "certain");
    assert_eq!(first["evidence"][0]["check"], "log:2");
    assert_eq!(first["affects"]["examples"][0], "example.com/m@v1.0.0");
    let commands = &first["unsettled"]["commands"]["sh"];
    assert_eq!(commands[0], "gomod-doctor check example.com/m@v1.0.0", "{commands}");
    assert!(!first["fixes"].as_array().expect("fixes").is_empty());
    for fix in first["fixes"].as_array().expect("fixes") {
        assert_eq!(fix["verified"]["status"], "not-verifiable", "{fix}");
    }
    assert!(!document.to_string().contains("s3cretpw"), "{document:#}");
}

#[test]
fn what_is_not_about_modules_raises_nothing() {
    for text in ["", "\n\n", "ok  \texample.com/m\t0.1s\n", "\u{feff}"] {
        let document = document_of(text.as_bytes());
        assert_eq!(document["verdict"], "inconclusive", "{text:?}");
        assert_eq!(document["diagnoses"].as_array().map(Vec::len), Some(0), "{text:?}");
        let ended = of_text(&Ground::new(), text.as_bytes(), &[]);
        assert_eq!(ended.stdout.trim().lines().count(), 1, "{ended:?}");
    }
}

#[test]
fn file_is_named_from_the_folder() {
    let ground = Ground::new();
    ground.write("project/build.log", REFUSED);
    assert_eq!(ground.run(&["log", "build.log"]).code, Some(1));
    let place = ground.place("project");
    assert_eq!(ground.run(&["-C", &place, "log", "build.log"]).code, Some(1));
    for absent in ["nothing.log", "/"] {
        let ended = ground.run(&["log", absent, "--format", "json"]);
        assert_eq!(ended.code, Some(2), "{ended:?}");
        assert_eq!(document::of(&ended)["exit_code"], 2);
    }
}

/// Saved evidence is concluded from again, and holds no password.
#[test]
fn evidence_is_saved_and_replayed() {
    let ground = Ground::new();
    let place = ground.place("evidence.json");
    let live = of_text(&ground, REFUSED.as_bytes(), &["--format", "json", "--save", &place]);
    assert!(!ground.read("evidence.json").contains("s3cretpw"));
    let again = ground.run(&["log", "--format", "json", "--from", &place]);
    assert_eq!(document::of(&live)["diagnoses"], document::of(&again)["diagnoses"]);
    let check = ground.run(&["--format", "json", "--from", &place]);
    assert_eq!(document::of(&check)["diagnoses"], document::of(&again)["diagnoses"]);
}

/// Neither go nor the project nor any server plays a part.
#[test]
fn nothing_is_looked_at() {
    let ground = Ground::new().set("PATH", "/nowhere").set("GOPROXY", "nonsense");
    let ended = of_text(&ground, REFUSED.as_bytes(), &["--format", "json"]);
    let document = document::of(&ended);
    assert_eq!(document["environment"]["settings"].as_array().map(Vec::len), Some(0));
    let codes: Vec<&str> = document["diagnoses"]
        .as_array()
        .expect("some")
        .iter()
        .filter_map(|it| it["code"].as_str())
        .collect();
    assert_eq!(codes, ["tcp-refused"]);
}
