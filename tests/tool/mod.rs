//! The real program, run in a home of its own where nothing is set that a test
//! does not set.

#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// No run of these tests may last longer.
const LIMIT: Duration = Duration::from_secs(30);

/// A home, a module that needs one other, and a go: the machine's own, else files
/// that look like one.
pub(crate) struct Ground {
    home: TempDir,
    variables: Vec<(String, String)>,
    arguments: Vec<String>,
    project: PathBuf,
}

/// A run that has ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) wall: Duration,
    /// `VmHWM`, in kB, as it was last seen.
    pub(crate) peak: u64,
}

/// A run under way.
pub(crate) struct Running {
    child: Child,
    start: Instant,
}

impl Ground {
    pub(crate) fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder for the home");
        let project = home.path().join("project");
        fs::create_dir(&project).expect("a folder for the module");
        let ground = Self { home, variables: Vec::new(), arguments: Vec::new(), project };
        ground.write("project/go.mod", GO_MOD);
        let path = ground.path();
        ground.set("PATH", &path).set("GOTOOLCHAIN", "local").set("GOSUMDB", "off")
    }

    /// Sets a variable for all runs.
    pub(crate) fn set(mut self, name: &str, value: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Takes a variable from all runs.
    pub(crate) fn unset(mut self, name: &str) -> Self {
        self.variables.retain(|(known, _)| known != name);
        self
    }

    /// Gives all runs these arguments first.
    pub(crate) fn with(mut self, arguments: &[&str]) -> Self {
        self.arguments.extend(arguments.iter().map(|it| (*it).to_owned()));
        self
    }

    /// A GOPROXY of files that has all that the module needs.
    pub(crate) fn healthy(self) -> Self {
        for (name, content) in [("list", "v1.0.0\n"), ("v1.0.0.mod", "module corp.example/a\n")] {
            self.write(&format!("proxy/corp.example/a/@v/{name}"), content);
        }
        let info = r#"{"Version":"v1.0.0","Time":"2020-01-01T00:00:00Z"}"#;
        self.write("proxy/corp.example/a/@v/v1.0.0.info", info);
        self.write("proxy/corp.example/a/@v/v1.0.0.zip", NO_FILES);
        let url = format!("file://{}", self.place("proxy"));
        self.set("GOPROXY", &url)
    }

    /// A GOPROXY that refuses every connection.
    pub(crate) fn refused(self) -> Self {
        self.set("GOPROXY", &format!("http://127.0.0.1:{}", unused_port()))
    }

    /// An absolute path below the home.
    pub(crate) fn place(&self, name: &str) -> String {
        self.home.path().join(name).to_str().expect("a path of text").to_owned()
    }

    pub(crate) fn write(&self, name: &str, content: impl AsRef<[u8]>) {
        let path = self.home.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.home.path().join(name)).expect("a file of text")
    }

    pub(crate) fn project(&self) -> &Path {
        &self.project
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gomod-doctor"));
        command.env_clear().env("HOME", self.home.path()).envs(self.variables.iter().cloned());
        command.args(&self.arguments).args(arguments).current_dir(&self.project);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        start(self.command(arguments)).end()
    }

    pub(crate) fn start(&self, arguments: &[&str]) -> Running {
        start(self.command(arguments))
    }

    fn path(&self) -> String {
        let path = std::env::var("PATH").unwrap_or_default();
        if std::env::split_paths(&path).any(|folder| folder.join("go").is_file()) {
            return path;
        }
        self.write("goroot/VERSION", "go1.26.0\ntime 2026-02-01T00:00:00Z\n");
        let shipped = "GOPROXY=https://proxy.golang.org,direct\nGOSUMDB=sum.golang.org\n";
        self.write("goroot/go.env", shipped);
        self.write("goroot/bin/go", "#!/bin/sh\nexit 1\n");
        allow_run(&self.home.path().join("goroot/bin/go"));
        format!("{}:{path}", self.place("goroot/bin"))
    }
}

const GO_MOD: &str = "module corp.example/me\n\ngo 1.21\n\nrequire corp.example/a v1.0.0\n";
/// The end of a zip that holds nothing.
const NO_FILES: &[u8] = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

fn allow_run(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a mode");
}

/// A port of this machine where nobody listens.
pub(crate) fn unused_port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("its address").port()
}

pub(crate) fn start(mut command: Command) -> Running {
    let start = Instant::now();
    Running { child: command.spawn().expect("the program"), start }
}

impl Running {
    /// Sends a signal by its name, such as `INT`.
    pub(crate) fn signal(&self, name: &str) {
        let kill = format!("kill -{name} {}", self.child.id());
        let sent = Command::new("sh").args(["-c", &kill]).status();
        assert!(sent.expect("a shell").success(), "{kill}");
    }

    pub(crate) fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Waits for its end and reads all that it prints; ends it after `LIMIT`.
    pub(crate) fn end(mut self) -> Ended {
        let stdout = self.child.stdout.take().map(reader);
        let stderr = self.child.stderr.take().map(reader);
        let (mut peak, mut status) = (0, None);
        while status.is_none() {
            peak = peak.max(peak_of(self.child.id()));
            thread::sleep(Duration::from_millis(5));
            status = self.child.try_wait().expect("a child");
            if self.start.elapsed() > LIMIT {
                self.child.kill().expect("an end");
            }
        }
        let wall = self.start.elapsed();
        let text = |it: Option<JoinHandle<String>>| it.map(|it| it.join().expect("text"));
        Ended {
            code: status.and_then(|status| status.code()),
            stdout: text(stdout).unwrap_or_default(),
            stderr: text(stderr).unwrap_or_default(),
            wall,
            peak,
        }
    }
}

fn reader(mut pipe: impl std::io::Read + Send + 'static) -> JoinHandle<String> {
    thread::spawn(move || {
        let mut content = Vec::new();
        pipe.read_to_end(&mut content).expect("an open pipe");
        String::from_utf8(content).expect("UTF-8")
    })
}

/// The most memory that a process has held so far, in kB.
fn peak_of(id: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}
