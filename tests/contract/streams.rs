//! What stands on which stream, and what a closed one means.

use crate::tool::{Ground, start};
use std::process::{Command, Stdio};

#[test]
fn closed_pipe_is_no_error() {
    for (ground, code) in [(Ground::new().healthy(), 0), (Ground::new().refused(), 1)] {
        for shape in [&[][..], &["-v"], &["--format", "json"]] {
            let mut running = ground.start(shape);
            drop(running.child().stdout.take());
            let ended = running.end();
            assert_eq!(ended.code, Some(code), "{shape:?}: {ended:?}");
            assert_eq!(ended.stderr, "", "{shape:?}");
        }
    }
}

#[test]
fn closed_pipe_of_words_about_itself() {
    let ground = Ground::new();
    for words in [&["--help"][..], &["explain", "--list"], &["explain", "tcp-refused"]] {
        let mut running = ground.start(words);
        drop(running.child().stdout.take());
        let ended = running.end();
        assert_eq!((ended.code, ended.stderr.as_str()), (Some(0), ""), "{words:?}");
    }
}

#[test]
fn full_disk_is_an_error() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
    let ground = Ground::new().healthy();
    let mut command = ground.command(&["--format", "json"]);
    command.stdout(Stdio::from(full));
    let ended = start(command).end();
    assert_eq!(ended.code, Some(2), "{ended:?}");
    assert!(ended.stderr.contains("stdout"), "{ended:?}");
}

#[test]
fn closed_stderr_is_no_error() {
    let ground = Ground::new().refused();
    let mut running = ground.start(&["--no-such"]);
    drop(running.child().stderr.take());
    assert_eq!(running.end().code, Some(2));
}

#[test]
fn no_colour_without_a_terminal() {
    let ground = Ground::new().refused();
    for shape in [&[][..], &["-v"], &["route"], &["--help"], &["--no-such"]] {
        let ended = ground.run(shape);
        assert!(!ended.stdout.contains('\x1b'), "{shape:?}: {ended:?}");
        assert!(!ended.stderr.contains('\x1b'), "{shape:?}: {ended:?}");
    }
}

#[test]
fn colour_where_it_is_asked_for() {
    let ground = Ground::new().refused();
    assert!(ground.run(&["--color", "always"]).stdout.contains('\x1b'));
    assert!(!ground.run(&["--color", "never"]).stdout.contains('\x1b'));
    let json = ground.run(&["--color", "always", "--format", "json"]);
    assert!(!json.stdout.contains('\x1b') && !json.stdout.contains("\\u001b"), "{json:?}");
}

#[test]
fn text_report_is_on_stdout_alone() {
    for ground in [Ground::new().healthy(), Ground::new().refused()] {
        let ended = ground.run(&[]);
        assert!(!ended.stdout.is_empty());
        assert_eq!(ended.stderr, "");
    }
}

/// As a person sees it: on a terminal, which `script` makes.
#[test]
fn colour_on_a_terminal() {
    let ground = Ground::new().refused().set("TERM", "xterm");
    let program = format!("{} --no-mirrors", env!("CARGO_BIN_EXE_gomod-doctor"));
    let inner = ground.command(&[]);
    let mut command = Command::new("script");
    command.args(["-qec", &program, "/dev/null"]).current_dir(ground.project()).env_clear();
    command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    if command.spawn().is_err() {
        println!("skipped: there is no `script` here");
        return;
    }
    let ended = start(command).end();
    assert!(ended.stdout.contains("\x1b["), "{ended:?}");
}
