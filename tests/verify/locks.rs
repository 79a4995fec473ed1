//! Locks of the cache that another process holds.

use crate::ground::{Ground, has_go};
use serde_json::Value;
use std::fs::{self, File};
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

/// A process that holds the lock of a file until it is dropped.
struct Holder(Child);

impl Holder {
    fn of(path: &std::path::Path) -> Self {
        let mut flock = Command::new("flock");
        let child = flock.args(["-x", "-F"]).arg(path).args(["sleep", "60"]).spawn().unwrap();
        let start = Instant::now();
        let file = File::open(path).unwrap();
        while file.try_lock_shared().is_ok() {
            file.unlock().unwrap();
            assert!(start.elapsed() < Duration::from_secs(10), "nobody took the lock");
            thread::sleep(Duration::from_millis(5));
        }
        Self(child)
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ended = self.0.kill();
        let _waited = self.0.wait();
    }
}

fn locked(report: &Value) -> Option<&Value> {
    let all = report["diagnoses"].as_array().unwrap();
    all.iter().find(|it| it["code"] == "modcache-locked")
}

fn can_hold() -> bool {
    let has = Command::new("flock").arg("--version").output().is_ok();
    has && fs::read("/proc/locks").is_ok() && has_go()
}

#[test]
fn who_holds_a_lock_is_named() {
    if !can_hold() {
        return;
    }
    let ground = Ground::new();
    let holder = Holder::of(&ground.file("lock"));
    let told = ground.verify();
    let found = locked(&told.report).expect("a diagnosis");
    assert_eq!((found["severity"].as_str(), told.code), (Some("warning"), 0));
    let pid = format!("process {} (sleep)", holder.0.id());
    let says = found["message"].as_str().unwrap();
    assert!(says.contains(&pid), "{says}");
    assert_eq!(found["affects"]["examples"][0], "example.com/a@v1.0.0");
    drop(holder);
    assert!(locked(&ground.verify().report).is_none());
}

#[test]
fn a_version_that_somebody_is_at_work_on_is_not_judged() {
    if !can_hold() {
        return;
    }
    let ground = Ground::new();
    fs::write(ground.file("partial"), "").unwrap();
    fs::write(ground.file("zip"), "PK").unwrap();
    fs::write(ground.unpacked("code.go"), "pack").unwrap();
    let holder = Holder::of(&ground.file("lock"));
    assert_eq!(ground.verify().harms(), []);
    drop(holder);
    assert_ne!(ground.verify().harms(), []);
}

#[test]
fn go_hangs_at_the_lock_of_what_it_has_to_fetch() {
    if !can_hold() {
        return;
    }
    let ground = Ground::new();
    let words = &["--format", "json", "--offline"];
    let holder = Holder::of(&ground.file("lock"));
    // All is there: go needs no lock.
    assert!(locked(&ground.told(words).report).is_none());
    ground.must(&["mod", "download"]);
    fs::remove_dir_all(ground.unpacked("")).unwrap();
    let told = ground.told(words);
    let found = locked(&told.report).expect("a diagnosis");
    assert_eq!((found["severity"].as_str(), told.code), (Some("error"), 1), "{found:#}");
    let mut go = ground.command("go", &["mod", "download"]).spawn().unwrap();
    thread::sleep(Duration::from_secs(2));
    assert!(go.try_wait().unwrap().is_none(), "go waits");
    drop(holder);
    assert!(go.wait().unwrap().success());
    assert!(locked(&ground.told(words).report).is_none());
}

#[test]
fn the_lock_of_a_project_and_of_a_clone() {
    if !can_hold() {
        return;
    }
    let ground = Ground::new();
    let clone = format!("cache/cache/vcs/{}.lock", "a".repeat(64));
    ground.write(&clone, "");
    for below in ["cache/cache/lock", clone.as_str()] {
        let _holder = Holder::of(&ground.path(below));
        let told = ground.verify();
        let found = locked(&told.report).expect("a diagnosis");
        assert_eq!((found["severity"].as_str(), told.code), (Some("info"), 0), "{below}");
    }
}
