//! Clones of repositories below `cache/vcs`, as git and go make them.

use crate::ground::{Ground, has_go};
use std::fs;
use std::path::PathBuf;
use std::process::Command;

const URL: &str = "https://git.example/some/repo";

/// A clone as go sets it up, with a commit and a tag in it.
struct Clone {
    ground: Ground,
    folder: PathBuf,
}

impl Clone {
    fn new() -> Option<Self> {
        let has_git = Command::new("git").arg("version").output().is_ok();
        if !has_go() || !has_git {
            return None;
        }
        let ground = Ground::new();
        let name = gomod_doctor::go::modcache::clone_folder(&format!("git3:{URL}"));
        let folder = ground.path(&format!("cache/cache/vcs/{name}"));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.with_extension("info"), format!("git3:{URL}")).unwrap();
        fs::write(folder.with_extension("lock"), "").unwrap();
        let clone = Self { ground, folder };
        clone.git(&["init", "-q", "--bare"]);
        clone.git(&["remote", "add", "origin", "--", URL]);
        let tree = clone.git(&["write-tree"]);
        let commit = clone.git(&["commit-tree", "-m", "one", &tree]);
        clone.git(&["update-ref", "refs/tags/v1.0.0", &commit]);
        Some(clone)
    }

    fn git(&self, words: &[&str]) -> String {
        let mut git = self.ground.command("git", words);
        for who in ["AUTHOR", "COMMITTER"] {
            git.env(format!("GIT_{who}_NAME"), "a").env(format!("GIT_{who}_EMAIL"), "a@b.example");
        }
        let ran = git.current_dir(&self.folder).output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8(ran.stdout).unwrap().trim().to_owned()
    }

    fn git_works(&self, words: &[&str]) -> bool {
        let mut git = self.ground.command("git", words);
        git.current_dir(&self.folder).output().unwrap().status.success()
    }

    fn removed(&self) -> [String; 2] {
        let folder = self.folder.display().to_string();
        [folder.clone(), format!("{folder}.info")]
    }
}

#[test]
fn a_sound_clone() {
    let Some(clone) = Clone::new() else { return };
    clone.git(&["gc", "-q"]);
    let told = clone.ground.verify();
    assert_eq!((told.code, told.harms()), (0, vec![]), "{:#}", told.report);
    assert_eq!(told.whole()["evidence"]["clones"], 1);
}

#[test]
fn what_git_takes_for_no_repository() {
    for broken in ["HEAD", "refs"] {
        let Some(clone) = Clone::new() else { return };
        let path = clone.folder.join(broken);
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        } else {
            fs::remove_file(path).unwrap();
        }
        assert!(!clone.git_works(&["--git-dir=.", "tag", "-l"]), "{broken}");
        let told = clone.ground.verify();
        assert_eq!((told.codes(), told.severity()), (vec!["modcache-corrupt"], "warning"));
        assert_eq!(told.removed(), clone.removed());
        clone.ground.type_fix(&told);
        assert_eq!(clone.ground.verify().harms(), []);
    }
}

#[test]
fn what_a_power_cut_leaves_empty() {
    let empty = |clone: &Clone, file: &str| {
        let path = clone.folder.join(file);
        fs::remove_file(&path).unwrap();
        fs::write(path, "").unwrap();
    };
    for file in ["HEAD", "refs/tags/v1.0.0"] {
        let Some(clone) = Clone::new() else { return };
        empty(&clone, file);
        assert!(!clone.git_works(&["--git-dir=.", "rev-parse", "--verify", "v1.0.0"]), "{file}");
        let told = clone.ground.verify();
        assert_eq!(told.removed(), clone.removed(), "{file}");
    }
    let Some(clone) = Clone::new() else { return };
    let commit = clone.git(&["rev-parse", "v1.0.0"]);
    empty(&clone, &format!("objects/{}/{}", &commit[..2], &commit[2..]));
    assert!(!clone.git_works(&["cat-file", "-p", "v1.0.0"]));
    assert_eq!(clone.ground.verify().removed(), clone.removed());
}

#[test]
fn a_lock_that_git_left() {
    let Some(clone) = Clone::new() else { return };
    let lock = clone.folder.join("shallow.lock");
    fs::write(&lock, "").unwrap();
    let told = clone.ground.verify();
    assert_eq!((told.codes(), told.severity()), (vec!["modcache-corrupt"], "warning"));
    assert_eq!(told.removed(), [lock.display().to_string()], "the clone may stay");
    clone.ground.type_fix(&told);
    assert_eq!(clone.ground.verify().harms(), []);
}

#[test]
fn the_info_names_another_repository() {
    for (info, harm) in [("git3:https://other.example/x", "names another"), ("\0\0\0", "names no")]
    {
        let Some(clone) = Clone::new() else { return };
        fs::write(clone.folder.with_extension("info"), info).unwrap();
        let told = clone.ground.verify();
        assert_eq!(told.removed(), clone.removed());
        let seen = told.report["diagnoses"][0]["evidence"][0]["text"].as_str().unwrap();
        assert!(seen.contains(harm), "{seen}");
    }
}

#[test]
fn packs_that_were_not_finished() {
    let Some(clone) = Clone::new() else { return };
    let pack = clone.folder.join("objects/pack/tmp_pack_Ab12Cd");
    fs::write(&pack, "PACK").unwrap();
    let told = clone.ground.verify();
    assert_eq!((told.code, told.codes()), (0, vec!["modcache-leftovers"]));
    assert_eq!(told.removed(), [pack.display().to_string()]);
}
