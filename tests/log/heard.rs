//! What `log` makes of a text.

use crate::tool::{Ended, Ground};
use serde_json::Value;
use std::time::Duration;

/// Debug builds, on a machine that has other things to do.
const LONGEST: Duration = Duration::from_mins(1);
/// In kB.
const MOST: u64 = 80 * 1024;

/// Runs `log` on a file that holds this, in each shape that its answer has; all must be
/// sound. Gives the document.
pub(crate) fn document(log: impl AsRef<[u8]>) -> Value {
    let ground = Ground::new();
    ground.write("a.log", log);
    let file = ground.place("a.log");
    let ended = ground.run(&["log", &file, "--format", "json"]);
    sound(&ended);
    for shape in [&["-v", "--lang", "en"][..], &["-v", "--lang", "zh"], &["-q"]] {
        let text = ground.run(&[&["log", &file][..], shape].concat());
        sound(&text);
        assert_eq!(text.code, ended.code, "{text:?}");
    }
    parsed(&ended)
}

/// Only the document, for what is long to read.
pub(crate) fn document_of(ground: &Ground, arguments: &[&str]) -> Value {
    let ended = ground.run(&[&["log", "--format", "json"][..], arguments].concat());
    sound(&ended);
    parsed(&ended)
}

fn parsed(ended: &Ended) -> Value {
    let document: Value = serde_json::from_str(&ended.stdout)
        .unwrap_or_else(|error| panic!("one document: {error}: {ended:?}"));
    assert_eq!(document["exit_code"].as_i64(), ended.code.map(i64::from));
    document
}

/// It ended by itself, in time and in little memory, and no terminal would mind it.
pub(crate) fn sound(ended: &Ended) {
    assert!(matches!(ended.code, Some(0..=3)), "{ended:?}");
    assert!(ended.wall < LONGEST, "{:?}: {}", ended.wall, ended.stdout);
    assert!(ended.peak < MOST, "{} kB: {}", ended.peak, ended.stdout);
    assert!(!ended.stderr.contains("panicked"), "{ended:?}");
    for text in [&ended.stdout, &ended.stderr] {
        let raw = text.chars().find(|it| is_raw(*it));
        assert_eq!(raw, None, "a character for nobody's terminal: {text:?}");
        assert!(!text.contains("\\u001b"), "{text}");
    }
}

fn is_raw(c: char) -> bool {
    c.is_control() && c != '\n' || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The codes of all diagnoses of severity error, in their order.
pub(crate) fn errors(document: &Value) -> Vec<String> {
    let all = document["diagnoses"].as_array().expect("diagnoses");
    let errors = all.iter().filter(|it| it["severity"] == "error");
    errors.map(|it| it["code"].as_str().expect("a code").to_owned()).collect()
}

/// Nothing of severity error: the verdict is open, and says so by its exit code.
pub(crate) fn is_quiet(name: &str, document: &Value) {
    assert_eq!(errors(document), Vec::<String>::new(), "{name}: {document:#}");
    assert_eq!(document["verdict"], "inconclusive", "{name}: {document:#}");
    assert_eq!(document["exit_code"], 3, "{name}: {document:#}");
}
