//! Scenarios of connections.

use std::net::Ipv4Addr;

use crate::company::MODULES;
use crate::goproxy::ModuleProxy;
use crate::http::{Body, Reply};
use crate::internet::modules;
use crate::module::Module;
use crate::scenario::scenario;
use crate::site::{Door, Site};
use crate::world::World;

#[test]
fn tcp_refused() {
    scenario("tcp_refused")
        .world(|| World::internet().closed("proxy.golang.org"))
        .go_fails_with("connect: connection refused")
        .diagnosis("tcp-refused")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn tcp_timeout() {
    scenario("tcp_timeout")
        .world(|| World::internet().silenced("proxy.golang.org", 443))
        .go_hangs()
        .diagnosis("tcp-timeout")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn tcp_unreachable() {
    scenario("tcp_unreachable")
        .world(|| World::internet().away("proxy.golang.org", Ipv4Addr::new(142, 251, 9, 9).into()))
        .go_fails_with("connect: network is unreachable")
        .diagnosis("tcp-unreachable")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn tcp_no_route_to_host() {
    scenario("tcp_no_route_to_host")
        .world(|| {
            World::internet().rejected("proxy.golang.org", Ipv4Addr::new(142, 251, 9, 9).into())
        })
        .go_fails_with("connect: no route to host")
        .diagnosis("tcp-unreachable")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn tcp_reset() {
    scenario("tcp_reset")
        .world(|| {
            World::internet()
                .site(Site::door(MODULES, 8081, Door::Reset))
                .env("GOPROXY", "http://modules.corp.example:8081")
        })
        .go_fails_with("connection reset by peer")
        .diagnosis("tcp-reset")
        .run();
}

#[test]
fn handshake_reset() {
    scenario("handshake_reset")
        .world(|| World::internet().site(Site::door("proxy.golang.org", 443, Door::ResetAtHello)))
        .go_fails_with("connection reset by peer")
        .diagnosis("tls-handshake-reset")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn handshake_silence() {
    scenario("handshake_silence")
        .world(|| World::internet().site(Site::door("proxy.golang.org", 443, Door::Silent)))
        .go_hangs()
        .diagnosis("tls-handshake-timeout")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn server_no_answer() {
    scenario("server_no_answer")
        .world(|| World::internet().proxy_always(Reply::with(200, Body::Hang)))
        .go_hangs()
        .diagnosis("server-no-answer")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn download_truncated() {
    scenario("download_truncated")
        .world(|| {
            let bytes = Module::new("example.com/canary", "v1.0.0").zip();
            let cut = Reply::with(200, Body::Cut { bytes, after: 40 });
            let proxy = ModuleProxy::of(&modules()).fault("@v/v1.0.0.zip", cut);
            World::internet().site(Site::https("proxy.golang.org", proxy.pages()).http1_only())
        })
        .go_fails_with("unexpected EOF")
        .diagnosis("download-truncated")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn http2_stream_error() {
    scenario("http2_stream_error")
        .world(|| {
            let bytes = Module::new("example.com/canary", "v1.0.0").zip();
            let cut = Reply::with(200, Body::Cut { bytes, after: 40 });
            let proxy = ModuleProxy::of(&modules()).fault("@v/v1.0.0.zip", cut);
            World::internet().site(Site::https("proxy.golang.org", proxy.pages()))
        })
        .go_fails_with("INTERNAL_ERROR")
        .diagnosis("http2-stream-error")
        .run();
}

#[test]
fn redirect_loop() {
    scenario("redirect_loop")
        .world(|| World::internet().proxy_always(Reply::redirect("https://proxy.golang.org/again")))
        .go_fails_with("stopped after 10 redirects")
        .diagnosis("redirect-broken")
        .healed_by_first_fix(true)
        .run();
}

impl World {
    /// The default proxy answers so, whatever is asked.
    pub(crate) fn proxy_always(self, reply: Reply) -> World {
        let proxy = ModuleProxy::of(&modules()).always(reply);
        self.site(Site::https("proxy.golang.org", proxy.pages()))
    }
}
