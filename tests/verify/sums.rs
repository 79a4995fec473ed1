//! go.sum, go.work.sum and what go has kept of the checksum database.

use crate::ground::{Ground, Told, has_go};
use std::fs;

const NOBODYS: &str = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/// The same go.sum with another hash in one line.
fn altered(sums: &str, key: &str) -> String {
    let line = |line: &str| {
        if line.starts_with(key) { format!("{key}{NOBODYS}") } else { line.to_owned() }
    };
    sums.lines().map(|it| line(it) + "\n").collect()
}

#[test]
fn a_line_of_its_own() {
    if !has_go() {
        return;
    }
    for (key, number, path) in
        [("example.com/a v1.0.0 ", 3, "zip"), ("example.com/a v1.0.0/go.mod ", 4, "mod")]
    {
        let ground = Ground::new();
        let sums = fs::read_to_string(ground.path("project/go.sum")).unwrap();
        ground.write("project/go.sum", altered(&sums, key));
        let told = ground.verify();
        assert_eq!((told.code, told.codes()), (1, vec!["gosum-mismatch"]), "{key}");
        let diagnosis = &told.report["diagnoses"][0];
        assert_eq!(diagnosis["location"]["line"], number, "{diagnosis:#}");
        assert!(told.removed().contains(&ground.file(path).display().to_string()));
        assert!(!ground.copied().goes(&["mod", "download"]));
        // go fetches it again, and it is the line that is wrong.
        for path in told.removed() {
            let path = std::path::Path::new(&path);
            if path.is_dir() {
                fs::remove_dir_all(path).unwrap();
            } else {
                fs::remove_file(path).unwrap();
            }
        }
        assert!(!ground.goes(&["mod", "download"]));
    }
}

#[test]
fn a_line_that_is_none() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    let sums = fs::read_to_string(ground.path("project/go.sum")).unwrap();
    ground.write("project/go.sum", format!("<<<<<<< HEAD\n{sums}"));
    assert!(!ground.goes(&["mod", "verify"]));
    let told = ground.verify();
    assert_eq!((told.code, told.codes()), (1, vec!["gosum-malformed"]), "{:#}", told.report);
}

#[test]
fn a_cache_that_was_filled_from_elsewhere() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    let sums = fs::read(ground.path("project/go.sum")).unwrap();
    ground.publish("example.com/a", "package a\n\nfunc A() int { return 7 }\n");
    fs::remove_dir_all(ground.path("cache")).unwrap();
    fs::remove_file(ground.path("project/go.sum")).unwrap();
    ground.must(&["mod", "tidy"]);
    ground.must(&["build", "-o", "/dev/null", "."]);
    assert_eq!(ground.verify().code, 0, "by its own go.sum");
    ground.write("project/go.sum", sums);
    let told = ground.verify();
    assert_eq!((told.code, told.codes()), (1, vec!["gosum-mismatch"]));
    assert!(!ground.goes(&["build", "-o", "/dev/null", "."]));
    // Once the source is right again, the named files are all that was wrong.
    ground.publish("example.com/a", "package a\n\nfunc A() int { return 1 }\n");
    ground.type_fix(&told);
    ground.must(&["build", "-o", "/dev/null", "."]);
    assert_eq!(ground.verify().code, 0);
}

#[test]
fn the_zip_and_its_hash_altered_alike() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    let other = "cache/cache/download/example.com/!upper/b/@v/v1.0.0";
    for ending in ["zip", "ziphash"] {
        fs::copy(ground.path(&format!("{other}.{ending}")), ground.file(ending)).unwrap();
    }
    let told = ground.verify();
    assert_eq!(told.codes(), ["modcache-corrupt"], "the folder is what go.sum says");
    assert!(!ground.copied().goes(&["mod", "download"]));
    ground.type_fix(&told);
    ground.must(&["mod", "download"]);
    ground.must(&["mod", "verify"]);
    assert_eq!(ground.verify().harms(), []);
}

#[test]
fn a_workspace_and_its_members() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    ground.write("project/go.work", "go 1.21\n\nuse .\n");
    assert_eq!(ground.verify().code, 0);
    let sums = fs::read_to_string(ground.path("project/go.sum")).unwrap();
    let line = altered(&sums, "example.com/a v1.0.0 ");
    let line = line.lines().find(|line| line.starts_with("example.com/a v1.0.0 ")).unwrap();
    ground.write("project/go.work.sum", format!("{line}\n"));
    let told = ground.verify();
    assert_eq!(told.codes(), ["gosum-mismatch"]);
    let file = told.report["diagnoses"][0]["location"]["file"].as_str().unwrap();
    assert!(file.ends_with("go.work.sum"), "{file}");
    assert!(!ground.goes(&["mod", "download"]));
}

/// What go has kept of the database that it asks; of others it reads nothing.
#[test]
fn what_was_kept_of_the_database() {
    if !has_go() {
        return;
    }
    let latest = "home/go/pkg/sumdb/sum.golang.org/latest";
    let lookup = "cache/cache/download/sumdb/sum.golang.org/lookup/example.com/a@v1.0.0";
    let tile = "cache/cache/download/sumdb/sum.golang.org/tile/8/0/000";
    let other = "cache/cache/download/sumdb/sum.other.example/tile/8/0/000";
    let zeros = vec![0; 256 * 32];
    for (below, content, is_wrong) in [
        (latest, &zeros[..200], true),
        (latest, b"go.sum database tree\n1\nnot signed\n", true),
        (latest, b"", false),
        (lookup, &zeros[..200], true),
        (lookup, b"17\nexample.com/a v1.0.0 h1:x\n\n", true),
        (lookup, b"", false),
        (tile, &zeros, true),
        (tile, &[7; 100], true),
        (tile, &[7; 256 * 32], false),
        (tile, b"", false),
        (other, &zeros, false),
    ] {
        let ground = Ground::new();
        ground.write(below, content);
        let mut command =
            ground.command(env!("CARGO_BIN_EXE_gomod-doctor"), &["verify", "--format", "json"]);
        let output = command.env("GOSUMDB", "sum.golang.org").output().unwrap();
        let told = Told::of(&output);
        let path = ground.path(below).display().to_string();
        let expected = if is_wrong { vec![path] } else { Vec::new() };
        assert_eq!(told.removed(), expected, "{below}: {} bytes", content.len());
        assert_eq!(told.severity(), if is_wrong { "warning" } else { "none" });
        assert_eq!(ground.verify().harms(), [], "with GOSUMDB=off");
    }
}
