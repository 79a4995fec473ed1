//! Looking writes nothing: not by itself, and not by the programs that it asks.

use crate::report::sound;
use crate::tool::Ground;
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

/// All that is below a folder: when it changed, and what is in it.
type Snapshot = BTreeMap<PathBuf, (i64, i64, Vec<u8>)>;

fn snapshot(path: &Path) -> Snapshot {
    let about = fs::symlink_metadata(path).expect("a file");
    let content = if about.is_file() { fs::read(path).expect("a file") } else { Vec::new() };
    let mut found = Snapshot::new();
    found.insert(path.to_owned(), (about.mtime(), about.mtime_nsec(), content));
    if about.is_dir() {
        let entries = fs::read_dir(path).expect("a folder").flatten();
        found.extend(entries.flat_map(|entry| snapshot(&entry.path())));
    }
    found
}

fn changed(before: &Snapshot, after: &Snapshot) -> Vec<PathBuf> {
    let gone = before.keys().filter(|path| !after.contains_key(*path));
    let new = after.iter().filter(|(path, it)| before.get(*path) != Some(it));
    gone.chain(new.map(|(path, _)| path)).cloned().collect()
}

/// Every folder that go would write into lies below the home, and is empty.
fn ground() -> Ground {
    let mut ground = Ground::new().healthy();
    for name in ["GOCACHE", "GOMODCACHE", "GOPATH", "GOTMPDIR", "TMPDIR", "XDG_CACHE_HOME"] {
        ground.write(&format!("{name}/x"), "");
        fs::remove_file(ground.place(&format!("{name}/x"))).expect("a file");
        let place = ground.place(name);
        ground = ground.set(name, &place);
    }
    ground
}

#[track_caller]
fn leaves_alone(ground: &Ground, words: &[&str]) {
    let home = PathBuf::from(ground.place(""));
    let before = snapshot(&home);
    let ended = ground.run(words);
    sound(&ended);
    let changed = changed(&before, &snapshot(&home));
    assert!(changed.is_empty(), "{words:?}: {changed:#?}\n{ended:#?}");
}

const MODES: [&[&str]; 8] = [
    &["-v"],
    &["--format", "json"],
    &["route"],
    &["route", "corp.example/b@latest"],
    &["--offline"],
    &["explain", "--list"],
    &["--nope"],
    &["corp.example/a@v1.0.0"],
];

#[test]
fn named_caches() {
    let ground = ground();
    for words in MODES {
        leaves_alone(&ground, words);
    }
}

/// Where nothing is set, go takes folders of the home.
#[test]
fn caches_of_the_home() {
    let ground = Ground::new().healthy();
    for words in MODES {
        leaves_alone(&ground, words);
    }
}

#[test]
fn configuration_of_its_own() {
    let ground = ground();
    ground.write("config/go/env", "GOFLAGS=-mod=mod\n");
    let place = ground.place("config");
    leaves_alone(&ground.set("XDG_CONFIG_HOME", &place), &["-v"]);
}

#[test]
fn origins_asked_by_git() {
    let ground = ground().set("GOPROXY", "direct").with(&["--timeout", "4s"]);
    leaves_alone(&ground, &["-v"]);
}

#[test]
fn only_what_is_named_is_written() {
    let ground = ground();
    let home = PathBuf::from(ground.place(""));
    let before = snapshot(&home);
    assert_eq!(ground.run(&["--format", "json", "-o", "r.json", "--save", "e.json"]).code, Some(0));
    let project = ground.project();
    let named = [project.to_owned(), project.join("e.json"), project.join("r.json")];
    assert_eq!(changed(&before, &snapshot(&home)), named);
}
