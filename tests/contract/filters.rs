//! `--only` and `--skip`.

use crate::document;
use crate::tool::Ground;
use serde_json::Value;

fn codes(document: &Value) -> Vec<&str> {
    let all = document["diagnoses"].as_array().expect("diagnoses");
    all.iter().filter_map(|one| one["code"].as_str()).collect()
}

#[test]
fn what_is_skipped_is_not_said() {
    let ground = Ground::new().refused();
    for words in [["--skip", "tcp-refused"], ["--only", "goproxy-off"]] {
        let ended = ground.run(&[&words[..], &["--format", "json"]].concat());
        assert_eq!(codes(&document::of(&ended)), [""; 0], "{words:?}");
        assert!(ended.stderr.contains("--only"), "{ended:?}");
    }
}

#[test]
fn what_is_wanted_is_said() {
    let ground = Ground::new().refused();
    for words in [["--only", "tcp-refused"], ["--only", "tcp"], ["--skip", "goproxy-off,dns"]] {
        let ended = ground.run(&[&words[..], &["--format", "json"]].concat());
        assert_eq!(codes(&document::of(&ended)), ["tcp-refused"], "{words:?}");
        assert_eq!(ended.code, Some(1), "{words:?}");
    }
}

#[test]
fn looking_at_files_only_sends_nothing() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a listener that does not wait");
    let url = format!("http://{}", listener.local_addr().expect("its address"));
    let ended = Ground::new().set("GOPROXY", &url).run(&["--only", "files,settings"]);
    assert!(matches!(ended.code, Some(0 | 3)), "{ended:?}");
    assert!(listener.accept().is_err(), "nobody called");
}
