//! Each kind of damage, one at a time: what the real go makes of it, what the tool says,
//! and that go is well again once the named files are gone.

use crate::ground::{Ground, Told, has_go};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;

struct Case {
    name: &'static str,
    harm: fn(&Ground),
    /// The faults, by their words.
    harms: &'static [&'static str],
    severity: &'static str,
    /// Commands of go that fail because of it.
    fails: &'static [&'static [&'static str]],
}

const VERIFY: &[&str] = &["mod", "verify"];
const DOWNLOAD: &[&str] = &["mod", "download"];
const BUILD: &[&str] = &["build", "-o", "/dev/null", "."];
/// Of the length of a hash, and of nothing.
const NO_HASH: &str = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

fn write(path: &Path, content: impl AsRef<[u8]>) {
    fs::write(path, content).unwrap();
}

fn no_folder(ground: &Ground) {
    fs::remove_dir_all(ground.unpacked("")).unwrap();
}

const CASES: &[Case] = &[
    Case {
        name: "a zip cut short",
        harm: |it| {
            let zip = fs::read(it.file("zip")).unwrap();
            write(&it.file("zip"), &zip[..zip.len() - 30]);
        },
        harms: &["zip-broken"],
        severity: "error",
        fails: &[VERIFY],
    },
    Case {
        name: "an empty zip that has to be unpacked",
        harm: |it| {
            no_folder(it);
            write(&it.file("zip"), "");
        },
        harms: &["zip-broken"],
        severity: "error",
        fails: &[VERIFY, DOWNLOAD, BUILD],
    },
    Case {
        name: "another byte in a zip",
        harm: |it| {
            let mut zip = fs::read(it.file("zip")).unwrap();
            let at = zip.windows(8).position(|it| it == b"return 1").unwrap();
            zip[at + 7] = b'2';
            write(&it.file("zip"), zip);
        },
        harms: &["zip-broken"],
        severity: "error",
        fails: &[VERIFY],
    },
    Case {
        name: "another module's zip",
        harm: |it| {
            let other = "cache/cache/download/example.com/!upper/b/@v/v1.0.0.zip";
            fs::copy(it.path(other), it.file("zip")).unwrap();
        },
        harms: &["zip-altered"],
        severity: "error",
        fails: &[VERIFY],
    },
    Case {
        name: "a .ziphash of zeros",
        harm: |it| write(&it.file("ziphash"), [0; 47]),
        harms: &["zip-hash-garbage"],
        severity: "error",
        fails: &[VERIFY],
    },
    Case {
        name: "an empty .ziphash",
        harm: |it| write(&it.file("ziphash"), ""),
        harms: &["zip-hash-garbage"],
        severity: "error",
        fails: &[VERIFY],
    },
    Case {
        name: "a .ziphash of another zip",
        harm: |it| write(&it.file("ziphash"), NO_HASH),
        harms: &["zip-hash-wrong"],
        severity: "error",
        fails: &[VERIFY, DOWNLOAD, BUILD],
    },
    Case {
        name: "no .ziphash",
        harm: |it| fs::remove_file(it.file("ziphash")).unwrap(),
        harms: &["zip-hash-missing"],
        severity: "error",
        fails: &[VERIFY],
    },
    Case {
        name: "no .ziphash, and an edited file",
        harm: |it| {
            fs::remove_file(it.file("ziphash")).unwrap();
            write(&it.unpacked("code.go"), "package a\n\nfunc A() int { return 7 }\n");
        },
        harms: &["folder-altered", "zip-hash-missing"],
        severity: "error",
        fails: &[VERIFY],
    },
    Case {
        name: "an edited file",
        harm: |it| write(&it.unpacked("code.go"), "package a\n\nfunc A() int { return 7 }\n"),
        harms: &["folder-altered"],
        severity: "error",
        fails: &[VERIFY],
    },
    Case {
        name: "the last byte of a large file",
        harm: |it| {
            let mut file = fs::read(it.unpacked("inner/inner.go")).unwrap();
            *file.last_mut().unwrap() = b' ';
            write(&it.unpacked("inner/inner.go"), file);
        },
        harms: &["folder-altered"],
        severity: "error",
        fails: &[VERIFY],
    },
    Case {
        name: "a byte more at the end of an empty file",
        harm: |it| write(&it.unpacked("inner/empty.txt"), "x"),
        harms: &["folder-altered"],
        severity: "error",
        fails: &[VERIFY],
    },
    Case {
        name: "a file of nothing",
        harm: |it| write(&it.unpacked("inner/inner.go"), ""),
        harms: &["folder-altered"],
        severity: "error",
        fails: &[VERIFY],
    },
    Case {
        name: "a missing file",
        harm: |it| fs::remove_file(it.unpacked("code.go")).unwrap(),
        harms: &["folder-altered"],
        severity: "error",
        fails: &[VERIFY, BUILD],
    },
    Case {
        name: "a file too many",
        harm: |it| write(&it.unpacked("inner/more.txt"), "x"),
        harms: &["folder-altered"],
        severity: "error",
        fails: &[VERIFY],
    },
    Case {
        name: "a file renamed",
        harm: |it| {
            fs::rename(it.unpacked("inner/empty.txt"), it.unpacked("inner/full.txt")).unwrap();
        },
        harms: &["folder-altered"],
        severity: "error",
        fails: &[VERIFY],
    },
    Case {
        name: "an edited file, and no zip",
        harm: |it| {
            fs::remove_file(it.file("zip")).unwrap();
            write(&it.unpacked("code.go"), "package a\n\nfunc A() int { return 7 }\n");
        },
        harms: &["folder-unlike"],
        severity: "error",
        fails: &[VERIFY],
    },
    Case {
        name: "a go.mod of zeros",
        harm: |it| write(&it.file("mod"), [0; 30]),
        harms: &["mod-garbage"],
        severity: "error",
        fails: &[VERIFY, DOWNLOAD, BUILD],
    },
    Case {
        name: "a web page in the place of a go.mod",
        harm: |it| write(&it.file("mod"), "<html><title>Sign in</title></html>"),
        harms: &["mod-garbage"],
        severity: "error",
        fails: &[VERIFY, DOWNLOAD, BUILD],
    },
    Case {
        name: "an edited go.mod",
        harm: |it| write(&it.file("mod"), "module example.com/a\n\ngo 1.20\n"),
        harms: &["mod-altered"],
        severity: "error",
        fails: &[VERIFY, DOWNLOAD, BUILD],
    },
    Case {
        name: "an .info of another version",
        harm: |it| write(&it.file("info"), r#"{"Version":"v9.9.9"}"#),
        harms: &["info-other"],
        severity: "error",
        fails: &[DOWNLOAD],
    },
    Case {
        name: "a dead link in the place of the folder",
        harm: |it| {
            no_folder(it);
            symlink("/nowhere", it.path("cache/example.com/a@v1.0.0")).unwrap();
        },
        harms: &["in-the-way"],
        severity: "error",
        fails: &[DOWNLOAD, BUILD],
    },
    Case {
        name: "a folder in the place of the zip",
        harm: |it| {
            fs::remove_file(it.file("zip")).unwrap();
            fs::create_dir(it.file("zip")).unwrap();
        },
        harms: &["in-the-way"],
        severity: "error",
        fails: &[VERIFY],
    },
    Case {
        name: "a file in the place of @v",
        harm: |it| {
            let shelf = it.path("cache/cache/download/example.com/a/@v");
            fs::remove_dir_all(&shelf).unwrap();
            write(&shelf, "x");
        },
        harms: &["in-the-way"],
        severity: "error",
        fails: &[VERIFY, DOWNLOAD, BUILD],
    },
];

fn checked(case: &Case) {
    let Case { name, harm, harms, severity, fails } = case;
    let ground = Ground::new();
    harm(&ground);
    // The tool looks first: go mends some of it by looking.
    let told = ground.verify();
    for words in *fails {
        let copy = ground.copied();
        assert!(!copy.goes(words), "{name}: go {words:?} works");
    }
    said(name, &told, harms, severity);
    ground.type_fix(&told);
    for words in [DOWNLOAD, BUILD, VERIFY] {
        let went = ground.go(words);
        let words_of = String::from_utf8_lossy(&went.stderr);
        assert!(went.status.success(), "{name}: go {words:?} after the fix: {words_of}");
    }
    let healed = ground.verify();
    assert_eq!(healed.harms(), [], "{name}: after the fix");
    assert_eq!(healed.code, 0, "{name}: after the fix");
}

fn said(name: &str, told: &Told, harms: &[&str], severity: &str) {
    let found: Vec<String> = told.harms().into_iter().map(|(harm, _)| harm).collect();
    let mut sorted = (found.clone(), harms.to_vec());
    sorted.0.sort();
    sorted.1.sort_unstable();
    assert_eq!(sorted.0, sorted.1, "{name}: {:#}", told.report);
    assert_eq!(told.codes()[0], "modcache-corrupt", "{name}");
    assert_eq!(told.severity(), severity, "{name}");
    assert_eq!(told.code, 1, "{name}");
    let affected = &told.report["diagnoses"][0]["affects"]["examples"];
    // Of a shelf it is not known which versions lay there.
    if !told.harms()[0].1.ends_with("@v") {
        assert_eq!(affected[0], "example.com/a@v1.0.0", "{name}");
    }
}

fn run(which: impl Fn(usize) -> bool) {
    if !has_go() {
        return;
    }
    let chosen = CASES.iter().enumerate().filter(|(at, _)| which(*at));
    let mut failed = Vec::new();
    for (_, case) in chosen {
        let judged = std::panic::AssertUnwindSafe(|| checked(case));
        if std::panic::catch_unwind(judged).is_err() {
            failed.push(case.name);
        }
    }
    assert!(failed.is_empty(), "{failed:?}");
}

#[test]
fn every_kind_of_damage_in_the_first_half() {
    run(|at| at < CASES.len() / 2);
}

#[test]
fn every_kind_of_damage_in_the_second_half() {
    run(|at| at >= CASES.len() / 2);
}

/// The files of the folder that differ are named, and nothing else is to go.
#[test]
fn which_files_differ_is_told() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    write(&ground.unpacked("code.go"), "package a\n");
    write(&ground.unpacked("more.txt"), "x");
    fs::remove_file(ground.unpacked("inner/empty.txt")).unwrap();
    let told = ground.verify();
    let folder = ground.path("cache/example.com/a@v1.0.0").display().to_string();
    assert_eq!(told.removed(), [folder]);
    let text = ground.tool(&["verify", "--lang", "en"]);
    let text = String::from_utf8(text.stdout)
        .unwrap()
        .replace("\n        ", " ")
        .replace("\n          ", " ");
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        words.contains("altered 1, missing 1, too many 1 (code.go, inner/empty.txt, more.txt)"),
        "{words}"
    );
}

/// Only the zip goes where the folder and the hash are right.
#[test]
fn no_more_goes_than_has_to() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    write(&ground.file("zip"), "");
    assert_eq!(ground.verify().removed(), [ground.file("zip").display().to_string()]);
    let ground = Ground::new();
    write(&ground.file("ziphash"), NO_HASH);
    assert_eq!(ground.verify().removed(), [ground.file("ziphash").display().to_string()]);
}

/// go.sum may still speak of a version that go.mod has left behind.
#[test]
fn an_older_version_is_not_needed_any_more() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    let stem = "cache/cache/download/example.com/a/@v/v0.9.0";
    ground.write(&format!("{stem}.zip"), "PK");
    ground.write(&format!("{stem}.ziphash"), NO_HASH);
    let sums = fs::read_to_string(ground.path("project/go.sum")).unwrap();
    ground.write("project/go.sum", format!("{sums}example.com/a v0.9.0 {NO_HASH}\n"));
    ground.must(VERIFY);
    let told = ground.verify();
    assert_eq!((told.code, told.severity()), (0, "warning"), "{:#}", told.report);
}

/// What the module here does not need is a warning: nothing fails here.
#[test]
fn what_only_others_need_is_a_warning() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    ground.write("project/go.mod", "module example.com/me\n\ngo 1.21\n");
    ground.write("project/go.sum", "");
    ground.write("project/main.go", "package main\n\nfunc main() {}\n");
    write(&ground.unpacked("code.go"), "package a\n");
    let told = ground.verify();
    assert_eq!((told.code, told.severity()), (0, "warning"));
    assert_eq!(ground.told(&["verify", "--format", "json", "--fail-on", "warning"]).code, 1);
    ground.must(VERIFY);
    ground.must(BUILD);
}
