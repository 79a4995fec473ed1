//! Scenarios of proxies that refuse on purpose.

use crate::company::MODULES;
use crate::goproxy::ModuleProxy;
use crate::http::Reply;
use crate::internet::{CANARY, modules};
use crate::module::Module;
use crate::scenario::scenario;
use crate::site::Site;
use crate::world::World;

#[test]
fn access_policy_about_one_module() {
    scenario("access_policy_about_one_module")
        .world(|| {
            let words = "Package blocked by JFrog Packages Curation: immature package";
            let mut reply = Reply::bytes(words).header("Content-Type", "text/plain");
            reply.status = 403;
            let proxy =
                ["mod", "info", "zip"].iter().fold(ModuleProxy::of(&modules()), |proxy, kind| {
                    proxy.fault(&format!("x/text/@v/v0.3.0.{kind}"), reply.clone())
                });
            let both = [Module::new(CANARY, "v1.0.0"), Module::new("golang.org/x/text", "v0.3.0")];
            World::internet()
                .project(&both)
                .site(Site::https(MODULES, proxy.pages()))
                .env("GOPROXY", "https://modules.corp.example,direct")
        })
        .go_fails_with("403 Forbidden")
        .diagnosis("goproxy-forbidden")
        .run();
}

#[test]
fn access_block_page() {
    scenario("access_block_page")
        .world(|| {
            World::internet().proxy_always(Reply::html(403, "Zscaler: this site is not allowed"))
        })
        .go_fails_with("403 Forbidden")
        .diagnosis("goproxy-forbidden")
        .run();
}

#[test]
fn access_for_reasons_of_law() {
    scenario("access_for_reasons_of_law")
        .world(|| World::internet().proxy_always(Reply::status(451)))
        .go_fails_with("451 Unavailable For Legal Reasons")
        .diagnosis("goproxy-forbidden")
        .run();
}

#[test]
fn access_rate_limited_by_the_company() {
    scenario("access_rate_limited_by_the_company")
        .world(|| {
            let reply = Reply::status(429).header("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT");
            let proxy = ModuleProxy::of(&modules()).always(reply);
            World::internet()
                .site(Site::https(MODULES, proxy.pages()))
                .env("GOPROXY", "https://modules.corp.example")
        })
        .go_fails_with("429 Too Many Requests")
        .diagnosis("goproxy-rate-limited")
        .run();
}
