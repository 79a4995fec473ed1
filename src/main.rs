//! Explains why `go mod download` fails, and what to type.

use gomod_doctor::app;
use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(app::run())
}
