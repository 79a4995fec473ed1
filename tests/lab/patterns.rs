//! Scenarios of GOPRIVATE, GONOPROXY and GONOSUMDB: patterns that were meant for a module and
//! do not match it, and patterns that hold too much.

use crate::company::FORGE;
use crate::forge::Forge;
use crate::internet::CANARY;
use crate::module::Module;
use crate::scenario::{Scenario, scenario};
use crate::site::Site;
use crate::world::World;

const LOOKED_UP: &str =
    "/sumdb/sum.golang.org/lookup/git.corp.example/team/secret@v1.0.0: 404 Not Found";

/// The company's module on its forge, and the public database in force.
pub(crate) fn company() -> World {
    World::internet().forge(None).with_database()
}

pub(crate) fn mismatch(name: &'static str) -> Scenario {
    scenario(name)
        .go_fails_with(LOOKED_UP)
        .diagnosis("private-pattern-mismatch")
        .healed_by_first_fix(true)
}

fn missed(name: &'static str, globs: &'static str) {
    mismatch(name).world(move || company().env("GOPRIVATE", globs)).run();
}

fn missed_in_file(name: &'static str, content: &'static str) {
    mismatch(name).world(move || company().file("home/.config/go/env", content)).run();
}

#[test]
fn missed_by_a_blank() {
    missed("missed_by_a_blank", "other.example, git.corp.example");
}

#[test]
fn missed_by_a_tab() {
    missed("missed_by_a_tab", "git.corp.example\t,other.example");
}

#[test]
fn missed_by_a_semicolon() {
    missed("missed_by_a_semicolon", "other.example;git.corp.example");
}

#[test]
fn missed_by_a_wide_comma() {
    missed("missed_by_a_wide_comma", "other.example，git.corp.example");
}

#[test]
fn missed_by_a_bar() {
    missed("missed_by_a_bar", "git.corp.example/team|other.example");
}

#[test]
fn missed_by_case() {
    missed("missed_by_case", "Git.Corp.Example/Team");
}

#[test]
fn missed_by_a_domain() {
    missed("missed_by_a_domain", "corp.example");
}

#[test]
fn missed_by_a_dot() {
    missed("missed_by_a_dot", "other.example,.corp.example");
}

#[test]
fn missed_by_a_label() {
    missed("missed_by_a_label", "*.git.corp.example");
}

#[test]
fn missed_by_an_element() {
    missed("missed_by_an_element", "git.corp.example/team/secret/*");
}

#[test]
fn missed_by_dots() {
    missed("missed_by_dots", "git.corp.example/team/secret/...");
}

#[test]
fn missed_by_ssh() {
    missed("missed_by_ssh", "ssh://git@git.corp.example/team");
}

#[test]
fn missed_by_scp() {
    missed("missed_by_scp", "git@git.corp.example:team");
}

#[test]
fn missed_by_a_port() {
    missed("missed_by_a_port", "git.corp.example:443/team");
}

#[test]
fn missed_by_a_version() {
    missed("missed_by_a_version", "git.corp.example/team/secret@v1.0.0");
}

#[test]
fn missed_by_git() {
    missed("missed_by_git", "https://git.corp.example/team/secret.git");
}

#[test]
fn missed_by_slashes() {
    missed("missed_by_slashes", "git.corp.example//team");
}

#[test]
fn missed_by_quotes() {
    missed("missed_by_quotes", "\"git.corp.example\"");
}

#[test]
fn missed_by_half_a_word() {
    missed("missed_by_half_a_word", "git.corp.example/team/sec");
}

#[test]
fn missed_by_a_typo() {
    missed("missed_by_a_typo", "git.corp.exmaple/team");
}

#[test]
fn missed_by_a_backslash() {
    missed("missed_by_a_backslash", "git.corp.example\\team");
}

#[test]
fn missed_by_a_bracket() {
    missed("missed_by_a_bracket", "other.example,git.corp.example/[team");
}

#[test]
fn missed_by_a_major_version() {
    missed("missed_by_a_major_version", "git.corp.example/team/secret/v2");
}

#[test]
fn missed_by_a_windows_file() {
    missed_in_file("missed_by_a_windows_file", "GOFLAGS=\r\nGOPRIVATE=git.corp.example\r\n");
}

#[test]
fn missed_by_quotes_in_the_file() {
    missed_in_file("missed_by_quotes_in_the_file", "GOPRIVATE='other.example,git.corp.example'\n");
}

#[test]
fn missed_in_an_exported_line() {
    missed_in_file("missed_in_an_exported_line", "export GOPRIVATE=git.corp.example\n");
}

#[test]
fn missed_under_another_name() {
    mismatch("missed_under_another_name")
        .world(|| company().env("GO_PRIVATE", "git.corp.example"))
        .run();
}

#[test]
fn missed_behind_the_environment() {
    mismatch("missed_behind_the_environment")
        .world(|| {
            company()
                .file("home/.config/go/env", "GOPRIVATE=git.corp.example/team\n")
                .env("GOPRIVATE", "other.example")
        })
        .run();
}

#[test]
fn missed_behind_gonosumdb() {
    mismatch("missed_behind_gonosumdb")
        .world(|| company().env("GOPRIVATE", "*.corp.example").env("GONOSUMDB", "none"))
        .run();
}

#[test]
fn missed_in_gonosumdb() {
    mismatch("missed_in_gonosumdb")
        .world(|| company().env("GONOPROXY", FORGE).env("GONOSUMDB", "https://git.corp.example"))
        .run();
}

#[test]
fn missed_where_no_origin_follows() {
    scenario("missed_where_no_origin_follows")
        .world(|| {
            company()
                .env("GOPROXY", "https://proxy.golang.org")
                .env("GOPRIVATE", "https://git.corp.example")
        })
        .go_fails_with("git.corp.example/team/secret/@v/v1.0.0.mod: 404 Not Found")
        .diagnosis("private-pattern-mismatch")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn missed_with_goproxy_off() {
    scenario("missed_with_goproxy_off")
        .world(|| company().env("GOPROXY", "off").env("GOPRIVATE", "a.example, git.corp.example,"))
        .go_fails_with("module lookup disabled by GOPROXY=off")
        .diagnosis("private-pattern-mismatch")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn missed_twice_over() {
    missed("missed_twice_over", "a.example ,b.example; \"https://git.corp.example:443/team\"");
}

#[test]
fn missed_by_others() {
    scenario("missed_by_others")
        .world(|| company().env("GOPRIVATE", "git.corp.example/other,gitlab.com/team"))
        .go_fails_with(LOOKED_UP)
        .diagnosis("private-not-excluded")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn private_of_a_second_major() {
    scenario("private_of_a_second_major")
        .world(|| {
            let module = Module::new("git.corp.example/team/secret/v2", "v2.0.1");
            let forge = Forge::of(std::slice::from_ref(&module));
            World::internet()
                .site(Site::https(FORGE, forge.pages()).http1_only())
                .project(&[module, Module::new(CANARY, "v1.0.0")])
                .with_database()
        })
        .go_fails_with("404 Not Found")
        .diagnosis("private-not-excluded")
        .healed_by_first_fix(true)
        .run();
}
