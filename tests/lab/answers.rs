//! Scenarios of answers that are odd in ways that go has rules for.

use crate::company::{MODULES, mirror_url};
use crate::dns::Answer;
use crate::goproxy::ModuleProxy;
use crate::http::Reply;
use crate::internet::modules;
use crate::scenario::scenario;
use crate::site::Site;
use crate::world::{World, place};
use crate::zip;

/// The company's proxy, which answers so where a path ends like this.
fn answering(end: &str, reply: Reply) -> World {
    let proxy = ModuleProxy::of(&modules()).fault(end, reply);
    World::internet().site(Site::https(MODULES, proxy.pages()))
}

fn packed(bytes: Vec<u8>) -> Reply {
    Reply::bytes(bytes).header("Content-Encoding", "gzip")
}

#[test]
fn packed_although_nobody_asked() {
    scenario("packed_although_nobody_asked")
        .world(|| {
            let gomod = zip::gzipped(modules()[0].gomod.as_bytes());
            answering("v1.0.0.mod", packed(gomod)).env("GOPROXY", "https://modules.corp.example")
        })
        .left_open()
        .run();
}

#[test]
fn packed_badly_before_a_bar() {
    scenario("packed_badly_before_a_bar")
        .world(|| {
            answering("v1.0.0.mod", packed(vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2]))
                .env("GOPROXY", "https://modules.corp.example|https://goproxy.cn")
        })
        .left_open()
        .run();
}

/// A page in answer to both questions that a query asks.
fn page_for_queries(goproxy: &str) -> World {
    let page = || Reply::html(200, "Corp SSO");
    let proxy = ModuleProxy::of(&modules()).fault("/@v/list", page()).fault("/@latest", page());
    World::internet().site(Site::https(MODULES, proxy.pages())).env("GOPROXY", goproxy)
}

#[test]
fn latest_is_a_page() {
    scenario("latest_is_a_page")
        .world(|| page_for_queries("https://modules.corp.example,https://goproxy.cn"))
        .command("go mod download example.com/canary@latest")
        .flags(&["example.com/canary@latest"])
        .go_fails_with("invalid response from proxy")
        .diagnosis("goproxy-not-a-module-proxy")
        .run();
}

#[test]
fn latest_page_before_a_bar() {
    scenario("latest_page_before_a_bar")
        .world(|| {
            page_for_queries("https://modules.corp.example|https://goproxy.cn")
                .env("GOSUMDB", "off")
        })
        .command("go mod download example.com/canary@latest")
        .flags(&["example.com/canary@latest"])
        .run();
}

#[test]
fn off_behind_a_dead_proxy() {
    scenario("off_behind_a_dead_proxy")
        .world(|| {
            World::internet()
                .answers(MODULES, Answer::NxDomain)
                .env("GOPROXY", "https://modules.corp.example|off")
        })
        .go_fails_with("no such host")
        .diagnosis("dns-no-such-host")
        .run();
}

#[test]
fn folder_by_its_path() {
    scenario("folder_by_its_path")
        .world(|| {
            let path = place("mirror").display().to_string();
            World::internet().mirror(&modules()[..1]).env("GOPROXY", &path)
        })
        .go_fails_with("invalid proxy URL missing scheme")
        .diagnosis("goproxy-malformed")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn folder_on_localhost() {
    scenario("folder_on_localhost")
        .world(|| {
            let url = mirror_url().replace("file://", "file://localhost");
            World::internet().mirror(&modules()[..1]).env("GOPROXY", &format!("{url},off"))
        })
        .go_fails_with("invalid file:// proxy URL with non-path elements")
        .diagnosis("goproxy-malformed")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn log_in_elsewhere_by_the_server() {
    scenario("log_in_elsewhere_by_the_server")
        .world(|| {
            answering(".mod", Reply::status(407)).env("GOPROXY", "https://modules.corp.example")
        })
        .go_fails_with("407 Proxy Authentication Required")
        .diagnosis("goproxy-not-a-module-proxy")
        .run();
}
