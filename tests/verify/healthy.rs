//! What the real go has made is sound, and nothing is said of it.

use crate::ground::{Ground, has_go};

#[test]
fn a_cache_that_go_has_made() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    let told = ground.verify();
    assert_eq!(
        (told.code, told.report["verdict"].as_str()),
        (0, Some("healthy")),
        "{:#}",
        told.report
    );
    assert_eq!(told.codes(), [""; 0]);
    assert_eq!(told.harms(), []);
    assert_eq!(told.report["run"]["mode"], "verify");
    assert_eq!(told.report["run"]["complete"], true);
    let whole = &told.whole()["evidence"];
    let counts = ["versions", "zips", "folders", "gomods"].map(|name| whole[name].as_u64());
    assert_eq!(counts, [Some(3); 4], "{whole}");
    assert_eq!(whole["summed"], 6, "each zip and each go.mod");
}

#[test]
fn one_line_for_people_in_both_languages() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    for (lang, line) in [
        (
            "en",
            "ok    the module cache and go.sum agree (zips 3, unpacked folders 3, go.mod files 3)\n",
        ),
        ("zh", "ok    模块缓存与 go.sum 一致（zip 3 个，解压目录 3 个，go.mod 3 个）\n"),
    ] {
        let told = ground.tool(&["verify", "--lang", lang]);
        let out = String::from_utf8(told.stdout).unwrap();
        assert!(out.ends_with(line), "{out}");
        assert_eq!(out.lines().count(), 1, "{out}");
        assert!(told.stderr.is_empty(), "no terminal, no bar");
    }
    let quiet = ground.tool(&["verify", "-q"]);
    assert!(quiet.stdout.is_empty() && quiet.status.success());
}

#[test]
fn read_only_folders_as_go_leaves_them() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    std::fs::remove_dir_all(ground.unpacked("")).unwrap();
    let went = ground.command("go", &["mod", "download"]).env("GOFLAGS", "").output().unwrap();
    assert!(went.status.success());
    assert_eq!(ground.verify().code, 0);
    let writable = ground.command("chmod", &["-R", "u+w", "../cache"]).status().unwrap();
    assert!(writable.success());
}

#[test]
fn without_a_module_the_cache_is_looked_at_all_the_same() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    std::fs::remove_file(ground.path("project/go.mod")).unwrap();
    assert_eq!(ground.verify().code, 0);
    std::fs::write(ground.unpacked("code.go"), "package a\n").unwrap();
    let told = ground.verify();
    assert_eq!((told.code, told.codes()), (1, vec!["modcache-corrupt"]));
}

#[test]
fn without_go_the_cache_is_looked_at_all_the_same() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    let mut command = ground.command(env!("CARGO_BIN_EXE_gomod-doctor"), &["verify"]);
    let told = command.env("PATH", "").output().unwrap();
    assert_eq!(told.status.code(), Some(0), "{}", String::from_utf8_lossy(&told.stdout));
}

#[test]
fn zips_that_an_image_was_slimmed_by() {
    if !has_go() {
        return;
    }
    let ground = Ground::new();
    std::fs::remove_file(ground.file("zip")).unwrap();
    assert!(ground.goes(&["mod", "verify"]));
    assert_eq!(ground.verify().code, 0, "the folder is what .ziphash says");
}
