//! Readers that go away, and programs that stay.

use crate::tool::{Ground, start};
use crate::{alone, attended, attending, sh};
use std::io::Read;
use std::time::{Duration, Instant};

#[test]
fn a_reader_that_goes_away() {
    let ground = Ground::new().healthy();
    let program = env!("CARGO_BIN_EXE_gomod-doctor");
    let script = format!(
        "({program} run -- sh -c 'trap \"\" TERM; yes; echo $? >&2'; echo $? >&2) | head -n 1"
    );
    let ended = alone(&ground, &sh(&script));
    assert_eq!(ended.stdout, b"y\n");
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "141\n0\n");
    let script = format!("({program} run -- yes; echo $? >&2) | head -n 1");
    let ended = alone(&ground, &sh(&script));
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "141\n");
}

/// It holds the pipe and says nothing: the command has ended all the same.
#[test]
fn what_stays_is_not_waited_for() {
    let ground = Ground::new().healthy();
    let begun = Instant::now();
    let mut command = attending(&ground, &[], &sh("sleep 30 & echo said; exit 0"));
    let mut child = command.spawn().expect("the program");
    assert!(child.wait().expect("its end").success());
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    let mut said = [0; 5];
    child.stdout.take().expect("a pipe").read_exact(&mut said).expect("what it said");
    assert_eq!(&said, b"said\n");
}

/// It prints without end: what the command itself said is there, and it is over.
#[test]
fn what_goes_on_printing_is_not_waited_for() {
    let ground = Ground::new().healthy();
    let mut command = attending(&ground, &[], &sh("yes & echo said >&2; sleep 0.2; exit 0"));
    let running = start({
        command.stdout(std::process::Stdio::null());
        command
    });
    let ended = running.end();
    assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), "said\n"));
    assert!(ended.wall < Duration::from_secs(10), "{:?}", ended.wall);
}

/// All that was in the pipe at the end passes, also where nobody reads for a while.
#[test]
fn a_slow_reader_loses_nothing() {
    let ground = Ground::new().healthy();
    let program = env!("CARGO_BIN_EXE_gomod-doctor");
    let script = format!("{program} run -- sh -c 'seq 20000; exit 0' | (sleep 1; cat)");
    let ended = alone(&ground, &sh(&script));
    assert_eq!(ended.stdout, alone(&ground, &["seq", "20000"]).stdout);
}

#[test]
fn closed_streams() {
    let ground = Ground::new().healthy();
    let program = env!("CARGO_BIN_EXE_gomod-doctor");
    for closed in [">&-", "2>&-", "<&-", ">&- 2>&- <&-"] {
        let script = format!("{program} run -q --offline -- sh -c 'exit 6' {closed}");
        assert_eq!(alone(&ground, &sh(&script)).status.code(), Some(6), "{closed}");
    }
    let nothing = attended(&ground, &[], &["true"]);
    assert!(nothing.stdout.is_empty() && nothing.stderr.is_empty());
}
