//! Scenarios of a go.work above the project, and of what only looks like a mistake.

use crate::scenario::{Scenario, Seen, scenario};
use crate::world::World;

/// A module beside the project's own.
const OTHER: &str = "module m.example/other\n\ngo 1.21\n";
const MAIN: &str = "package main\n\nfunc main() {}\n";
const BOTH: &str = "go 1.21\n\nuse ./work\nuse ./other\n";
const CANARY: &str = "require example.com/canary v1.0.0\n";

/// The project of the lab below a go.work, with another module beside it.
fn below(work: &str) -> World {
    World::internet().with_database().file("go.work", work).file("other/go.mod", OTHER)
}

/// The project with these lines in its go.mod.
fn with(lines: &str) -> World {
    let gomod = format!("module m.example/m\n\ngo 1.21\n\n{lines}");
    World::internet().with_database().file("work/go.mod", gomod)
}

fn broken(name: &'static str, work: &'static str, words: &'static str) -> Scenario {
    scenario(name)
        .world(move || below(work))
        .go_fails_with(words)
        .diagnosis("gowork-broken")
        .healed_by_first_fix(true)
}

fn silent(name: &'static str, world: fn() -> World) {
    scenario(name).world(world).silent().run();
}

/// go stops at the workspace, and so do we.
fn nobody_was_asked(seen: &Seen) {
    assert!(seen.visits.is_empty(), "somebody was asked");
}

#[test]
fn work_folder_is_gone() {
    let work = "go 1.21\n\nuse (\n\t./work\n\t./gone\n)\n";
    let words = "cannot load module ../gone listed in go.work file";
    broken("work_folder_is_gone", work, words).seen(nobody_was_asked).run();
}

#[test]
fn work_replaces_its_own_module() {
    let work = "go 1.21\n\nuse ./work\nuse ./other\n\nreplace m.example/other => ./elsewhere\n";
    let words = "is replaced at all versions in the go.work file";
    broken("work_replaces_its_own_module", work, words).run();
}

#[test]
fn work_replaces_by_two() {
    let work = "go 1.21\n\nuse ./work\n\nreplace x.example/x => ./a\nreplace x.example/x => ./b\n";
    broken("work_replaces_by_two", work, "conflicting replacements for x.example/x").run();
}

#[test]
fn work_member_without_a_module_line() {
    scenario("work_member_without_a_module_line")
        .world(|| below(BOTH).file("other/go.mod", "go 1.21\n"))
        .go_fails_with("missing module declaration")
        .diagnosis("gowork-broken")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn work_and_another_modfile() {
    scenario("work_and_another_modfile")
        .world(|| {
            let gomod = format!("module m.example/m\n\ngo 1.21\n\n{CANARY}");
            below(BOTH).file("work/other.mod", gomod).env("GOFLAGS", "-modfile=other.mod")
        })
        .go_fails_with("-modfile cannot be used in workspace mode")
        .diagnosis("goflags-invalid")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn work_and_mod_mod() {
    scenario("work_and_mod_mod")
        .world(|| below(BOTH).file("work/m.go", MAIN).env("GOFLAGS", "-mod=mod"))
        .warned("gowork-broken", "go list .", "-mod may only be set to readonly or vendor")
        .run();
}

#[test]
fn work_of_somebody_else() {
    scenario("work_of_somebody_else")
        .world(|| {
            below("go 1.21\n\nuse ./other\n")
                .file("work/m.go", MAIN)
                .file("work/go.mod", format!("module m.example/m\n\ngo 1.22.3\n\n{CANARY}"))
        })
        .warned("gowork-broken", "go list .", "not one of the workspace modules listed in go.work")
        .run();
}

#[test]
fn work_in_order() {
    silent("work_in_order", || below(BOTH));
}

#[test]
fn work_broken_and_off() {
    silent("work_broken_and_off", || below("use (\n").env("GOWORK", "off"));
}

#[test]
fn work_passes_over_what_is_excluded() {
    silent("work_passes_over_what_is_excluded", || {
        let gomod = format!(
            "module m.example/m\n\ngo 1.21\n\n{CANARY}\nexclude example.com/canary v1.0.0\n"
        );
        below(BOTH).file("work/go.mod", gomod)
    });
}

#[test]
fn work_exclude_of_another_version() {
    silent("work_exclude_of_another_version", || {
        with(&format!("{CANARY}\nexclude example.com/canary v1.1.0\n"))
    });
}

#[test]
fn work_replacement_without_a_module_line() {
    silent("work_replacement_without_a_module_line", || {
        let lines = format!("{CANARY}\nreplace example.com/canary => ./canary\n");
        with(&lines).file("work/canary/go.mod", "go 1.21\nunheard of\n")
    });
}

#[test]
fn work_vendor_agrees() {
    silent("work_vendor_agrees", || {
        let list = "# example.com/canary v1.0.0\n## explicit; go 1.21\nexample.com/canary\n";
        with(CANARY).file("work/vendor/modules.txt", list)
    });
}

fn path(name: &'static str, lines: &'static str, words: &'static str) {
    scenario(name)
        .world(move || with(lines))
        .go_fails_with(words)
        .diagnosis("module-path-invalid")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn work_path_is_for_git() {
    let lines = "require git@example.com:canary.git v1.0.0\n";
    path("work_path_is_for_git", lines, "invalid char '@'");
}

#[test]
fn work_path_with_a_slash_behind() {
    let lines = "require example.com/canary/ v1.0.0\n";
    path("work_path_with_a_slash_behind", lines, "trailing slash");
}

#[test]
fn work_own_path_is_a_url() {
    scenario("work_own_path_is_a_url")
        .world(|| {
            let gomod = format!("module https://m.example/m\n\ngo 1.21\n\n{CANARY}");
            World::internet().file("work/go.mod", gomod)
        })
        .go_fails_with("malformed module path \"https:\"")
        .diagnosis("module-path-invalid")
        .healed_by_first_fix(true)
        .run();
}
