//! Files and folders that are not what their name says.

use crate::report::{document, sound, text};
use crate::tool::{Ground, start};
use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

fn ground() -> Ground {
    let ground = Ground::new().refused();
    fs::remove_file(ground.project().join("go.mod")).expect("a go.mod");
    ground
}

fn both(ground: &Ground) -> serde_json::Value {
    let document = document(ground);
    text(ground);
    let route = ground.run(&["route"]);
    sound(&route);
    document
}

#[test]
fn go_mod_is_a_folder() {
    let ground = ground();
    fs::create_dir(ground.project().join("go.mod")).expect("a folder");
    assert_eq!(both(&ground)["exit_code"], 1);
}

#[test]
fn go_mod_of_fifty_megabytes() {
    for line in ["// nothing to see here\n", "require corp.example/a v1.0.0\n", "x", "(\n", "\"\n"]
    {
        let ground = ground();
        let text = format!("module corp.example/me\n{}", line.repeat((50 << 20) / line.len()));
        ground.write("project/go.mod", text);
        let document = both(&ground);
        assert_eq!(document["diagnoses"][0]["code"], "project-files-inaccessible");
    }
}

#[test]
fn go_mod_is_binary() {
    let ground = ground();
    ground.write("project/go.mod", (0..=255u8).cycle().take(10_000).collect::<Vec<_>>());
    assert_eq!(both(&ground)["diagnoses"][0]["code"], "gomod-syntax");
    ground.write("project/go.mod", b"module \x1b[31mred\x1b[0m\nrequire \x1b]0;x\x07 v1\n");
    assert_eq!(both(&ground)["exit_code"], 1);
    ground.write("project/go.mod", b"");
    both(&ground);
}

#[test]
fn pipes_are_not_waited_for() {
    for name in ["project/go.mod", "project/go.sum", "project/go.work", ".netrc", ".config/go/env"]
    {
        let ground = Ground::new().refused();
        let path = ground.place(name);
        ground.write(name, "");
        fs::remove_file(&path).expect("a file");
        let made = Command::new("mkfifo").arg(&path).status().expect("mkfifo");
        assert!(made.success());
        both(&ground.unset("GOENV"));
    }
}

#[test]
fn go_mod_leads_nowhere() {
    let ground = ground();
    symlink("nowhere", ground.project().join("go.mod")).expect("a link");
    assert_eq!(both(&ground)["exit_code"], 1);
    fs::remove_file(ground.project().join("go.mod")).expect("the link");
    symlink("go.mod", ground.project().join("go.mod")).expect("a link to itself");
    assert_eq!(both(&ground)["exit_code"], 1);
}

#[test]
fn working_folder_is_gone() {
    let ground = Ground::new().refused();
    let mut command = Command::new("sh");
    let program = env!("CARGO_BIN_EXE_gomod-doctor");
    let script = format!("rm -r ../project; exec {program} --format json");
    let inner = ground.command(&[]);
    command.args(["-c", &script]).current_dir(ground.project()).env_clear();
    command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let ended = start(command).end();
    sound(&ended);
    assert!(matches!(ended.code, Some(1 | 2)), "{ended:?}");
}

#[test]
fn folder_is_nowhere() {
    let ground = Ground::new().refused();
    for folder in ["/nowhere/at/all", "go.mod", ""] {
        let ended = ground.run(&["-C", folder]);
        sound(&ended);
        if !folder.is_empty() {
            assert_eq!(ended.code, Some(2), "{ended:?}");
        }
    }
}

#[test]
fn cache_is_a_file() {
    let ground = Ground::new().healthy();
    ground.write("cache", "no folder");
    let cache = ground.place("cache");
    both(&ground.set("GOMODCACHE", &cache));
}

#[test]
fn env_file_is_a_folder() {
    let ground = Ground::new().refused();
    let home = ground.place("");
    assert_eq!(both(&ground.set("GOENV", &home))["exit_code"], 1);
}
