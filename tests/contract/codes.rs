//! The exit code says the same in every format, and what `--fail-on` makes of it.

use crate::document;
use crate::tool::Ground;

const SHAPES: [&[&str]; 7] = [
    &[],
    &["-q"],
    &["-v"],
    &["--format", "json"],
    &["--format", "json", "-q"],
    &["--format", "json", "-v"],
    &["--format", "text", "--lang", "zh", "--color", "always"],
];

#[test]
fn same_in_every_format() {
    let open = Ground::new().refused().with(&["--offline"]);
    let wrong = Ground::new().refused().with(&["--timeout", "soon"]);
    for (ground, code) in
        [(Ground::new().healthy(), 0), (Ground::new().refused(), 1), (wrong, 2), (open, 3)]
    {
        for shape in SHAPES {
            let ended = ground.run(shape);
            assert_eq!(ended.code, Some(code), "{shape:?}: {ended:?}");
        }
    }
}

#[test]
fn threshold() {
    let ground = Ground::new().refused();
    for (threshold, code) in [("error", 1), ("warning", 1), ("never", 0)] {
        let ended = ground.run(&["--fail-on", threshold, "--format", "json"]);
        assert_eq!(ended.code, Some(code), "{threshold}");
        assert_eq!(document::of(&ended)["verdict"], "fault");
    }
    let ground = Ground::new().healthy();
    for threshold in ["error", "warning", "never"] {
        assert_eq!(ground.run(&["--fail-on", threshold]).code, Some(0), "{threshold}");
    }
}

#[test]
fn offline_sends_nothing() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.set_nonblocking(true).expect("a listener that does not wait");
    let url = format!("http://{}", listener.local_addr().expect("its address"));
    let ground = Ground::new().set("GOPROXY", &url).set("HTTP_PROXY", &url);
    let ended = ground.run(&["--offline", "--format", "json"]);
    assert_eq!(ended.code, Some(3), "{ended:?}");
    assert_eq!(document::of(&ended)["verdict"], "inconclusive");
    assert_eq!(ground.run(&["route", "--format", "json"]).code, Some(0));
    let met = listener.accept().map(|_| ()).expect_err("nobody called").kind();
    assert_eq!(met, std::io::ErrorKind::WouldBlock);
}

#[test]
fn offline_with_nothing_to_ask_is_healthy() {
    let ground = Ground::new().refused();
    ground.write("project/go.mod", "module corp.example/me\n\ngo 1.21\n");
    let ended = ground.run(&["--offline"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
}

#[test]
fn about_itself() {
    let ground = Ground::new();
    for words in [
        vec!["--help"],
        vec!["--version"],
        vec!["help"],
        vec!["route", "--help"],
        vec!["explain", "--list"],
        vec!["explain", "tcp-refused"],
    ] {
        let ended = ground.run(&words);
        assert_eq!(ended.code, Some(0), "{words:?}: {ended:?}");
        assert!(!ended.stdout.is_empty() && ended.stderr.is_empty(), "{words:?}: {ended:?}");
    }
    assert_eq!(ground.run(&["explain", "no-such-code"]).code, Some(2));
}
