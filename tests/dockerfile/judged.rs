//! What go itself does in a folder as a Dockerfile makes it.

use std::fs;
use std::path::Path;
use std::process::Command;

const GOMOD: &str = "module example.com/app\n\ngo 1.21\n\nrequire example.com/lib v1.0.0\n\nreplace example.com/lib => ./lib\n";
const LIB: &str = "module example.com/lib\n\ngo 1.21\n";

/// Files, whether they lie in GOPATH itself, the command, whether it passes.
type Case<'a> = (&'a [(&'a str, &'a str)], bool, &'a [&'a str], bool);

/// Whether `go WORDS` passes there, and what it says; nothing where there is no go.
fn go(dir: &Path, gopath: &Path, words: &[&str]) -> Option<(bool, String)> {
    let mut command = Command::new("go");
    let command = command.args(words).current_dir(dir).env("GOPATH", gopath).env("GOWORK", "");
    let command = command.env("GOPROXY", "off").env("GOFLAGS", "").env("GOTOOLCHAIN", "local");
    let ended = command.env_remove("GOMODCACHE").output().ok()?;
    Some((ended.status.success(), String::from_utf8_lossy(&ended.stderr).into_owned()))
}

fn written(dir: &Path, files: &[(&str, &str)]) {
    for (name, content) in files {
        let path = dir.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

#[test]
fn go_stops_where_we_say_so() {
    let main = ("main.go", "package main\n\nimport _ \"example.com/lib\"\n\nfunc main() {}\n");
    let lib = [("lib/go.mod", LIB), ("lib/lib.go", "package lib\n")];
    let whole = [("go.mod", GOMOD), main, lib[0], lib[1]];
    // The files, whether they lie in GOPATH itself, the command, whether it passes.
    let cases: &[Case] = &[
        (&[], false, &["mod", "download"], false),
        (&whole, true, &["mod", "download"], true),
        (&whole, true, &["build", "-o", "x", "."], true),
        (&whole, true, &["mod", "vendor"], false),
        (&whole, true, &["mod", "tidy"], false),
        (&whole, false, &["build", "-o", "x", "."], true),
        (&[("go.mod", GOMOD)], false, &["mod", "download"], false),
        (&[("go.mod", GOMOD), ("lib/go.mod", LIB)], false, &["mod", "download"], true),
        (
            &[
                ("go.mod", GOMOD),
                ("lib/go.mod", LIB),
                ("go.work", "go 1.21\n\nuse (\n\t.\n\t./more\n)\n"),
            ],
            false,
            &["mod", "download"],
            false,
        ),
    ];
    for (files, in_gopath, words, passes) in cases {
        let folder = tempfile::tempdir().unwrap();
        let (dir, gopath) = (folder.path().join("src"), folder.path().join("go"));
        fs::create_dir_all(&dir).unwrap();
        fs::create_dir_all(&gopath).unwrap();
        let dir = if *in_gopath { &gopath } else { &dir };
        written(dir, files);
        let Some((passed, said)) = go(dir, &gopath, words) else {
            eprintln!("there is no go to ask");
            return;
        };
        assert_eq!(passed, *passes, "{files:?} {words:?}: {said}");
    }
}
