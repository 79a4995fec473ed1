//! Scenarios of module proxies.

use crate::company::MODULES;
use crate::goproxy::ModuleProxy;
use crate::http::Reply;
use crate::internet::{CANARY, modules};
use crate::module::Module;
use crate::scenario::scenario;
use crate::site::Site;
use crate::world::World;

#[test]
fn goproxy_server_error() {
    scenario("goproxy_server_error")
        .world(|| World::internet().proxy_always(Reply::status(502)))
        .go_fails_with("502 Bad Gateway")
        .diagnosis("goproxy-server-error")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn goproxy_server_error_below_a_dependency() {
    scenario("goproxy_server_error_below_a_dependency")
        .world(|| {
            let library = Module::new(CANARY, "v1.2.0").requiring("golang.org/x/text", "v0.3.0");
            let proxy = ModuleProxy::of(std::slice::from_ref(&library))
                .fault("golang.org/x/text/@v/v0.3.0.mod", Reply::status(500));
            World::internet()
                .project(&[library])
                .site(Site::https("proxy.golang.org", proxy.pages()))
        })
        .go_fails_with("golang.org/x/text/@v/v0.3.0.mod: 500 Internal Server Error")
        .diagnosis("goproxy-server-error")
        .run();
}

#[test]
fn goproxy_auth_required() {
    scenario("goproxy_auth_required")
        .world(|| World::internet().guarded_proxy("build", "right"))
        .go_fails_with("401 Unauthorized")
        .diagnosis("goproxy-auth-required")
        .run();
}

#[test]
fn goproxy_auth_rejected() {
    scenario("goproxy_auth_rejected")
        .world(|| {
            World::internet()
                .guarded_proxy("build", "right")
                .env("GOPROXY", "https://build:urlcanary@modules.corp.example")
        })
        .go_fails_with("401 Unauthorized")
        .diagnosis("goproxy-auth-rejected")
        .secrets(&["urlcanary"])
        .run();
}

#[test]
fn netrc_host_missing() {
    scenario("netrc_host_missing")
        .world(|| {
            World::internet().guarded_proxy("build", "netrccanary").file(
                "home/.netrc",
                "machine module.corp.example login build password netrccanary\n",
            )
        })
        .go_fails_with("401 Unauthorized")
        .diagnosis("netrc-host-missing")
        .secrets(&["netrccanary"])
        .run();
}

#[test]
fn goproxy_forbidden() {
    scenario("goproxy_forbidden")
        .world(|| World::internet().proxy_always(Reply::status(403)))
        .go_fails_with("403 Forbidden")
        .diagnosis("goproxy-forbidden")
        .run();
}

#[test]
fn goproxy_rate_limited() {
    scenario("goproxy_rate_limited")
        .world(|| World::internet().proxy_always(Reply::status(429).header("Retry-After", "30")))
        .go_fails_with("429 Too Many Requests")
        .diagnosis("goproxy-rate-limited")
        .run();
}

#[test]
fn goproxy_html() {
    scenario("goproxy_html")
        .world(|| World::internet().proxy_always(Reply::html(200, "Sign in")))
        .command("go mod download example.com/canary@v1.0.0")
        .go_fails_with("invalid character '<'")
        .diagnosis("goproxy-not-a-module-proxy")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn goproxy_no_direct() {
    scenario("goproxy_no_direct")
        .world(|| {
            World::internet()
                .site(Site::https(MODULES, ModuleProxy::of(&[]).pages()))
                .env("GOPROXY", "https://modules.corp.example")
        })
        .go_fails_with("404 Not Found")
        .diagnosis("goproxy-no-direct")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn goproxy_without_its_path() {
    scenario("goproxy_without_its_path")
        .world(|| {
            let below = ModuleProxy::of(&modules()).below("/repository/go");
            World::internet()
                .site(Site::https(MODULES, below.pages()))
                .env("GOPROXY", "https://modules.corp.example/repository")
        })
        .go_fails_with("404 Not Found")
        .diagnosis("goproxy-not-a-module-proxy")
        .run();
}
