//! A module cache of many zips and all that was unpacked from them, made by the real go
//! from the sources of its own standard library.

use crate::ground::go;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// As much of zips as the measurement is about, in bytes.
const ZIPS: &str = "330000000";

/// Gone with all that it holds when dropped.
pub(crate) struct Cache {
    folder: TempDir,
}

impl Cache {
    pub(crate) fn new() -> Self {
        let cache = Self { folder: TempDir::new().expect("a folder") };
        let project = cache.path("project");
        std::fs::create_dir(&project).expect("a folder");
        let modules = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/speed/modules");
        let (proxy, gomod) = (cache.path("proxy"), project.join("go.mod"));
        let mut pack = cache.command(go(), &["run", "."]);
        must(pack.current_dir(modules).arg(&proxy).arg(gomod).arg(ZIPS));
        must(&mut cache.command(go(), &["mod", "download"]));
        std::fs::remove_dir_all(proxy).expect("an end of the proxy");
        must(&mut cache.command(go(), &["mod", "verify"]));
        cache
    }

    /// A program in the folder of the module that needs them all.
    pub(crate) fn command(&self, program: &Path, arguments: &[&str]) -> Command {
        let bin = go().parent().expect("go stands in a folder");
        let mut command = Command::new(program);
        command.args(arguments).current_dir(self.path("project")).env_clear();
        command.env("PATH", bin).env("HOME", self.path("home"));
        command.env("GOMODCACHE", self.path("cache")).env("GOFLAGS", "-modcacherw -mod=mod");
        command.env("GOPROXY", format!("file://{}", self.path("proxy").display()));
        command.env("GOSUMDB", "off").env("GOTOOLCHAIN", "local").stdin(Stdio::null());
        command
    }

    /// How large all zips are together, in bytes.
    pub(crate) fn zips(&self) -> u64 {
        size(&self.path("cache/cache/download"))
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }
}

fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    let of = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(found) if found.is_dir() => size(&entry.path()),
        Ok(found) if entry.path().extension().is_some_and(|it| it == "zip") => found.len(),
        _ => 0,
    };
    entries.map(of).sum()
}

fn must(command: &mut Command) {
    let output = command.output().expect("the program starts");
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {words}");
}
