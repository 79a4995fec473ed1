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

const IMPORTING: &str = "package main\n\nimport _ \"example.com/canary\"\n\nfunc main() {}\n";

/// The project with code that imports the canary, and these lines in go.sum.
fn importing(sums: Option<&str>) -> World {
    let world = World::internet().env("GOSUMDB", "off").file("work/main.go", IMPORTING);
    match sums {
        Some(sums) => world.file("work/go.sum", sums),
        None => world.without_file("work/go.sum"),
    }
}

fn missing(name: &'static str, world: fn() -> World, words: &'static str) -> Scenario {
    scenario(name).world(world).warned("gosum-missing-entry", "go list -deps ./...", words)
}

const OF_ZIP: &str = "missing go.sum entry for module providing package example.com/canary";
const OF_GOMOD: &str = "missing go.sum entry for go.mod file";

fn lines_with(ending: bool) -> String {
    let sums = canary().sums();
    let lines = sums.split_inclusive('\n');
    lines.filter(|line| line.contains("/go.mod ") == ending).collect()
}

#[test]
fn gosum_absent() {
    scenario("gosum_absent")
        .world(|| importing(None))
        .warned("gosum-missing-entry", "go build ./...", OF_ZIP)
        .run();
}

#[test]
fn gosum_of_gomods_alone() {
    missing("gosum_of_gomods_alone", || importing(Some(&lines_with(true))), OF_ZIP).run();
}

#[test]
fn gosum_by_a_bare_download() {
    missing("gosum_by_a_bare_download", || importing(None).prepared_by("go mod download"), OF_ZIP)
        .run();
}

#[test]
fn gosum_without_the_gomod() {
    missing("gosum_without_the_gomod", || importing(Some(&lines_with(false))), OF_GOMOD).run();
}

#[test]
fn gosum_of_another_version() {
    let world = || importing(Some(&Module::new(CANARY, "v1.1.0").sums()));
    missing("gosum_of_another_version", world, OF_ZIP).run();
}

#[test]
fn gosum_missing_for_tests() {
    scenario("gosum_missing_for_tests")
        .world(|| {
            importing(None)
                .file("work/main.go", "package main\n\nfunc main() {}\n")
                .file("work/main_test.go", IMPORTING.replace("\n\nfunc main() {}", ""))
        })
        .warned("gosum-missing-entry", "go vet ./...", OF_ZIP)
        .run();
}

/// Healthy neighbours: what `go mod tidy` leaves, and what needs no go.sum.
fn builds(name: &'static str, world: impl FnOnce() -> World + 'static) {
    scenario(name)
        .world(world)
        .command("go mod download && go list -deps -test ./... && go mod tidy")
        .silent()
        .run();
}

#[test]
fn gosum_tidy() {
    builds("gosum_tidy", || importing(None).prepared_by("go mod tidy"));
}

#[test]
fn gosum_tidy_with_a_raised_version() {
    // The library wants text v0.3.0 and the project raises it; no package of it is used.
    builds("gosum_tidy_with_a_raised_version", || {
        use crate::goproxy::ModuleProxy;
        use crate::site::Site;
        let library = canary().requiring("golang.org/x/text", "v0.3.0");
        let mut all = crate::internet::modules();
        all.retain(|module| module.path != CANARY);
        all.push(library);
        importing(None)
            .site(Site::https("proxy.golang.org", ModuleProxy::of(&all).pages()))
            .prepared_by("go get golang.org/x/text@v0.14.0 && go mod tidy")
    });
}

#[test]
fn gosum_not_needed_with_mod_mod() {
    builds("gosum_not_needed_with_mod_mod", || importing(None).env("GOFLAGS", "-mod=mod"));
}

#[test]
fn gosum_not_needed_with_vendor() {
    builds("gosum_not_needed_with_vendor", || {
        importing(None).prepared_by("go mod tidy && go mod vendor && rm go.sum")
    });
}

#[test]
fn gosum_not_needed_in_a_workspace() {
    builds("gosum_not_needed_in_a_workspace", || {
        importing(None).file("work/go.work", "go 1.21\n\nuse .\n")
    });
}

#[test]
fn gosum_not_needed_for_a_folder() {
    builds("gosum_not_needed_for_a_folder", || {
        let gomod = "module app.corp.example/app\n\ngo 1.21\n\nrequire example.com/canary v1.0.0\n\nreplace example.com/canary => ./canary\n";
        importing(None)
            .file("work/go.mod", gomod)
            .file("work/canary/go.mod", "module example.com/canary\n")
            .file("work/canary/lab.go", "package lab\n")
    });
}

#[test]
fn gosum_not_needed_elsewhere() {
    builds("gosum_not_needed_elsewhere", || {
        let ignored = format!("//go:build ignore\n\n{IMPORTING}");
        importing(None)
            .file("work/main.go", "package main\n\nfunc main() {}\n")
            .file("work/gen.go", ignored)
            .file("work/testdata/x.go", IMPORTING)
            .file("work/_old/x.go", IMPORTING)
            .file("work/main_windows.go", IMPORTING.replace("\n\nfunc main() {}", ""))
    });
}
