//! What go prints in the scenarios, written down or read as a log.
//!
//! `GOMOD_DOCTOR_LAB_WORDS` names a file to which each scenario adds a line of JSON: what
//! was typed, what go printed, and the code that the scenario expects.

use std::io::Write as _;

use serde_json::{Value, json};

use crate::run::{Outcome, real_go};

/// A command that go ended, and what it means.
pub(crate) struct Heard<'a> {
    pub(crate) scenario: &'a str,
    pub(crate) command: &'a str,
    /// The code of the cause that stops go, where one does.
    pub(crate) code: Option<&'a str>,
    pub(crate) outcome: &'a Outcome,
}

impl Heard<'_> {
    /// Adds a line to the file, where one is named.
    pub(crate) fn write(&self) {
        let Some(path) = std::env::var_os("GOMOD_DOCTOR_LAB_WORDS") else { return };
        let file = std::fs::File::options().create(true).append(true).open(path);
        let line = format!("{}\n", self.line());
        // One write for each line: scenarios are processes, and write at the same time.
        file.and_then(|mut file| file.write_all(line.as_bytes())).expect("a line of go's words");
    }

    fn line(&self) -> Value {
        json!({
            "scenario": self.scenario,
            "go": version(),
            "command": self.command,
            "code": self.code,
            "exit": self.outcome.code,
            "stderr": self.outcome.stderr,
            "stdout": self.outcome.stdout,
        })
    }
}

/// The first line of the file that says which go this is.
fn version() -> String {
    let go = real_go().and_then(|go| go.canonicalize().ok());
    let root = go.as_deref().and_then(|go| go.parent()?.parent());
    let text = root.and_then(|root| std::fs::read_to_string(root.join("VERSION")).ok());
    text.unwrap_or_default().lines().next().unwrap_or_default().to_owned()
}
