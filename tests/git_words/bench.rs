//! git in a home of its own, asked for the references of a repository.

use gomod_doctor::go::vcs::Tool;
use gomod_doctor::model::VcsFault;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// No git may take longer.
const LIMIT: Duration = Duration::from_secs(30);

/// Where git runs, and how it is set.
pub(crate) struct Bench {
    home: TempDir,
    variables: Vec<(String, String)>,
}

/// What git said in the end.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Bench {
    /// Nothing where there is no git.
    pub(crate) fn open() -> Option<Self> {
        let found = Command::new("git").arg("version").stdout(Stdio::null()).status().is_ok();
        let required = std::env::var_os("GOMOD_DOCTOR_REQUIRE_LAB").is_some_and(|it| it == "1");
        assert!(found || !required, "there is no git");
        let home = tempfile::tempdir().unwrap();
        found.then_some(Self { home, variables: Vec::new() })
    }

    /// The same with this as `~/.gitconfig`.
    pub(crate) fn config(self, content: &str) -> Self {
        self.write(".gitconfig", content);
        self
    }

    pub(crate) fn set(mut self, name: &str, value: impl Into<String>) -> Self {
        self.variables.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.place(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn place(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// As go runs it: no prompts, its own words.
    pub(crate) fn git(&self, words: &[&str]) -> Said {
        let mut git = Command::new("git");
        git.args(words).current_dir(self.home.path()).env_clear();
        git.env("PATH", std::env::var_os("PATH").unwrap_or_default()).env("HOME", self.home.path());
        git.envs([("LC_ALL", "C"), ("GIT_TERMINAL_PROMPT", "0"), ("GIT_CONFIG_NOSYSTEM", "1")]);
        git.envs(self.variables.iter().cloned()).stdin(Stdio::null());
        git.stdout(fs::File::create(self.place("stdout")).unwrap());
        git.stderr(fs::File::create(self.place("stderr")).unwrap());
        let code = ended(git);
        let read = |name: &str| read(&self.place(name));
        Said { code, stdout: read("stdout"), stderr: read("stderr") }
    }

    pub(crate) fn list(&self, url: &str) -> Said {
        self.git(&["ls-remote", "-q", url])
    }

    /// Asserts what its words are taken for, and gives them.
    #[track_caller]
    pub(crate) fn fails(&self, url: &str, expected: &str) -> String {
        let said = self.list(url);
        assert_ne!(said.code, 0, "{url}: {said:?}");
        assert_eq!(kind(&said), expected, "{url}: {}", said.stderr);
        said.stderr
    }
}

fn ended(mut git: Command) -> i32 {
    let start = Instant::now();
    let mut child = git.spawn().unwrap();
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status.code().unwrap_or(-1);
        }
        if start.elapsed() > LIMIT {
            child.kill().unwrap();
        }
        thread::sleep(Duration::from_millis(5));
    }
}

fn read(path: &Path) -> String {
    String::from_utf8_lossy(&fs::read(path).unwrap()).into_owned()
}

/// The variant, and what it holds beside words: `server-error/503`.
pub(crate) fn kind(said: &Said) -> String {
    let fault = VcsFault::of(Tool::Git, said.code, said.stderr.as_bytes());
    let told = serde_json::to_value(&fault).unwrap();
    let more = ["how", "asked", "status"].iter().filter_map(|name| told.get(name));
    let more = more.filter(|it| !it.is_null()).map(|it| format!("/{it}").replace('"', ""));
    format!("{}{}", told["vcs"].as_str().unwrap(), more.collect::<String>())
}

/// A port of this machine where nobody listens.
pub(crate) fn closed() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.local_addr().unwrap().to_string()
}

pub(crate) fn line(text: &str) -> String {
    format!("{:04x}{text}", text.len() + 4)
}

/// A repository with one branch, as `git http-backend` lists it.
pub(crate) fn listing() -> String {
    let id = "0123456789012345678901234567890123456789";
    let first = line("# service=git-upload-pack\n");
    let branch = line(&format!("{id} refs/heads/main\0agent=git/2.39.5\n"));
    format!("{first}0000{branch}0000")
}

pub(crate) const LISTED: &[u8] = b"Content-Type: application/x-git-upload-pack-advertisement\r\n";
