use super::*;
use crate::go::url::Url;
use proptest::prelude::*;

fn config(pairs: &[(&str, &str)]) -> Config {
    Config::from_environment(|name| {
        let found = pairs.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

fn decide(pairs: &[(&str, &str)], url: &str) -> Decision {
    config(pairs).proxy_for(&Url::parse(url).unwrap())
}

fn reason(pairs: &[(&str, &str)], url: &str) -> Bypass {
    match decide(pairs, url) {
        Decision::Direct { reason } => reason,
        other => panic!("{other:?}"),
    }
}

fn address(value: &str) -> (String, Scheme) {
    let proxy = Proxy::parse(value).unwrap();
    (proxy.address(), proxy.scheme)
}

#[test]
fn upper_case_wins_unless_empty() {
    let both = [("HTTPS_PROXY", "up:1"), ("https_proxy", "low:2")];
    let empty = [("HTTPS_PROXY", ""), ("https_proxy", "low:2")];
    assert_eq!(config(&both).https.unwrap().variable, Variable::HttpsProxy);
    assert_eq!(config(&empty).https.unwrap().variable, Variable::HttpsProxyLower);
    assert_eq!(reason(&[("ALL_PROXY", "all:1")], "https://h"), Bypass::Unset);
}

#[test]
fn odd_values_are_read_as_go_reads_them() {
    assert_eq!(address("proxy:3128"), ("proxy:3128".into(), Scheme::Http));
    assert_eq!(address("https://proxy"), ("proxy:443".into(), Scheme::Https));
    assert_eq!(address("socks5h://[::1]"), ("[::1]:1080".into(), Scheme::Socks5h));
    assert_eq!(address("http://h:notaport").0, "http:80");
    assert_eq!(address("http://user:p#ss@h:8080").0, "http:80");
    assert_eq!(address("http://user:p@ss@h").0, "h:80");
    assert_eq!(address("socks4://h").0, "h:");
}

#[test]
fn what_is_no_url_is_ignored_and_said_to_be() {
    for value in [" http://proxy:1", "http://proxy:1\r", "http://u:100%@proxy:1"] {
        let seen = reason(&[("HTTPS_PROXY", value)], "https://h");
        assert!(matches!(seen, Bypass::Malformed { .. }), "{value:?}: {seen:?}");
        assert!(!format!("{seen:?}").contains("100"), "{seen:?}");
    }
}

#[test]
fn the_reason_names_the_entry() {
    let pairs = [("https_proxy", "proxy:1"), ("no_proxy", "a.b, *.Corp.example ,10.0.0.0/8")];
    let Bypass::NoProxy { variable, entry } = reason(&pairs, "https://x.corp.example/") else {
        panic!("not bypassed");
    };
    assert_eq!(variable, Variable::NoProxyLower);
    assert_eq!(entry.text.raw(), "*.Corp.example");
    assert!(matches!(decide(&pairs, "https://corp.example"), Decision::Proxy { .. }));
    assert!(matches!(reason(&pairs, "https://10.1.2.3"), Bypass::NoProxy { .. }));
    assert_eq!(reason(&pairs, "https://127.9.9.9"), Bypass::Loopback);
    assert_eq!(reason(&pairs, "https://localhost:8443"), Bypass::Loopback);
    assert!(matches!(decide(&pairs, "https://foo.localhost"), Decision::Proxy { .. }));
}

#[test]
fn a_web_server_may_not_set_the_proxy() {
    let pairs = [("HTTP_PROXY", "p:1"), ("HTTPS_PROXY", "p:1"), ("REQUEST_METHOD", "GET")];
    assert!(matches!(decide(&pairs, "http://h"), Decision::Refused { .. }));
    assert!(matches!(decide(&pairs, "https://h"), Decision::Proxy { .. }));
}

#[test]
fn evidence_comes_back_masked() {
    let config =
        config(&[("HTTPS_PROXY", "http://u:hunter2@proxy:1"), ("NO_PROXY", "*.x,1.2.3.4/8")]);
    let decision = config.proxy_for(&Url::parse("https://h").unwrap());
    let json = serde_json::to_string(&(&config, &decision, config.no_proxy_entries())).unwrap();
    assert!(!json.contains("hunter2"), "{json}");
    let back: (Config, Decision, Vec<Entry>) = serde_json::from_str(&json).unwrap();
    assert_eq!(back.2, config.no_proxy_entries());
    assert!(matches!(back.1, Decision::Proxy { .. }));
}

proptest! {
    #[test]
    fn nothing_makes_it_panic(value in ".{0,30}", list in "[a-z0-9.*,:/\\[\\] ü%]{0,40}", host in "[a-z0-9.ü\\[\\]:]{0,12}") {
        let pairs = [("HTTPS_PROXY", value.as_str()), ("NO_PROXY", list.as_str())];
        if let Ok(url) = Url::parse(&format!("https://{host}/")) {
            let _ = config(&pairs).proxy_for(&url);
        }
    }
}

#[test]
fn before_1_24_a_foreign_scheme_was_a_host() {
    let read = |value: &str| Proxy::parse(&Proxy::before_1_24(value)).unwrap().address();
    assert_eq!(read("socks5h://proxy.example:1080"), "socks5h:80");
    assert_eq!(read("socks5://proxy.example:1080"), "proxy.example:1080");
    assert_eq!(read("proxy.example:3128"), "proxy.example:3128");
    assert_eq!(read("https://proxy.example"), "proxy.example:443");
}
