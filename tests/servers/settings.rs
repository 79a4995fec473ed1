//! Settings that are missing, or far too long.

use crate::report::{document, sound, text};
use crate::tool::{Ground, start, unused_port};

#[test]
fn no_home() {
    let ground = Ground::new().refused();
    // go itself makes a folder there for its telemetry.
    let gone = ground.place("gone/home");
    for home in [None, Some(""), Some(gone.as_str()), Some("relative"), Some("/dev/null")] {
        let mut command = ground.command(&["--format", "json"]);
        match home {
            Some(home) => command.env("HOME", home),
            None => command.env_remove("HOME"),
        };
        let ended = start(command).end();
        sound(&ended);
        assert_eq!(ended.code, Some(1), "{home:?}: {ended:?}");
    }
}

/// Without PATH and GOPROXY nothing may be sent, so that the test needs no network.
#[test]
fn nothing_set() {
    for shape in [&["--offline"][..], &["route"], &["--offline", "--format", "json"], &["--help"]] {
        let ground = Ground::new();
        let mut command = ground.command(shape);
        let ended = start({
            command.env_clear();
            command
        })
        .end();
        sound(&ended);
    }
}

#[test]
fn goproxy_of_ten_thousand_characters() {
    let long = "x".repeat(10_000);
    for value in [
        long.clone(),
        format!("http://127.0.0.1:{}/{long}", unused_port()),
        format!("http://{long}.invalid"),
        format!("http://{long}@127.0.0.1:{}", unused_port()),
        ",".repeat(10_000),
        "|".repeat(10_000),
        "http://[".repeat(1_250),
        "%".repeat(10_000),
    ] {
        let ground = Ground::new().set("GOPROXY", &value);
        let document = document(&ground);
        assert!(document["exit_code"] != 0, "{value:.40}: {document:#}");
        text(&ground);
    }
}

#[test]
fn goproxy_of_two_thousand_elements() {
    let port = unused_port();
    let same = vec![format!("http://127.0.0.1:{port}"); 2000].join("|");
    let paths: Vec<String> = (0..2000).map(|at| format!("http://127.0.0.1:{port}/{at}")).collect();
    for value in [same, paths.join("|"), paths.join(",")] {
        let ground = Ground::new().set("GOPROXY", &value);
        assert_eq!(document(&ground)["exit_code"], 1, "{value:.60}");
        text(&ground);
    }
}

/// Where no nameserver answers, every name is waited for; side by side.
#[test]
fn goproxy_of_two_thousand_names() {
    let names: Vec<String> = (0..2000).map(|at| format!("http://p{at}.invalid")).collect();
    let ended = Ground::new().set("GOPROXY", &names.join("|")).run(&[]);
    assert!(matches!(ended.code, Some(1 | 3)), "{ended:?}");
    assert!(ended.wall < std::time::Duration::from_secs(12), "{:?}", ended.wall);
}

#[test]
fn no_proxy_of_hundred_kilobytes() {
    let proxy = format!("http://127.0.0.1:{}", unused_port());
    let names: Vec<String> = (0..6000).map(|at| format!("host{at}.corp.example")).collect();
    for value in
        [names.join(","), "x".repeat(100_000), ",".repeat(100_000), "10.0.0.0/8,".repeat(9000)]
    {
        let ground = Ground::new().set("GOPROXY", "http://proxy.invalid").set("NO_PROXY", &value);
        let ground = ground.set("HTTP_PROXY", &proxy);
        assert_eq!(document(&ground)["exit_code"], 1, "{value:.60}");
        text(&ground);
    }
}

#[test]
fn patterns_of_hundred_kilobytes() {
    for name in ["GOPRIVATE", "GONOPROXY", "GONOSUMDB", "GOINSECURE", "GOFLAGS", "GOVCS"] {
        for value in ["*,".repeat(50_000), "[".repeat(100_000), "a*/".repeat(33_000)] {
            let ground = Ground::new().set("GOPROXY", "off").set(name, &value);
            sound(&ground.run(&["--offline"]));
            sound(&ground.run(&["route"]));
        }
    }
}
