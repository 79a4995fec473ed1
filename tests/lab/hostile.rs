//! Scenarios of servers that would wear a client out: the tool must end, and say so.

use std::time::Duration;

use crate::company::FORWARD;
use crate::forward::Forward;
use crate::goproxy::ModuleProxy;
use crate::http::{Body, Reply};
use crate::internet::{CANARY, modules};
use crate::module::Module;
use crate::scenario::scenario;
use crate::site::{Door, Site};
use crate::tls::Papers;
use crate::world::World;

#[test]
fn endless_headers() {
    scenario("endless_headers")
        .world(|| {
            let proxy = ModuleProxy::of(&[]).always(Reply::with(200, Body::EndlessHeaders));
            World::internet().site(Site::https("proxy.golang.org", proxy.pages()).http1_only())
        })
        .go_fails_with("server response headers exceeded")
        .diagnosis("goproxy-server-error")
        .run();
}

#[test]
fn endless_headers_over_http2() {
    scenario("endless_headers_over_http2")
        .world(|| World::internet().proxy_always(Reply::with(200, Body::EndlessHeaders)))
        .go_fails_with("http2")
        .diagnosis("goproxy-server-error")
        .run();
}

#[test]
fn ten_gigabytes() {
    scenario("ten_gigabytes")
        .world(|| World::internet().proxy_always(Reply::with(200, Body::Huge)))
        .go_hangs()
        .diagnosis("goproxy-not-a-module-proxy")
        .run();
}

#[test]
fn dripping_but_whole() {
    scenario("dripping_but_whole")
        .world(|| {
            let bytes = Module::new(CANARY, "v1.0.0").zip();
            let pause = Duration::from_millis(40);
            let drip = Reply::with(200, Body::Drip { bytes, step: 20, pause });
            let proxy = ModuleProxy::of(&modules()).fault("@v/v1.0.0.zip", drip);
            World::internet().site(Site::https("proxy.golang.org", proxy.pages()))
        })
        .run();
}

#[test]
fn hangs_up_on_requests() {
    scenario("hangs_up_on_requests")
        .world(|| {
            let proxy = ModuleProxy::of(&[]).always(Reply::with(200, Body::HangUp));
            World::internet().site(Site::https("proxy.golang.org", proxy.pages()).http1_only())
        })
        .go_fails_with("EOF")
        .diagnosis("server-no-answer")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn hangs_up_on_connections() {
    scenario("hangs_up_on_connections")
        .world(|| World::internet().site(Site::door("proxy.golang.org", 443, Door::HangUp)))
        .go_fails_with("EOF")
        .diagnosis("tls-handshake-reset")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn not_valid_yet() {
    scenario("not_valid_yet")
        .world(|| World::internet().company_proxy(Papers::NotYetValid))
        .go_fails_with("x509: certificate has expired or is not yet valid")
        .diagnosis("tls-cert-invalid")
        .run();
}

#[test]
fn socks_proxy_refuses() {
    scenario("socks_proxy_refuses")
        .world(|| {
            World::internet()
                .behind(Forward::socks5(FORWARD, 1080).refuses(403))
                .env("HTTPS_PROXY", "socks5://proxy.corp.example:1080")
        })
        .go_fails_with("connection not allowed by ruleset")
        .diagnosis("http-proxy-blocks-host")
        .run();
}

#[test]
fn socks_proxy_without_login() {
    scenario("socks_proxy_without_login")
        .world(|| {
            World::internet()
                .behind(Forward::socks5(FORWARD, 1080).login("build", "right"))
                .env("HTTPS_PROXY", "socks5://proxy.corp.example:1080")
        })
        .go_fails_with("socks connect")
        .diagnosis("http-proxy-auth-required")
        .run();
}
