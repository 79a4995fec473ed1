//! Files that go reads, as nobody should have them.

use crate::report::sound;
use crate::tool::{Ended, Ground};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::time::Duration;

fn ground() -> Ground {
    Ground::new().with(&["--offline"])
}

#[track_caller]
fn told(ground: &Ground) -> Ended {
    let ended = ground.run(&["-v"]);
    sound(&ended);
    assert!(!ended.stdout.trim().is_empty(), "{ended:#?}");
    ended
}

/// A go.mod that was not read is never health.
#[test]
fn gomod_cannot_be_read() {
    for place in ["/proc/self/mem", "/dev/zero", "/dev/null/x", "/dev/tty"] {
        let ground = ground();
        let path = ground.project().join("go.mod");
        fs::remove_file(&path).expect("a go.mod");
        symlink(place, path).expect("a link");
        assert_ne!(told(&ground).code, Some(0), "{place}");
    }
    let ground = ground();
    ground.write("project/go.mod", "// nothing\n".repeat(5_000_000));
    assert_eq!(told(&ground).code, Some(3));
}

/// Large, and read whole: as long as an unoptimised build needs.
#[test]
fn gosum_is_large() {
    let line = "corp.example/b v1.0.0 h1:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n";
    for content in [line.repeat((50 << 20) / line.len()).into_bytes(), vec![0; 50 << 20]] {
        let ground = ground();
        ground.write("project/go.sum", content);
        let ended = ground.run(&["-v"]);
        assert!(matches!(ended.code, Some(1 | 3)), "{ended:#?}");
        assert!(ended.wall < Duration::from_secs(25), "{:?}", ended.wall);
        assert!(ended.peak < 400_000, "{} kB", ended.peak);
    }
}

#[test]
fn gosum_is_odd() {
    for content in ["a b\nc\n\u{1b}[31m d e f", "\0", " \n \n", "corp.example/a v1.0.0 h1:\n"] {
        let ground = ground();
        ground.write("project/go.sum", content);
        told(&ground);
    }
    let ground = ground();
    ground.write("project/go.sum/x", "");
    told(&ground);
}

#[test]
fn gowork_is_odd() {
    let loops = format!("go 1.20\n{}", "use .\nuse ./.\n".repeat(10_000));
    let odd =
        ["", "go 1.20\nuse (\n", "use ../nowhere\n", "go 1.20\nuse .\nuse .\n", "\0\u{1b}[31m"];
    for content in odd.into_iter().chain([loops.as_str()]) {
        let ground = ground();
        ground.write("project/go.work", content);
        told(&ground);
    }
    let below = ground();
    below.write("project/go.work/x", "");
    told(&below);
    for place in ["relative/go.work", "/nowhere", "/", "\u{1b}[31m"] {
        told(&ground().set("GOWORK", place));
    }
}

#[test]
fn netrc_is_odd() {
    let many = "machine h login u password p\n".repeat((50 << 20) / 29).into_bytes();
    for content in [many, vec![0; 1 << 20], b"machine \xff\x1b[31m login".to_vec()] {
        let ground = ground();
        ground.write(".netrc", content);
        told(&ground);
    }
    for place in ["/dev/null", "/dev/tty", "/proc/self/mem", "relative", "/"] {
        told(&ground().set("NETRC", place));
    }
}

#[test]
fn env_file_is_odd() {
    let long = vec![b'='; 5_000_000];
    for content in [&b"GOPROXY\n=x\n\xff\0=\x1b[31m\nGOPROXY=\x07\n"[..], &long] {
        let ground = ground();
        ground.write("goenv", content);
        let place = ground.place("goenv");
        told(&ground.set("GOENV", &place));
    }
    for place in ["/dev/null", "/dev/zero", "relative", "/"] {
        told(&ground().set("GOENV", place));
    }
}

#[test]
fn cache_is_odd() {
    for place in ["relative", "", "~/mod", "/dev/null", "/nowhere/at/all"] {
        told(&ground().set("GOMODCACHE", place));
        told(&ground().set("GOPATH", place));
    }
}

#[test]
fn certificates_are_odd() {
    for place in ["/dev/zero", "/", "/dev/tty", "/proc/self/exe", "relative"] {
        told(&ground().set("SSL_CERT_FILE", place).set("SSL_CERT_DIR", "/dev:/proc/self"));
    }
}

#[test]
fn go_is_odd() {
    for place in ["/nowhere", "/", "project", "/bin/cat", "\u{1b}[31m"] {
        told(&ground().with(&["--go", place]));
    }
    for script in [
        "exit 3",
        "kill -9 $$",
        "sleep 30 & sleep 30",
        "exec yes",
        "echo '{\"GOPROXY\":\"\\u001b[31m\"}'",
        "echo '[1]'",
    ] {
        let ground = ground();
        ground.write("bin/go", format!("#!/bin/sh\n{script}\n"));
        let place = ground.place("bin/go");
        fs::set_permissions(&place, fs::Permissions::from_mode(0o755)).expect("a mode");
        told(&ground.with(&["--go", &place]));
    }
}
