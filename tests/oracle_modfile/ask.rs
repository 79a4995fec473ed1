//! The way to the real go.

use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Whether a go is there to compare with; without one the tests say so and pass,
/// unless `GOMOD_DOCTOR_REQUIRE_LAB=1` demands it.
pub(crate) fn go_is_there() -> bool {
    let there = Command::new("go").arg("version").output().is_ok_and(|out| out.status.success());
    let demanded = std::env::var_os("GOMOD_DOCTOR_REQUIRE_LAB").is_some_and(|it| it == "1");
    assert!(there || !demanded, "no go to compare with");
    if !there {
        eprintln!("skipped: no go to compare with");
    }
    there
}

/// Runs one of the programs below `tests/oracle` with JSON on its input.
pub(crate) fn oracle(program: &str, questions: &Value) -> Value {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle");
    run(Command::new("go").args(["run", program]).current_dir(dir), questions)
}

/// Runs a command with JSON on its input and output.
pub(crate) fn run(command: &mut Command, questions: &Value) -> Value {
    let mut child = command
        .env("GOTOOLCHAIN", "local")
        .env("GOFLAGS", "-mod=readonly")
        .env("GOWORK", "off")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("go starts");
    let mut input = child.stdin.take().expect("an input");
    let text = questions.to_string();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("go ends");
    writer.join().expect("a writer").expect("go reads");
    assert!(output.status.success(), "go failed");
    serde_json::from_slice(&output.stdout).expect("JSON")
}
