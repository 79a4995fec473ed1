//! Scenarios of code that imports what a build does not find: go mod download works.

use crate::goproxy::ModuleProxy;
use crate::internet::CANARY;
use crate::module::Module;
use crate::scenario::{Scenario, scenario};
use crate::site::Site;
use crate::world::World;

const LIB: &str = "example.com/lib";
const NOT_REQUIRED: &str = "no required module provides package";

fn lib() -> Module {
    Module::new(LIB, "v1.2.0").file("parse/parse.go", "package parse\n")
}

/// The project requires the first of these and imports this, and the proxy has them all.
fn importing(imports: &[&str], required: usize, modules: &[Module]) -> World {
    let lines: Vec<String> = imports.iter().map(|it| format!("\t_ \"{it}\"\n")).collect();
    let lines = lines.concat();
    let main = format!("package main\n\nimport (\n{lines})\n\nfunc main() {{}}\n");
    World::internet()
        .project(&modules[..required])
        .site(Site::https("proxy.golang.org", ModuleProxy::of(modules).pages()))
        .env("GOSUMDB", "off")
        .env("CGO_ENABLED", "0")
        .file("work/main.go", main)
}

/// The cache has what go.mod lists.
fn filled(world: World) -> World {
    world.prepared_by("go mod download")
}

fn warned(name: &'static str, code: &'static str, words: &'static str) -> Scenario {
    scenario(name).warned(code, "go list -deps ./...", words)
}

#[test]
fn packages_not_required() {
    warned("packages_not_required", "gomod-not-tidy", NOT_REQUIRED)
        .world(|| importing(&[LIB], 0, &[lib()]))
        .run();
}

#[test]
fn packages_of_a_version_too_low() {
    warned("packages_of_a_version_too_low", "gomod-not-tidy", "updates to go.mod needed")
        .world(|| {
            let asks = Module::new("example.com/asks", "v1.0.0")
                .with_gomod("module example.com/asks\n\ngo 1.20\n\nrequire example.com/lib v1.3.0\n");
            let world = importing(&["example.com/asks"], 3, &[asks, lib(), lib().at("v1.3.0")]);
            let gomod = "module app.corp.example/app\n\ngo 1.21\n\nrequire example.com/asks v1.0.0\n\nrequire example.com/lib v1.2.0\n";
            filled(world.file("work/go.mod", gomod)).prepared_by(
                "cp go.mod saved && go mod download && go mod download example.com/lib@v1.3.0 && mv saved go.mod",
            )
        })
        .run();
}

#[test]
fn packages_not_in_std() {
    warned("packages_not_in_std", "package-not-in-std", "is not in std")
        .world(|| importing(&["app/store"], 0, &[]).file("work/store/store.go", "package store\n"))
        .run();
}

#[test]
fn packages_mistyped() {
    warned("packages_mistyped", "package-not-in-module", NOT_REQUIRED)
        .world(|| {
            importing(&["app.corp.example/app/stores"], 0, &[])
                .file("work/store/store.go", "package store\n")
        })
        .run();
}

#[test]
fn packages_of_a_later_version() {
    warned("packages_of_a_later_version", "package-not-in-module", NOT_REQUIRED)
        .world(|| {
            let later = lib().at("v1.3.0").file("later/later.go", "package later\n");
            filled(importing(&["example.com/lib/later"], 1, &[lib(), later]))
        })
        .run();
}

#[test]
fn packages_ambiguous() {
    warned("packages_ambiguous", "ambiguous-import", "ambiguous import")
        .world(|| {
            let inner = Module::new("example.com/lib/parse", "v1.0.0");
            let after = Module::new(LIB, "v1.3.0");
            filled(importing(&["example.com/lib/parse"], 2, &[lib(), inner, after]))
        })
        .run();
}

#[test]
fn packages_alike() {
    scenario("packages_alike")
        .world(|| {
            let old = Module::new("example.com/Lib", "v1.2.0");
            filled(importing(&[LIB, "example.com/Lib"], 2, &[lib(), old]))
        })
        .noted("case-collision")
        .run();
}

#[test]
fn packages_of_an_odd_but_sound_module() {
    scenario("packages_of_an_odd_but_sound_module")
        .world(|| {
            let none = "import _ \"example.com/none\"\n";
            filled(importing(
                &[CANARY, "example.com/lib/parse", "log/slog"],
                2,
                &[Module::new(CANARY, "v1.0.0"), lib()],
            ))
            .file("work/gen.go", format!("//go:build ignore\n\npackage main\n\n{none}"))
            .file("work/a_windows.go", format!("package main\n\n{none}"))
            .file("work/testdata/a.go", format!("package a\n\n{none}"))
            .file("work/tools/go.mod", "module app.corp.example/tools\n")
            .file("work/tools/a.go", format!("package a\n\n{none}"))
            .file("work/_old/a.go", format!("package a\n\n{none}"))
            .file("work/c.go", format!("package main\n\nimport \"C\"\n{none}"))
        })
        .silent()
        .run();
}

#[test]
fn packages_of_a_program_to_install_with_replacements() {
    scenario("packages_of_a_program_to_install_with_replacements")
        .world(|| {
            let gomod = "module example.com/tool\n\nreplace example.com/lib => ../lib\n";
            let tool = Module::new("example.com/tool", "v1.0.0")
                .with_gomod(gomod)
                .file("lab.go", "package main\n\nfunc main() {}\n");
            importing(&[], 0, &[tool]).without_file("work/go.mod")
        })
        .command("go install example.com/tool@latest")
        .flags(&["example.com/tool@v1.0.0"])
        .go_fails_with("must not contain directives")
        .told("install-with-replace")
        .run();
}

#[test]
fn packages_of_a_program_with_replacements() {
    scenario("packages_of_a_program_with_replacements")
        .world(|| {
            let gomod = "module example.com/tool\n\nreplace example.com/lib => ../lib\n";
            let tool = Module::new("example.com/tool", "v1.0.0")
                .with_gomod(gomod)
                .file("lab.go", "package main\n\nfunc main() {}\n");
            importing(&[], 0, &[tool])
                .without_file("work/go.mod")
                .prepared_by("go mod download example.com/tool@v1.0.0")
        })
        .command("go mod download example.com/tool@v1.0.0")
        .flags(&["example.com/tool@v1.0.0"])
        .noted("install-with-replace")
        .run();
}
