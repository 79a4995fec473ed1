//! Scenarios of the whole module cache held against the checksum database.

use crate::company::secret_module;
use crate::goproxy::ModuleProxy;
use crate::internet::{CANARY, database};
use crate::module::Module;
use crate::scenario::{Scenario, scenario};
use crate::site::Site;
use crate::world::World;

/// The command decides what is concluded, and the lab's replay knows one.
const OWN: &str = "`verify` concludes from its own evidence";

fn other() -> Module {
    Module::new(CANARY, "v1.0.0").with_gomod(&format!("module {CANARY}\n\n// altered\n"))
}

fn prepared(script: &str) -> World {
    World::internet().env("GOSUMDB", &database().verifier()).prepared_by(script)
}

/// Downloaded from a proxy that the database does not watch.
fn from_elsewhere(script: &str) -> World {
    let pages = ModuleProxy::of(&[other()]).pages();
    let from = "GOPROXY=https://modules.corp.example GOSUMDB=off";
    let script = format!("rm go.sum && {from} go mod download {CANARY}@v1.0.0 && {script}");
    prepared(&script).site(Site::https("modules.corp.example", pages))
}

fn verified(name: &'static str, world: fn() -> World) -> Scenario {
    scenario(name).world(world).flags(&["verify", "--sumdb"]).unsaved(OWN)
}

#[test]
fn verified_by_the_database() {
    verified("verified_by_the_database", || prepared("go mod download"))
        .silent()
        .seen(|seen| {
            let of = |word: &str| seen.visits.iter().filter(|it| it.target.contains(word)).count();
            assert!(of("/lookup/example.com/canary@v1.0.0") > 0, "the database was asked");
            assert_eq!(of("/@v/"), 0, "and no proxy for any file");
            assert_eq!(of("go-get"), 0, "and no repository");
        })
        .run();
}

#[test]
fn verified_without_the_flag() {
    scenario("verified_without_the_flag")
        .world(|| prepared("go mod download"))
        .flags(&["verify"])
        .unsaved(OWN)
        .silent()
        .seen(|seen| assert_eq!(seen.packets, 0, "nothing was sent"))
        .run();
}

#[test]
fn verified_and_the_private_module_is_not_told() {
    verified("verified_and_the_private_module_is_not_told", || {
        let both = [Module::new(CANARY, "v1.0.0"), secret_module()];
        World::internet()
            .forge(None)
            .project(&both)
            .env("GOPRIVATE", "git.corp.example")
            .env("GOSUMDB", &database().verifier())
            .prepared_by("go mod download")
    })
    .silent()
    .seen(|seen| {
        let told = seen.visits.iter().find(|it| it.target.contains("corp.example"));
        assert!(told.is_none(), "{told:?}");
    })
    .run();
}

/// go.sum and the cache agree, so that go notices nothing.
#[test]
fn verified_and_all_but_the_database_agree() {
    verified("verified_and_all_but_the_database_agree", || {
        let sums = other().sums();
        from_elsewhere(&format!("printf %s '{sums}' > go.sum"))
    })
    .command("go mod verify && go mod download && false")
    .go_fails_with("")
    .diagnosis("sumdb-mismatch")
    .run();
}

#[test]
fn verified_and_go_sum_is_silent() {
    verified("verified_and_go_sum_is_silent", || from_elsewhere("rm go.sum"))
        .go_fails_with("checksum mismatch")
        .diagnosis("sumdb-mismatch")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn verified_and_the_line_is_wrong() {
    verified("verified_and_the_line_is_wrong", || {
        let wrong = other().sums();
        prepared(&format!("go mod download && printf %s '{wrong}' > go.sum"))
    })
    .go_fails_with("checksum mismatch")
    .diagnosis("gosum-mismatch")
    .healed_by_first_fix(true)
    .run();
}

#[test]
fn verified_and_the_cache_is_wrong() {
    verified("verified_and_the_cache_is_wrong", || {
        let right = Module::new(CANARY, "v1.0.0").sums();
        from_elsewhere(&format!("printf %s '{right}' > go.sum"))
    })
    .go_fails_with("checksum mismatch")
    .diagnosis("modcache-corrupt")
    .healed_by_first_fix(true)
    .run();
}

/// Nothing that lies here is stopped by it, and nothing is settled either.
#[test]
fn verified_and_the_database_is_away() {
    verified("verified_and_the_database_is_away", || {
        prepared("go mod download && rm -rf $(go env GOMODCACHE)/cache/download/sumdb")
            .closed("sum.golang.org")
            .env("GOPROXY", "direct")
    })
    .command("go mod verify")
    .left_open()
    .run();
}
