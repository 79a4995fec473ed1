//! Scenarios of tags that were moved, seen from the repository.

use crate::company::{FORGE, secret_module};
use crate::forge::Forge;
use crate::goproxy::ModuleProxy;
use crate::module::Module;
use crate::scenario::scenario;
use crate::site::Site;
use crate::sumdb::SumDb;
use crate::world::World;

/// A module that is public as far as anybody can tell.
const WIDGET: &str = "widget.example.org/widget";

fn widget() -> Module {
    Module::new(WIDGET, "v1.0.0")
}

/// What its tag leads to by now.
fn moved(module: Module) -> Module {
    let gomod = format!("{}\n// moved\n", module.gomod);
    module.with_gomod(&gomod)
}

/// A forge that holds this module, and a project whose go.sum knows that one.
fn forge(holds: &Module, known: Module) -> World {
    let host = known.path.split('/').next().expect("a host").to_owned();
    World::internet()
        .site(Site::https(&host, Forge::of(std::slice::from_ref(holds)).pages()).http1_only())
        .project(&[known])
}

#[test]
fn tag_moved_in_a_private_repository() {
    scenario("tag_moved_in_a_private_repository")
        .world(|| forge(&moved(secret_module()), secret_module()).env("GOPRIVATE", FORGE))
        .go_fails_with("checksum mismatch")
        .diagnosis("checksum-tag-moved")
        .run();
}

#[test]
fn tag_stays_in_a_private_repository() {
    scenario("tag_stays_in_a_private_repository")
        .world(|| forge(&secret_module(), secret_module()).env("GOPRIVATE", FORGE))
        .run();
}

#[test]
fn tag_moved_and_the_database_knows_it() {
    scenario("tag_moved_and_the_database_knows_it")
        .world(|| {
            let database = SumDb::new("sum.golang.org", &[widget()]);
            forge(&moved(widget()), widget())
                .site(Site::https("sum.golang.org", database.pages()))
                .env("GOSUMDB", &database.verifier())
                .env("GOPROXY", "direct")
        })
        .go_fails_with("checksum mismatch")
        .diagnosis("checksum-tag-moved")
        .run();
}

#[test]
fn tag_moved_and_the_proxy_fetched_it_since() {
    scenario("tag_moved_and_the_proxy_fetched_it_since")
        .world(|| {
            let database = SumDb::new("sum.golang.org", &[widget()]);
            let late = ModuleProxy::of(&[moved(widget())]).relaying(&database);
            forge(&moved(widget()), widget())
                .site(Site::https("proxy.golang.org", late.pages()))
                .env("GOSUMDB", &database.verifier())
        })
        .go_fails_with("checksum mismatch")
        .diagnosis("checksum-tag-moved")
        .run();
}

#[test]
fn tag_stays_and_the_proxy_is_altered() {
    scenario("tag_stays_and_the_proxy_is_altered")
        .world(|| {
            let altered = ModuleProxy::of(&[moved(widget())]);
            forge(&widget(), widget())
                .site(Site::https("proxy.golang.org", altered.pages()))
                .env("GOSUMDB", "off")
        })
        .go_fails_with("checksum mismatch")
        .diagnosis("checksum-proxy-altered")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn tag_stays_and_gosum_is_wrong() {
    scenario("tag_stays_and_gosum_is_wrong")
        .world(|| {
            forge(&widget(), moved(widget()))
                .site(Site::https("proxy.golang.org", ModuleProxy::of(&[widget()]).pages()))
                .env("GOSUMDB", "off")
        })
        .go_fails_with("checksum mismatch")
        .diagnosis("gosum-mismatch")
        .run();
}
