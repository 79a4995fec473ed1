//! Scenarios of connections.

use std::net::Ipv4Addr;
use std::time::Duration;

use crate::company::MODULES;
use crate::goproxy::ModuleProxy;
use crate::http::{Body, Reply};
use crate::internet::{CANARY, modules};
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
fn nobody_is_asked_behind_one_who_hangs() {
    scenario("nobody_is_asked_behind_one_who_hangs")
        .world(|| {
            let hang = ModuleProxy::of(&[]).always(Reply::with(200, Body::Hang));
            World::internet()
                .site(Site::https(MODULES, hang.pages()))
                .env("GOPROXY", "https://modules.corp.example|https://proxy.golang.org")
        })
        .go_hangs()
        .diagnosis("server-no-answer")
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
fn reset_in_the_zip() {
    scenario("reset_in_the_zip")
        .world(|| {
            let bytes = Module::new(CANARY, "v1.0.0").zip();
            let cut = Reply::with(200, Body::Cut { bytes, after: 40 });
            let pages = ModuleProxy::of(&modules()).fault("@v/v1.0.0.zip", cut).pages();
            let site = Site { door: Door::Torn, ..Site::http(MODULES, pages).port(8081) };
            World::internet().site(site).env("GOPROXY", "http://modules.corp.example:8081")
        })
        .go_fails_with("connection reset by peer")
        .diagnosis("tcp-reset")
        .run();
}

#[test]
fn redirect_to_a_closed_port() {
    scenario("redirect_to_a_closed_port")
        .world(|| {
            let away = Reply::redirect("https://proxy.golang.org:8443/");
            World::internet().proxy_always(away)
        })
        .go_fails_with("dial tcp 142.250.4.60:8443: connect: connection refused")
        .diagnosis("redirect-broken")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn redirect_to_no_web_address() {
    scenario("redirect_to_no_web_address")
        .world(|| {
            let pages =
                ModuleProxy::of(&[]).always(Reply::redirect("ftp://files.example/")).pages();
            World::internet()
                .site(Site::http(MODULES, pages).port(8081))
                .env("GOPROXY", "http://modules.corp.example:8081")
        })
        .go_fails_with("unsupported protocol scheme \"ftp\"")
        .diagnosis("redirect-broken")
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
        .healed_by_first_fix(true)
        .run();
}

/// The zip over HTTP/2 breaks off like this; the rest, and all of it over HTTP/1.1, comes.
fn broken_zip(body: impl FnOnce(Vec<u8>) -> Body) -> World {
    let body = body(Module::new(CANARY, "v1.0.0").zip());
    let proxy = ModuleProxy::of(&modules()).fault("@v/v1.0.0.zip", Reply::with(200, body));
    let url = "https://modules.corp.example";
    World::internet().site(Site::https(MODULES, proxy.pages())).env("GOPROXY", url)
}

#[test]
fn only_http2_is_broken() {
    scenario("only_http2_is_broken")
        .world(|| {
            broken_zip(|bytes| {
                let code = h2::Reason::INTERNAL_ERROR;
                Body::EndedStream { bytes, after: 40, code }
            })
        })
        .go_fails_with("INTERNAL_ERROR")
        .diagnosis("http2-stream-error")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn stream_refused_in_the_body() {
    scenario("stream_refused_in_the_body")
        .world(|| {
            broken_zip(|bytes| {
                let code = h2::Reason::REFUSED_STREAM;
                Body::EndedStream { bytes, after: 40, code }
            })
        })
        .go_fails_with("REFUSED_STREAM")
        .diagnosis("http2-stream-error")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn server_goes_away() {
    scenario("server_goes_away")
        .world(|| broken_zip(|bytes| Body::GoAway { bytes, after: 40 }))
        .go_fails_with("server sent GOAWAY and closed the connection")
        .diagnosis("download-truncated")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn last_chunk_is_missing() {
    scenario("last_chunk_is_missing")
        .world(|| {
            let bytes = Module::new(CANARY, "v1.0.0").zip();
            let cut = Reply::with(200, Body::CutChunks { bytes, after: 40 });
            let proxy = ModuleProxy::of(&modules()).fault("@v/v1.0.0.zip", cut);
            World::internet().site(Site::https("proxy.golang.org", proxy.pages()).http1_only())
        })
        .go_fails_with("unexpected EOF")
        .diagnosis("download-truncated")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn one_file_hangs() {
    scenario("one_file_hangs")
        .world(|| {
            let proxy =
                ModuleProxy::of(&modules()).fault("@v/v1.0.0.mod", Reply::with(200, Body::Hang));
            World::internet().site(Site::https("proxy.golang.org", proxy.pages()))
        })
        .go_hangs()
        .left_open()
        .run();
}

#[test]
fn slow_first_byte() {
    scenario("slow_first_byte")
        .world(|| {
            let gomod = Reply::bytes(Module::new(CANARY, "v1.0.0").gomod);
            let proxy = ModuleProxy::of(&modules())
                .fault("@v/v1.0.0.mod", gomod.after(Duration::from_secs(3)));
            World::internet().site(Site::https("proxy.golang.org", proxy.pages()))
        })
        .run();
}

#[test]
fn only_ipv6() {
    scenario("only_ipv6")
        .world(|| {
            let address = "2404:6800:4003:c00::8d".parse().expect("an address");
            World::internet()
                .away(MODULES, address)
                .site(Site::https("goproxy.io", ModuleProxy::of(&[]).pages()))
                .env("GOPROXY", "https://goproxy.io,https://modules.corp.example")
        })
        .go_fails_with("dial tcp [2404:6800:4003:c00::8d]:443")
        .diagnosis("ipv6-broken")
        .run();
}

#[test]
fn sandboxed_by_a_route() {
    scenario("sandboxed_by_a_route")
        .world(|| {
            World::internet()
                .away("proxy.golang.org", Ipv4Addr::new(142, 251, 9, 9).into())
                .prepared_by("ip route add prohibit 142.251.9.9")
        })
        .go_fails_with("connect: permission denied")
        .diagnosis("network-sandboxed")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn sandboxed_before_the_nameserver() {
    scenario("sandboxed_before_the_nameserver")
        .world(|| {
            World::internet().prepared_by(
                "XTABLES_LOCKFILE=$HOME/lock iptables -A OUTPUT -p udp --dport 53 -j DROP",
            )
        })
        .go_fails_with("operation not permitted")
        .diagnosis("network-sandboxed")
        .run();
}

impl World {
    /// The default proxy answers so, whatever is asked.
    pub(crate) fn proxy_always(self, reply: Reply) -> World {
        let proxy = ModuleProxy::of(&modules()).always(reply);
        self.site(Site::https("proxy.golang.org", proxy.pages()))
    }
}
