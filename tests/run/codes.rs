//! The exit code is the command's, whatever becomes of the report.

use crate::tool::Ground;
use crate::{attended, sh};

fn code(ground: &Ground, flags: &[&str], words: &[&str]) -> (Option<i32>, String) {
    let ended = attended(ground, flags, words);
    (ended.status.code(), String::from_utf8_lossy(&ended.stderr).into_owned())
}

#[test]
fn of_the_command() {
    let ground = Ground::new().healthy();
    for expected in [0, 1, 2, 3, 77, 126, 127, 255] {
        let (code, _) = code(&ground, &["--offline"], &sh(&format!("exit {expected}")));
        assert_eq!(code, Some(expected));
    }
}

#[test]
fn of_what_cannot_be_run() {
    let ground = Ground::new().healthy();
    ground.write("project/plain", "no program\n");
    ground.write("project/script", "echo ran $1; exit 5\n");
    let script = ground.place("project/script");
    std::fs::set_permissions(&script, std::os::unix::fs::PermissionsExt::from_mode(0o755))
        .expect("a mode");
    let (missing, said) = code(&ground, &[], &["no-such-program"]);
    assert_eq!(
        (missing, said.as_str()),
        (Some(127), "gomod-doctor: no-such-program: command not found\n")
    );
    assert_eq!(code(&ground, &[], &["./plain"]).0, Some(126));
    assert_eq!(code(&ground, &[], &["/"]).0, Some(126));
    // A script that names no interpreter is one for sh, as everywhere.
    let ended = attended(&ground, &["--offline"], &["./script", "twice"]);
    assert_eq!((ended.status.code(), ended.stdout.as_slice()), (Some(5), &b"ran twice\n"[..]));
}

#[test]
fn of_a_signal() {
    let ground = Ground::new().healthy();
    for (signal, expected) in
        [("KILL", 137), ("SEGV", 139), ("TERM", 143), ("INT", 130), ("HUP", 129)]
    {
        let (code, said) = code(&ground, &["--offline"], &sh(&format!("kill -{signal} $$")));
        assert_eq!(code, Some(expected), "{signal}");
        // Whoever ends a command does not ask why.
        let wanted = ["TERM", "INT", "HUP"].contains(&signal);
        assert_eq!(said.is_empty(), wanted, "{signal}: {said}");
    }
}

#[test]
fn a_report_that_cannot_be_written_changes_nothing() {
    let ground = Ground::new().refused();
    let nowhere = ground.place("no/such/folder/report.txt");
    let (failed, said) = code(&ground, &["-o", &nowhere], &sh("exit 9"));
    assert_eq!(failed, Some(9));
    assert!(said.contains("cannot write to"), "{said}");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("/dev/full");
    let mut command = crate::attending(&ground, &[], &sh("exit 9"));
    assert_eq!(command.stderr(full).status().expect("the program").code(), Some(9));
    assert_eq!(code(&ground, &["--save", &nowhere], &sh("exit 9")).0, Some(9));
}

#[test]
fn a_command_line_that_cannot_be_understood() {
    let ground = Ground::new();
    for wrong in [
        &["run"][..],
        &["run", "--"],
        &["run", "--from", "x", "--", "true"],
        &["run", "-C", "/no/such", "--", "true"],
    ] {
        let ended = ground.run(wrong);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(2), ""), "{wrong:?}: {ended:?}");
        assert!(!ended.stderr.is_empty());
    }
    let ended = ground.run(&["run", "--format", "json"]);
    assert!(ended.stdout.is_empty() && ended.stderr.starts_with('{'), "{ended:?}");
}

#[test]
fn words_are_the_commands_from_the_first_on() {
    let ground = Ground::new().healthy();
    for line in [
        &["run", "printf", "%s|", "-C", "--format", "json"][..],
        &["run", "--", "printf", "%s|", "-C", "--format", "json"],
        &["-q", "run", "--lang", "zh", "printf", "%s|", "-C", "--format", "json"],
    ] {
        let ended = ground.run(line);
        assert_eq!((ended.code, ended.stdout.as_str()), (Some(0), "-C|--format|json|"), "{line:?}");
    }
    let below = ground.run(&["-C", "/", "run", "pwd"]);
    assert_eq!(below.stdout, "/\n");
}
