//! Proxies that serve a module by halves, or something else in its place, and
//! lists that end before the origin.

use crate::company::MODULES;
use crate::forge::Forge;
use crate::goproxy::ModuleProxy;
use crate::http::Reply;
use crate::internet::modules;
use crate::module::Module;
use crate::scenario::{Seen, scenario};
use crate::site::Site;
use crate::world::World;

const LIBRARY: &str = "github.com/acme/library";

/// The company's proxy with this fault, alone in GOPROXY.
fn halved(end: &str, reply: Reply) -> World {
    let proxy = ModuleProxy::of(&modules()).fault(end, reply);
    World::internet()
        .site(Site::https(MODULES, proxy.pages()))
        .env("GOPROXY", "https://modules.corp.example")
}

fn library(version: &str) -> Module {
    Module::new(LIBRARY, version)
}

/// A library on a public host, of which the company's proxy has these versions.
fn published(proxied: &[Module]) -> World {
    World::internet()
        .site(Site::https("github.com", git_hosted().pages()).http1_only())
        .site(Site::https(MODULES, ModuleProxy::of(proxied).pages()))
        .env("GOPROXY", "https://modules.corp.example")
        .project(&[library("v1.1.0")])
}

/// Repositories without `.git`, as the host itself names them.
fn git_hosted() -> Forge {
    Forge::of(&[library("v1.1.0")])
}

fn page() -> Reply {
    Reply::html(200, "Blocked by the virus scanner")
}

fn asks_no_public_host(seen: &Seen) {
    let told = seen.visits.iter().filter(|visit| !visit.host.ends_with(".corp.example"));
    let told: Vec<_> = told.filter(|visit| format!("{visit:?}").contains("secret")).collect();
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn halved_zip_is_missing() {
    scenario("halved_zip_is_missing")
        .world(|| halved("@v/v1.0.0.zip", Reply::status(404)))
        .go_fails_with("@v/v1.0.0.zip: 404 Not Found")
        .diagnosis("goproxy-stale")
        .run();
}

#[test]
fn halved_info_is_gone() {
    scenario("halved_info_is_gone")
        .world(|| halved("@v/v1.0.0.info", Reply::status(410)))
        .go_fails_with("@v/v1.0.0.info: 410 Gone")
        .diagnosis("goproxy-stale")
        .run();
}

#[test]
fn halved_mod_is_missing_and_listed() {
    scenario("halved_mod_is_missing_and_listed")
        .world(|| {
            halved("@v/v1.0.0.mod", Reply::status(404))
                .env("GOPROXY", "https://modules.corp.example,off")
        })
        .go_fails_with("GOPROXY=off")
        .diagnosis("goproxy-stale")
        .run();
}

#[test]
fn halved_on_a_public_mirror() {
    scenario("halved_on_a_public_mirror")
        .world(|| {
            let proxy = ModuleProxy::of(&modules()).fault("text/@v/v0.3.0.zip", Reply::status(404));
            World::internet()
                .site(Site::https("goproxy.cn", proxy.pages()))
                .project(&[Module::new("golang.org/x/text", "v0.3.0")])
                .env("GOPROXY", "https://goproxy.cn")
        })
        .go_fails_with("@v/v0.3.0.zip: 404 Not Found")
        .diagnosis("goproxy-stale")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn halved_and_the_next_has_it() {
    scenario("halved_and_the_next_has_it")
        .world(|| {
            halved("@v/v1.0.0.zip", Reply::status(404))
                .env("GOPROXY", "https://modules.corp.example,https://goproxy.cn")
        })
        .run();
}

#[test]
fn tagged_and_not_yet_on_the_proxy() {
    scenario("tagged_and_not_yet_on_the_proxy")
        .world(|| published(&[library("v1.0.0")]))
        .go_fails_with("library/@v/v1.1.0.mod: 404 Not Found")
        .diagnosis("goproxy-stale")
        .run();
}

#[test]
fn tagged_and_not_yet_on_the_mirror() {
    scenario("tagged_and_not_yet_on_the_mirror")
        .world(|| {
            let pages = ModuleProxy::of(&[library("v1.0.0")]).pages();
            published(&[])
                .site(Site::https("goproxy.cn", pages))
                .env("GOPROXY", "https://goproxy.cn")
        })
        .go_fails_with("library/@v/v1.1.0.mod: 404 Not Found")
        .diagnosis("goproxy-stale")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn tagged_and_no_outsider_is_asked() {
    scenario("tagged_and_no_outsider_is_asked")
        .world(|| published(&[library("v1.0.0")]))
        .go_fails_with("library/@v/v1.1.0.mod: 404 Not Found")
        .diagnosis("version-not-found")
        .flags(&["--no-mirrors"])
        .run();
}

#[test]
fn undirected_public_module() {
    scenario("undirected_public_module")
        .world(|| published(&modules()))
        .go_fails_with("library/@v/v1.1.0.mod: 404 Not Found")
        .diagnosis("goproxy-no-direct")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn undirected_by_off() {
    scenario("undirected_by_off")
        .world(|| {
            let list = format!("GOPROXY=https://{MODULES}|off\n");
            let mut world = published(&modules()).file("home/.config/go/env", list);
            world.environment.remove("GOPROXY");
            world
        })
        .go_fails_with("GOPROXY=off")
        .diagnosis("goproxy-no-direct")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn undirected_private_module() {
    scenario("undirected_private_module")
        .world(|| World::internet().forge(None).env("GOPROXY", "https://goproxy.cn"))
        .go_fails_with("secret/@v/v1.0.0.mod: 404 Not Found")
        .diagnosis("goproxy-no-direct")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn undirected_past_the_company() {
    scenario("undirected_past_the_company")
        .world(|| {
            World::internet()
                .forge(None)
                .site(Site::https(MODULES, ModuleProxy::of(&modules()).pages()))
                .env("GOPROXY", "https://modules.corp.example")
                .env("GONOPROXY", "other.corp.example")
        })
        .go_fails_with("secret/@v/v1.0.0.mod: 404 Not Found")
        .diagnosis("goproxy-no-direct")
        .healed_by_first_fix(true)
        .seen(asks_no_public_host)
        .run();
}

#[test]
fn undirected_and_not_there() {
    scenario("undirected_and_not_there")
        .world(|| {
            let project = [Module::new("github.com/acme/misspelt", "v1.0.0")];
            published(&modules()).project(&project)
        })
        .go_fails_with("misspelt/@v/v1.0.0.mod: 404 Not Found")
        .diagnosis("module-not-found")
        .run();
}

#[test]
fn replaced_zip_alone() {
    scenario("replaced_zip_alone")
        .world(|| halved("@v/v1.0.0.zip", page()))
        .go_fails_with("zip: not a valid zip file")
        .diagnosis("module-zip-invalid")
        .run();
}

#[test]
fn replaced_zip_before_others() {
    scenario("replaced_zip_before_others")
        .world(|| {
            halved("@v/v1.0.0.zip", Reply::bytes(""))
                .env("GOPROXY", "https://modules.corp.example|https://goproxy.cn,direct")
        })
        .go_fails_with("zip: not a valid zip file")
        .diagnosis("module-zip-invalid")
        .run();
}

#[test]
fn replaced_zip_on_a_public_mirror() {
    scenario("replaced_zip_on_a_public_mirror")
        .world(|| {
            let proxy = ModuleProxy::of(&modules()).fault("canary/@v/v1.0.0.zip", page());
            World::internet()
                .site(Site::https("goproxy.io", proxy.pages()))
                .file("home/.config/go/env", "GOPROXY=https://goproxy.io,direct\n")
        })
        .go_fails_with("zip: not a valid zip file")
        .diagnosis("module-zip-invalid")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn replaced_zip_that_nobody_asks_for() {
    scenario("replaced_zip_that_nobody_asks_for")
        .world(|| {
            halved("@v/v1.0.0.zip", page())
                .env("GOPROXY", "https://goproxy.cn,https://modules.corp.example")
        })
        .run();
}

/// A module that is declared private is not asked for where go does not ask.
#[test]
fn undirected_and_declared_private() {
    scenario("undirected_and_declared_private")
        .world(|| {
            published(&modules()).env("GOPRIVATE", "github.com/acme/*").env("GONOPROXY", "none")
        })
        .go_fails_with("library/@v/v1.1.0.mod: 404 Not Found")
        .diagnosis("module-not-found")
        .seen(|seen| assert!(seen.visits.iter().all(|visit| visit.host != "github.com")))
        .run();
}
