//! Scenarios of module proxies that relay the checksum database, whole or by halves.

use std::sync::Arc;

use crate::database::alone;
use crate::goproxy::ModuleProxy;
use crate::http::{Pages, Reply, Request};
use crate::internet::{database, modules};
use crate::scenario::{Scenario, scenario};
use crate::site::Site;
use crate::sumdb::{Flaw, SumDb};
use crate::world::World;

const PUBLIC: &str = "sum.golang.org";
const MODULES: &str = "modules.corp.example";

/// The company's proxy, which relays this.
fn relaying(database: SumDb) -> World {
    at_company(ModuleProxy::of(&modules()).relaying(&Arc::new(database)).pages())
}

fn at_company(pages: Pages) -> World {
    let site = Site::https(MODULES, pages);
    World::internet().with_database().site(site).env("GOPROXY", "https://modules.corp.example")
}

fn whole() -> SumDb {
    SumDb::of(PUBLIC, &modules(), 300, "filler")
}

/// The first fix goes past the proxy to the database, which is whole and of another size.
fn halved(name: &'static str, world: impl FnOnce() -> World + 'static) -> Scenario {
    scenario(name).world(world).diagnosis("sumdb-relay-broken").healed_by_first_fix(true)
}

fn supported(status: u16) -> World {
    let proxy = ModuleProxy::of(&modules()).fault("/supported", Reply::status(status));
    at_company(proxy.pages())
}

#[test]
fn relay_forbidden() {
    halved("relay_forbidden", || supported(403)).go_fails_with("/supported: 403 Forbidden").run();
}

#[test]
fn relay_failing() {
    let words = "/supported: 500 Internal Server Error";
    halved("relay_failing", || supported(500)).go_fails_with(words).run();
}

#[test]
fn relay_odd_status() {
    halved("relay_odd_status", || supported(400)).go_fails_with("/supported: 400").run();
}

#[test]
fn relay_gone_is_none() {
    scenario("relay_gone_is_none").world(|| supported(410)).run();
}

/// Everything that is no module is answered with the same page.
#[test]
fn relay_catch_all() {
    let proxy = || -> Pages {
        let modules = ModuleProxy::of(&modules()).pages();
        Arc::new(move |request: &Request| {
            if request.path().starts_with("/sumdb/") {
                return Reply::html(200, "Artifacts");
            }
            modules(request)
        })
    };
    halved("relay_catch_all", move || at_company(proxy()))
        .go_fails_with("malformed record data")
        .run();
}

#[test]
fn relay_of_pages() {
    halved("relay_of_pages", || relaying(whole().flawed(Flaw::Page)))
        .go_fails_with("malformed record data")
        .run();
}

#[test]
fn relay_supports_only() {
    halved("relay_supports_only", || relaying(whole().flawed(Flaw::Unrecorded)))
        .go_fails_with("404 Not Found")
        .run();
}

#[test]
fn relay_without_tiles() {
    halved("relay_without_tiles", || relaying(whole().flawed(Flaw::Untiled)))
        .go_fails_with("404 Not Found")
        .run();
}

#[test]
fn relay_tiles_forbidden() {
    halved("relay_tiles_forbidden", || relaying(whole().flawed(Flaw::Guarded)))
        .go_fails_with("403 Forbidden")
        .run();
}

#[test]
fn relay_tiles_cut_short() {
    halved("relay_tiles_cut_short", || relaying(whole().flawed(Flaw::Cut)))
        .go_fails_with("TileReader returned bad result slice")
        .run();
}

#[test]
fn relay_out_of_date() {
    halved("relay_out_of_date", || relaying(whole().telling(20)))
        .go_fails_with("cannot validate record")
        .run();
}

#[test]
fn relay_of_another_key() {
    scenario("relay_of_another_key")
        .world(|| relaying(whole().rekeyed()))
        .go_fails_with("note has no verifiable signatures")
        .diagnosis("sumdb-signature-invalid")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn relay_of_another_log() {
    scenario("relay_of_another_log")
        .world(|| relaying(whole().flawed(Flaw::Mixed)))
        .go_fails_with("downloaded inconsistent tile")
        .diagnosis("sumdb-signature-invalid")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn relay_without_end() {
    scenario("relay_without_end")
        .world(|| relaying(whole().flawed(Flaw::HugeLookup)))
        .go_hangs()
        .diagnosis("sumdb-relay-broken")
        .run();
}

#[test]
fn relay_of_huge_tiles() {
    scenario("relay_of_huge_tiles")
        .world(|| relaying(whole().flawed(Flaw::HugeTile)))
        .go_hangs()
        .diagnosis("sumdb-relay-broken")
        .run();
}

#[test]
fn mirror_without_tiles() {
    scenario("mirror_without_tiles")
        .world(|| {
            let value = format!("{} https://sums.corp.example", database().verifier());
            let mirror = Arc::new(whole().flawed(Flaw::Untiled));
            alone().site(Site::https("sums.corp.example", mirror.pages())).env("GOSUMDB", &value)
        })
        .go_fails_with("404 Not Found")
        .diagnosis("sumdb-relay-broken")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn relay_whole() {
    scenario("relay_whole").world(|| relaying(whole()).closed(PUBLIC)).run();
}

#[test]
fn relay_of_many_tiles() {
    scenario("relay_of_many_tiles")
        .world(|| relaying(SumDb::of(PUBLIC, &modules(), 70_000, "filler")).closed(PUBLIC))
        .run();
}

/// The partial tile is gone, as the log has filled it since.
#[test]
fn relay_of_full_tiles_only() {
    scenario("relay_of_full_tiles_only")
        .world(|| {
            let relayed = ModuleProxy::of(&modules())
                .relaying(&Arc::new(SumDb::of(PUBLIC, &modules(), 600, "filler").telling(200)))
                .fault("/tile/8/0/000.p/200", Reply::status(404));
            at_company(relayed.pages())
        })
        .run();
}
