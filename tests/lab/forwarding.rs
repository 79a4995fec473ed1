//! Scenarios of forward proxies.

use crate::company::FORWARD;
use crate::forward::Forward;
use crate::part::Part;
use crate::scenario::scenario;
use crate::world::World;

#[test]
fn forward_proxy_refused() {
    scenario("forward_proxy_refused")
        .world(|| {
            World::internet().closed(FORWARD).env("HTTPS_PROXY", "http://proxy.corp.example:3128")
        })
        .go_fails_with("proxyconnect tcp: dial tcp")
        .diagnosis("http-proxy-unreachable")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn forward_proxy_on_loopback() {
    scenario("forward_proxy_on_loopback")
        .world(|| World::internet().env("HTTPS_PROXY", "http://127.0.0.1:7890"))
        .go_fails_with("proxyconnect tcp: dial tcp 127.0.0.1:7890: connect: connection refused")
        .diagnosis("http-proxy-unreachable")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn forward_proxy_unknown_name() {
    scenario("forward_proxy_unknown_name")
        .world(|| World::internet().env("HTTPS_PROXY", "http://old-proxy.corp.example:3128"))
        .go_fails_with("proxyconnect tcp: dial tcp: lookup old-proxy.corp.example")
        .diagnosis("http-proxy-unreachable")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn forward_proxy_silent() {
    scenario("forward_proxy_silent")
        .world(|| {
            World::internet()
                .behind(Forward::http(FORWARD, 3128).silent())
                .env("HTTPS_PROXY", "http://proxy.corp.example:3128")
        })
        .go_hangs()
        .diagnosis("http-proxy-unreachable")
        .run();
}

#[test]
fn forward_proxy_without_login() {
    scenario("forward_proxy_without_login")
        .world(|| {
            World::internet()
                .behind(Forward::http(FORWARD, 3128).login("build", "right"))
                .env("HTTPS_PROXY", "http://proxy.corp.example:3128")
        })
        .go_fails_with("Proxy Authentication Required")
        .diagnosis("http-proxy-auth-required")
        .run();
}

#[test]
fn forward_proxy_stale_login() {
    scenario("forward_proxy_stale_login")
        .world(|| {
            World::internet()
                .behind(Forward::http(FORWARD, 3128).login("build", "right"))
                .env("HTTPS_PROXY", "http://build:stalecanary@proxy.corp.example:3128")
        })
        .go_fails_with("Proxy Authentication Required")
        .diagnosis("http-proxy-auth-required")
        .secrets(&["stalecanary"])
        .run();
}

#[test]
fn forward_proxy_forbids() {
    scenario("forward_proxy_forbids")
        .world(|| {
            World::internet()
                .behind(Forward::http(FORWARD, 3128).refuses(403))
                .env("HTTPS_PROXY", "http://proxy.corp.example:3128")
        })
        .go_fails_with("Forbidden")
        .diagnosis("http-proxy-blocks-host")
        .run();
}

#[test]
fn only_http_proxy_set() {
    scenario("only_http_proxy_set")
        .world(|| {
            World::internet()
                .behind(Forward::http(FORWARD, 3128))
                .env("HTTP_PROXY", "http://proxy.corp.example:3128")
        })
        .go_fails_with("lookup proxy.golang.org on 10.20.0.53:53: no such host")
        .diagnosis("https-proxy-missing")
        .healed_by_first_fix(true)
        .run();
}

/// tinyproxy with these lines on top of what it needs.
fn tinyproxy(lines: &'static str) -> Part {
    Part::new("tinyproxy", FORWARD, 3128, &["-d", "-c", "HERE/tinyproxy.conf"])
        .file("tinyproxy.conf", move |address| {
            format!("Port 3128\nListen {address}\nBind {address}\nTimeout 60\n{lines}")
        })
        .privileged()
}

#[test]
fn tinyproxy_lets_through() {
    scenario("tinyproxy_lets_through")
        .world(|| {
            World::internet()
                .part(tinyproxy("ConnectPort 443\n"))
                .fenced()
                .env("HTTPS_PROXY", "http://proxy.corp.example:3128")
        })
        .run();
}
