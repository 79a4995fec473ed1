//! The machine's own go as the judge: builds a small Go program, where needed
//! from pieces of go's own source, and asks it many questions at once.
#![allow(dead_code)]

use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A built Go program that answers a JSON array on stdin with one on stdout.
pub(crate) struct Judge {
    folder: TempDir,
    /// `go1.26.8`
    pub(crate) version: String,
}

impl Judge {
    /// Builds `tests/oracle/<topic>` as it stands; nothing where go is missing or
    /// older than 1.`since`.
    pub(crate) fn of(topic: &str, since: u32) -> Option<Self> {
        let judge = Self::new(since)?;
        judge.build(&oracle(), &["./".to_owned() + topic]);
        Some(judge)
    }

    /// Builds `tests/oracle/<topic>` in a module of its own, beside pieces of
    /// the machine's GOROOT: `(path below src, path in the module)`. Of
    /// `file.go#func name` the one function is added to the file in the module.
    /// The import paths in `moved` are rewritten in all of them.
    pub(crate) fn beside(
        topic: &str,
        since: u32,
        pieces: &[(&str, &str)],
        moved: &[(&str, &str)],
    ) -> Option<Self> {
        let judge = Self::new(since)?;
        let root = judge.folder.path().join("module");
        copy(&oracle().join(topic), &root, &|text| text);
        let source = PathBuf::from(go_env("GOROOT")).join("src");
        for (from, to) in pieces {
            let change = |text: String| {
                let moved = moved.iter();
                moved.fold(text, |text, (old, new)| text.replace(old, new))
            };
            match from.split_once('#') {
                Some((file, start)) => {
                    let text = fs::read_to_string(source.join(file)).unwrap();
                    add(&root.join(to), &change(declaration(&text, start)));
                }
                None => copy(&source.join(from), &root.join(to), &change),
            }
        }
        fs::write(root.join("go.mod"), format!("module lab\n\ngo 1.{}\n", judge.minor())).unwrap();
        judge.build(&root, &["-tags=goroot".into(), ".".into()]);
        Some(judge)
    }

    pub(crate) fn ask(&self, questions: &Value) -> Vec<Value> {
        let mut child = Command::new(self.program())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let text = questions.to_string();
        let mut input = child.stdin.take().unwrap();
        let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
        let output = child.wait_with_output().unwrap();
        writer.join().unwrap().unwrap();
        assert!(output.status.success(), "the judge stopped");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The minor release: 26 for go1.26.8.
    pub(crate) fn minor(&self) -> u32 {
        let after = self.version.split('.').nth(1).unwrap_or_default();
        let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    }

    fn new(since: u32) -> Option<Self> {
        if Command::new("go").arg("version").output().is_err() {
            return skip("go is not installed");
        }
        let judge = Self { folder: TempDir::new().unwrap(), version: go_env("GOVERSION") };
        if judge.minor() < since {
            return skip(&format!("this needs go 1.{since}"));
        }
        Some(judge)
    }

    fn program(&self) -> PathBuf {
        self.folder.path().join("judge")
    }

    fn build(&self, root: &Path, what: &[String]) {
        let built =
            go(root).arg("build").arg("-o").arg(self.program()).args(what).status().unwrap();
        assert!(built.success(), "the judge does not compile");
    }
}

/// The function of a Go file that begins with `start`.
fn declaration(text: &str, start: &str) -> String {
    let from = text.find(start).unwrap_or_else(|| panic!("no {start}"));
    let end = text[from..].find("\n}\n").unwrap();
    text[from..from + end + 3].to_owned()
}

fn add(file: &Path, text: &str) {
    let before = fs::read_to_string(file).unwrap();
    fs::write(file, format!("{before}\n{text}")).unwrap();
}

fn skip(why: &str) -> Option<Judge> {
    let required = std::env::var("GOMOD_DOCTOR_REQUIRE_LAB").is_ok_and(|value| value == "1");
    assert!(!required, "{why}");
    println!("skipped: {why}");
    None
}

/// A go that reads no settings of the person who runs the tests.
fn go(folder: &Path) -> Command {
    let mut command = Command::new("go");
    command
        .current_dir(folder)
        .env("GOENV", "off")
        .env("GOFLAGS", "-mod=mod")
        .env("GOWORK", "off")
        .env("GOPROXY", "off")
        .env("GOTOOLCHAIN", "local")
        .env("CGO_ENABLED", "0");
    command
}

fn go_env(name: &str) -> String {
    let output = go(&std::env::temp_dir()).args(["env", name]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn oracle() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle")
}

/// Copies a Go file, or a folder of them without its tests.
fn copy(from: &Path, to: &Path, change: &dyn Fn(String) -> String) {
    if from.is_file() {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        let text = fs::read_to_string(from).unwrap();
        fs::write(to, change(text)).unwrap();
        return;
    }
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let go = path.extension().is_some_and(|end| end == "go");
        if path.is_dir() && name != "testdata" || go && !name.ends_with("_test.go") {
            copy(&path, &to.join(name), change);
        }
    }
}

/// Random enough, and the same in every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    pub(crate) fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    /// Up to `most` pieces, one after the other.
    pub(crate) fn some(&mut self, from: &[&str], most: usize) -> String {
        let count = self.below(most + 1);
        (0..count).map(|_| self.pick(from)).collect()
    }
}
