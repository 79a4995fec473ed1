//! Scenarios of what this machine keeps of the checksum database.

use std::sync::Arc;

use crate::database::alone;
use crate::internet::{database, modules};
use crate::scenario::{Scenario, scenario};
use crate::site::Site;
use crate::sumdb::SumDb;
use crate::world::World;

const PUBLIC: &str = "sum.golang.org";
const LATEST: &str = "home/go/pkg/sumdb/sum.golang.org/latest";
const CACHE: &str = "home/go/pkg/mod/cache/download/sumdb/sum.golang.org";
const LOOKUP: &str = "/lookup/example.com/canary@v1.0.0";

fn kept(below: &str, bytes: impl Into<Vec<u8>>) -> World {
    alone().file(below, bytes)
}

fn log(others: usize, kind: &str) -> SumDb {
    SumDb::of(PUBLIC, &modules(), others, kind)
}

fn tile() -> String {
    format!("{CACHE}/tile/8/0/000.p/{}", modules().len())
}

/// A file of this machine's own, without which go would ask again.
fn damaged(name: &'static str, world: impl FnOnce() -> World + 'static) -> Scenario {
    scenario(name).world(world).diagnosis("modcache-corrupt").healed_by_first_fix(true)
}

/// The log that is served is another one than this machine knows.
fn abandoned(name: &'static str, world: impl FnOnce() -> World + 'static) -> Scenario {
    scenario(name).world(world).diagnosis("sumdb-signature-invalid").healed_by_first_fix(true)
}

#[test]
fn sumstate_latest_zeroed() {
    damaged("sumstate_latest_zeroed", || kept(LATEST, vec![0; 170]))
        .go_fails_with("initializing sumdb.Client: reading tree note: malformed note")
        .run();
}

#[test]
fn sumstate_latest_garbage() {
    damaged("sumstate_latest_garbage", || kept(LATEST, "garbage\n"))
        .go_fails_with("initializing sumdb.Client: reading tree note: malformed note")
        .run();
}

#[test]
fn sumstate_latest_cut_short() {
    damaged("sumstate_latest_cut_short", || {
        let note = database().signed_tree();
        kept(LATEST, note[..note.len() - 20].to_owned())
    })
    .go_fails_with("initializing sumdb.Client: reading tree note: malformed note")
    .run();
}

#[test]
fn sumstate_lookup_garbage() {
    damaged("sumstate_lookup_garbage", || kept(&format!("{CACHE}{LOOKUP}"), "garbage"))
        .go_fails_with("malformed record data")
        .run();
}

#[test]
fn sumstate_lookup_page() {
    damaged("sumstate_lookup_page", || {
        kept(&format!("{CACHE}{LOOKUP}"), "<html><title>Sign in</title></html>")
    })
    .go_fails_with("malformed record data")
    .run();
}

#[test]
fn sumstate_tile_cut_short() {
    damaged("sumstate_tile_cut_short", || kept(&tile(), "garbage"))
        .go_fails_with("TileReader returned bad result slice")
        .run();
}

#[test]
fn sumstate_tile_zeroed() {
    damaged("sumstate_tile_zeroed", || kept(&tile(), vec![0; 32 * modules().len()]))
        .go_fails_with("downloaded inconsistent tile")
        .run();
}

#[test]
fn sumstate_set_up_anew() {
    abandoned("sumstate_set_up_anew", || {
        let anew = Arc::new(log(400, "anew"));
        kept(LATEST, log(300, "before").signed_tree()).site(Site::https(PUBLIC, anew.pages()))
    })
    .go_fails_with("initializing sumdb.Client: checking tree#304: downloaded inconsistent tile")
    .run();
}

#[test]
fn sumstate_set_back() {
    abandoned("sumstate_set_back", || kept(LATEST, log(9, "before").signed_tree()))
        .go_fails_with("initializing sumdb.Client: checking tree#13")
        .run();
}

/// Small enough that no tile is of both logs.
#[test]
fn sumstate_forked() {
    abandoned("sumstate_forked", || {
        let before = log(0, "before");
        let (path, anew) = (tile(), Arc::new(log(3, "anew")));
        let kept_tile = before.tile(path.trim_start_matches(CACHE)).expect("a tile");
        kept(LATEST, before.signed_tree())
            .file(&path, kept_tile)
            .site(Site::https(PUBLIC, anew.pages()))
    })
    .go_fails_with("go.sum database server misbehavior detected!")
    .run();
}

#[test]
fn sumstate_latest_of_another_key() {
    abandoned("sumstate_latest_of_another_key", || {
        kept(LATEST, log(0, "filler").rekeyed().signed_tree())
    })
    .go_fails_with(
        "initializing sumdb.Client: reading tree note: note has no verifiable signatures",
    )
    .run();
}

#[test]
fn sumstate_lookup_of_another_key() {
    abandoned("sumstate_lookup_of_another_key", || {
        let old = log(0, "filler").rekeyed();
        kept(&format!("{CACHE}{LOOKUP}"), old.lookup(LOOKUP).expect("a record"))
    })
    .go_fails_with("note has no verifiable signatures")
    .run();
}

#[test]
fn sumstate_latest_sound() {
    scenario("sumstate_latest_sound")
        .world(|| {
            let grown = Arc::new(log(3000, "filler"));
            kept(LATEST, log(3000, "filler").telling(700).signed_tree())
                .site(Site::https(PUBLIC, grown.pages()))
        })
        .run();
}

#[test]
fn sumstate_latest_ahead_of_a_late_relay() {
    scenario("sumstate_latest_ahead_of_a_late_relay")
        .world(|| {
            let late = Arc::new(log(3000, "filler").telling(2000));
            kept(LATEST, log(3000, "filler").signed_tree()).site(Site::https(PUBLIC, late.pages()))
        })
        .run();
}

#[test]
fn sumstate_empty_files() {
    scenario("sumstate_empty_files")
        .world(|| kept(LATEST, "").file(&format!("{CACHE}{LOOKUP}"), "").file(&tile(), ""))
        .run();
}

/// Once looked up, a module needs no network.
#[test]
fn sumstate_all_is_here() {
    scenario("sumstate_all_is_here")
        .world(|| alone().prepared_by("go mod download && rm -f go.sum"))
        .command("GOPROXY=off go mod download")
        .flags(&["--offline"])
        .run();
}
