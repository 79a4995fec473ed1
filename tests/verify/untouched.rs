//! Looking leaves all as it was: names, bytes, modes, times.

use crate::ground::{Ground, has_go};
use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

type Seen = (String, u64, u32, i64, i64, i64, i64);

fn seen(folder: &Path, all: &mut Vec<Seen>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let found = fs::symlink_metadata(&path).unwrap();
        let times = (found.mtime(), found.mtime_nsec(), found.ctime(), found.ctime_nsec());
        let name = path.display().to_string();
        all.push((name, found.size(), found.mode(), times.0, times.1, times.2, times.3));
        if found.is_dir() {
            seen(&path, all);
        }
    }
}

fn snapshot(ground: &Ground) -> Vec<Seen> {
    let mut all = Vec::new();
    seen(&ground.path(""), &mut all);
    all.sort();
    all
}

#[test]
fn sound_or_damaged_all_stays_as_it_was() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    ground.tool(&["verify"]);
    for damaged in [false, true] {
        if damaged {
            fs::write(ground.file("zip"), "").unwrap();
            fs::write(ground.unpacked("code.go"), "").unwrap();
            fs::write(ground.file("mod"), "").unwrap();
            fs::write(ground.file("partial"), "").unwrap();
        }
        let before = snapshot(&ground);
        ground.tool(&["verify"]);
        ground.tool(&["verify", "-v", "--format", "json"]);
        assert_eq!(snapshot(&ground), before);
    }
}
