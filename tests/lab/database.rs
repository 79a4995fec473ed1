//! Scenarios of the checksum database itself: what it serves, and that it does not.

use std::sync::Arc;

use crate::goproxy::ModuleProxy;
use crate::http::{Body, Reply};
use crate::internet::{database, modules};
use crate::module::Module;
use crate::scenario::{Scenario, scenario};
use crate::site::Site;
use crate::sumdb::{Flaw, SumDb};
use crate::world::World;

const PUBLIC: &str = "sum.golang.org";
const PRIVATE: &str = "sums.corp.example";

/// The lab's database in force and asked itself: no proxy relays it.
pub(crate) fn alone() -> World {
    let proxy = ModuleProxy::of(&modules()).pages();
    World::internet().with_database().site(Site::https("proxy.golang.org", proxy))
}

/// The same, and this in its place.
fn served_by(database: SumDb) -> World {
    alone().site(Site::https(PUBLIC, Arc::new(database).pages()))
}

fn flawed(flaw: Flaw) -> World {
    served_by(SumDb::of(PUBLIC, &modules(), 300, "filler").flawed(flaw))
}

/// A database of the company's, whose key is in GOSUMDB.
fn private(key: &SumDb, served: SumDb) -> World {
    let verifier = key.verifier();
    alone().env("GOSUMDB", &verifier).site(Site::https(PRIVATE, Arc::new(served).pages()))
}

fn unbelieved(name: &'static str, flaw: Flaw, words: &'static str) -> Scenario {
    scenario(name)
        .world(move || flawed(flaw))
        .go_fails_with(words)
        .diagnosis("sumdb-signature-invalid")
}

fn unreachable(name: &'static str, reply: Reply, words: &'static str) -> Scenario {
    scenario(name)
        .world(move || alone().site(Site::https(PUBLIC, Arc::new(move |_| reply.clone()))))
        .go_fails_with(words)
        .diagnosis("sumdb-unreachable")
}

#[test]
fn database_wrong_key() {
    scenario("database_wrong_key")
        .world(|| {
            let other = SumDb::of(PUBLIC, &modules(), 0, "filler").rekeyed();
            World::internet().with_database().env("GOSUMDB", &other.verifier())
        })
        .go_fails_with("note has no verifiable signatures")
        .diagnosis("sumdb-signature-invalid")
        .run();
}

#[test]
fn database_private_rekeyed() {
    scenario("database_private_rekeyed")
        .world(|| {
            let old = SumDb::of(PRIVATE, &modules(), 0, "filler");
            private(&old, SumDb::of(PRIVATE, &modules(), 0, "filler").rekeyed())
        })
        .go_fails_with("note has no verifiable signatures")
        .diagnosis("sumdb-signature-invalid")
        .run();
}

#[test]
fn database_wrong_signature() {
    unbelieved("database_wrong_signature", Flaw::Forged, "invalid signature for key").run();
}

#[test]
fn database_control_character() {
    unbelieved("database_control_character", Flaw::Scrambled, "malformed note").run();
}

#[test]
fn database_no_note() {
    unbelieved("database_no_note", Flaw::Garbage, "malformed note").run();
}

#[test]
fn database_wrong_leaf() {
    let words = "cannot authenticate record data in server response";
    unbelieved("database_wrong_leaf", Flaw::Altered, words).run();
}

#[test]
fn database_tiles_of_another() {
    unbelieved("database_tiles_of_another", Flaw::Mixed, "downloaded inconsistent tile").run();
}

#[test]
fn database_tiles_cut_short() {
    unbelieved("database_tiles_cut_short", Flaw::Cut, "TileReader returned bad result slice").run();
}

#[test]
fn database_record_of_tomorrow() {
    scenario("database_record_of_tomorrow")
        .world(|| served_by(SumDb::of(PUBLIC, &modules(), 300, "filler").telling(20)))
        .go_fails_with("cannot validate record")
        .diagnosis("sumdb-signature-invalid")
        .run();
}

#[test]
fn database_forbidden() {
    unreachable("database_forbidden", Reply::html(403, "Blocked by policy"), "403 Forbidden").run();
}

#[test]
fn database_unavailable() {
    unreachable("database_unavailable", Reply::status(503), "503 Service Unavailable").run();
}

#[test]
fn database_odd_status() {
    unreachable("database_odd_status", Reply::status(418), "418 I'm a teapot").run();
}

#[test]
fn database_page() {
    unreachable("database_page", Reply::html(200, "Sign in"), "malformed record data").run();
}

#[test]
fn database_nothing_there() {
    unreachable("database_nothing_there", Reply::html(404, "No such site"), "404 Not Found").run();
}

#[test]
fn database_tiles_forbidden() {
    scenario("database_tiles_forbidden")
        .world(|| flawed(Flaw::Guarded))
        .go_fails_with("403 Forbidden")
        .diagnosis("sumdb-unreachable")
        .run();
}

#[test]
fn database_tiles_missing() {
    scenario("database_tiles_missing")
        .world(|| flawed(Flaw::Untiled))
        .go_fails_with("404 Not Found")
        .diagnosis("sumdb-unreachable")
        .run();
}

#[test]
fn database_hangs() {
    let hanging = || Site::https(PUBLIC, Arc::new(|_| Reply::with(200, Body::Hang)));
    scenario("database_hangs")
        .world(move || alone().site(hanging()))
        .go_hangs()
        .diagnosis("sumdb-unreachable")
        .run();
}

#[test]
fn database_of_many_tiles() {
    scenario("database_of_many_tiles")
        .world(|| served_by(SumDb::of(PUBLIC, &modules(), 70_000, "filler")))
        .run();
}

#[test]
fn database_grown_since() {
    let grown = || Arc::new(SumDb::of(PUBLIC, &modules(), 3000, "filler").telling(1200));
    scenario("database_grown_since")
        .world(move || alone().site(Site::https(PUBLIC, grown().pages())))
        .command("go mod download example.com/canary@v1.0.0")
        .run();
}

#[test]
fn database_at_a_url() {
    scenario("database_at_a_url")
        .world(|| {
            let value = format!("{} https://{PRIVATE}/mirror", database().verifier());
            let mirror = database();
            let pages = Arc::new(move |request: &crate::http::Request| {
                mirror.answer(request.path().trim_start_matches("/mirror"))
            });
            alone().closed(PUBLIC).site(Site::https(PRIVATE, pages)).env("GOSUMDB", &value)
        })
        .run();
}

#[test]
fn database_in_china() {
    scenario("database_in_china")
        .world(|| {
            let value = format!("{} https://sum.golang.google.cn", database().verifier());
            alone().closed(PUBLIC).env("GOSUMDB", &value)
        })
        .run();
}

/// So many modules, spread over a log of many tiles: each tile is asked for once.
#[test]
fn database_shares_tiles() {
    const MANY: usize = 40;
    let many = || -> Vec<Module> {
        let names = (0..MANY).map(|at| format!("example.com/many/m{at}"));
        names.map(|path| Module::new(&path, "v1.0.0")).collect()
    };
    scenario("database_shares_tiles")
        .world(move || {
            let proxy = ModuleProxy::of(&many()).pages();
            let database = Arc::new(SumDb::of(PUBLIC, &many(), 70_000, "filler"));
            World::internet()
                .project(&many())
                .with_database()
                .site(Site::https("proxy.golang.org", proxy))
                .site(Site::https(PUBLIC, database.pages()))
        })
        .seen(|seen| {
            let asked = |start: &str| {
                let of = |target: &&String| target.starts_with(start);
                let targets = seen.visits.iter().map(|visit| &visit.target);
                targets.filter(of).cloned().collect::<Vec<_>>()
            };
            // Three runs, each for itself.
            let (lookups, tiles) = (asked("/lookup/example.com/many/"), asked("/tile/"));
            assert_eq!(lookups.len(), 3 * MANY, "each module is looked up once a run");
            assert!(tiles.len() <= 3 * (MANY + 6), "{} tiles", tiles.len());
            for tile in &tiles {
                let asked = tiles.iter().filter(|known| *known == tile).count();
                assert!(asked <= 3, "{tile} was asked for {asked} times");
            }
        })
        .run();
}
