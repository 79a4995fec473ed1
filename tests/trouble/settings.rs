//! Settings that go itself would stumble over.

use crate::report::{document, sound, text};
use crate::tool::Ground;

const NASTY: &str = "\u{1b}[31m";

#[track_caller]
fn told(name: &str, value: &str) {
    let ground = Ground::new().set("GOPROXY", "http://proxy.invalid").set(name, value);
    let ground = ground.with(&["--timeout", "3s"]);
    document(&ground);
    text(&ground);
    sound(&ground.run(&["route"]));
}

#[test]
fn goproxy_is_malformed() {
    for value in [
        " ",
        ",",
        "|",
        "https://",
        "://",
        "http://[::1",
        "http://h:port",
        "http://%zz",
        "ftp://h",
        "file:///nowhere",
        "file://",
        "direct,off",
        "off,direct",
        "none",
        "htps://h",
        "h",
        "/h",
        "http://127.0.0.1:0",
        "http://127.0.0.1:99999",
        "http://\u{1b}[31m/",
        "http://h\n/x",
        "http://a b/",
        "http:///x",
        "http://127.0.0.1:1?x",
        "http://user@",
        "\u{feff}https://h",
    ] {
        told("GOPROXY", value);
    }
    let commas = ",".repeat(10_000);
    told("GOPROXY", &commas);
}

#[test]
fn forward_proxy_is_malformed() {
    for value in [
        "://",
        "http://",
        "http://[::1",
        "http://h:port",
        ":3128",
        "socks4://127.0.0.1:1",
        "ftp://127.0.0.1:1",
        "http://127.0.0.1:0",
        "http://%zz@127.0.0.1:1",
        NASTY,
        "a b",
    ] {
        told("HTTP_PROXY", value);
        told("HTTPS_PROXY", value);
    }
}

#[test]
fn other_settings_are_odd() {
    let long = "a/*/[b-z]?,".repeat(2000);
    for name in ["GOPRIVATE", "GONOSUMDB", "GOINSECURE", "GOSUMDB", "GOVCS", "GOAUTH"] {
        for value in ["[", "\\", NASTY, " ", "netrc; git \u{7}", &long] {
            let ground = Ground::new().set(name, value).with(&["--offline"]);
            document(&ground);
            text(&ground);
        }
    }
    for value in ["'", "-x='", "-mod=vendor", "--", NASTY] {
        text(&Ground::new().set("GOFLAGS", value).with(&["--offline"]));
    }
}

#[test]
fn modules_are_odd() {
    let long = format!("a.b/{}@v1.0.0", "c".repeat(100_000));
    let odd =
        ["/", "@", "a.b@", "a.b/c@\u{1b}[31m", "../x", "a.b/../c@v1", "ü.de/x@v1.0.0", "C:/x.y"];
    for word in odd.into_iter().chain([long.as_str()]) {
        let ground = Ground::new().with(&["--offline"]);
        let check = ground.run(&["-v", word]);
        let route = ground.run(&["route", word]);
        for ended in [check, route] {
            assert!(matches!(ended.code, Some(0..=3)), "{ended:#?}");
            assert!(!ended.stdout.contains('\u{1b}') && !ended.stderr.contains('\u{1b}'));
        }
    }
}

/// A pattern that was meant for a module is shown beside its route, control characters
/// spelled out.
#[test]
fn a_pattern_that_does_not_match_is_told() {
    let ground = Ground::new().set("GOPRIVATE", "a.example, git.corp.example\r");
    let ended = ground.run(&["route", "git.corp.example/x@v1.0.0", "--lang", "en"]);
    sound(&ended);
    let told = "in GOPRIVATE does not match it; `git.corp.example` would";
    let one_line = ended.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(one_line.contains(told), "{}", ended.stdout);
    let right = Ground::new().set("GOPRIVATE", "a.example,git.corp.example");
    let ended = right.run(&["route", "git.corp.example/x@v1.0.0", "--lang", "en"]);
    assert!(!ended.stdout.contains("does not match"), "{}", ended.stdout);
}
