//! What no go has ever made: a clear answer, in bounded time and memory.

use crate::ground::{Ground, Told, has_go};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

#[test]
fn no_cache_at_all() {
    if !has_go() {
        return;
    }
    let ground = Ground::empty();
    let told = ground.verify();
    assert_eq!((told.code, told.codes().len()), (0, 0), "nothing was downloaded yet");
    let text = String::from_utf8(ground.tool(&["verify", "--lang", "en"]).stdout).unwrap();
    assert!(text.contains("there is no module cache at"), "{text}");
}

#[test]
fn a_cache_that_is_a_file_or_cannot_be_read() {
    if !has_go() {
        return;
    }
    let ground = Ground::empty();
    ground.write("cache", "x");
    assert_eq!(ground.verify().code, 3);
    let text = String::from_utf8(ground.tool(&["verify", "--lang", "en"]).stdout).unwrap();
    assert!(text.contains("is no folder"), "{text}");
}

#[test]
fn pipes_and_links_are_not_waited_for() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    let pipe = |path: &std::path::Path| {
        let _gone = fs::remove_file(path);
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    };
    pipe(&ground.unpacked("code.go"));
    pipe(&ground.unpacked("inner/empty.txt"));
    pipe(&ground.path("cache/cache/download/example.com/a/@v/v1.0.1.zip"));
    pipe(&ground.path("cache/example.com/pipe"));
    symlink(".", ground.path("cache/example.com/loop")).unwrap();
    symlink(".", ground.path("cache/cache/download/example.com/loop")).unwrap();
    let told = ground.verify();
    assert_eq!(told.codes()[0], "modcache-corrupt", "{:#}", told.report);
    let altered = told.harms().into_iter().filter(|(harm, _)| harm == "folder-altered").count();
    assert_eq!(altered, 1);
}

#[test]
fn a_link_to_a_file_counts_as_that_file() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    fs::copy(ground.unpacked("code.go"), ground.path("elsewhere.go")).unwrap();
    fs::remove_file(ground.unpacked("code.go")).unwrap();
    symlink(ground.path("elsewhere.go"), ground.unpacked("code.go")).unwrap();
    ground.must(&["mod", "verify"]);
    assert_eq!(ground.verify().code, 0);
    fs::write(ground.path("elsewhere.go"), "package a\n").unwrap();
    assert!(!ground.goes(&["mod", "verify"]));
    assert_eq!(ground.verify().code, 1);
    // And a link to the whole folder does not, for `go mod verify`.
    let ground = Ground::new();
    fs::rename(ground.unpacked(""), ground.path("elsewhere")).unwrap();
    symlink(ground.path("elsewhere"), ground.path("cache/example.com/a@v1.0.0")).unwrap();
    assert!(!ground.goes(&["mod", "verify"]));
    let told = ground.verify();
    assert_eq!((told.code, told.harms()[0].0.as_str()), (1, "in-the-way"));
    ground.type_fix(&told);
    ground.must(&["mod", "verify"]);
}

#[test]
fn files_that_this_user_may_not_read() {
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    let can_be_another = Command::new("setpriv").arg("--version").output().is_ok();
    if !has_go() || (is_root && !can_be_another) {
        return;
    }
    let ground = Ground::new();
    for path in [ground.file("zip"), ground.unpacked("code.go")] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o000)).unwrap();
    }
    // To root nothing is forbidden.
    fs::set_permissions(ground.path(""), fs::Permissions::from_mode(0o755)).unwrap();
    let tool = env!("CARGO_BIN_EXE_gomod-doctor");
    let copy = ground.path("gomod-doctor");
    fs::copy(tool, &copy).unwrap();
    let copy = copy.to_str().unwrap();
    let mut command = if is_root {
        ground.command("setpriv", &["--reuid=65534", "--clear-groups", copy])
    } else {
        ground.command(copy, &[])
    };
    let told = Told::of(&command.args(["verify", "--format", "json"]).output().unwrap());
    assert_eq!(told.code, 1, "{:#}", told.report);
    assert_eq!(told.harms(), [("unreadable".to_owned(), ground.file("zip").display().to_string())]);
    assert!(told.removed().is_empty());
}

#[test]
fn the_end_of_the_time_and_an_interrupt_leave_a_report() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    // Enough that a millisecond is over before it is read.
    let zip = fs::read(ground.file("zip")).unwrap();
    for at in 0..500 {
        ground.write(&format!("cache/cache/download/example.com/m{at}/@v/v1.0.0.zip"), &zip);
    }
    let told = ground.told(&["verify", "--format", "json", "--timeout", "1ms"]);
    assert_eq!(told.report["run"]["complete"], false, "{:#}", told.report["run"]);
    assert_eq!(told.report["run"]["timeout_ms"], 1);
    assert!(matches!(told.code, 1 | 3), "{}", told.code);
    assert_eq!(told.whole()["status"], "unknown");
}

#[test]
fn names_that_would_act_on_a_terminal() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    fs::write(ground.unpacked("\u{1b}[31mred\n.go"), "x").unwrap();
    ground.write("cache/cache/download/example.com/a/@v/\u{1b}]0;title\u{7}", "x");
    let text = ground.tool(&["verify", "-v", "--lang", "en"]);
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(!text.contains('\u{1b}') && !text.contains('\u{7}'), "{text:?}");
    assert_eq!(ground.verify().code, 1);
}

#[test]
fn thousands_of_modules() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    let from = ["info", "mod", "zip", "ziphash"]
        .map(|ending| (ending, fs::read(ground.file(ending)).unwrap()));
    for at in 0..3000 {
        for (ending, content) in &from {
            // Not the module that the path says, so that each is found fault with.
            ground.write(
                &format!("cache/cache/download/example.com/m{at}/@v/v1.0.0.{ending}"),
                content,
            );
        }
    }
    fs::write(ground.path("cache/cache/download/example.com/m7/@v/v1.0.0.zip"), "").unwrap();
    let told = ground.verify();
    assert_eq!(told.whole()["evidence"]["zips"], 3002);
    assert_eq!(told.codes(), ["modcache-corrupt"]);
    assert_eq!(told.harms().len(), 1);
    let checks = told.report["checks"].as_array().unwrap().len();
    assert!(checks < 200, "not a check for each module: {checks}");
}
