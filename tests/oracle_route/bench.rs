//! Runs the same question through go and through the tool.

use crate::files::Settings;
use crate::goroot::Dice;
use crate::site::{Answers, Request, Site};
use crate::told::Told;
use crate::trust::authority;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// The hosts that the servers hold a certificate for.
const SECURE: &[&str] = &[
    "127.0.0.1",
    "s0.example",
    "s1.example",
    "a.s0.example",
    "code.example",
    "db.example",
    "golang.org",
    "sum.golang.org",
    "sum.golang.google.cn",
];

pub(crate) struct Bench {
    pub(crate) site: Site,
    pub(crate) dir: TempDir,
    pub(crate) dice: Dice,
    goroot: PathBuf,
    count: usize,
}

pub(crate) struct Trial {
    pub(crate) settings: Settings,
    pub(crate) answers: Answers,
}

/// What go did.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) heard: Vec<Request>,
    /// On stderr, with `-x`.
    pub(crate) said: String,
}

impl Bench {
    /// Nothing where there is no go, or one that is too old for GOAUTH.
    pub(crate) fn open(seed: u64) -> Option<Self> {
        let Some((goroot, minor)) = installed() else { return skipped("there is no go") };
        if minor < 24 {
            return skipped("this needs go 1.24");
        }
        let dir = TempDir::new().unwrap();
        let (pem, tls) = authority(SECURE);
        fs::write(dir.path().join("ca.pem"), pem).unwrap();
        let (site, dice) = (Site::open(&tls), Dice::new(seed));
        Some(Self { site, dir, dice, goroot, count: 0 })
    }

    /// Both answers.
    pub(crate) fn ask(&mut self, trial: &Trial) -> (Seen, Told) {
        self.count += 1;
        let home = self.dir.path().join(self.count.to_string());
        trial.settings.write(&home);
        self.site.play(trial.answers.clone());
        let wanted = format!("{}@{}", trial.answers.module, trial.answers.version);
        // First, before go writes into go.sum.
        let mut tool = self.command(env!("CARGO_BIN_EXE_gomod-doctor").as_ref(), trial, &home);
        let output = tool.args(["route", &wanted, "--format", "json"]).output().unwrap();
        let told = Told::read(&output);
        assert!(self.site.heard().is_empty(), "route has used the network");
        let mut go = self.command(&self.goroot.join("bin/go"), trial, &home);
        let output = go.args(["mod", "download", "-x", &wanted]).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let heard = std::mem::take(&mut *self.site.heard());
        fs::remove_dir_all(&home).unwrap();
        (Seen { heard, said }, told)
    }

    fn command(&self, program: &Path, trial: &Trial, home: &Path) -> Command {
        let mut command = Command::new(program);
        command.env_clear().current_dir(home.join("here")).env("HOME", home);
        command.env("PATH", self.goroot.join("bin")).env("GOPATH", home.join("gopath"));
        command.envs([("GOFLAGS", "-modcacherw"), ("GOTOOLCHAIN", "local"), ("GOWORK", "off")]);
        command.env("SSL_CERT_FILE", self.dir.path().join("ca.pem"));
        command.env("SSL_CERT_DIR", home.join("none")).envs(&trial.settings.environment);
        command
    }
}

impl Seen {
    /// Whether go asked for a URL that begins so, wherever that led.
    pub(crate) fn got(&self, start: &str) -> bool {
        let start = format!("# get {start}");
        self.said.lines().any(|line| line.starts_with(&start))
    }
}

fn installed() -> Option<(PathBuf, u32)> {
    let mut go = Command::new("go");
    let go = go.args(["env", "GOROOT", "GOVERSION"]).env("GOTOOLCHAIN", "local");
    let said = String::from_utf8(go.output().ok()?.stdout).ok()?;
    let (goroot, version) = said.trim().split_once('\n')?;
    let after = version.strip_prefix("go1.")?;
    let minor = after.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()?;
    Some((PathBuf::from(goroot), minor))
}

fn skipped<T>(why: &str) -> Option<T> {
    let required = std::env::var_os("GOMOD_DOCTOR_REQUIRE_LAB").is_some_and(|value| value == "1");
    assert!(!required, "{why}");
    eprintln!("skipped: {why}");
    None
}
