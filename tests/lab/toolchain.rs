//! Scenarios of toolchains: go lines that ask for more, names of none, releases that cannot be
//! had, and GODEBUG.

use crate::goproxy::ModuleProxy;
use crate::internet::CANARY;
use crate::module::Module;
use crate::scenario::{Scenario, scenario};
use crate::site::Site;
use crate::world::World;

const NAME: &str = "module m.example/m\n";

fn lines(text: &str) -> World {
    World::internet().file("work/go.mod", format!("{NAME}\n{text}\n"))
}

fn newer() -> World {
    lines("go 1.99.0").env("GOTOOLCHAIN", "auto")
}

/// A project whose one dependency asks for this go.
fn dependency(go: &str) -> World {
    let module = Module::new(CANARY, "v1.2.0").with_gomod(&format!("module {CANARY}\n\ngo {go}\n"));
    lines(&format!("go 1.21\n\nrequire {CANARY} v1.2.0"))
        .file("work/go.sum", module.sums())
        .site(Site::https("proxy.golang.org", ModuleProxy::of(&[module]).pages()))
        .env("GOPROXY", "https://proxy.golang.org")
}

fn too_old(name: &'static str) -> Scenario {
    scenario(name).diagnosis("go-too-old")
}

fn unavailable(name: &'static str) -> Scenario {
    scenario(name).diagnosis("toolchain-unavailable")
}

fn misnamed(name: &'static str) -> Scenario {
    scenario(name).diagnosis("toolchain-name-invalid").healed_by_first_fix(true)
}

fn godebug(name: &'static str) -> Scenario {
    scenario(name).diagnosis("godebug-invalid").healed_by_first_fix(true)
}

#[test]
fn toolchain_local_is_too_old() {
    too_old("toolchain_local_is_too_old")
        .world(|| lines("go 1.99.0"))
        .go_fails_with("go.mod requires go >= 1.99.0 (running go 1.")
        .run();
}

#[test]
fn toolchain_of_a_workspace_is_too_old() {
    too_old("toolchain_of_a_workspace_is_too_old")
        .world(|| lines("go 1.21").file("work/go.work", "go 1.99.0\n\nuse .\n"))
        .go_fails_with("go.work requires go >= 1.99.0 (running go 1.")
        .run();
}

#[test]
fn toolchain_of_a_dependency_is_newer() {
    too_old("toolchain_of_a_dependency_is_newer")
        .world(|| dependency("1.99.0"))
        .go_fails_with("@v1.2.0 requires go >= 1.99.0 (running go 1.")
        .run();
}

#[test]
fn toolchain_of_a_dependency_is_older() {
    scenario("toolchain_of_a_dependency_is_older").world(|| dependency("1.20")).run();
}

#[test]
fn toolchain_of_a_dependency_is_not_released() {
    unavailable("toolchain_of_a_dependency_is_not_released")
        .world(|| dependency("1.99.0").env("GOTOOLCHAIN", "auto"))
        .go_fails_with("switching to go >= 1.99.0")
        .run();
}

#[test]
fn toolchain_of_a_dependency_is_not_in_path() {
    unavailable("toolchain_of_a_dependency_is_not_in_path")
        .world(|| dependency("1.99.0").env("GOTOOLCHAIN", "local+path"))
        .go_fails_with("no releases found for go >= 1.99.0")
        .run();
}

#[test]
fn toolchain_without_proxies() {
    unavailable("toolchain_without_proxies")
        .world(|| newer().env("GOPROXY", "off"))
        .go_fails_with("toolchain not available")
        .run();
}

#[test]
fn toolchain_is_a_language() {
    unavailable("toolchain_is_a_language")
        .world(|| lines("go 1.21\n\ntoolchain go1.99").env("GOTOOLCHAIN", "auto"))
        .go_fails_with("go1.99 is a language version but not a toolchain version")
        .run();
}

#[test]
fn toolchain_only_in_path() {
    unavailable("toolchain_only_in_path")
        .world(|| lines("go 1.99.0").env("GOTOOLCHAIN", "path"))
        .go_fails_with("cannot find \"go1.99.0\" in PATH")
        .run();
}

#[test]
fn toolchain_by_setting_does_not_exist() {
    unavailable("toolchain_by_setting_does_not_exist")
        .world(|| World::internet().env("GOTOOLCHAIN", "go1.99.0"))
        .go_fails_with("toolchain not available")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn toolchain_without_database() {
    scenario("toolchain_without_database")
        .world(|| {
            let toolchain = Module::new("golang.org/toolchain", "v0.0.1-go1.99.0.linux-amd64");
            newer()
                .site(Site::https("proxy.golang.org", ModuleProxy::of(&[toolchain]).pages()))
                .env("GOPROXY", "https://proxy.golang.org")
                .env("GOSUMDB", "off")
        })
        .go_fails_with("checksum database disabled by GOSUMDB=off")
        .diagnosis("toolchain-gosumdb-off")
        .run();
}

#[test]
fn toolchain_name_with_a_carriage_return() {
    misnamed("toolchain_name_with_a_carriage_return")
        .world(|| World::internet().env("GOTOOLCHAIN", "local\r"))
        .go_fails_with("invalid GOTOOLCHAIN \"local\\r\"")
        .run();
}

#[test]
fn toolchain_name_without_go() {
    misnamed("toolchain_name_without_go")
        .world(|| World::internet().env("GOTOOLCHAIN", "1.99.0"))
        .go_fails_with("invalid GOTOOLCHAIN \"1.99.0\"")
        .run();
}

#[test]
fn toolchain_line_without_go() {
    misnamed("toolchain_line_without_go")
        .world(|| lines("go 1.21\n\ntoolchain 1.21.0").env("GOTOOLCHAIN", "auto"))
        .go_fails_with("invalid toolchain \"1.21.0\" in go.mod")
        .run();
}

#[test]
fn toolchain_line_where_nothing_switches() {
    misnamed("toolchain_line_where_nothing_switches")
        .world(|| lines("go 1.21\n\ntoolchain latest"))
        .go_fails_with("invalid toolchain version 'latest'")
        .run();
}

#[test]
fn toolchain_older_than_this() {
    scenario("toolchain_older_than_this")
        .world(|| lines("go 1.21\n\ntoolchain go1.21.0").env("GOTOOLCHAIN", "auto"))
        .silent()
        .run();
}

#[test]
fn godebug_is_unknown() {
    godebug("godebug_is_unknown")
        .world(|| lines("go 1.21\n\ngodebug foo=1"))
        .go_fails_with("go.mod:5: unknown godebug \"foo\"")
        .run();
}

#[test]
fn godebug_default_is_newer() {
    godebug("godebug_default_is_newer")
        .world(|| lines("go 1.21\n\ngodebug (\n\tpanicnil=1\n\tdefault=go1.99\n)"))
        .go_fails_with("default=go1.99 too new (toolchain is go1.")
        .run();
}

#[test]
fn godebug_of_a_workspace() {
    godebug("godebug_of_a_workspace")
        .world(|| lines("go 1.21").file("work/go.work", "go 1.21\n\nuse .\n\ngodebug foo=1\n"))
        .go_fails_with("unknown godebug \"foo\"")
        .run();
}

#[test]
fn godebug_without_network() {
    godebug("godebug_without_network")
        .world(|| World::internet().env("GODEBUG", "netdns=go,cmdgonetlimit=0"))
        .go_fails_with("network disabled by cmdgonetlimit=0")
        .run();
}

#[test]
fn godebug_that_is_known() {
    scenario("godebug_that_is_known")
        .world(|| lines("go 1.21\n\ngodebug (\n\tdefault=go1.21\n\tpanicnil=1\n)"))
        .silent()
        .run();
}
