//! go.mod and go.work as files: what they lead to on this disk, and what go will not read.

use crate::internet::CANARY;
use crate::scenario::{Scenario, scenario};
use crate::world::World;

fn gomod(name: &'static str, text: &'static str) -> Scenario {
    scenario(name).world(move || World::internet().file("work/go.mod", text))
}

const WORK: &str = "go 1.21\n\nuse (\n\t.\n\t./lib\n)\n";
const LIB: &str = "module lib.corp.example/lib\n\ngo 1.21\n";

fn work(name: &'static str, text: &'static str, lib: Option<&'static str>) -> Scenario {
    scenario(name).world(move || {
        let world = World::internet().file("work/go.work", text);
        match lib {
            Some(lib) => world.file("work/lib/go.mod", lib),
            None => world,
        }
    })
}

fn broken(
    name: &'static str,
    text: &'static str,
    lib: Option<&'static str>,
    words: &'static str,
) -> Scenario {
    work(name, text, lib).go_fails_with(words).diagnosis("gowork-broken").healed_by_first_fix(true)
}

#[test]
fn files_work_folder_gone() {
    broken("files_work_folder_gone", WORK, None, "listed in go.work file: open lib/go.mod").run();
}

#[test]
fn files_work_folder_twice() {
    let text = "go 1.21\n\nuse .\n\nuse ./\n";
    broken("files_work_folder_twice", text, None, "appears multiple times in workspace").run();
}

#[test]
fn files_work_module_twice() {
    let lib = "module app.corp.example/app\n\ngo 1.21\n";
    broken("files_work_module_twice", WORK, Some(lib), "appears multiple times").run();
}

#[test]
fn files_work_older() {
    let lib = "module lib.corp.example/lib\n\ngo 1.22\n";
    broken("files_work_older", WORK, Some(lib), "but go.work lists go 1.21").run();
}

#[test]
fn files_work_without_a_go_line() {
    broken("files_work_without_a_go_line", "use .\n", None, "requires go >= 1.21").run();
}

#[test]
fn files_work_empty() {
    broken("files_work_empty", "go 1.21\n", None, "cannot match \"all\"").run();
}

#[test]
fn files_work_mistyped() {
    let text = "go 1.21\n\nuses .\n";
    broken("files_work_mistyped", text, None, "unknown directive: uses").run();
}

#[test]
fn files_work_at_odds() {
    let own = "module app.corp.example/app\n\ngo 1.21\n\nrequire example.com/canary v1.0.0\n\nreplace example.com/canary => ./canary\n";
    let lib = "module lib.corp.example/lib\n\ngo 1.21\n\nreplace example.com/canary => example.com/canary v1.0.0\n";
    scenario("files_work_at_odds")
        .world(move || {
            World::internet()
                .file("work/go.mod", own)
                .file("work/go.work", WORK)
                .file("work/lib/go.mod", lib)
                .file("work/canary/go.mod", "module example.com/canary\n")
        })
        .go_fails_with("conflicting replacements for example.com/canary")
        .diagnosis("gowork-broken")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn files_work_member_unread() {
    work("files_work_member_unread", WORK, Some("module lib.corp.example/lib\n\nrequire (\n"))
        .go_fails_with("cannot load module lib listed in go.work file")
        .diagnosis("gowork-broken")
        .run();
}

#[test]
fn files_work_relative() {
    scenario("files_work_relative")
        .world(|| World::internet().env("GOWORK", "go.work"))
        .go_fails_with("invalid GOWORK: not an absolute path")
        .diagnosis("gowork-broken")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn files_work_nowhere() {
    scenario("files_work_nowhere")
        .world(|| World::internet().env("GOWORK", "/nowhere/go.work"))
        .go_fails_with("reading go.work: open /nowhere/go.work")
        .diagnosis("gowork-broken")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn files_work_leaves_this_module_out() {
    scenario("files_work_leaves_this_module_out")
        .world(|| {
            World::internet()
                .file("work/go.work", "go 1.21\n\nuse ./lib\n")
                .file("work/lib/go.mod", LIB)
                .file("work/main.go", "package main\n\nfunc main() {}\n")
        })
        .warned("gowork-broken", "go list ./...", "does not contain modules listed in go.work")
        .run();
}

#[test]
fn files_work_replaces_and_all_is_well() {
    scenario("files_work_replaces_and_all_is_well")
        .world(|| {
            let work = format!("{WORK}\nreplace {CANARY} => ./canary\n");
            World::internet()
                .file("work/go.work", work)
                .file("work/lib/go.mod", LIB)
                .file("work/canary/go.mod", "module example.com/canary\n")
        })
        .silent()
        .run();
}

const REPLACED: &str = "module app.corp.example/app\n\ngo 1.21\n\nrequire example.com/canary v1.0.0\n\nreplace example.com/canary => ../canary\n";

#[test]
fn files_replacement_gone() {
    gomod("files_replacement_gone", REPLACED)
        .go_fails_with("no such file or directory")
        .diagnosis("replace-dir-missing")
        .run();
}

#[test]
fn files_replacement_lies_elsewhere() {
    scenario("files_replacement_lies_elsewhere")
        .world(|| {
            World::internet()
                .file("work/go.mod", REPLACED)
                .file("work/third/go.mod", "module example.com/canary\n\ngo 1.20\n")
        })
        .go_fails_with("(replaced by ../canary)")
        .diagnosis("replace-dir-missing")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn files_replacement_is_a_file() {
    scenario("files_replacement_is_a_file")
        .world(|| {
            World::internet()
                .file("work/go.mod", REPLACED.replace("../canary", "./canary"))
                .file("work/canary", "")
        })
        .go_fails_with("not a directory")
        .diagnosis("replace-dir-missing")
        .run();
}

#[test]
fn files_replacement_of_go_work() {
    scenario("files_replacement_of_go_work")
        .world(|| {
            World::internet()
                .file("work/go.work", format!("go 1.21\n\nuse .\n\nreplace {CANARY} => ./gone\n"))
        })
        .go_fails_with("(replaced by ./gone)")
        .diagnosis("replace-dir-missing")
        .run();
}

#[test]
fn files_replacement_nobody_needs() {
    scenario("files_replacement_nobody_needs")
        .world(|| {
            let text = "module app.corp.example/app\n\ngo 1.21\n\nrequire example.com/canary v1.0.0\n\nreplace example.com/none => ../none\n";
            World::internet().file("work/go.mod", text)
        })
        .silent()
        .run();
}

const MAIN: &str = "package main\n\nimport _ \"example.com/canary\"\n\nfunc main() {}\n";

#[test]
fn files_vendor_out_of_date() {
    scenario("files_vendor_out_of_date")
        .world(|| {
            World::internet()
                .file("work/main.go", MAIN)
                .file(
                    "work/vendor/modules.txt",
                    "# example.com/canary v1.1.0\n## explicit\nexample.com/canary\n",
                )
                .file("work/vendor/example.com/canary/lab.go", "package lab\n")
        })
        .warned("vendor-inconsistent", "go list ./...", "inconsistent vendoring in")
        .run();
}

fn path(name: &'static str, text: &'static str, words: &'static str) -> Scenario {
    gomod(name, text).go_fails_with(words).diagnosis("module-path-invalid")
}

#[test]
fn files_path_is_a_url() {
    let text = "module a.example/a\n\ngo 1.21\n\nrequire https://example.com/canary v1.0.0\n";
    path("files_path_is_a_url", text, "usage: require module/path").healed_by_first_fix(true).run();
}

#[test]
fn files_path_in_capitals() {
    let text = "module a.example/a\n\ngo 1.21\n\nrequire Example.com/canary v1.0.0\n";
    path("files_path_in_capitals", text, "malformed module path").healed_by_first_fix(true).run();
}

#[test]
fn files_path_with_a_first_major() {
    let text = "module a.example/a\n\ngo 1.21\n\nrequire example.com/canary/v1 v1.0.0\n";
    path("files_path_with_a_first_major", text, "malformed module path")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn files_path_without_a_host() {
    let text = "module a.example/a\n\ngo 1.21\n\nrequire acme/canary v1.0.0\n";
    path("files_path_without_a_host", text, "missing dot in first path element").run();
}

#[test]
fn files_path_of_its_own() {
    let text = "module \"a b\"\n\ngo 1.21\n";
    path("files_path_of_its_own", text, "malformed module path \"a b\"").run();
}

#[test]
fn files_no_module_line() {
    gomod("files_no_module_line", "go 1.21\n\nrequire example.com/canary v1.0.0\n")
        .go_fails_with("missing module declaration")
        .diagnosis("gomod-syntax")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn files_replaced_twice() {
    let text = "module a.example/a\n\ngo 1.21\n\nrequire example.com/canary v1.0.0\n\nreplace example.com/canary => example.com/canary v1.1.0\n\nreplace example.com/canary => ./none\n";
    gomod("files_replaced_twice", text)
        .go_fails_with("conflicting replacements for example.com/canary")
        .diagnosis("gomod-syntax")
        .run();
}

#[test]
fn files_excluded_itself() {
    let text = "module a.example/a\n\ngo 1.21\n\nrequire example.com/canary v1.0.0\n\nexclude example.com/canary v1.0.0\n";
    scenario("files_excluded_itself")
        .world(move || World::internet().file("work/go.mod", text).file("work/main.go", MAIN))
        .go_fails_with("module example.com/canary: not a known dependency")
        .diagnosis("version-excluded")
        .healed_by_first_fix(true)
        .run();
}
