//! A setting is told with the place that it was made in.

use crate::tool::Ground;

fn told(ground: &Ground) -> String {
    ground
        .run(&["--lang", "en", "--offline", "--for", "sh"])
        .stdout
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn a_line_of_a_profile() {
    let ground = Ground::new().set("GOPROXY", "off");
    ground.write(".bashrc", "# x\nexport GOPROXY=direct\nexport GOPROXY='off'\n");
    let (told, path) = (told(&ground), ground.place(".bashrc"));
    assert!(told.contains(&format!("GOPROXY=off (environment, line 3 of {path})")), "{told}");
    assert!(told.contains(&format!("change it where it is set: line 3 of {path}.")), "{told}");
}

#[test]
fn a_line_of_the_go_env_file() {
    let ground = Ground::new();
    ground.write(".config/go/env", "GOPRIVATE=x.example\nGOPROXY=off\n");
    let (told, path) = (told(&ground), ground.place(".config/go/env"));
    assert!(told.contains(&format!("GOPROXY=off (go env -w, line 2 of {path})")), "{told}");
}

#[test]
fn a_line_that_a_variable_comes_before() {
    let ground = Ground::new().set("GOPROXY", "off");
    ground.write(".config/go/env", "GOPROXY=https://goproxy.cn\n");
    let (told, path) = (told(&ground), ground.place(".config/go/env"));
    let before =
        format!("GOPROXY=off (environment; before `https://goproxy.cn` in line 1 of {path})");
    assert!(told.contains(&before), "{told}");
}

#[test]
fn of_sudo() {
    let ground = Ground::new().set("GOPROXY", "off").set("SUDO_USER", "dev");
    assert!(told(&ground).contains("what sudo passes on"), "{}", told(&ground));
}

#[test]
fn a_working_folder_that_is_gone() {
    let ground = Ground::new();
    ground.write("project/below/go.mod", "module corp.example/below\n");
    let mut command = std::process::Command::new("/bin/sh");
    let tool = env!("CARGO_BIN_EXE_gomod-doctor");
    let script = format!("rm -r \"$PWD\"; exec '{tool}' --lang en --format json");
    command.args(["-c", &script]).current_dir(ground.project().join("below"));
    let output = command.output().expect("a shell");
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("a document");
    assert_eq!(output.status.code(), Some(1), "{report:#}");
    assert_eq!(report["diagnoses"][0]["code"], "project-files-inaccessible", "{report:#}");
}
