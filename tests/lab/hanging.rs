//! Worlds in which several things hang at once: the run ends all the same, in a few seconds.

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::Duration;

use crate::company::{FORWARD, MODULES};
use crate::dns::Answer;
use crate::goproxy::ModuleProxy;
use crate::http::{Body, Reply, Request};
use crate::internet::{CANARY, modules};
use crate::module::Module;
use crate::scenario::scenario;
use crate::site::{Door, Site};
use crate::world::{World, place};

/// The default proxy answers so, over HTTP/1.1.
fn proxy_says(reply: Reply) -> World {
    let proxy = ModuleProxy::of(&[]).always(reply);
    World::internet().site(Site::https("proxy.golang.org", proxy.pages()).http1_only())
}

#[test]
fn hints_without_end() {
    scenario("hints_without_end")
        .world(|| proxy_says(Reply::with(200, Body::EndlessHints)))
        .go_fails_with("server response headers exceeded")
        .diagnosis("goproxy-server-error")
        .run();
}

#[test]
fn http2_flood_of_hints() {
    scenario("http2_flood_of_hints")
        .world(|| World::internet().proxy_always(Reply::with(200, Body::EndlessHints)))
        .go_hangs()
        .diagnosis("server-no-answer")
        .run();
}

#[test]
fn headers_drip_without_end() {
    scenario("headers_drip_without_end")
        .world(|| proxy_says(Reply::with(200, Body::DrippingHeaders)))
        .go_hangs()
        .diagnosis("server-no-answer")
        .run();
}

#[test]
fn body_drips_without_end() {
    scenario("body_drips_without_end")
        .world(|| {
            let pause = Duration::from_millis(100);
            let drip = Body::Drip { bytes: vec![b' '; 10_000], step: 1, pause };
            proxy_says(Reply::with(200, drip))
        })
        .go_hangs()
        .left_open()
        .run();
}

#[test]
fn redirects_without_end_and_slow() {
    scenario("redirects_without_end_and_slow")
        .world(|| {
            let on = |request: &Request| {
                let next = format!("https://proxy.golang.org{}x", request.target);
                Reply::redirect(&next).after(Duration::from_millis(300))
            };
            World::internet().site(Site::https("proxy.golang.org", Arc::new(on)))
        })
        .go_fails_with("stopped after 10 redirects")
        .diagnosis("redirect-broken")
        .run();
}

#[test]
fn resolver_and_two_elements_are_silent() {
    scenario("resolver_and_two_elements_are_silent")
        .world(|| {
            World::internet()
                .site(Site::door(MODULES, 443, Door::Silent))
                .etc("/etc/hosts", "127.0.0.1 localhost\n10.20.0.68 modules.corp.example\n")
                .resolver(Answer::Silent)
                .env("GOPROXY", "https://modules.corp.example,https://goproxy.cn,direct")
        })
        .go_hangs()
        .diagnosis("tls-handshake-timeout")
        .run();
}

#[test]
fn nameservers_proxy_and_what_follows_are_silent() {
    scenario("nameservers_proxy_and_what_follows_are_silent")
        .world(|| {
            World::internet()
                .site(Site::door(FORWARD, 3128, Door::Silent))
                .resolver(Answer::Silent)
                .env("GOPROXY", "https://modules.corp.example|https://goproxy.cn|direct")
                .env("HTTPS_PROXY", "http://proxy.corp.example:3128")
        })
        .go_hangs()
        .diagnosis("http-proxy-unreachable")
        .run();
}

#[test]
fn forward_proxy_and_the_straight_way_are_silent() {
    scenario("forward_proxy_and_the_straight_way_are_silent")
        .world(|| {
            World::internet()
                .site(Site::door(FORWARD, 3128, Door::Silent))
                .fenced()
                .env("HTTPS_PROXY", "http://proxy.corp.example:3128")
                .env("ALL_PROXY", "http://proxy.corp.example:3129")
        })
        .go_hangs()
        .diagnosis("http-proxy-unreachable")
        .run();
}

#[test]
fn three_silent_nameservers() {
    scenario("three_silent_nameservers")
        .world(|| {
            let mut world = World::internet();
            let mut text = String::new();
            for name in ["ns1.corp.example", "ns2.corp.example", "ns3.corp.example"] {
                world = world.silenced(name, 53);
                writeln!(text, "nameserver {}", world.book[name][0]).expect("a line");
            }
            world.etc("/etc/resolv.conf", &text).env("GOPROXY", "https://goproxy.cn|direct")
        })
        .go_hangs()
        .diagnosis("dns-timeout")
        .run();
}

/// The company's proxy wants a login, and the program that GOAUTH names does this first.
fn helped(script: &str) -> World {
    let path = place("bin/helper").display().to_string();
    World::internet()
        .guarded_proxy("build", "hangingcanary")
        .env("GOPROXY", "https://modules.corp.example|https://goproxy.cn")
        .env("GOAUTH", &path)
        .file("bin/helper", format!("#!/bin/sh\n{script}\n"))
        .prepared_by(&format!("chmod +x {path}"))
}

const HANGS: &str = "test -n \"$1\" || exit 0\nexec sleep 60";

#[test]
fn helper_and_next_element_hang() {
    scenario("helper_and_next_element_hang")
        .world(|| helped(HANGS).site(Site::door("goproxy.cn", 443, Door::Silent)))
        .go_hangs()
        .diagnosis("goauth-broken")
        .run();
}

/// go would move on to a living element, and never comes to it.
#[test]
fn helper_hangs_before_a_living_element() {
    scenario("helper_hangs_before_a_living_element")
        .world(|| helped(HANGS))
        .go_hangs()
        .diagnosis("goauth-broken")
        .run();
}

#[test]
fn helper_that_takes_its_time() {
    scenario("helper_that_takes_its_time")
        .world(|| {
            let basic = "YnVpbGQ6aGFuZ2luZ2NhbmFyeQ==";
            let gives = format!(
                "sleep 3\nprintf 'https://modules.corp.example\\n\\nAuthorization: Basic {basic}\\n\\n'"
            );
            helped(&gives).env("GOPROXY", "https://modules.corp.example")
        })
        .secrets(&["hangingcanary"])
        .run();
}

#[test]
fn git_hangs() {
    scenario("git_hangs")
        .world(|| {
            let quiet = |request: &Request| {
                if request.target.contains("go-get=1") {
                    let content = "git.corp.example/team/secret git https://git.corp.example/r.git";
                    return Reply::bytes(format!(
                        "<meta name=\"go-import\" content=\"{content}\">"
                    ));
                }
                Reply::with(200, Body::Hang)
            };
            World::internet()
                .site(Site::https("git.corp.example", Arc::new(quiet)).http1_only())
                .project(&[Module::new("git.corp.example/team/secret", "v1.0.0")])
                .env("GOPRIVATE", "*.corp.example")
        })
        .go_hangs()
        .left_open()
        .run();
}

/// Every one of forty modules hangs, over connections of its own.
#[test]
fn forty_requests_hang() {
    scenario("forty_requests_hang")
        .world(|| {
            let all: Vec<Module> =
                (0..40).map(|at| Module::new(&format!("example.com/m{at}"), "v1.0.0")).collect();
            proxy_says(Reply::with(200, Body::Hang)).project(&all)
        })
        .go_hangs()
        .diagnosis("server-no-answer")
        .run();
}

/// Floods of hints do not keep other servers from being heard.
#[test]
fn flood_beside_a_living_one() {
    scenario("flood_beside_a_living_one")
        .world(|| {
            let flood = ModuleProxy::of(&[]).always(Reply::with(200, Body::EndlessHints));
            World::internet()
                .site(Site::https(MODULES, flood.pages()).http1_only())
                .env("GOPROXY", "https://modules.corp.example|https://goproxy.cn")
                .project(&[Module::new(CANARY, "v1.0.0"), modules()[2].clone()])
        })
        .run();
}
