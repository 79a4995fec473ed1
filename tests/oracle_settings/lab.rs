//! go's own code, cut from the sources of the installed go and asked in bulk.

use gomod_doctor::go::toolchain::compare;
use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// The go command on this machine.
pub(crate) struct Lab {
    pub(crate) goroot: PathBuf,
    /// Without its `go`.
    pub(crate) version: String,
}

/// A program made of go's own functions, which answers questions.
pub(crate) struct Oracle {
    dir: TempDir,
}

/// The go command, or nothing where there is none; then the test says so.
pub(crate) fn lab() -> Option<&'static Lab> {
    static LAB: OnceLock<Option<Lab>> = OnceLock::new();
    LAB.get_or_init(|| Lab::find().or_else(|| skipped("there is no go"))).as_ref()
}

/// The oracle, for a go whose sources are laid out as since 1.26.
pub(crate) fn oracle() -> Option<&'static Oracle> {
    static ORACLE: OnceLock<Option<Oracle>> = OnceLock::new();
    let build = || match lab() {
        Some(lab) if compare(&lab.version, "1.26").is_lt() => skipped("go is older than 1.26"),
        lab => lab.map(Oracle::build),
    };
    ORACLE.get_or_init(build).as_ref()
}

fn skipped<T>(why: &str) -> Option<T> {
    let required = std::env::var_os("GOMOD_DOCTOR_REQUIRE_LAB").is_some_and(|value| value == "1");
    assert!(!required, "{why}");
    eprintln!("skipped: {why}");
    None
}

/// The go command of this machine, and those of the GOROOTs that
/// `GOMOD_DOCTOR_LAB_GOROOTS` lists like a PATH.
pub(crate) fn labs() -> Vec<Lab> {
    let own = lab().map(|lab| lab.goroot.clone());
    let listed = std::env::var_os("GOMOD_DOCTOR_LAB_GOROOTS").unwrap_or_default();
    let all = own.into_iter().chain(std::env::split_paths(&listed));
    all.filter(|root| root.is_absolute()).filter_map(Lab::of).collect()
}

impl Lab {
    fn of(goroot: PathBuf) -> Option<Self> {
        let version = fs::read_to_string(goroot.join("VERSION")).ok()?;
        let version = version.lines().next()?.strip_prefix("go")?.to_owned();
        Some(Self { goroot, version })
    }

    fn find() -> Option<Self> {
        let mut go = Command::new("go");
        let output = go.args(["env", "GOROOT"]).env("GOTOOLCHAIN", "local").output().ok()?;
        let goroot = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
        Self::of(goroot)
    }

    pub(crate) fn go(&self) -> Command {
        Command::new(self.goroot.join("bin/go"))
    }
}

impl Oracle {
    fn build(lab: &Lab) -> Self {
        let oracle = Self { dir: TempDir::new().expect("a directory") };
        let (root, sources) = (oracle.dir.path(), lab.goroot.join("src"));
        copy(&sources.join("cmd/vendor/golang.org/x/mod"), root);
        copy(&sources.join("internal/gover"), &root.join("gover"));
        copy(&sources.join("cmd/internal/quoted"), &root.join("quoted"));
        let ours = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/settings");
        copy(&ours, &root.join("oracle"));
        // The go line decides on GODEBUG defaults: they must be those of cmd/go.
        let go_mod = fs::read_to_string(sources.join("cmd/go.mod")).expect("go.mod");
        let line = go_mod.lines().find(|line| line.starts_with("go ")).expect("a go line");
        fs::write(root.join("go.mod"), format!("module golang.org/x/mod\n\n{line}\n"))
            .expect("go.mod");
        fs::write(root.join("oracle/cut.go"), cut(&sources.join("cmd/go/internal")))
            .expect("cut.go");
        let mut go = lab.go();
        go.args(["build", "-tags=assembled", "-o", "answers", "./oracle"]).current_dir(root);
        go.envs([("GOTOOLCHAIN", "local"), ("GOWORK", "off"), ("GOFLAGS", "")]);
        let output = go.output().expect("go runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        oracle
    }

    /// go's answers to `ask` about each case.
    pub(crate) fn ask(&self, ask: &str, cases: &[Vec<String>]) -> Vec<Vec<String>> {
        let mut child = Command::new(self.dir.path().join("answers"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("the oracle starts");
        let mut stdin = child.stdin.take().expect("stdin");
        let question = |args| json!({"Ask": ask, "Args": args}).to_string() + "\n";
        let questions: Vec<String> = cases.iter().map(question).collect();
        let writer = std::thread::spawn(move || stdin.write_all(questions.concat().as_bytes()));
        let output = child.wait_with_output().expect("the oracle ends");
        writer.join().expect("no panic").expect("all is asked");
        let answers: Vec<Vec<String>> =
            String::from_utf8_lossy(&output.stdout).lines().map(strings).collect();
        assert_eq!(answers.len(), cases.len());
        answers
    }
}

fn strings(line: &str) -> Vec<String> {
    serde_json::from_str::<Value>(line)
        .expect("JSON")
        .as_array()
        .expect("a list")
        .iter()
        .map(|text| text.as_str().expect("text").to_owned())
        .collect()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a directory");
    for entry in fs::read_dir(from).expect("go's sources") {
        let entry = entry.expect("an entry");
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if source.is_dir() {
            copy(&source, &target);
        } else if !source.to_string_lossy().ends_with("_test.go") {
            fs::write(&target, fs::read(&source).expect("a source")).expect("a copy");
        }
    }
}

/// The functions under test, from go's files.
fn cut(internal: &Path) -> String {
    let read = |file: &str| fs::read_to_string(internal.join(file)).expect("go's source");
    let (proxy, sumdb, key) =
        (read("modfetch/proxy.go"), read("modfetch/sumdb.go"), read("modfetch/key.go"));
    let join = ["web/api.go", "web/url.go"].map(read).concat();
    let mut file = String::from(IMPORTS);
    for (source, start) in [
        (&proxy, "var proxyOnce "),
        (&proxy, "type proxySpec "),
        (&proxy, "func proxyList("),
        (&proxy, "type proxyRepo "),
        (&proxy, "func newProxyRepo("),
        (&proxy, "func (p *proxyRepo) getBody("),
        (&proxy, "func pathEscape("),
        (&sumdb, "func useSumDB("),
        (&sumdb, "func dbDial("),
        (&key, "var knownGOSUMDB "),
        (&join, "func Join("),
    ] {
        file.push_str(declaration(source, start));
    }
    file
}

const IMPORTS: &str = r#"package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"os"
	pathpkg "path"
	"path/filepath"
	"strings"
	"sync"

	"golang.org/x/mod/module"
	"golang.org/x/mod/sumdb"
	"golang.org/x/mod/sumdb/note"
)

"#;

/// From the line that starts so to the line that closes it in the first column.
fn declaration<'s>(source: &'s str, start: &str) -> &'s str {
    let from = source.find(&format!("\n{start}")).unwrap_or_else(|| panic!("{start} is gone")) + 1;
    let length = source[from..].find("\n}\n").expect("its end") + 3;
    &source[from..from + length]
}
