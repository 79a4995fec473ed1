//! What go left behind and mends by itself, and what others left: nothing fails.

use crate::ground::{Ground, has_go};
use std::fs;

fn mended(name: &str, harm: &str, make: fn(&Ground)) {
    let ground = Ground::new();
    make(&ground);
    let told = ground.verify();
    let harms: Vec<String> = told.harms().into_iter().map(|(harm, _)| harm).collect();
    assert_eq!(harms, [harm], "{name}: {:#}", told.report);
    assert_eq!((told.code, told.severity()), (0, "info"), "{name}");
    assert_eq!(told.codes(), ["modcache-leftovers"], "{name}");
    let copy = ground.copied();
    for words in [&["mod", "verify"][..], &["mod", "download"], &["build", "-o", "/dev/null", "."]]
    {
        copy.must(words);
    }
    if !told.removed().is_empty() {
        ground.type_fix(&told);
        ground.must(&["mod", "download"]);
        ground.must(&["mod", "verify"]);
        assert_eq!(ground.verify().harms(), [], "{name}");
    }
}

#[test]
fn go_mends_it_or_never_looks() {
    if !has_go() {
        return;
    }
    mended("a download", "leftover", |it| {
        it.write("cache/cache/download/example.com/a/@v/v1.0.0.zip123456789.tmp", "PK");
    });
    mended("a folder from before 1.16", "leftover", |it| {
        it.write("cache/example.com/a@v1.0.0.tmp-123456/code.go", "package a");
    });
    mended("half unpacked", "folder-partial", |it| {
        fs::write(it.file("partial"), "").unwrap();
        fs::remove_file(it.unpacked("code.go")).unwrap();
    });
    mended("an .info of zeros", "info-garbage", |it| fs::write(it.file("info"), [0; 20]).unwrap());
    mended("a file in the place of the folder", "in-the-way", |it| {
        fs::remove_dir_all(it.unpacked("")).unwrap();
        it.write("cache/example.com/a@v1.0.0", "x");
    });
    mended("a folder of a module that nothing is known of", "folder-unhashed", |it| {
        it.write("cache/example.com/z@v1.0.0/code.go", "package z");
    });
    mended("another's file", "foreign", |it| {
        it.write("cache/cache/download/example.com/a/@v/notes.txt", "x");
    });
    mended("a path that go would spell otherwise", "foreign", |it| {
        it.write("cache/cache/download/example.com/Upper/b/@v/v1.0.0.mod", "module x\n");
    });
}

#[test]
fn a_lock_file_that_nobody_holds_is_nothing() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    assert!(ground.file("lock").exists() && ground.path("cache/cache/lock").exists());
    assert_eq!(ground.verify().harms(), []);
}
