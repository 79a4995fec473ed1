//! Scenarios of what stands in go.sum and what does not.

use crate::internet::CANARY;
use crate::module::Module;
use crate::scenario::{Scenario, scenario};
use crate::world::World;

fn canary() -> Module {
    Module::new(CANARY, "v1.0.0")
}

/// A line of another module, in which nothing is wrong.
const OTHER: &str = "example.org/b v1.0.0 h1:yZzsNAGh96cQQxw0kLfxtrMyeUaiLfl3HMPfxY8aoAU=\n";

fn with_sums(name: &'static str, sums: impl FnOnce(&str) -> Vec<u8> + 'static) -> Scenario {
    scenario(name)
        .world(move || World::internet().file("work/go.sum", sums(&canary().sums())))
        .go_fails_with("malformed go.sum:")
        .diagnosis("gosum-malformed")
        .healed_by_first_fix(true)
}

#[test]
fn gosum_conflict() {
    with_sums("gosum_conflict", |sums| {
        format!(
            "<<<<<<< HEAD\n{sums}||||||| 1a2b3c4\n=======\n{OTHER}>>>>>>> 5d6e7f8 (more modules)\n"
        )
        .into()
    })
    .run();
}

#[test]
fn gosum_conflict_of_hashes() {
    scenario("gosum_conflict_of_hashes")
        .world(|| {
            let sums = canary().sums();
            let altered = canary().file("lab.go", "package lab // altered\n").sums();
            World::internet()
                .with_database()
                .file("work/go.sum", format!("<<<<<<< HEAD\n{altered}=======\n{sums}>>>>>>> b\n"))
        })
        .go_fails_with("malformed go.sum:")
        .diagnosis("gosum-malformed")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn gosum_cut_short() {
    with_sums("gosum_cut_short", |sums| format!("{sums}example.org/b v1.0.0").into()).run();
}

#[test]
fn gosum_lines_run_together() {
    with_sums("gosum_lines_run_together", |sums| sums.replacen('\n', "", 1).into()).run();
}

#[test]
fn gosum_of_zeros() {
    with_sums("gosum_of_zeros", |sums| format!("{sums}{}", "\0".repeat(512)).into()).run();
}

#[test]
fn gosum_in_utf16() {
    with_sums("gosum_in_utf16", |sums| {
        let text = format!("\u{feff}{}", sums.replace('\n', "\r\n"));
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    })
    .run();
}

#[test]
fn gosum_malformed_offline() {
    with_sums("gosum_malformed_offline", |sums| format!("{sums}=======\n").into())
        .flags(&["--offline"])
        .run();
}

#[test]
fn gosum_malformed_and_all_in_the_cache() {
    scenario("gosum_malformed_and_all_in_the_cache")
        .world(|| World::internet().prepared_by("go mod download && echo '=======' >> go.sum"))
        .go_fails_with("malformed go.sum:")
        .diagnosis("gosum-malformed")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn gosum_malformed_for_one_module() {
    with_sums("gosum_malformed_for_one_module", |sums| format!("{sums}a b\n").into())
        .command("go mod download example.com/canary@v1.0.0")
        .flags(&["example.com/canary@v1.0.0"])
        .run();
}

fn workspace() -> World {
    World::internet()
        .file("work/go.work", "go 1.21\n\nuse (\n\t.\n\t./lib\n)\n")
        .file("work/lib/go.mod", "module app.corp.example/lib\n\ngo 1.21\n")
}

#[test]
fn gosum_malformed_of_a_member() {
    scenario("gosum_malformed_of_a_member")
        .world(|| {
            workspace()
                .file("work/lib/go.sum", "<<<<<<< HEAD\n")
                .file("work/go.work.sum", ">>>>>>> b\n")
        })
        .go_fails_with("lib/go.sum:1: wrong number of fields 2")
        .diagnosis("gosum-malformed")
        .run();
}

#[test]
fn gosum_malformed_of_the_workspace() {
    scenario("gosum_malformed_of_the_workspace")
        .world(|| workspace().file("work/go.work.sum", ">>>>>>> b\n"))
        .go_fails_with("go.work.sum:1: wrong number of fields 2")
        .diagnosis("gosum-malformed")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn gosum_malformed_beyond_the_workspace() {
    scenario("gosum_malformed_beyond_the_workspace")
        .world(|| workspace().file("work/other/go.sum", "<<<<<<< HEAD\n"))
        .run();
}

#[test]
fn gosum_malformed_and_nothing_required() {
    scenario("gosum_malformed_and_nothing_required")
        .world(|| World::internet().project(&[]).file("work/go.sum", "<<<<<<< HEAD\n"))
        .run();
}

#[test]
fn gosum_healthy_with_odd_lines() {
    scenario("gosum_healthy_with_odd_lines")
        .world(|| {
            let sums = canary().sums();
            World::internet().file("work/go.sum", format!("\n\u{feff}{sums}{sums}\r\n{OTHER}"))
        })
        .run();
}
