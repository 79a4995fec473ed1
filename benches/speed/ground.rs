//! A folder with a module, an empty cache and an environment of its own.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use tempfile::TempDir;

/// The tool as released.
pub(crate) fn tool() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_gomod-doctor"))
}

/// The real go, on PATH.
pub(crate) fn go() -> &'static Path {
    static GO: OnceLock<PathBuf> = OnceLock::new();
    GO.get_or_init(|| {
        let folders = std::env::var_os("PATH").unwrap_or_default();
        let mut places = std::env::split_paths(&folders).map(|folder| folder.join("go"));
        places.find(|go| go.is_file()).expect("go is on PATH")
    })
}

/// Where one run takes place; gone with its cache when dropped.
pub(crate) struct Ground {
    folder: TempDir,
    goproxy: String,
}

impl Ground {
    /// A module with so many requirements, and the GOPROXY to fetch them from.
    pub(crate) fn new(requirements: usize, goproxy: &str) -> Self {
        let folder = TempDir::new().expect("a folder");
        std::fs::write(folder.path().join("go.mod"), gomod(requirements)).expect("a go.mod");
        Self { folder, goproxy: goproxy.to_owned() }
    }

    /// A program in the module's folder. The public databases and mirrors are not
    /// asked, so that go and the tool have the same work and nothing else.
    pub(crate) fn command(&self, program: &Path, arguments: &[&str]) -> Command {
        let folder = self.folder.path();
        let bin = go().parent().expect("go stands in a folder");
        let mut command = Command::new(program);
        command.args(arguments).current_dir(folder).stdin(Stdio::null()).env_clear();
        command.env("PATH", bin).env("HOME", folder.join("home"));
        command.env("GOMODCACHE", folder.join("cache")).env("GOFLAGS", "-modcacherw");
        command.env("GOPROXY", &self.goproxy).env("GOSUMDB", "off").env("GOTOOLCHAIN", "local");
        command.env("GOMOD_DOCTOR_NO_MIRRORS", "true");
        command
    }
}

/// A go.mod with so many requirements.
pub(crate) fn gomod(requirements: usize) -> String {
    let mut text = "module example.com/app\n\ngo 1.21\n\nrequire (\n".to_owned();
    for at in 0..requirements {
        writeln!(text, "\t{} v1.0.0", module(at)).expect("writing to a string");
    }
    text + ")\n"
}

/// The path of an invented module.
pub(crate) fn module(at: usize) -> String {
    format!("example.com/modules/m{at}")
}
