//! One JSON document on standard output on every way out.

use crate::tool::{Ended, Ground};
use serde_json::Value;

const SCHEMA: &str = include_str!("../../fixtures/report.schema.json");

/// The one document, as the schema wants it, with the exit code of the run.
pub(crate) fn of(ended: &Ended) -> Value {
    let document: Value = serde_json::from_str(&ended.stdout)
        .unwrap_or_else(|error| panic!("one document on stdout: {error}: {ended:?}"));
    let schema: Value = serde_json::from_str(SCHEMA).expect("a schema of JSON");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    let wrong: Vec<_> = schema.iter_errors(&document).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{wrong:?}: {document:#}");
    let code = document["exit_code"].as_i64();
    assert_eq!(code, ended.code.map(i64::from), "the exit code in the document: {ended:?}");
    document
}

#[test]
fn healthy() {
    let ended = Ground::new().healthy().run(&["--format", "json"]);
    let document = of(&ended);
    assert_eq!(document["verdict"], "healthy", "{document:#}");
    assert_eq!(document["run"]["complete"], true);
    assert_eq!(ended.code, Some(0));
}

#[test]
fn fault() {
    let ended = Ground::new().refused().run(&["--format", "json"]);
    let document = of(&ended);
    assert_eq!(document["diagnoses"][0]["code"], "tcp-refused", "{document:#}");
    assert_eq!(ended.code, Some(1));
}

#[test]
fn route() {
    let ground = Ground::new().refused();
    let document = of(&ground.run(&["route", "--format", "json"]));
    assert_eq!(document["run"]["mode"], "route");
    let named = of(&ground.run(&["route", "corp.example/b@v1.0.0", "--format=json"]));
    assert_eq!(named["routes"][0]["module"], "corp.example/b");
}

#[test]
fn usage_errors() {
    let ground = Ground::new().refused();
    for wrong in [
        vec!["--format", "json", "--no-such"],
        vec!["--format=json", "--timeout", "soon"],
        vec!["--format", "json", "--only", "nonsense"],
        vec!["--format", "json", "--offline", "--offline"],
        vec!["--format", "json", "--format", "json"],
        vec!["--format", "json", "--format", "text"],
        vec!["--format", "json", "frobnicate"],
        vec!["--format", "json", "-C"],
        vec!["--no-such", "--format", "json"],
        vec!["-q", "--format", "json", "-v"],
        vec!["route", "--format", "json", "--no-such"],
    ] {
        let ended = ground.run(&wrong);
        assert_eq!(ended.code, Some(2), "{wrong:?}: {ended:?}");
        let document = of(&ended);
        assert!(document["error"].is_string(), "{wrong:?}: {document:#}");
        assert_eq!(document["run"]["complete"], false, "{wrong:?}");
    }
}

#[test]
fn usage_error_by_variable() {
    let ground = Ground::new().refused().set("GOMOD_DOCTOR_FORMAT", "json");
    assert_eq!(of(&ground.run(&["--no-such"]))["exit_code"], 2);
    let ground = ground.set("GOMOD_DOCTOR_TIMEOUT", "soon");
    let document = of(&ground.run(&[]));
    let error = document["error"].as_str().expect("an error");
    assert!(error.contains("GOMOD_DOCTOR_TIMEOUT"), "{error}");
}

#[test]
fn unreadable_evidence() {
    let ground = Ground::new().refused();
    ground.write("broken.json", "{");
    let dir = ground.place("project");
    let broken = ground.place("broken.json");
    for from in ["/nowhere/at/all", dir.as_str(), broken.as_str(), "/dev/null"] {
        let ended = ground.run(&["--format", "json", "--from", from]);
        assert_eq!(ended.code, Some(2), "{from}: {ended:?}");
        assert!(of(&ended)["error"].is_string());
    }
}

#[test]
fn folder_that_is_none() {
    let ended = Ground::new().refused().run(&["-C", "/nowhere/at/all", "--format", "json"]);
    assert_eq!(ended.code, Some(2));
    of(&ended);
}

#[test]
fn evidence_that_cannot_be_saved() {
    let ended = Ground::new().refused().run(&["--format", "json", "--save", "/nowhere/e.json"]);
    assert_eq!(ended.code, Some(2), "{ended:?}");
    of(&ended);
}

#[test]
fn document_in_a_file_beside_text() {
    let ground = Ground::new().refused();
    let file = ground.place("report.json");
    let mut ended = ground.run(&["--format", "json", "-o", &file, "--format", "text"]);
    assert!(ended.stdout.contains("tcp-refused"), "{ended:?}");
    assert!(serde_json::from_str::<Value>(&ended.stdout).is_err());
    ended.stdout = ground.read("report.json");
    assert_eq!(of(&ended)["diagnoses"][0]["code"], "tcp-refused");
}

#[test]
fn document_in_a_file_alone() {
    let ground = Ground::new().refused();
    let file = ground.place("report.json");
    let mut ended = ground.run(&["--format", "json", "-o", &file]);
    ended.stdout = ground.read("report.json");
    of(&ended);
}
