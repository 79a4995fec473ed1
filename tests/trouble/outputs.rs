//! Files that cannot be written, and signals before anything is known.

use crate::tool::Ground;
use serde_json::Value;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

const UNWRITABLE: [&str; 3] = ["/dev/full", "/nowhere/x", "/"];

#[test]
fn one_document_says_what_cannot_be_written() {
    for place in UNWRITABLE {
        let file = ["--format", "text", "-o", place, "--format", "json"];
        let turned = ["--format", "json", "--format", "text", "-o", place];
        let saved = ["--format", "json", "--save", place];
        for words in [&file[..], &turned, &saved] {
            let ended = Ground::new().with(&["--offline"]).run(words);
            assert_eq!(ended.code, Some(2), "{ended:#?}");
            let document: Value = serde_json::from_str(&ended.stdout).expect("one document");
            assert!(document["error"].as_str().is_some_and(|it| it.contains(place)), "{ended:#?}");
            assert_eq!(document["exit_code"], 2);
        }
    }
}

#[test]
fn people_hear_of_it_too() {
    for place in UNWRITABLE {
        for words in [&["-o", place][..], &["--format", "json", "-o", place], &["--save", place]] {
            let ended = Ground::new().with(&["--offline"]).run(words);
            assert_eq!(ended.code, Some(2), "{ended:#?}");
            assert!(ended.stderr.contains(place), "{ended:#?}");
        }
    }
    let both = ["--format", "json", "-o", "r.json", "--format", "text", "--from", "/nowhere"];
    let ended = Ground::new().run(&both);
    assert_eq!(ended.code, Some(2), "{ended:#?}");
    assert!(ended.stderr.contains("/nowhere"), "{ended:#?}");
}

/// GOPROXY=off leaves nothing to wait for once go was asked: a signal before
/// that counts all the same, and at once.
#[test]
fn signal_while_go_hangs() {
    for (signal, code) in [("INT", 130), ("TERM", 143)] {
        let ground = Ground::new().set("GOPROXY", "off");
        ground.write("bin/go", "#!/bin/sh\ntouch \"$HOME/asked\"\nsleep 30\n");
        let go = ground.place("bin/go");
        fs::set_permissions(&go, fs::Permissions::from_mode(0o755)).expect("a mode");
        let running = ground.start(&["--format", "json", "--go", &go]);
        while !fs::exists(ground.place("asked")).expect("a folder") {
            std::thread::sleep(Duration::from_millis(5));
        }
        running.signal(signal);
        let ended = running.end();
        assert_eq!(ended.code, Some(code), "{ended:#?}");
        let document: Value = serde_json::from_str(&ended.stdout).expect("one document");
        assert_eq!(document["run"]["complete"], false);
        assert_eq!(document["verdict"], "inconclusive");
    }
}
