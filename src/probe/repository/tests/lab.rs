use super::pages;
use crate::base::Veiled;
use serde_json::{Deserializer, Value};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// The first go 1.x that knows folders in go-import tags.
const SINCE: u32 = 25;
/// The user's own git settings must not count in go's archives.
const SETTINGS: &str = "[core]\n\tautocrlf = true\n\teol = crlf\n";

/// Repositories of `github.com/lab`, which git finds in a folder.
pub(super) struct Lab {
    folder: TempDir,
    /// The forward proxy that knows the pages of all hosts.
    pages: String,
}

/// What go says of a version.
#[derive(Debug)]
pub(super) enum Said {
    Hashes {
        gomod: String,
        zip: String,
    },
    #[expect(dead_code, reason = "for whoever reads a failed test")]
    Refused {
        words: String,
    },
}

impl Lab {
    /// None where git is missing, or a go that knows folders in go-import tags.
    pub(super) fn new() -> Option<Self> {
        let said = |name: &str| {
            let output = Command::new(name).arg("version").output().ok()?;
            String::from_utf8(output.stdout).ok()
        };
        let is_new = |said: String| {
            let minor = said.split("go1.").nth(1)?.split(|c: char| !c.is_ascii_digit()).next()?;
            (minor.parse::<u32>().ok()? >= SINCE).then_some(())
        };
        if said("go").and_then(is_new).is_none() || said("git").is_none() {
            let required = std::env::var("GOMOD_DOCTOR_REQUIRE_LAB").is_ok_and(|it| it == "1");
            assert!(!required, "this needs git and go 1.{SINCE}");
            return None;
        }
        let lab = Self { folder: tempfile::tempdir().unwrap(), pages: pages::serve() };
        fs::create_dir_all(lab.path("home")).unwrap();
        let moved = lab.path("repositories");
        let moved =
            format!("[url \"file://{}/\"]\n\tinsteadOf = https://\n", moved.to_str().unwrap());
        fs::write(lab.path("home/.gitconfig"), SETTINGS.to_owned() + &moved).unwrap();
        Some(lab)
    }

    fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Where a repository lies for whoever has no settings.
    pub(super) fn repository(&self, root: &str) -> Veiled {
        let path = self.path("repositories").join(root);
        Veiled::new(format!("file://{}", path.to_str().unwrap()))
    }

    /// A repository that is to be made, and its folder.
    pub(super) fn begin(&self, name: &str) -> Repository {
        self.begin_as(name, "sha1")
    }

    pub(super) fn begin_as(&self, name: &str, format: &str) -> Repository {
        self.begin_at(&format!("github.com/lab/{name}"), format)
    }

    /// One that stands for this import path.
    pub(super) fn begin_at(&self, root: &str, format: &str) -> Repository {
        let root = root.to_owned();
        let folder = self.path("repositories").join(&root);
        fs::create_dir_all(&folder).unwrap();
        let made = Repository { folder, root };
        made.git(&["init", "-q", "-b", "main", &format!("--object-format={format}")]);
        made
    }

    /// `go mod download -json` of all of them, without a proxy and a database.
    pub(super) fn go(&self, wanted: &[(String, String)]) -> BTreeMap<(String, String), Said> {
        let output = Command::new("go")
            .args(["mod", "download", "-json"])
            .args(wanted.iter().map(|(module, version)| format!("{module}@{version}")))
            .current_dir(self.folder.path())
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", self.path("home"))
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GOMODCACHE", self.path("modules"))
            .env("GOENV", "off")
            .env("GOFLAGS", "-modcacherw")
            .env("GOPROXY", "direct")
            .env("GOSUMDB", "off")
            .env("GOTOOLCHAIN", "local")
            .env("GOWORK", "off")
            .env("GOINSECURE", "*")
            .env("HTTP_PROXY", &self.pages)
            .env("HTTPS_PROXY", &self.pages)
            .output()
            .unwrap();
        let answers = Deserializer::from_slice(&output.stdout).into_iter::<Value>();
        answers.map(|answer| said(&answer.unwrap())).collect()
    }
}

fn said(answer: &Value) -> ((String, String), Said) {
    let text = |key: &str| answer[key].as_str().unwrap_or_default().to_owned();
    let said = match answer["Error"].as_str() {
        Some(words) => Said::Refused { words: words.to_owned() },
        None => Said::Hashes { gomod: text("GoModSum"), zip: text("Sum") },
    };
    ((text("Path"), text("Version")), said)
}

/// A repository with a work tree.
pub(super) struct Repository {
    folder: PathBuf,
    pub(super) root: String,
}

impl Repository {
    pub(super) fn file(self, name: &str, content: &str) -> Self {
        let path = self.folder.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    pub(super) fn gomod(self, folder: &str, module: &str, go: &str) -> Self {
        self.file(&format!("{folder}go.mod"), &format!("module {module}\n\ngo {go}\n"))
    }

    pub(super) fn link(self, name: &str, to: &str) -> Self {
        std::os::unix::fs::symlink(to, self.folder.join(name)).unwrap();
        self
    }

    pub(super) fn executable(self, name: &str) -> Self {
        use std::os::unix::fs::PermissionsExt;
        let all = fs::Permissions::from_mode(0o755);
        fs::set_permissions(self.folder.join(name), all).unwrap();
        self
    }

    pub(super) fn without(self, name: &str) -> Self {
        fs::remove_file(self.folder.join(name)).unwrap();
        self
    }

    pub(super) fn commit(self) -> Self {
        self.git(&["add", "-A", "-f"]);
        self.git(&["commit", "-q", "--allow-empty", "-m", "lab"]);
        self
    }

    pub(super) fn tag(self, name: &str) -> Self {
        self.git(&["tag", name]);
        self
    }

    /// Commits what stands, and calls it so.
    pub(super) fn tagged(self, name: &str) -> Self {
        self.commit().tag(name)
    }

    /// The pseudo-version of the newest commit after this front.
    pub(super) fn pseudo(&self, front: &str) -> String {
        let format = "--format=%cd-%H";
        let named = self.git(&["log", "-n1", "--date=format:%Y%m%d%H%M%S", format]);
        let digits = named.find('-').unwrap() + 1 + 12;
        format!("{front}{}", &named[..digits])
    }

    pub(super) fn git(&self, words: &[&str]) -> String {
        run(&self.folder, words)
    }
}

/// git without anybody's settings; what it prints.
fn run(folder: &Path, words: &[&str]) -> String {
    let output = Command::new("git")
        .args(["-c", "user.name=lab", "-c", "user.email=lab@corp.example"])
        .args(["-c", "core.autocrlf=false", "-c", "protocol.file.allow=always"])
        .args(words)
        .current_dir(folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_COMMITTER_DATE", "2024-03-01T10:00:00Z")
        .env("GIT_AUTHOR_DATE", "2024-03-01T10:00:00Z")
        .env("TZ", "UTC")
        .output()
        .unwrap();
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}
