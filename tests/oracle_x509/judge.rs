//! The built judge, what it is asked and how its answers are compared.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use gomod_doctor::base::Excerpt;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) chain: Vec<String>,
    pub(crate) roots: Vec<String>,
    pub(crate) host: String,
    pub(crate) now: i64,
    pub(crate) want: String,
    pub(crate) chains: usize,
}

/// A whole message as a reader sees it: one line of printable characters.
pub(crate) fn line(text: &str) -> Excerpt {
    Excerpt::of(text.as_bytes(), 100_000)
}

pub(crate) fn excerpt(text: &str) -> Excerpt {
    Excerpt::text(text)
}

/// A plain generator: the cases are the same on every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

pub(crate) fn ders(texts: &[String]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| der(text)).collect()
}

pub(crate) fn der(text: &str) -> Vec<u8> {
    STANDARD.decode(text).unwrap()
}

/// The judge's answer, or nothing where go is missing.
pub(crate) fn ask<T: DeserializeOwned>(args: &[&str], input: Option<&[Vec<u8>]>) -> Option<T> {
    let mut child = Command::new(oracle()?)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let texts: Vec<String> = input
        .iter()
        .copied()
        .flatten()
        .map(|bytes| STANDARD.encode(bytes))
        .collect();
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let _ = stdin.write_all(&serde_json::to_vec(&texts).unwrap());
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    assert!(output.status.success());
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

/// The release whose rules are ported.
const RELEASE: &str = "go1.26";

/// The built judge, once for all tests.
fn oracle() -> Option<&'static PathBuf> {
    static BUILT: OnceLock<Option<(tempfile::TempDir, PathBuf)>> = OnceLock::new();
    let built = BUILT.get_or_init(|| {
        let version = version().unwrap_or_else(|| "no go".to_owned());
        if version.starts_with(RELEASE) {
            return Some(build());
        }
        let required = std::env::var_os("GOMOD_DOCTOR_REQUIRE_LAB").is_some_and(|v| v == "1");
        assert!(!required, "{RELEASE} is required, here is {version}");
        println!("skipped: {RELEASE} is wanted, here is {version}");
        None
    });
    built.as_ref().map(|(_, path)| path)
}

fn version() -> Option<String> {
    let output = go().args(["env", "GOVERSION"]).output().ok()?;
    String::from_utf8(output.stdout).ok()
}

fn build() -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("oracle");
    let built = go().args(["build", "-o"]).arg(&path).arg("./x509").status();
    assert!(built.unwrap().success());
    (dir, path)
}

fn go() -> Command {
    let mut go = Command::new("go");
    go.current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle"));
    go
}
