//! Scenarios of forward proxies.

use crate::company::{FORWARD, MODULES};
use crate::forward::Forward;
use crate::goproxy::ModuleProxy;
use crate::internet::modules;
use crate::part::Part;
use crate::scenario::scenario;
use crate::site::Site;
use crate::tls::Papers;
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

#[test]
fn tinyproxy_forbids_the_port() {
    scenario("tinyproxy_forbids_the_port")
        .world(|| {
            World::internet()
                .part(tinyproxy("ConnectPort 8443\n"))
                .fenced()
                .env("HTTPS_PROXY", "http://proxy.corp.example:3128")
        })
        .go_fails_with("Access violation")
        .diagnosis("http-proxy-blocks-host")
        .run();
}

#[test]
fn tinyproxy_asks_for_a_login() {
    scenario("tinyproxy_asks_for_a_login")
        .world(|| {
            World::internet()
                .part(tinyproxy("ConnectPort 443\nBasicAuth build right\n"))
                .fenced()
                .env("HTTPS_PROXY", "http://build:stalecanary@proxy.corp.example:3128")
        })
        .go_fails_with("Unauthorized")
        .diagnosis("http-proxy-auth-required")
        .secrets(&["stalecanary"])
        .run();
}

#[test]
fn tinyproxy_filters_an_internal_host() {
    scenario("tinyproxy_filters_an_internal_host")
        .world(|| {
            let filtering = tinyproxy("ConnectPort 443\nFilter \"HERE/filter\"\n")
                .file("filter", |_| "corp\\.example\n".to_owned());
            World::internet()
                .company_proxy(Papers::Public)
                .part(filtering)
                .env("HTTPS_PROXY", "http://proxy.corp.example:3128")
        })
        .go_fails_with("Filtered")
        .diagnosis("no-proxy-missing")
        .healed_by_first_fix(true)
        .run();
}

/// squid with these rules before it allows the rest.
fn squid(rules: &'static str) -> Part {
    let arguments = ["-N", "-f", "HERE/squid.conf"];
    Part::new("squid", FORWARD, 3128, &arguments)
        .file("squid.conf", move |address| {
            format!(
                "http_port {address}:3128\ntcp_outgoing_address {address}\nvisible_hostname {FORWARD}\n\
                 pid_filename none\ncache deny all\ncache_mem 8 MB\nshutdown_lifetime 0 seconds\n\
                 access_log none\ncache_log HERE/cache.log\ncoredump_dir HERE\nmax_filedescriptors 1024\n\
                 {rules}http_access allow all\n"
            )
        })
        .unrooted()
        .privileged()
}

#[test]
fn squid_lets_through() {
    scenario("squid_lets_through")
        .world(|| {
            World::internet()
                .part(squid(""))
                .fenced()
                .env("HTTPS_PROXY", "http://proxy.corp.example:3128")
        })
        .run();
}

#[test]
fn squid_denies() {
    scenario("squid_denies")
        .world(|| {
            World::internet()
                .part(squid("acl go dstdomain .golang.org\nhttp_access deny go\n"))
                .fenced()
                .env("HTTPS_PROXY", "http://proxy.corp.example:3128")
        })
        .go_fails_with("Forbidden")
        .diagnosis("http-proxy-blocks-host")
        .run();
}

#[test]
fn squid_denies_an_internal_host() {
    scenario("squid_denies_an_internal_host")
        .world(|| {
            World::internet()
                .company_proxy(Papers::Public)
                .part(squid("acl inner dstdomain .corp.example\nhttp_access deny inner\n"))
                .env("HTTPS_PROXY", "http://proxy.corp.example:3128")
                .env("NO_PROXY", ".modules.corp.example 10.0.0.0/8")
        })
        .go_fails_with("Forbidden")
        .diagnosis("no-proxy-missing")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn squid_denies_an_internal_host_over_http() {
    scenario("squid_denies_an_internal_host_over_http")
        .world(|| {
            let pages = ModuleProxy::of(&modules()).pages();
            World::internet()
                .site(Site::http(MODULES, pages).port(8081))
                .part(squid("acl inner dstdomain .corp.example\nhttp_access deny inner\n"))
                .env("GOPROXY", "http://modules.corp.example:8081")
                .env("http_proxy", "http://proxy.corp.example:3128")
        })
        .go_fails_with("403 Forbidden")
        .diagnosis("no-proxy-missing")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn squid_cannot_resolve() {
    scenario("squid_cannot_resolve")
        .world(|| {
            World::internet()
                .part(squid(""))
                .fenced()
                .env("GOPROXY", "https://gone.example.com")
                .env("HTTPS_PROXY", "http://proxy.corp.example:3128")
        })
        .go_fails_with("Get \"https://gone.example.com")
        .diagnosis("http-proxy-blocks-host")
        .run();
}

#[test]
fn squid_asks_for_a_login() {
    scenario("squid_asks_for_a_login")
        .world(|| {
            let rules = "auth_param basic program /usr/lib/squid/basic_ncsa_auth HERE/users\n\
                         auth_param basic realm corp\nacl known proxy_auth REQUIRED\n\
                         http_access deny !known\n";
            let guarded = squid(rules).file("users", |_| "build:$apr1$lab$none\n".to_owned());
            World::internet()
                .part(guarded)
                .fenced()
                .env("HTTPS_PROXY", "http://proxy.corp.example:3128")
        })
        .go_fails_with("Proxy Authentication Required")
        .diagnosis("http-proxy-auth-required")
        .run();
}

/// danted with these rules.
fn danted(rules: &'static str) -> Part {
    Part::new("danted", FORWARD, 1080, &["-f", "HERE/danted.conf"])
        .file("danted.conf", move |address| {
            format!(
                "logoutput: stderr\ninternal: {address} port = 1080\nexternal: {address}\n\
                 clientmethod: none\nsocksmethod: none\nuser.privileged: root\nuser.unprivileged: root\n\
                 client pass {{ from: 0.0.0.0/0 to: 0.0.0.0/0 }}\n{rules}"
            )
        })
        .privileged()
}

const PASS: &str = "socks pass { from: 0.0.0.0/0 to: 0.0.0.0/0 }\n";

#[test]
fn danted_lets_through() {
    scenario("danted_lets_through")
        .world(|| {
            World::internet()
                .part(danted(PASS))
                .fenced()
                .env("HTTPS_PROXY", "socks5://proxy.corp.example:1080")
        })
        .run();
}

#[test]
fn danted_denies() {
    scenario("danted_denies")
        .world(|| {
            World::internet()
                .part(danted("socks block { from: 0.0.0.0/0 to: 0.0.0.0/0 port = 443 }\n"))
                .fenced()
                .env("HTTPS_PROXY", "socks5://proxy.corp.example:1080")
        })
        .go_fails_with("connection not allowed by ruleset")
        .diagnosis("http-proxy-blocks-host")
        .run();
}

#[test]
fn socks_scheme_unknown_to_go() {
    scenario("socks_scheme_unknown_to_go")
        .world(|| {
            World::internet()
                .part(danted(PASS))
                .fenced()
                .env("HTTPS_PROXY", "socks://proxy.corp.example:1080")
        })
        .go_fails_with("Get \"https://proxy.golang.org")
        .diagnosis("http-proxy-malformed")
        .healed_by_first_fix(true)
        .run();
}
