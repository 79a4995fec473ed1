//! A GOPROXY of files, a module that needs some of it, and the cache that the real go
//! makes of it.

use crate::zip::stored;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The module that most is done to.
pub(crate) const MODULE: &str = "example.com/a";
pub(crate) const VERSION: &str = "v1.0.0";

pub(crate) struct Ground {
    folder: TempDir,
}

/// What the tool has said.
pub(crate) struct Told {
    pub(crate) code: i32,
    pub(crate) report: Value,
}

/// Nothing can be told here without the real go.
pub(crate) fn has_go() -> bool {
    let has = Command::new("go").arg("version").output().is_ok();
    let required = std::env::var("GOMOD_DOCTOR_REQUIRE_LAB").is_ok_and(|value| value == "1");
    assert!(has || !required, "go is not installed");
    if !has {
        println!("skipped: go is not installed");
    }
    has
}

impl Ground {
    /// Three modules, downloaded, unpacked and built with.
    pub(crate) fn new() -> Self {
        let ground = Self::empty();
        ground.publish(MODULE, "package a\n\nfunc A() int { return 1 }\n");
        ground.publish("example.com/Upper/b", "package b\n\nconst B = 2\n");
        ground.publish("example.com/c/v2", "package c\n\nconst C = 3\n");
        ground.write(
            "project/main.go",
            "package main\n\nimport (\n\t\"example.com/Upper/b\"\n\t\"example.com/a\"\n\t\"example.com/c/v2\"\n)\n\nfunc main() { println(a.A(), b.B, c.C) }\n",
        );
        ground.write(
            "project/go.mod",
            "module example.com/me\n\ngo 1.21\n\nrequire (\n\texample.com/Upper/b v1.0.0\n\texample.com/a v1.0.0\n\texample.com/c/v2 v2.0.0\n)\n",
        );
        ground.must(&["mod", "tidy"]);
        ground.must(&["mod", "download"]);
        ground.must(&["build", "-o", "/dev/null", "."]);
        ground.must(&["mod", "verify"]);
        ground
    }

    /// A folder with a project, and nothing in it.
    pub(crate) fn empty() -> Self {
        let ground = Self { folder: TempDir::new().unwrap() };
        fs::create_dir(ground.path("project")).unwrap();
        ground
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    pub(crate) fn write(&self, below: &str, content: impl AsRef<[u8]>) {
        let path = self.path(below);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// A version of a module in the GOPROXY, of two folders.
    pub(crate) fn publish(&self, module: &str, code: &str) {
        let version = version_of(module);
        let gomod = format!("module {module}\n\ngo 1.21\n");
        let file = |name: &str, text: &str| (format!("{module}@{version}/{name}"), text.to_owned());
        let long = format!("package inner\n\n// {}\n", "words ".repeat(40_000));
        let files = [
            file("go.mod", &gomod),
            file("code.go", code),
            file("inner/empty.txt", ""),
            file("inner/inner.go", &long),
        ];
        let folder = format!("proxy/{}/@v", escaped(module));
        self.write(&format!("{folder}/list"), format!("{version}\n"));
        self.write(&format!("{folder}/{version}.mod"), &gomod);
        let info = format!("{{\"Version\":\"{version}\",\"Time\":\"2024-03-01T10:00:00Z\"}}");
        self.write(&format!("{folder}/{version}.info"), info);
        self.write(&format!("{folder}/{version}.zip"), stored(&files));
    }

    /// A file of a module in the cache's `download`, by its ending.
    pub(crate) fn file(&self, ending: &str) -> PathBuf {
        self.path(&format!("cache/cache/download/{MODULE}/@v/{VERSION}.{ending}"))
    }

    /// The unpacked module, or what lies in it.
    pub(crate) fn unpacked(&self, below: &str) -> PathBuf {
        self.path(&format!("cache/{MODULE}@{VERSION}/{below}"))
    }

    pub(crate) fn command(&self, program: &str, words: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(words).current_dir(self.path("project")).env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", self.path("home")).env("GOMODCACHE", self.path("cache"));
        command.env("GOCACHE", gocache()).env("GOTOOLCHAIN", "local").env("GOSUMDB", "off");
        command.env("GOPROXY", format!("file://{}", self.path("proxy").display()));
        // So that the temporary folder can be cleared away.
        command.env("GOFLAGS", "-modcacherw");
        command
    }

    pub(crate) fn go(&self, words: &[&str]) -> Output {
        self.command("go", words).output().unwrap()
    }

    /// go, where it has to succeed.
    pub(crate) fn must(&self, words: &[&str]) {
        let went = self.go(words);
        assert!(went.status.success(), "go {words:?}: {}", String::from_utf8_lossy(&went.stderr));
    }

    pub(crate) fn goes(&self, words: &[&str]) -> bool {
        self.go(words).status.success()
    }

    pub(crate) fn tool(&self, words: &[&str]) -> Output {
        self.command(env!("CARGO_BIN_EXE_gomod-doctor"), words).output().unwrap()
    }

    /// `verify`, as a script reads it.
    pub(crate) fn verify(&self) -> Told {
        self.told(&["verify", "--format", "json"])
    }

    pub(crate) fn told(&self, words: &[&str]) -> Told {
        Told::of(&self.tool(words))
    }

    /// `verify` with an eye on its memory, in kB.
    pub(crate) fn watched(&self) -> (Told, u64, Duration) {
        let mut command =
            self.command(env!("CARGO_BIN_EXE_gomod-doctor"), &["verify", "--format", "json"]);
        let start = Instant::now();
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut peak = 0;
        while child.try_wait().unwrap().is_none() {
            peak = peak.max(peak_of(child.id()));
            thread::sleep(Duration::from_millis(5));
            assert!(start.elapsed() < Duration::from_mins(2), "it does not end");
        }
        let took = start.elapsed();
        (Told::of(&child.wait_with_output().unwrap()), peak, took)
    }

    /// The same once more, so that go mends nothing here.
    pub(crate) fn copied(&self) -> Self {
        let copy = Self { folder: TempDir::new().unwrap() };
        for part in ["project", "proxy", "cache"] {
            let (from, to) = (self.path(part), copy.path(part));
            let copied = Command::new("cp").args(["-a", "--"]).arg(from).arg(to).status().unwrap();
            assert!(copied.success());
        }
        copy
    }

    /// Types the commands of the first fix.
    pub(crate) fn type_fix(&self, told: &Told) {
        let commands = told.report["diagnoses"][0]["fixes"][0]["commands"]["sh"].as_array();
        for command in commands.unwrap() {
            let command = command.as_str().unwrap();
            let typed = self.command("sh", &["-c", command]).output().unwrap();
            let words = String::from_utf8_lossy(&typed.stderr);
            assert!(typed.status.success(), "{command}: {words}");
        }
    }
}

impl Told {
    pub(crate) fn of(output: &Output) -> Self {
        let report = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
            panic!("{error}: {}", String::from_utf8_lossy(&output.stderr));
        });
        Self { code: output.status.code().unwrap_or(-1), report }
    }

    pub(crate) fn codes(&self) -> Vec<&str> {
        let all = self.report["diagnoses"].as_array().unwrap();
        all.iter().map(|it| it["code"].as_str().unwrap()).collect()
    }

    pub(crate) fn severity(&self) -> &str {
        self.report["diagnoses"][0]["severity"].as_str().unwrap_or("none")
    }

    /// The faults by their words, each with its path.
    pub(crate) fn harms(&self) -> Vec<(String, String)> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let checks = self.report["checks"].as_array().unwrap().iter();
        let faults = checks.filter(|check| check["evidence"]["harm"].is_string());
        faults.map(|it| (text(&it["evidence"]["harm"]), text(&it["evidence"]["path"]))).collect()
    }

    /// What is to be removed, in order.
    pub(crate) fn removed(&self) -> Vec<String> {
        let checks = self.report["checks"].as_array().unwrap().iter();
        let paths = checks.filter_map(|check| check["evidence"]["remove"].as_array()).flatten();
        let mut paths: Vec<String> = paths.map(|it| it.as_str().unwrap().to_owned()).collect();
        paths.sort();
        paths
    }

    pub(crate) fn whole(&self) -> &Value {
        let checks = self.report["checks"].as_array().unwrap();
        checks.iter().find(|check| check["id"] == "files:modcache").unwrap()
    }
}

fn version_of(module: &str) -> &'static str {
    if module.ends_with("/v2") { "v2.0.0" } else { "v1.0.0" }
}

fn escaped(module: &str) -> String {
    let mut escaped = String::new();
    for letter in module.chars() {
        if letter.is_ascii_uppercase() {
            escaped.push('!');
        }
        escaped.push(letter.to_ascii_lowercase());
    }
    escaped
}

/// Shared by all: the compiler's work is the same in each.
fn gocache() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("gocache")
}

fn peak_of(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
