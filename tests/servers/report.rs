//! What every report must be, whatever was met.

use crate::tool::{Ended, Ground};
use serde_json::Value;
use std::time::Duration;

/// At most six seconds are promised; a loaded machine gets one more.
const LONGEST: Duration = Duration::from_secs(7);
/// In kB.
const MOST: u64 = 60 * 1024;

/// The document of a run that ended in time and in little memory.
pub(crate) fn document(ground: &Ground) -> Value {
    let ended = ground.run(&["--format", "json"]);
    sound(&ended);
    let document: Value = serde_json::from_str(&ended.stdout)
        .unwrap_or_else(|error| panic!("one document: {error}: {ended:?}"));
    assert_eq!(document["exit_code"].as_i64(), ended.code.map(i64::from));
    document
}

/// The text of a run that ended in time and in little memory.
pub(crate) fn text(ground: &Ground) -> Ended {
    let ended = ground.run(&["-v"]);
    sound(&ended);
    assert!(!ended.stdout.trim().is_empty() || ended.code == Some(2), "{ended:?}");
    ended
}

pub(crate) fn sound(ended: &Ended) {
    assert!(matches!(ended.code, Some(0..=3)), "{ended:?}");
    assert!(ended.wall < LONGEST, "{:?}: {}", ended.wall, ended.stdout);
    assert!(ended.peak < MOST, "{} kB: {}", ended.peak, ended.stdout);
    assert!(!ended.stderr.contains("panicked"), "{ended:?}");
    for text in [&ended.stdout, &ended.stderr] {
        let raw = text.chars().find(|it| it.is_control() && *it != '\n');
        assert_eq!(raw, None, "a control character: {text:?}");
    }
}

/// go fails there, and the report says so: by a diagnosis or by what stays open.
pub(crate) fn fault(proxy: &str) -> Value {
    let ground = Ground::new().set("GOPROXY", proxy);
    let document = document(&ground);
    let said = ["diagnoses", "unexplained"]
        .iter()
        .any(|part| document[part].as_array().is_some_and(|all| !all.is_empty()));
    assert!(said, "{document:#}");
    assert_eq!(document["exit_code"], 1, "{document:#}");
    assert_eq!(text(&ground).code, Some(1));
    document
}

/// go would wait on: no fault is known, and the report says that it is incomplete.
pub(crate) fn open(proxy: &str) {
    let ground = Ground::new().set("GOPROXY", proxy);
    let document = document(&ground);
    assert_ne!(document["verdict"], "healthy", "{document:#}");
    let code = document["exit_code"].as_i64();
    assert!(matches!(code, Some(1 | 3)), "{document:#}");
    assert_eq!(text(&ground).code.map(i64::from), code);
}
