//! This very machine: wherever the real go downloads with the machine's own
//! settings, the tool finds no error, and the database it reaches is the real one.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

const TOOL: &str = env!("CARGO_BIN_EXE_gomod-doctor");
const MODULES: &[&str] = &["sample", "capitals", "incompatible", "many"];

/// A copy of a module of the fixtures, and an empty cache beside it.
struct Place {
    folder: TempDir,
}

impl Place {
    fn with(module: &str) -> Self {
        let folder = TempDir::new().unwrap();
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(module);
        std::fs::create_dir(folder.path().join("module")).unwrap();
        std::fs::copy(from.join("go.mod"), folder.path().join("module/go.mod")).unwrap();
        Self { folder }
    }

    fn run(&self, program: &str, words: &[&str], cache: &str) -> Output {
        let cache: PathBuf = self.folder.path().join(cache);
        Command::new(program)
            .args(words)
            .current_dir(self.folder.path().join("module"))
            .env("GOMODCACHE", cache)
            .env("GOFLAGS", "-modcacherw")
            .output()
            .unwrap()
    }
}

fn is_required() -> bool {
    std::env::var("GOMOD_DOCTOR_REQUIRE_LAB").is_ok_and(|value| value == "1")
}

fn skip(why: &str) {
    assert!(!is_required(), "{why}");
    println!("skipped: {why}");
}

fn has_go() -> bool {
    Command::new("go").arg("version").output().is_ok()
}

#[test]
fn where_go_works_nothing_is_wrong() {
    if !has_go() {
        return skip("go is not installed");
    }
    let mut worked = 0;
    for module in MODULES {
        let place = Place::with(module);
        // The tool looks first, at what go will meet: an empty cache, no go.sum.
        let told = place.run(TOOL, &["--format", "json"], "cold");
        let went = place.run("go", &["mod", "download"], "cold");
        if !went.status.success() {
            println!("{module}: go itself fails here: {}", String::from_utf8_lossy(&went.stderr));
            continue;
        }
        worked += 1;
        // The network of a moment ago is not that of now: one more look, as cold.
        let healthy = told.status.code() == Some(0);
        let told = if healthy { told } else { place.run(TOOL, &["--format", "json"], "again") };
        let report: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
        assert_eq!(report["verdict"], "healthy", "{module}: {report:#}");
        assert_eq!(told.status.code(), Some(0), "{module}");
        let warm = place.run(TOOL, &["--format", "json", "--offline"], "cold");
        let report: serde_json::Value = serde_json::from_slice(&warm.stdout).unwrap();
        assert_eq!(report["verdict"], "healthy", "{module}, all in the cache: {report:#}");
        let told = place.run(TOOL, &["verify", "--format", "json"], "cold");
        let report: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
        assert_eq!(report["verdict"], "healthy", "{module}, the cache itself: {report:#}");
        assert_eq!(report["diagnoses"].as_array().map(Vec::len), Some(0), "{module}: {report:#}");
        assert!(place.run("go", &["mod", "verify"], "cold").status.success(), "{module}");
    }
    if worked == 0 {
        skip("go downloads nothing here");
    }
}

/// The cache that the go of this machine has filled so far.
#[test]
fn the_cache_of_this_machine_is_sound() {
    let folder = TempDir::new().unwrap();
    let told = Command::new(TOOL)
        .args(["verify", "--format", "json"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!(report["run"]["complete"], true, "{report:#}");
    assert_ne!(report["verdict"], "fault", "{report:#}");
}

#[test]
fn the_database_behind_the_proxy_is_the_real_one() {
    if !has_go() {
        return skip("go is not installed");
    }
    let place = Place::with("sample");
    let told = place.run(TOOL, &["--format", "json"], "cold");
    let report: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    let relays =
        |check: &&serde_json::Value| check["stage"] == "sumdb" && check["status"] == "pass";
    let checks = report["checks"].as_array().unwrap();
    let Some(check) = checks.iter().find(relays) else {
        return skip("no checksum database is reached here");
    };
    let base = check["target"].as_str().unwrap().trim_end_matches('/');
    let below = if base.ends_with("sum.golang.org") { "" } else { "/sumdb/sum.golang.org" };
    let url = format!("{base}{below}/lookup/golang.org/x/text@v0.14.0");
    let went = Command::new("go")
        .args(["run", "./treenote", &url])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle"))
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&went.stdout), String::from_utf8_lossy(&went.stderr));
    assert_eq!(out.trim(), "signed", "{url}: {err}");
}

#[test]
fn looking_leaves_nothing_behind() {
    let place = Place::with("sample");
    let home = TempDir::new().unwrap();
    let told = Command::new(TOOL)
        .arg("--offline")
        .current_dir(place.folder.path().join("module"))
        .env("HOME", home.path())
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("GOPATH")
        .env_remove("GOMODCACHE")
        .env_remove("GOCACHE")
        .output()
        .unwrap();
    assert!(told.status.code().is_some());
    let left: Vec<_> = std::fs::read_dir(home.path()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    let module = std::fs::read_dir(place.folder.path().join("module")).unwrap();
    assert_eq!(module.count(), 1, "go.mod alone");
}

#[test]
fn without_a_home_go_stops_and_the_reason_is_told() {
    if !has_go() {
        return skip("go is not installed");
    }
    let folder = TempDir::new().unwrap();
    let (module, files) =
        (folder.path().join("module"), folder.path().join("proxy/a.example/b/@v"));
    std::fs::create_dir_all(&module).unwrap();
    std::fs::create_dir_all(&files).unwrap();
    std::fs::write(
        module.join("go.mod"),
        "module m.example/m\n\ngo 1.21\n\nrequire a.example/b v1.0.0\n",
    )
    .unwrap();
    std::fs::write(files.join("v1.0.0.mod"), "module a.example/b\n").unwrap();
    std::fs::write(files.join("v1.0.0.info"), "{\"Version\":\"v1.0.0\"}").unwrap();
    std::fs::write(files.join("v1.0.0.zip"), "PK").unwrap();
    let bare = |program: &str, words: &[&str]| {
        Command::new(program)
            .args(words)
            .current_dir(&module)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("GOTOOLCHAIN", "local")
            .env("GOSUMDB", "off")
            .env("GOPROXY", format!("file://{}", folder.path().join("proxy").display()))
            .output()
            .unwrap()
    };
    let went = bare("go", &["mod", "download"]);
    let words = String::from_utf8_lossy(&went.stderr);
    assert!(
        words.contains("module cache not found: neither GOMODCACHE nor GOPATH is set"),
        "{words}"
    );
    let told = bare(TOOL, &["--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&told.stdout).unwrap();
    assert_eq!(report["diagnoses"][0]["code"], "home-unset", "{report:#}");
    assert_eq!(told.status.code(), Some(1));
}
