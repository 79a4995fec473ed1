//! A machine of its own: a proxy in a folder, an empty cache, and one project.

use super::Complaint;
use super::trees::{MODULES, Tree};
use crate::zip::stored;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) struct World {
    place: tempfile::TempDir,
}

pub(crate) fn go_is_there() -> bool {
    let there = Command::new("go").arg("version").output().is_ok_and(|out| out.status.success());
    let demanded = std::env::var_os("GOMOD_DOCTOR_REQUIRE_LAB").is_some_and(|it| it == "1");
    assert!(there || !demanded, "no go to compare with");
    there
}

pub(crate) fn goroot() -> PathBuf {
    let output = Command::new("go").args(["env", "GOROOT"]).output().unwrap();
    PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())
}

impl World {
    pub(crate) fn new() -> Self {
        let world = Self { place: tempfile::tempdir().unwrap() };
        for (module, version, files) in MODULES {
            world.publish(module, version, files);
        }
        world
    }

    fn publish(&self, module: &str, version: &str, files: &[(&str, &str)]) {
        let folder = self.at(&format!("proxy/{module}/@v"));
        let put = |ending: &str, content: Vec<u8>| {
            let path = folder.join(format!("{version}{ending}"));
            fs::create_dir_all(&folder).unwrap();
            fs::write(path, content).unwrap();
        };
        let named = files
            .iter()
            .map(|(name, text)| (format!("{module}@{version}/{name}"), (*text).to_owned()));
        let gomod = files.iter().find(|(name, _)| *name == "go.mod").unwrap().1;
        put(".info", format!("{{\"Version\":\"{version}\"}}").into_bytes());
        put(".mod", gomod.as_bytes().to_vec());
        put(".zip", stored(&named.collect::<Vec<_>>()));
    }

    fn at(&self, below: &str) -> PathBuf {
        self.place.path().join(below)
    }

    /// The tree as the project, what it requires in the cache, and go.sum as it has to be.
    pub(crate) fn lay_out(&self, tree: &Tree) {
        let work = self.at("work");
        let _ = fs::remove_dir_all(&work);
        let home = ("app/go.mod".to_owned(), tree.gomod.clone());
        let files = tree.files.iter().map(|(name, text)| (format!("app/{name}"), text.clone()));
        for (name, text) in std::iter::once(home).chain(files) {
            let path = work.join(name.replace("app/../", ""));
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        // Each by name, so that go.sum gets the hashes of what is in them.
        for module in &tree.fetched {
            let output = self.go(&["mod", "download", module], &[("GOWORK", "off")]);
            assert!(output.status.success(), "{}: {}", tree.name, words(&output));
        }
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.at("work/app"))
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", self.at("home"))
            .env("GOCACHE", self.at("cache"))
            .env("GOMODCACHE", self.at("mod"))
            .env("GOPROXY", format!("file://{}", self.at("proxy").display()))
            .env("GOSUMDB", "off")
            .env("GOTOOLCHAIN", "local")
            .env("CGO_ENABLED", "0");
        command
    }

    fn go(&self, words: &[&str], set: &[(&str, &str)]) -> Output {
        self.command(Path::new("go")).args(words).envs(set.iter().copied()).output().unwrap()
    }

    /// What `go list` complains of: packages that it does not find, or twice.
    pub(crate) fn asked_of_go(&self, tree: &Tree) -> BTreeSet<Complaint> {
        let set: Vec<(&str, &str)> = tree.set.to_vec();
        let output = self.go(&["list", "-e", "-test", "-json=Error,DepsErrors", "./..."], &set);
        let stderr = words(&output);
        if stderr.contains("updates to go.mod needed") {
            return BTreeSet::from([("go.mod".to_owned(), "updates".to_owned())]);
        }
        let all = serde_json::Deserializer::from_slice(&output.stdout).into_iter::<Value>();
        let mut found = BTreeSet::new();
        for package in all {
            let package = package.unwrap_or_else(|_| panic!("{}: {stderr}", tree.name));
            let errors = package["DepsErrors"].as_array().cloned().unwrap_or_default();
            for error in errors.iter().chain([&package["Error"]]) {
                let text = error["Err"].as_str().unwrap_or_default();
                found.extend(complaint(text));
            }
        }
        found
    }

    pub(crate) fn asked_of_the_tool(&self) -> BTreeSet<Complaint> {
        self.looked_at(&self.at("work/app"), "")
    }

    pub(crate) fn looked_at(&self, folder: &Path, goflags: &str) -> BTreeSet<Complaint> {
        let saved = self.at("evidence.json");
        let _ = fs::remove_file(&saved);
        fs::create_dir_all(self.at("work/app")).unwrap();
        let output = self
            .command(Path::new(env!("CARGO_BIN_EXE_gomod-doctor")))
            .env("GOFLAGS", goflags)
            .args(["--offline", "--format", "json", "--save"])
            .arg(&saved)
            .arg("-C")
            .arg(folder)
            .output()
            .unwrap();
        let saved = fs::read(&saved).unwrap_or_else(|_| panic!("{}", words(&output)));
        let evidence: Value = serde_json::from_slice(&saved).unwrap();
        let packages =
            evidence.pointer("/evidence/facts/packages").or(evidence.pointer("/facts/packages"));
        let packages = packages.unwrap_or_else(|| panic!("no packages in the evidence")).clone();
        let list = |name: &str| packages[name].as_array().cloned().unwrap_or_default();
        let imports = list("imports").into_iter().map(|it| {
            let kind = match it["lack"]["lack"].as_str().unwrap() {
                "not-in-std" => "std",
                "ambiguous" => "ambiguous",
                _ => "missing",
            };
            (it["package"].as_str().unwrap().to_owned(), kind.to_owned())
        });
        let mut found: BTreeSet<Complaint> = imports.collect();
        if !list("untidy").is_empty() {
            return BTreeSet::from([("go.mod".to_owned(), "updates".to_owned())]);
        }
        found.extend(
            list("unlisted")
                .iter()
                .map(|it| (it["package"].as_str().unwrap().to_owned(), "missing".to_owned())),
        );
        if packages["alike"].is_array() {
            found.insert(("files".to_owned(), "alike".to_owned()));
        }
        found
    }
}

/// go's words about one import.
fn complaint(text: &str) -> Option<Complaint> {
    let behind = |mark: &str| {
        let (_, rest) = text.split_once(mark)?;
        rest.split([' ', ';', '\n', ':']).next().map(str::to_owned)
    };
    if text.contains("is not in std") {
        return Some((behind("package ")?, "std".to_owned()));
    }
    if text.contains("ambiguous import") {
        return Some((behind("found package ")?, "ambiguous".to_owned()));
    }
    if text.contains("no required module provides package")
        || text.contains("replaced but not required")
    {
        return Some((behind("provides package ")?, "missing".to_owned()));
    }
    if text.contains("missing go.sum entry for module providing") {
        return Some((behind("providing package ")?, "missing".to_owned()));
    }
    if text.contains("from implicitly required module") {
        return Some((behind(" imports ")?, "missing".to_owned()));
    }
    text.contains("case-insensitive file name").then(|| ("files".to_owned(), "alike".to_owned()))
}

fn words(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}
