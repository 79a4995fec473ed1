//! `--save`, then `--from`: the same diagnoses, from the file alone.

use crate::document;
use crate::tool::Ground;

#[test]
fn same_diagnoses_without_network() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("its address"));
    drop(listener);
    let ground = Ground::new().set("GOPROXY", &url);
    let saved = ground.place("evidence.json");
    let live = ground.run(&["--save", &saved, "--format", "json"]);
    let address = url.strip_prefix("http://").expect("a host");
    let listener = std::net::TcpListener::bind(address).expect("the same port");
    listener.set_nonblocking(true).expect("a listener that does not wait");
    let elsewhere = Ground::new().healthy();
    let again = elsewhere.run(&["--from", &saved, "--format", "json"]);
    let (live, again) = (document::of(&live), document::of(&again));
    for part in ["verdict", "exit_code", "routes", "checks", "environment", "consequences"] {
        assert_eq!(live[part], again[part], "{part}");
    }
    assert_eq!(live["diagnoses"][0]["code"], again["diagnoses"][0]["code"]);
    assert_eq!(live["diagnoses"][0]["message"], again["diagnoses"][0]["message"]);
    assert!(listener.accept().is_err(), "nobody called");
}

#[test]
fn healthy_stays_healthy() {
    let ground = Ground::new().healthy();
    let saved = ground.place("evidence.json");
    assert_eq!(ground.run(&["--save", &saved]).code, Some(0));
    assert_eq!(Ground::new().refused().run(&["--from", &saved]).code, Some(0));
}

#[test]
fn two_runs_say_the_same() {
    let ground = Ground::new().refused();
    let (one, two) = (ground.run(&[]), ground.run(&[]));
    assert_eq!(one.stdout, two.stdout);
}
