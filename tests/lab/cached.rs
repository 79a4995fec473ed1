//! Scenarios of a module cache that holds what it should not.

use crate::goproxy::ModuleProxy;
use crate::internet::{CANARY, database};
use crate::module::Module;
use crate::scenario::{Scenario, scenario};
use crate::site::Site;
use crate::world::World;

/// Where the canary's files lie in the cache, for a shell.
const STEM: &str = "$(go env GOMODCACHE)/cache/download/example.com/canary/@v/v1.0.0";
/// The hash of nothing in particular.
const OTHER: &str = "h1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

/// The canary is in the cache, and then this happens to it; `F` is where it lies.
fn after(script: &str) -> World {
    let script = format!("go mod download 2>/dev/null && F=\"{STEM}\" && {script}");
    World::internet().env("GOSUMDB", &database().verifier()).prepared_by(&script)
}

fn other() -> Module {
    Module::new(CANARY, "v1.0.0").with_gomod(&format!("module {CANARY}\n\n// altered\n"))
}

/// go stops at the cache, and without the named files it does not.
fn corrupt(name: &'static str, script: &'static str, words: &'static str) -> Scenario {
    let scenario = scenario(name).world(move || after(script)).go_fails_with(words);
    scenario.diagnosis("modcache-corrupt").healed_by_first_fix(true)
}

#[test]
fn cached_gomod_edited() {
    let script = "echo '// edited' >> $F.mod";
    corrupt("cached_gomod_edited", script, "checksum mismatch").run();
}

#[test]
fn cached_gomod_is_a_page() {
    let script = "echo '<html><title>Sign in</title></html>' > $F.mod";
    corrupt("cached_gomod_is_a_page", script, "checksum mismatch").run();
}

#[test]
fn cached_gomod_emptied() {
    corrupt("cached_gomod_emptied", ": > $F.mod", "checksum mismatch").run();
}

#[test]
fn cached_gomod_zeroed() {
    let script = "truncate -s 0 $F.mod && truncate -s 27 $F.mod";
    corrupt("cached_gomod_zeroed", script, "checksum mismatch").run();
}

#[test]
fn cached_gomod_is_a_page_that_nothing_knows() {
    scenario("cached_gomod_is_a_page_that_nothing_knows")
        .world(|| {
            after("echo '<html><title>Sign in</title></html>' > $F.mod && rm go.sum")
                .env("GOSUMDB", "off")
        })
        .go_fails_with("missing module line")
        .diagnosis("modcache-corrupt")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn cached_gomod_that_only_the_database_refuses() {
    let script = "echo '// edited' >> $F.mod && rm go.sum";
    corrupt("cached_gomod_that_only_the_database_refuses", script, "checksum mismatch").run();
}

#[test]
fn cached_ziphash_of_another() {
    scenario("cached_ziphash_of_another")
        .world(|| after(&format!("printf %s '{OTHER}' > $F.ziphash")))
        .go_fails_with("checksum mismatch")
        .diagnosis("modcache-corrupt")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn cached_ziphash_without_its_algorithm() {
    let script = "printf %s \"$(tr h x < $F.ziphash)\" > $F.ziphash";
    corrupt("cached_ziphash_without_its_algorithm", script, "unexpected ziphash").run();
}

#[test]
fn cached_ziphash_cut_short() {
    scenario("cached_ziphash_cut_short").world(|| after("printf h1: > $F.ziphash")).run();
}

#[test]
fn cached_ziphash_zeroed() {
    scenario("cached_ziphash_zeroed")
        .world(|| after("truncate -s 0 $F.ziphash && truncate -s 47 $F.ziphash"))
        .run();
}

#[test]
fn cached_zip_broken_beside_its_hash() {
    scenario("cached_zip_broken_beside_its_hash").world(|| after("echo x > $F.zip")).run();
}

#[test]
fn cached_zip_broken_and_not_unpacked() {
    let script =
        "echo x > $F.zip && D=$(go env GOMODCACHE)/example.com && chmod -R u+w $D && rm -r $D";
    corrupt("cached_zip_broken_and_not_unpacked", script, "not a valid zip file").run();
}

#[test]
fn cached_zip_emptied_and_not_unpacked() {
    let script = ": > $F.zip && D=$(go env GOMODCACHE)/example.com && chmod -R u+w $D && rm -r $D";
    corrupt("cached_zip_emptied_and_not_unpacked", script, "not a valid zip file").run();
}

#[test]
fn cached_zip_broken_without_its_hash() {
    let script = "echo x > $F.zip && rm $F.ziphash";
    corrupt("cached_zip_broken_without_its_hash", script, "not a valid zip file").run();
}

/// From a proxy that the database did not watch.
#[test]
fn cached_zip_of_other_content() {
    scenario("cached_zip_of_other_content")
        .world(|| {
            let pages = ModuleProxy::of(&[other()]).pages();
            let from = "GOPROXY=https://modules.corp.example GOSUMDB=off";
            let script = format!(
                "mv go.sum ../tmp/s && {from} go mod download {CANARY}@v1.0.0 && mv ../tmp/s go.sum"
            );
            World::internet()
                .env("GOSUMDB", &database().verifier())
                .site(Site::https("modules.corp.example", pages))
                .prepared_by(&script)
        })
        .go_fails_with("checksum mismatch")
        .diagnosis("modcache-corrupt")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn cached_info_is_garbage() {
    scenario("cached_info_is_garbage").world(|| after("echo x > $F.info")).run();
}

#[test]
fn cached_info_is_garbage_and_nobody_is_asked() {
    scenario("cached_info_is_garbage_and_nobody_is_asked")
        .world(|| {
            let script =
                format!("GOPROXY=https://proxy.golang.org go mod download && echo x > {STEM}.info");
            World::internet().env("GOPROXY", "off").prepared_by(&script)
        })
        .go_fails_with("GOPROXY=off")
        .diagnosis("goproxy-off")
        .run();
}

#[test]
fn cached_and_gosum_is_wrong() {
    scenario("cached_and_gosum_is_wrong")
        .world(|| {
            let wrong = other().sums();
            let script = format!("go mod download && printf %s '{wrong}' > go.sum");
            World::internet().env("GOSUMDB", &database().verifier()).prepared_by(&script)
        })
        .go_fails_with("checksum mismatch")
        .diagnosis("gosum-mismatch")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn cached_and_gosum_is_wrong_offline() {
    scenario("cached_and_gosum_is_wrong_offline")
        .world(|| {
            let wrong = other().sums();
            let script = format!("go mod download && printf %s '{wrong}' > go.sum");
            World::internet().env("GOSUMDB", &database().verifier()).prepared_by(&script)
        })
        .flags(&["--offline"])
        .go_fails_with("checksum mismatch")
        .diagnosis("gosum-mismatch")
        .run();
}
