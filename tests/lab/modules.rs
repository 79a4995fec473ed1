//! Scenarios of what the go.mod of a dependency says of itself: another path, none, another
//! major version.

use crate::company::FORGE;
use crate::goproxy::ModuleProxy;
use crate::http::Reply;
use crate::hub::{Commit, Hub, alone};
use crate::module::Module;
use crate::scenario::{Scenario, scenario};
use crate::site::Site;
use crate::world::World;

const LIB: &str = "example.com/lib";

/// The project requires the first of these, and the public proxy has them all.
fn requiring(modules: &[Module]) -> World {
    let proxy = ModuleProxy::of(modules).pages();
    World::internet()
        .project(&modules[..1])
        .site(Site::https("proxy.golang.org", proxy))
        .env("GOSUMDB", "off")
}

fn lib() -> Module {
    Module::new(LIB, "v1.2.0")
}

fn fork(path: &str) -> Module {
    lib().with_gomod("module example.com/lib\n").renamed(path)
}

fn mismatch(name: &'static str) -> Scenario {
    scenario(name)
        .go_fails_with("module declares its path as:")
        .diagnosis("module-path-mismatch")
        .healed_by_first_fix(true)
}

#[test]
fn modules_fork() {
    mismatch("modules_fork").world(|| requiring(&[fork("example.com/fork"), lib()])).run();
}

/// Nobody has the declared path: it is fetched from the fork.
#[test]
fn modules_fork_alone() {
    mismatch("modules_fork_alone").world(|| requiring(&[fork("example.com/fork")])).run();
}

#[test]
fn modules_fork_from_the_cache() {
    mismatch("modules_fork_from_the_cache")
        .world(|| {
            let once = "go mod download; true";
            requiring(&[fork("example.com/fork"), lib()]).prepared_by(once)
        })
        .run();
}

#[test]
fn modules_capitals() {
    mismatch("modules_capitals").world(|| requiring(&[fork("example.com/Lib"), lib()])).run();
}

#[test]
fn modules_capitals_below_a_dependency() {
    mismatch("modules_capitals_below_a_dependency")
        .world(|| {
            let asks =
                Module::new("example.com/asks", "v1.0.0").requiring("example.com/Lib", "v1.2.0");
            requiring(&[asks, fork("example.com/Lib"), lib()])
        })
        .run();
}

#[test]
fn modules_replaced_by_a_third() {
    mismatch("modules_replaced_by_a_third")
        .world(|| {
            let modules = [Module::new("example.com/own", "v1.0.0"), fork("example.com/fork"), lib()];
            requiring(&modules).file(
                "work/go.mod",
                "module app.corp.example/app\n\ngo 1.21\n\nrequire example.com/own v1.0.0\n\nreplace example.com/own => example.com/fork v1.2.0\n",
            )
        })
        .run();
}

#[test]
fn modules_replaced_as_it_should_be() {
    scenario("modules_replaced_as_it_should_be")
        .world(|| {
            requiring(&[fork("example.com/fork")]).file(
                "work/go.mod",
                "module app.corp.example/app\n\ngo 1.21\n\nrequire example.com/lib v1.0.0\n\nreplace example.com/lib => example.com/fork v1.2.0\n",
            )
        })
        .silent()
        .run();
}

#[test]
fn modules_fork_named() {
    scenario("modules_fork_named")
        .world(|| requiring(&[fork("example.com/fork")]).without_file("work/go.mod"))
        .command("go mod download example.com/fork@v1.2.0")
        .flags(&["example.com/fork@v1.2.0"])
        .silent()
        .run();
}

fn forged(module: Module, gomod: &str) -> World {
    let module = module.with_gomod(gomod);
    let hub = Hub::at(FORGE)
        .repository("/team/tool", &[alone(&module)])
        .import("git.corp.example/team/tool", "git https://git.corp.example/team/tool.git");
    World::internet()
        .site(Site::https(FORGE, hub.pages()).http1_only())
        .project(&[module])
        .env("GOPRIVATE", "*.corp.example")
}

#[test]
fn modules_fork_at_its_origin() {
    mismatch("modules_fork_at_its_origin")
        .world(|| {
            forged(Module::new("git.corp.example/team/tool", "v1.2.0"), "module example.com/lib\n")
        })
        .run();
}

#[test]
fn modules_gomod_without_a_name() {
    scenario("modules_gomod_without_a_name")
        .world(|| requiring(&[lib().with_gomod("go 1.20\n"), lib().at("v1.3.0")]))
        .go_fails_with("missing module line")
        .diagnosis("dependency-gomod-invalid")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn modules_gomod_broken_below_a_dependency() {
    scenario("modules_gomod_broken_below_a_dependency")
        .world(|| {
            let asks = Module::new("example.com/asks", "v1.0.0").requiring(LIB, "v1.2.0");
            let broken = lib().with_gomod("module example.com/lib\n\nrequire (\n");
            requiring(&[asks, broken, lib().at("v1.3.0")])
        })
        .go_fails_with("example.com/lib@v1.2.0: parsing go.mod:")
        .diagnosis("dependency-gomod-invalid")
        .healed_by_first_fix(true)
        .run();
}

fn major(name: &'static str, words: &'static str) -> Scenario {
    scenario(name)
        .go_fails_with(words)
        .diagnosis("major-version-mismatch")
        .healed_by_first_fix(true)
}

#[test]
fn modules_major_in_the_path() {
    major("modules_major_in_the_path", "should be v0 or v1, not v2")
        .world(|| requiring(&[lib().at("v2.0.0"), Module::new("example.com/lib/v2", "v2.0.0")]))
        .run();
}

#[test]
fn modules_major_incompatible() {
    major("modules_major_incompatible", "should be v0 or v1, not v2")
        .world(|| requiring(&[lib().at("v2.0.0"), lib().at("v2.0.0+incompatible")]))
        .run();
}

#[test]
fn modules_major_by_the_proxys_words() {
    major("modules_major_by_the_proxys_words", "go.mod has post-v1 module path")
        .world(|| {
            let words = "not found: example.com/lib@v1.5.0: invalid version: go.mod has post-v1 module path \"example.com/lib/v2\" at revision v1.5.0\n";
            let mut missing = Reply::bytes(words).header("Content-Type", "text/plain");
            missing.status = 404;
            let modules = [lib().at("v1.5.0"), lib().at("v1.4.0"), Module::new("example.com/lib/v2", "v2.0.0")];
            let proxy = ModuleProxy::of(&modules[1..])
                .fault("v1.5.0.mod", missing.clone())
                .fault("v1.5.0.info", missing);
            requiring(&modules)
                .site(Site::https("proxy.golang.org", proxy.pages()))
                .env("GOPROXY", "https://proxy.golang.org")
        })
        .run();
}

/// A repository that went on to v2 under another path; v1.4.0 is as it was.
#[test]
fn modules_major_at_its_origin() {
    major("modules_major_at_its_origin", "go.mod has post-v1 module path")
        .world(|| {
            let path = "git.corp.example/team/tool";
            let before = Module::new(path, "v1.4.0");
            let after =
                Module::new(path, "v1.5.0").with_gomod("module git.corp.example/team/tool/v2\n");
            let later = after.clone().file("later.go", "package lab\n");
            let commit = |module, tag| Commit { module, folder: "", tag };
            let hub = Hub::at(FORGE)
                .repository(
                    "/team/tool",
                    &[
                        commit(&before, "v1.4.0"),
                        commit(&after, "v1.5.0"),
                        commit(&later, "v2.0.0"),
                    ],
                )
                .import(path, "git https://git.corp.example/team/tool.git");
            World::internet()
                .site(Site::https(FORGE, hub.pages()).http1_only())
                .project(&[after])
                .env("GOPRIVATE", "*.corp.example")
        })
        .run();
}

/// The tag alone makes no v2 of it.
#[test]
fn modules_major_unmade_at_its_origin() {
    major("modules_major_unmade_at_its_origin", "go.mod has non-.../v2 module path")
        .world(|| {
            let module = Module::new("git.corp.example/team/tool/v2", "v2.0.0");
            forged(module, "module git.corp.example/team/tool\n")
        })
        .healed_by_first_fix(false)
        .run();
}
