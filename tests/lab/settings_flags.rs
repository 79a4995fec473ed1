//! Scenarios of GOFLAGS, GO111MODULE and the other settings at which go stops first.

use crate::scenario::{Scenario, scenario};
use crate::world::World;

fn set(test: &'static str, name: &'static str, value: &'static str) -> Scenario {
    scenario(test).world(move || World::internet().env(name, value))
}

fn written(test: &'static str, line: &'static str) -> Scenario {
    scenario(test).world(move || World::internet().file("home/.config/go/env", line))
}

fn healed(scenario: Scenario, words: &'static str, code: &'static str) {
    scenario.go_fails_with(words).diagnosis(code).healed_by_first_fix(true).run();
}

#[test]
fn go111module_off() {
    let words = "modules disabled by GO111MODULE=off";
    healed(set("go111module_off", "GO111MODULE", "off"), words, "go111module-off");
}

#[test]
fn go111module_off_in_both() {
    let world = || {
        World::internet().env("GO111MODULE", "off").file("home/.config/go/env", "GO111MODULE=off\n")
    };
    let scenario = scenario("go111module_off_in_both").world(world);
    healed(scenario, "modules disabled by GO111MODULE=off", "go111module-off");
}

/// Modules off, go does not even look which toolchain the module wants.
#[test]
fn go111module_off_and_too_old() {
    let gomod = "module m.example/m\n\ngo 1.99\n\nrequire example.com/canary v1.0.0\n";
    scenario("go111module_off_and_too_old")
        .world(move || World::internet().env("GO111MODULE", "off").file("work/go.mod", gomod))
        .go_fails_with("modules disabled by GO111MODULE=off")
        .diagnosis("go111module-off")
        .run();
}

#[test]
fn go111module_auto() {
    set("go111module_auto", "GO111MODULE", "auto").silent().run();
}

#[test]
fn go111module_yes() {
    let words = "unknown environment setting GO111MODULE=yes";
    healed(set("go111module_yes", "GO111MODULE", "yes"), words, "go-env-invalid");
}

#[test]
fn go111module_with_carriage_return() {
    let scenario = written("go111module_with_carriage_return", "GO111MODULE=on\r\n");
    healed(scenario, "unknown environment setting GO111MODULE=on", "go-env-invalid");
}

#[test]
fn goflags_with_a_blank() {
    let scenario = set("goflags_with_a_blank", "GOFLAGS", "-mod mod");
    healed(scenario, "non-flag \"mod\"", "goflags-invalid");
}

#[test]
fn goflags_with_quotes_inside() {
    let scenario = written("goflags_with_quotes_inside", "GOFLAGS=-ldflags='-s -w'\n");
    healed(scenario, "unknown flag -w", "goflags-invalid");
}

#[test]
fn goflags_unknown() {
    healed(set("goflags_unknown", "GOFLAGS", "-nope"), "unknown flag -nope", "goflags-invalid");
}

#[test]
fn goflags_no_boolean() {
    let scenario = set("goflags_no_boolean", "GOFLAGS", "-modcacherw=yes -v");
    healed(scenario, "invalid boolean value \"yes\"", "goflags-invalid");
}

#[test]
fn goflags_modfile_missing() {
    let scenario = set("goflags_modfile_missing", "GOFLAGS", "-modfile=alt.mod");
    healed(scenario, "open alt.mod: no such file", "goflags-invalid");
}

#[test]
fn goflags_overlay_broken() {
    scenario("goflags_overlay_broken")
        .world(|| {
            World::internet().env("GOFLAGS", "-overlay=over.json").file("work/over.json", "{")
        })
        .go_fails_with("parsing overlay")
        .diagnosis("goflags-invalid")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn goflags_mod_unknown() {
    scenario("goflags_mod_unknown")
        .world(|| {
            World::internet()
                .env("GOFLAGS", "-mod=foo")
                .file("work/main.go", "package main\n\nfunc main() {}\n")
        })
        .warned("goflags-invalid", "go list ./...", "-mod=foo not supported")
        .run();
}

#[test]
fn goflags_mod_vendor() {
    scenario("goflags_mod_vendor")
        .world(|| {
            World::internet()
                .env("GOFLAGS", "-mod=vendor")
                .file("work/main.go", "package main\n\nfunc main() {}\n")
        })
        .warned("goflags-mod-vendor", "go list ./...", "vendor")
        .run();
}

#[test]
fn goflags_fine() {
    set("goflags_fine", "GOFLAGS", "-mod=mod -modcacherw '-ldflags=-s -w' -v").silent().run();
}

#[test]
fn goexperiment_unknown() {
    let scenario = set("goexperiment_unknown", "GOEXPERIMENT", "nexist");
    healed(scenario, "unknown GOEXPERIMENT nexist", "go-env-invalid");
}

#[test]
fn goexperiment_unknown_by_file() {
    let scenario = written("goexperiment_unknown_by_file", "GOEXPERIMENT=nexist\n");
    healed(scenario, "unknown GOEXPERIMENT nexist", "go-env-invalid");
}

#[test]
fn gomips_unknown() {
    healed(set("gomips_unknown", "GOMIPS", "x"), "invalid GOMIPS", "go-env-invalid");
}

#[test]
fn goroot_gone() {
    let scenario = set("goroot_gone", "GOROOT", "/opt/go1.19");
    healed(scenario, "cannot find GOROOT directory", "go-env-invalid");
}

#[test]
fn goroot_gone_by_file() {
    let scenario = written("goroot_gone_by_file", "GOROOT=/opt/go1.19\n");
    healed(scenario, "cannot find GOROOT directory", "go-env-invalid");
}

#[test]
fn gopath_relative() {
    let scenario = set("gopath_relative", "GOPATH", "go");
    healed(scenario, "GOPATH entry is relative", "gomodcache-relative");
}

#[test]
fn gopath_tilde_by_file() {
    let scenario = written("gopath_tilde_by_file", "GOPATH=~/go\n");
    healed(scenario, "cannot start with shell metacharacter '~'", "gomodcache-relative");
}

#[test]
fn gomodcache_relative() {
    let scenario = set("gomodcache_relative", "GOMODCACHE", "cache");
    healed(scenario, "GOMODCACHE entry is relative", "gomodcache-relative");
}

#[test]
fn gomodcache_quoted_by_file() {
    let scenario = written("gomodcache_quoted_by_file", "GOMODCACHE=\"/tmp/cache\"\n");
    healed(scenario, "GOMODCACHE entry is relative", "gomodcache-relative");
}

/// Two things at once: the first that go stops at is told first.
#[test]
fn gopath_relative_and_goflags() {
    scenario("gopath_relative_and_goflags")
        .world(|| World::internet().env("GOPATH", "go").env("GOFLAGS", "nope"))
        .go_fails_with("GOPATH entry is relative")
        .diagnosis("gomodcache-relative")
        .run();
}
