//! The scenario's files: kept, brought back, and compared.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, SystemTime};

use aws_lc_rs::digest::{SHA256, digest};

use crate::world::place;

const KEPT: [&str; 3] = ["home", "work", "tmp"];

/// What go itself writes whenever it is asked anything.
const TELEMETRY: &str = "home/.config/go/telemetry";

/// Files by path below the scenario's folder: size, time of change and content's hash.
pub(crate) type Picture = BTreeMap<PathBuf, Option<(u64, SystemTime, Vec<u8>)>>;

/// Puts a copy of all files aside.
pub(crate) fn keep() {
    copy(&place(""), &place("kept"));
}

/// Brings back what was kept.
///
/// A go that has ended may have left a child that still notes its telemetry: where it writes
/// into a folder meanwhile, all is done once more.
pub(crate) fn bring_back() {
    let brought = |_| {
        std::thread::sleep(Duration::from_millis(50));
        clear() && copied(&place("kept"), &place(""))
    };
    let at_once = clear() && copied(&place("kept"), &place(""));
    assert!(at_once || (0..40).any(brought), "bringing back the scenario's files");
}

fn clear() -> bool {
    let removed = KEPT.map(|folder| std::fs::remove_dir_all(place(folder)));
    removed.iter().all(|it| match it {
        Ok(()) => true,
        Err(error) => error.kind() == std::io::ErrorKind::NotFound,
    })
}

fn copy(from: &Path, to: &Path) {
    assert!((0..40).any(|_| copied(from, to)), "copying the scenario's files");
}

fn copied(from: &Path, to: &Path) -> bool {
    std::fs::create_dir_all(to).expect("a folder");
    let status =
        Command::new("cp").arg("-a").args(KEPT.map(|folder| from.join(folder))).arg(to).status();
    status.is_ok_and(|status| status.success())
}

/// What stands in the scenario's folders now.
pub(crate) fn picture() -> Picture {
    let mut picture = Picture::new();
    for folder in KEPT {
        look(&place(folder), &mut picture);
    }
    picture
}

fn look(folder: &Path, picture: &mut Picture) {
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        let below = path.strip_prefix(place("")).expect("below the scenario's folder").to_owned();
        let metadata = entry.metadata().expect("a file's metadata");
        if below.starts_with(TELEMETRY)
            || Path::new(TELEMETRY).starts_with(&below) && !metadata.is_file()
        {
            descend(&path, &below, picture);
        } else if metadata.is_dir() {
            picture.insert(below, None);
            look(&path, picture);
        } else {
            let hash = digest(&SHA256, &std::fs::read(&path).unwrap_or_default()).as_ref().to_vec();
            picture
                .insert(below, Some((metadata.len(), metadata.modified().expect("a time"), hash)));
        }
    }
}

/// The folders on the way to telemetry do not count by themselves, the files beside it do.
fn descend(path: &Path, below: &Path, picture: &mut Picture) {
    if !below.starts_with(TELEMETRY) {
        look(path, picture);
    }
}
