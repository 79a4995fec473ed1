//! Scenarios of settings, the project's files and the machine.

use crate::scenario::scenario;
use crate::world::World;

#[test]
fn goproxy_off() {
    scenario("goproxy_off")
        .world(|| World::internet().env("GOPROXY", "off"))
        .go_fails_with("module lookup disabled by GOPROXY=off")
        .diagnosis("goproxy-off")
        .healed_by_first_fix(true)
        .attended()
        .run();
}

/// What is set for the command alone.
#[test]
fn goproxy_off_for_one_command() {
    scenario("goproxy_off_for_one_command")
        .command("export GOPROXY=off; go mod download")
        .go_fails_with("module lookup disabled by GOPROXY=off")
        .told("goproxy-off")
        .run();
}

#[test]
fn goproxy_off_by_go_env_file() {
    scenario("goproxy_off_by_go_env_file")
        .world(|| World::internet().file("home/.config/go/env", "GOPROXY=off\n"))
        .go_fails_with("module lookup disabled by GOPROXY=off")
        .diagnosis("goproxy-off")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn goproxy_malformed() {
    scenario("goproxy_malformed")
        .world(|| World::internet().env("GOPROXY", "https//goproxy.cn,direct"))
        .go_fails_with("lookup https on 10.20.0.53:53: no such host")
        .diagnosis("goproxy-malformed")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn goproxy_full_width_comma() {
    scenario("goproxy_full_width_comma")
        .world(|| World::internet().env("GOPROXY", "https://goproxy.cn\u{ff0c}direct"))
        .go_fails_with("goproxy.cn\u{ff0c}direct")
        .diagnosis("goproxy-malformed")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn gomod_next_door() {
    scenario("gomod_next_door")
        .world(|| {
            let world = World::internet();
            let gomod = world.files["work/go.mod"].clone();
            let gosum = world.files["work/go.sum"].clone();
            world
                .without_file("work/go.mod")
                .without_file("work/go.sum")
                .file("work/service/go.mod", gomod)
                .file("work/service/go.sum", gosum)
        })
        .go_fails_with("no modules specified")
        .diagnosis("gomod-missing")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn gomod_nowhere() {
    scenario("gomod_nowhere")
        .world(|| World::internet().without_file("work/go.mod").without_file("work/go.sum"))
        .go_fails_with("no modules specified")
        .diagnosis("gomod-missing")
        .run();
}

#[test]
fn gomod_syntax() {
    scenario("gomod_syntax")
        .world(|| {
            World::internet().file(
                "work/go.mod",
                "module m.example/m\n\ngo 1.21\n\nrequire (\n\texample.com/canary v1.0.0\n",
            )
        })
        .go_fails_with("unterminated block")
        .diagnosis("gomod-syntax")
        .run();
}

#[test]
fn gomod_conflict_markers() {
    scenario("gomod_conflict_markers")
        .world(|| {
            let both = "<<<<<<< HEAD\nrequire example.com/canary v1.0.0\n=======\nrequire example.com/canary v1.1.0\n>>>>>>> feature\n";
            World::internet().file("work/go.mod", format!("module m.example/m\n\ngo 1.21\n\n{both}"))
        })
        .go_fails_with("go.mod:5")
        .diagnosis("gomod-syntax")
        .run();
}

#[test]
fn go_not_found() {
    scenario("go_not_found")
        .world(|| World::internet().without_go())
        .go_fails_with("go: not found")
        .diagnosis("go-not-found")
        .run();
}

#[test]
fn go_too_old() {
    scenario("go_too_old")
        .world(|| {
            World::internet().file(
                "work/go.mod",
                "module m.example/m\n\ngo 1.99\n\nrequire example.com/canary v1.0.0\n",
            )
        })
        .go_fails_with("go.mod requires go >= 1.99")
        .diagnosis("go-too-old")
        .run();
}

#[test]
fn version_not_found() {
    scenario("version_not_found")
        .world(|| {
            World::internet().with_database().file(
                "work/go.mod",
                "module m.example/m\n\ngo 1.21\n\nrequire example.com/canary v1.7.0\n",
            )
        })
        .go_fails_with("404 Not Found")
        .diagnosis("version-not-found")
        .healed_by_first_fix(true)
        .run();
}
