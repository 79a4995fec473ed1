//! Every byte passes, on its own stream, as it comes.

use crate::tool::Ground;
use crate::{alone, attended, attending, sh};
use std::io::{Read, Write};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

fn same(ground: &Ground, words: &[&str]) {
    let (alone, attended) = (alone(ground, words), attended(ground, &["-q"], words));
    assert_eq!(attended.status, alone.status, "{words:?}");
    assert!(attended.stdout == alone.stdout, "{words:?}: standard output differs");
    assert!(attended.stderr == alone.stderr, "{words:?}: standard error differs");
}

#[test]
fn all_bytes_of_both_streams() {
    let ground = Ground::new().healthy();
    ground.write("every", (0..=255_u8).collect::<Vec<u8>>().repeat(100));
    let every = ground.place("every");
    same(&ground, &["cat", &every]);
    same(&ground, &sh(&format!("cat {every}; cat {every} >&2")));
    same(&ground, &sh("printf 'no newline'; printf 'nor here\\r\\033[31m' >&2"));
    same(&ground, &sh("for i in $(seq 300); do echo out $i; echo err $i >&2; done"));
    same(&ground, &["true"]);
}

#[test]
fn an_environment_that_nobody_touched() {
    let ground = Ground::new().healthy().set("GOMOD_DOCTOR_TIMEOUT", "9s").set("EMPTY", "");
    same(&ground, &["env"]);
    same(&ground, &sh("pwd; umask; ls -l /proc/self/fd | wc -l; ulimit -a"));
}

#[test]
fn a_hundred_megabytes() {
    let ground = Ground::new().healthy();
    let script = "head -c 104857600 /dev/zero | tr '\\0' 'x'; echo end >&2";
    same(&ground, &sh(script));
}

/// What leads to one place stays in order.
#[test]
fn one_pipe_for_both() {
    let ground = Ground::new().healthy();
    let script = "for i in $(seq 500); do echo out $i; echo err $i >&2; done";
    let whole =
        format!("exec 2>&1; exec {} run -- sh -c '{script}'", env!("CARGO_BIN_EXE_gomod-doctor"));
    let mixed = alone(&ground, &sh(&format!("exec 2>&1; {script}")));
    let passed = alone(&ground, &sh(&whole));
    assert_eq!(String::from_utf8_lossy(&passed.stdout), String::from_utf8_lossy(&mixed.stdout));
}

#[test]
fn standard_input_is_the_commands() {
    let ground = Ground::new().healthy();
    let mut command = attending(&ground, &[], &sh("read line; echo \"$line\"; cat"));
    let mut child = command.stdin(Stdio::piped()).spawn().expect("the program");
    let mut input = child.stdin.take().expect("a pipe");
    input.write_all(b"first\nsecond\nthird").expect("an open pipe");
    drop(input);
    let output = child.wait_with_output().expect("its end");
    assert_eq!(output.stdout, b"first\nsecond\nthird");
    assert!(output.status.success());
}

/// A piece is there at once, whether or not a line ends with it.
#[test]
fn nothing_waits_for_the_end_of_a_line() {
    let ground = Ground::new().healthy();
    let mut command = attending(&ground, &[], &sh("printf half; sleep 20; echo whole"));
    let start = Instant::now();
    let mut child = command.spawn().expect("the program");
    let mut half = [0; 4];
    let pipe = child.stdout.as_mut().expect("a pipe");
    pipe.read_exact(&mut half).expect("half a line");
    assert_eq!(&half, b"half");
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    let kill = format!("kill -TERM {}", child.id());
    assert!(Command::new("sh").args(["-c", &kill]).status().expect("a shell").success());
    child.wait().expect("its end");
}
