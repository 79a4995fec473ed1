//! Runs a program to its end, or to a limit, and watches its memory.

use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

/// Between two looks at a program.
const PAUSE: Duration = Duration::from_micros(200);

/// What one run took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    pub(crate) took: Duration,
    /// Still running at the limit.
    pub(crate) cut: bool,
    /// The exit code; none after a signal.
    pub(crate) code: Option<i32>,
    /// The most resident memory at any time (`VmHWM`), in kibibytes; zero where
    /// the system does not tell.
    pub(crate) memory: u64,
}

/// Runs a program, at most so long.
pub(crate) fn run(command: &mut Command, limit: Duration) -> Run {
    let start = Instant::now();
    let mut child =
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
    let mut memory = 0;
    loop {
        memory = peak(&child).unwrap_or(memory);
        let ended = child.try_wait().expect("waiting for the program");
        let took = start.elapsed();
        if let Some(status) = ended {
            return Run { took, cut: false, code: status.code(), memory };
        }
        if took > limit {
            child.kill().expect("ending the program");
            child.wait().expect("waiting for the program");
            return Run { took, cut: true, code: None, memory };
        }
        thread::sleep(PAUSE);
    }
}

/// What the kernel remembers of a program that still runs.
fn peak(child: &Child) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}
