//! Where go would work: `-C`, a link, a folder that is gone.

use crate::report::sound;
use crate::tool::{Ended, Ground, start};
use std::fs;
use std::os::unix::fs::symlink;
use std::process::{Command, Stdio};

fn ground() -> Ground {
    let ground = Ground::new().with(&["--offline", "-v"]);
    ground.write("project/a/b/x", "");
    ground
}

#[track_caller]
fn finds_the_module(ended: &Ended) {
    sound(ended);
    assert!(ended.stdout.contains("/project/go.mod was read"), "{ended:#?}");
}

#[test]
fn folder_is_named_from_here() {
    for folder in ["a/b", "./a", "a/..", ".", "a/b/../b"] {
        finds_the_module(&ground().run(&["-C", folder]));
        finds_the_module(&ground().set("GOMOD_DOCTOR_DIR", folder).run(&[]));
    }
    let ground = ground();
    finds_the_module(&start_in(&ground, "project/a/b", &["-C", ".."]));
    finds_the_module(&start_in(&ground, "", &["-C", "project/a"]));
}

fn start_in(ground: &Ground, folder: &str, arguments: &[&str]) -> Ended {
    let mut command = ground.command(arguments);
    command.current_dir(ground.place(folder));
    start(command).end()
}

/// go goes up by the name that the shell gives the folder, where it has one.
#[test]
fn folder_is_a_link() {
    let ground = ground();
    let link = ground.place("link");
    symlink(ground.place("project/a"), &link).expect("a link");
    let mut command = ground.command(&[]);
    command.current_dir(&link).env("PWD", &link);
    let ended = start(command).end();
    sound(&ended);
    assert!(ended.stdout.contains("gomod-missing"), "{ended:#?}");
    for pwd in [".", "/", "/nowhere", "link"] {
        let mut command = ground.command(&[]);
        command.current_dir(&link).env("PWD", pwd);
        finds_the_module(&start(command).end());
    }
    finds_the_module(&start_in(&ground, "", &["-C", "link"]));
}

#[test]
fn folder_is_gone() {
    for command in ["check", "route"] {
        for format in ["text", "json"] {
            let ground = Ground::new();
            let inner = ground.command(&[command, "--format", format]);
            let mut outer = Command::new("sh");
            outer.args(["-c", "rm -r ../project && exec \"$@\"", "sh"]);
            outer.arg(inner.get_program()).args(inner.get_args()).current_dir(ground.project());
            outer.env_clear().envs(inner.get_envs().filter_map(|(name, it)| Some((name, it?))));
            outer.stdout(Stdio::piped()).stderr(Stdio::piped());
            let ended = start(outer).end();
            sound(&ended);
            assert_eq!(ended.code, Some(1), "{ended:#?}");
            assert!(ended.stdout.contains("project-files-inaccessible"), "{ended:#?}");
        }
    }
}

#[test]
fn folder_is_none() {
    for folder in ["nowhere", "go.mod", "/dev/null/x", "\u{1b}[31m"] {
        for command in ["check", "route"] {
            let ended = ground().run(&[command, "-C", folder]);
            assert_eq!(ended.code, Some(2), "{ended:#?}");
            assert!(!ended.stderr.contains('\u{1b}'), "{ended:#?}");
            let ended = ground().run(&[command, "--format", "json", "-C", folder]);
            assert!(ended.stdout.contains("is no folder"), "{ended:#?}");
        }
    }
}

#[test]
fn module_is_not_for_this_user() {
    let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"];
    if !crate::surroundings::works("setpriv", &[&nobody[..], &["true"]].concat()) {
        return;
    }
    let ground = ground();
    let mode = |name: &str, mode| {
        let mode = std::os::unix::fs::PermissionsExt::from_mode(mode);
        fs::set_permissions(ground.place(name), mode).expect("a mode");
    };
    let copy = ground.place("gomod-doctor");
    fs::copy(env!("CARGO_BIN_EXE_gomod-doctor"), &copy).expect("a copy");
    mode("", 0o755);
    mode("gomod-doctor", 0o755);
    mode("project/go.mod", 0);
    let mut command = Command::new("setpriv");
    command.args(nobody).arg(copy).args(["--offline", "-v"]).current_dir(ground.project());
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    let ended = start(command).end();
    sound(&ended);
    assert_eq!(ended.code, Some(1), "{ended:#?}");
    assert!(ended.stdout.contains("not readable by this user"), "{ended:#?}");
}
