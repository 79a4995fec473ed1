//! Dockerfiles of many styles, each with the whole answer.

mod command;
mod faults;
mod healthy;
mod judged;

use gomod_doctor::app::conclude;
use gomod_doctor::machine::{DockerfileAt, dockerfile};
use gomod_doctor::model::{Evidence, Severity};
use gomod_doctor::world::{DIR, World};

/// Two modules are required, one of them private.
const GOMOD: &str = "module example.com/app\n\ngo 1.24.0\n\nrequire (\n\tgit.corp.example/team/lib v1.0.0\n\tgolang.org/x/text v0.14.0\n)\n";

/// A project with the usual files.
fn project() -> World {
    World::healthy()
        .gomod(GOMOD)
        .file(&format!("{DIR}/go.sum"), "")
        .file(&format!("{DIR}/main.go"), "package main\n")
        .file(&format!("{DIR}/cmd/app/main.go"), "package main\n")
        .file(&format!("{DIR}/internal/a/a.go"), "package a\n")
}

fn read(world: &World, text: &str) -> Evidence {
    let world = world.clone().dockerfile(text);
    let path = Some(format!("{DIR}/Dockerfile"));
    let at = DockerfileAt { name: "Dockerfile".into(), path, content: None, dir: DIR.into() };
    dockerfile(&world, &at).unwrap_or_else(|why| panic!("{why:?}: {text}"))
}

/// Each diagnosis as `error CODE LINE`.
fn told(world: &World, text: &str) -> Vec<String> {
    let verdict = conclude(&read(world, text));
    let words = |severity| match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    let told = verdict.roots.iter().map(|it| {
        let line = it.finding.location.as_ref().map_or(0, |at| at.line);
        format!("{} {} {line}", words(it.finding.severity), it.cause.code)
    });
    told.collect()
}

fn holds(cases: &[(&str, &str, &[&str])], world: &World) {
    for (name, text, expected) in cases {
        assert_eq!(told(world, text), *expected, "{name}:\n{text}");
    }
}
