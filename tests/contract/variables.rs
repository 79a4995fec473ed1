//! Every flag as a variable; what is typed wins.

use crate::document;
use crate::tool::Ground;

#[test]
fn flags_as_variables() {
    let ground = Ground::new().refused();
    let ended = ground.set("GOMOD_DOCTOR_FAIL_ON", "never").set("GOMOD_DOCTOR_FORMAT", "json");
    let document = document::of(&ended.run(&[]));
    assert_eq!(document["exit_code"], 0);
    assert_eq!(document["verdict"], "fault");
    assert_eq!(ended.run(&["--fail-on", "error"]).code, Some(1));
    assert!(ended.run(&["--format", "text"]).stdout.contains("tcp-refused"));
}

#[test]
fn offline_timeout_and_folder() {
    let ground = Ground::new().refused();
    let dir = ground.place("project");
    let ground = ground.set("GOMOD_DOCTOR_OFFLINE", "1").set("GOMOD_DOCTOR_TIMEOUT", "7s");
    let ended = ground.set("GOMOD_DOCTOR_C", &dir).run(&["--format", "json"]);
    let document = document::of(&ended);
    assert_eq!(document["run"]["offline"], true);
    assert_eq!(document["run"]["timeout_ms"], 7000);
    assert_eq!(ended.code, Some(3));
}

#[test]
fn no_switch_of_no_is_on() {
    for no in ["0", "false", "no", "off", ""] {
        let ended = Ground::new().refused().set("GOMOD_DOCTOR_OFFLINE", no).run(&[]);
        assert_eq!(ended.code, Some(1), "{no}");
    }
}

#[test]
fn only_skip_save_and_from() {
    let ground = Ground::new().refused().set("GOMOD_DOCTOR_SKIP", "tcp-refused");
    let document = document::of(&ground.run(&["--format", "json"]));
    assert_eq!(document["diagnoses"].as_array().map(Vec::len), Some(0));
    let ground = Ground::new().refused();
    let saved = ground.place("evidence.json");
    let ground = ground.set("GOMOD_DOCTOR_SAVE", &saved);
    assert_eq!(ground.run(&[]).code, Some(1));
    let other = Ground::new().healthy().set("GOMOD_DOCTOR_FROM", &saved);
    assert_eq!(other.run(&[]).code, Some(1));
}

#[test]
fn wrong_value_names_its_variable() {
    let ground = Ground::new().refused().set("GOMOD_DOCTOR_FAIL_ON", "sometimes");
    let ended = ground.run(&[]);
    assert_eq!(ended.code, Some(2));
    assert!(ended.stderr.contains("GOMOD_DOCTOR_FAIL_ON"), "{ended:?}");
}
