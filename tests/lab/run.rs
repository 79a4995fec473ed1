//! Runs commands as a person in the world would: clean environment, own home, a time limit.

use std::fs::File;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use crate::world::{World, place};

/// What outlives a command is waited for so long.
const LEFT_OVER: Duration = Duration::from_secs(1);

/// How a command ended and what it printed.
pub(crate) struct Outcome {
    /// The exit code; 128 and the signal's number after a signal; nothing where it was still
    /// running at the limit.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) took: Duration,
}

/// The real go: `GOMOD_DOCTOR_LAB_GO`, the one on PATH, or the one in its usual place.
pub(crate) fn real_go() -> Option<&'static Path> {
    static GO: OnceLock<Option<PathBuf>> = OnceLock::new();
    let found = GO.get_or_init(|| {
        let named = std::env::var_os("GOMOD_DOCTOR_LAB_GO").map(PathBuf::from);
        let folders = std::env::var_os("PATH").unwrap_or_default();
        let on_path = std::env::split_paths(&folders).map(|folder| folder.join("go"));
        let usual = PathBuf::from("/usr/local/go/bin/go");
        named.into_iter().chain(on_path).chain([usual]).find(|go| go.is_file())
    });
    found.as_deref()
}

impl World {
    /// Types the script into a shell in the module's folder.
    pub(crate) fn shell(&self, script: &str, limit: Duration) -> Outcome {
        self.run(Command::new("/bin/sh").args(["-c", script]), limit)
    }

    /// Runs the command in the module's folder, in this world's environment and no other.
    pub(crate) fn run(&self, command: &mut Command, limit: Duration) -> Outcome {
        let start = Instant::now();
        let papers = place("").join("papers");
        std::fs::create_dir_all(&papers).expect("a folder for output");
        let papers = tempfile::tempdir_in(papers).expect("a folder for output");
        let (stdout, stderr) = (papers.path().join("out"), papers.path().join("err"));
        let mut restrained = self.restrained.then(|| without_override(command));
        let command = restrained.as_mut().unwrap_or(command);
        let mut child = command
            .env_clear()
            .envs(self.environment())
            .current_dir(place("work"))
            .stdin(Stdio::null())
            .stdout(File::create(&stdout).expect("a file for stdout"))
            .stderr(File::create(&stderr).expect("a file for stderr"))
            .process_group(0)
            .spawn()
            .unwrap_or_else(|error| panic!("{command:?}: {error}"));
        let code = wait(&mut child, limit);
        end_with(&child);
        Outcome { code, stdout: read(&stdout), stderr: read(&stderr), took: start.elapsed() }
    }

    fn environment(&self) -> Vec<(String, String)> {
        let text = |below: &str| place(below).display().to_string();
        let own = [
            ("PATH", self.search_path()),
            ("HOME", text("home")),
            ("TMPDIR", text("tmp")),
            ("LANG", "C.UTF-8".to_owned()),
            ("GOTOOLCHAIN", "local".to_owned()),
        ];
        let own = own.map(|(name, value)| (name.to_owned(), value));
        own.into_iter().chain(self.environment.clone()).collect()
    }

    fn search_path(&self) -> String {
        let go = real_go().expect("go, since the scenario has begun");
        if let Some(missing) = self.missing {
            return lonely_folder(go, missing, &["git"]).display().to_string();
        }
        if let Some(programs) = self.programs {
            return lonely_folder(go, "", programs).display().to_string();
        }
        let go = go.parent().expect("go stands in a folder");
        format!("{}:/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", go.display())
    }
}

/// The same by a root that owners and modes hold for, as for anybody else.
fn without_override(command: &Command) -> Command {
    let mut restrained = Command::new("/usr/bin/setpriv");
    restrained.arg("--bounding-set=-dac_override,-dac_read_search");
    restrained.arg(command.get_program()).args(command.get_args());
    restrained
}

/// A folder with go, these programs and the few tools that a shell needs, except the one that
/// is missing.
fn lonely_folder(go: &Path, missing: &str, programs: &[&'static str]) -> PathBuf {
    let usual = ["sh", "ls", "cat", "env"].iter().chain(programs);
    let tools = usual.map(|tool| (*tool, Path::new("/usr/bin").join(tool)));
    for (tool, source) in tools.chain([("go", go.to_owned())]) {
        let target = place("bin").join(tool);
        if tool != missing && !target.exists() {
            std::os::unix::fs::symlink(source, target).ok();
        }
    }
    place("bin")
}

fn wait(child: &mut Child, limit: Duration) -> Option<i32> {
    let start = Instant::now();
    while start.elapsed() < limit {
        if let Some(status) = child.try_wait().expect("waiting for a command") {
            return Some(code(status));
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let group = rustix::process::Pid::from_child(child);
    rustix::process::kill_process_group(group, rustix::process::Signal::KILL).ok();
    child.wait().expect("the end of a command");
    None
}

/// go does not wait for the git that it runs where it ends early: what that still sends
/// is none of whoever is run next.
fn end_with(child: &Child) {
    let group = rustix::process::Pid::from_child(child);
    let start = Instant::now();
    while rustix::process::test_kill_process_group(group).is_ok() && start.elapsed() < LEFT_OVER {
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn code(status: ExitStatus) -> i32 {
    use std::os::unix::process::ExitStatusExt as _;
    status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or_default())
}

fn read(path: &Path) -> String {
    String::from_utf8_lossy(&std::fs::read(path).expect("a command's output")).into_owned()
}
