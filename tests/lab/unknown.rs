//! Scenarios of modules that the checksum database does not know, and of addresses at
//! which there is none.

use std::sync::Arc;

use crate::company::{MODULES, secret_module};
use crate::goproxy::ModuleProxy;
use crate::http::{Pages, Reply, Request};
use crate::internet::{CANARY, database, modules};
use crate::module::Module;
use crate::scenario::{Scenario, scenario};
use crate::site::Site;
use crate::tls::Papers;
use crate::world::World;

fn on_github() -> Module {
    Module::new("github.com/acme/secret", "v1.0.0")
}

/// A company whose proxy has the public modules and this one; the database is asked.
fn company(own: Module) -> World {
    let mut all = modules();
    all.push(own.clone());
    World::internet()
        .company_proxy(Papers::Public)
        .project(&[own, Module::new(CANARY, "v1.0.0")])
        .site(Site::https(MODULES, ModuleProxy::of(&all).pages()))
        .with_database()
}

/// The database, with these words to whoever asks for the module on the forge.
fn saying(words: &'static str) -> Pages {
    let database = database();
    Arc::new(move |request: &Request| {
        if !request.path().starts_with("/lookup/github.com/acme/secret@") {
            return database.answer(request.path());
        }
        let mut reply = Reply::bytes(words);
        reply.status = 404;
        reply
    })
}

fn unknown(name: &'static str) -> Scenario {
    scenario(name).go_fails_with("404 Not Found").diagnosis("sumdb-module-unknown")
}

#[test]
fn unknown_beside_public_modules() {
    unknown("unknown_beside_public_modules")
        .world(|| company(secret_module()))
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn unknown_of_a_second_major() {
    unknown("unknown_of_a_second_major")
        .world(|| company(Module::new("git.corp.example/team/secret/v2", "v2.0.1")))
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn unknown_beside_another_pattern() {
    unknown("unknown_beside_another_pattern")
        .world(|| company(secret_module()).env("GOPRIVATE", "git.corp.example/other"))
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn unknown_to_the_relay() {
    unknown("unknown_to_the_relay")
        .world(|| {
            let mut all = modules();
            all.push(secret_module());
            let proxy = ModuleProxy::of(&all).relaying(&database());
            company(secret_module()).site(Site::https(MODULES, proxy.pages()))
        })
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn unknown_on_a_forge() {
    unknown("unknown_on_a_forge")
        .world(|| {
            let words = "not found: github.com/acme/secret@v1.0.0: invalid version: git ls-remote -q origin in /tmp/gopath/pkg/mod/cache/vcs/0123: exit status 128:\n\tfatal: could not read Username for 'https://github.com': terminal prompts disabled\n";
            company(on_github()).site(Site::https("sum.golang.org", saying(words)))
        })
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn unknown_tag() {
    unknown("unknown_tag")
        .world(|| {
            let words = "not found: github.com/acme/secret@v1.0.0: invalid version: unknown revision v1.0.0\n";
            company(on_github()).site(Site::https("sum.golang.org", saying(words)))
        })
        .run();
}

#[test]
fn unknown_from_its_origin() {
    unknown("unknown_from_its_origin")
        .world(|| {
            World::internet().forge(None).with_database().env("GONOPROXY", "git.corp.example")
        })
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn unknown_and_excluded() {
    scenario("unknown_and_excluded")
        .world(|| company(secret_module()).env("GONOSUMDB", "git.corp.example/team"))
        .silent()
        .run();
}

#[test]
fn unknown_and_summed() {
    scenario("unknown_and_summed")
        .world(|| {
            let sums = secret_module().sums() + &Module::new(CANARY, "v1.0.0").sums();
            company(secret_module()).file("work/go.sum", sums)
        })
        .silent()
        .run();
}

/// The database is the lab's, reached at this URL.
fn at(url: &str) -> World {
    World::internet().with_database().env("GOSUMDB", &format!("{} {url}", database().verifier()))
}

fn wrong(name: &'static str, url: &'static str, words: &'static str) -> Scenario {
    scenario(name)
        .world(move || at(url))
        .go_fails_with(words)
        .diagnosis("sumdb-wrong-url")
        .healed_by_first_fix(true)
}

#[test]
fn sumdb_at_a_module_proxy() {
    wrong("sumdb_at_a_module_proxy", "https://goproxy.cn", "404 Not Found").run();
}

#[test]
fn sumdb_with_what_go_appends() {
    let url = "https://sum.golang.google.cn/lookup";
    wrong("sumdb_with_what_go_appends", url, "404 Not Found").run();
}

#[test]
fn sumdb_by_ftp() {
    wrong("sumdb_by_ftp", "ftp://sum.golang.google.cn", "unsupported scheme").run();
}

#[test]
fn sumdb_without_a_host() {
    wrong("sumdb_without_a_host", "https:/sum.golang.google.cn", "no Host in request URL").run();
}

#[test]
fn sumdb_at_a_page() {
    wrong("sumdb_at_a_page", "https://nexus.corp.example", "malformed record data")
        .world(|| {
            let page = |_: &Request| Reply::html(200, "Nexus Repository");
            at("https://nexus.corp.example").site(Site::https("nexus.corp.example", Arc::new(page)))
        })
        .run();
}

#[test]
fn sumdb_by_its_path_at_a_proxy() {
    scenario("sumdb_by_its_path_at_a_proxy")
        .world(|| at("https://goproxy.cn/sumdb/sum.golang.org/"))
        .silent()
        .run();
}

#[test]
fn sumdb_without_a_scheme() {
    scenario("sumdb_without_a_scheme").world(|| at("sum.golang.google.cn")).silent().run();
}

fn slip(name: &'static str, gosumdb: fn(&str) -> String, words: &'static str) {
    scenario(name)
        .world(move || {
            World::internet().with_database().env("GOSUMDB", &gosumdb(&database().verifier()))
        })
        .go_fails_with(words)
        .diagnosis("gosumdb-malformed")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn gosumdb_in_quotes() {
    slip("gosumdb_in_quotes", |key| format!("\"{key}\""), "malformed verifier id");
}

#[test]
fn gosumdb_with_a_comma() {
    let gosumdb = |key: &str| format!("{key},https://sum.golang.google.cn");
    slip("gosumdb_with_a_comma", gosumdb, "malformed verifier id");
}

#[test]
fn gosumdb_with_three_fields() {
    let gosumdb = |key: &str| format!("{key} https://sum.golang.google.cn direct");
    slip("gosumdb_with_three_fields", gosumdb, "too many fields");
}

#[test]
fn gosumdb_with_an_address() {
    scenario("gosumdb_with_an_address")
        .world(|| {
            let gosumdb = format!("{} 127.0.0.1:1/x", database().verifier());
            World::internet().with_database().env("GOSUMDB", &gosumdb)
        })
        .go_fails_with("first path segment in URL cannot contain colon")
        .diagnosis("gosumdb-malformed")
        .run();
}

#[test]
fn gosumdb_empty_in_the_go_env_file() {
    scenario("gosumdb_empty_in_the_go_env_file")
        .world(|| {
            let mut world =
                World::internet().with_database().file("home/.config/go/env", "GOSUMDB=\n");
            world.environment.remove("GOSUMDB");
            world
        })
        .go_fails_with("missing GOSUMDB")
        .diagnosis("gosumdb-malformed")
        .run();
}

#[test]
fn gosumdb_off_with_a_carriage_return() {
    scenario("gosumdb_off_with_a_carriage_return")
        .world(|| {
            let mut world =
                World::internet().with_database().file("home/.config/go/env", "GOSUMDB=off\r\n");
            world.environment.remove("GOSUMDB");
            world
        })
        .go_fails_with("malformed verifier id")
        .diagnosis("gosumdb-malformed")
        .run();
}
