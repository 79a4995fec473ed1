//! Scenarios of where settings and files stand, and of what is typed behind the command.

use crate::scenario::scenario;
use crate::world::World;

const ENV: &str = "home/.config/go/env";

/// Somebody's variable for this shell: go works with it.
#[test]
fn goenv_shadowed() {
    scenario("goenv_shadowed")
        .world(|| World::internet().file(ENV, "GOPROXY=off\n").env("GOPROXY", "https://goproxy.cn"))
        .noted("goenv-shadowed")
        .run();
}

#[test]
fn goenv_shadowed_by_the_same() {
    scenario("goenv_shadowed_by_the_same")
        .world(|| {
            let value = "https://goproxy.cn,direct";
            World::internet().file(ENV, format!("GOPROXY={value}\n")).env("GOPROXY", value)
        })
        .silent()
        .run();
}

#[test]
fn goenv_shadowed_by_what_stops_go() {
    scenario("goenv_shadowed_by_what_stops_go")
        .world(|| World::internet().file(ENV, "GOPROXY=https://goproxy.cn\n").env("GOPROXY", "off"))
        .go_fails_with("module lookup disabled by GOPROXY=off")
        .diagnosis("goproxy-off")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn env_file_with_a_proxy() {
    scenario("env_file_with_a_proxy")
        .world(|| World::internet().file(ENV, "HTTPS_PROXY=http://127.0.0.1:9\n"))
        .noted("go-env-invalid")
        .run();
}

#[test]
fn env_file_with_comments() {
    scenario("env_file_with_comments")
        .world(|| World::internet().file(ENV, "# GOPROXY=off\n\nGOPROXY=https://goproxy.cn\r\n"))
        .silent()
        .run();
}

#[test]
fn env_file_of_a_shell() {
    scenario("env_file_of_a_shell")
        .world(|| World::internet().file(ENV, "export GOPRIVATE=git.corp.example\n"))
        .noted("go-env-invalid")
        .run();
}

#[test]
fn gomod_in_the_temp_root() {
    scenario("gomod_in_the_temp_root")
        .world(|| {
            let work = crate::world::place("work");
            World::internet().env("TMPDIR", work.to_str().expect("a path of text"))
        })
        .go_fails_with("no modules specified")
        .diagnosis("gomod-ignored")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn gomod_below_the_temp_root() {
    scenario("gomod_below_the_temp_root")
        .world(|| {
            let above = crate::world::place("");
            World::internet().env("TMPDIR", above.to_str().expect("a path of text"))
        })
        .silent()
        .run();
}

#[test]
fn gomod_in_gopath() {
    scenario("gomod_in_gopath")
        .world(|| {
            let work = crate::world::place("work");
            World::internet().env("GOPATH", work.to_str().expect("a path of text"))
        })
        .noted("gomod-ignored")
        .run();
}

#[test]
fn argument_relative() {
    scenario("argument_relative")
        .command("go mod download ./sub")
        .flags(&["./sub"])
        .go_fails_with("cannot use relative path ./sub")
        .diagnosis("command-argument-invalid")
        .seen(|seen| assert_eq!(seen.packets, 0, "nobody is asked"))
        .run();
}

#[test]
fn argument_of_no_dependency() {
    scenario("argument_of_no_dependency")
        .command("go mod download example.com/other")
        .flags(&["example.com/other"])
        .go_fails_with("not a known dependency")
        .diagnosis("command-argument-invalid")
        .run();
}

#[test]
fn argument_without_a_version_and_without_gomod() {
    scenario("argument_without_a_version_and_without_gomod")
        .world(|| World::internet().without_file("work/go.mod").without_file("work/go.sum"))
        .command("go mod download example.com/canary")
        .flags(&["example.com/canary"])
        .go_fails_with("without -versions or an explicit version")
        .diagnosis("command-argument-invalid")
        .run();
}

#[test]
fn argument_all_without_gomod() {
    scenario("argument_all_without_gomod")
        .world(|| World::internet().without_file("work/go.mod").without_file("work/go.sum"))
        .command("go mod download all")
        .flags(&["check", "all"])
        .go_fails_with("cannot match \"all\"")
        .diagnosis("command-argument-invalid")
        .run();
}

#[test]
fn argument_of_the_standard_library() {
    scenario("argument_of_the_standard_library")
        .command("go mod download net/http")
        .flags(&["net/http"])
        .go_fails_with("net/http: not a known dependency")
        .diagnosis("command-argument-invalid")
        .run();
}

#[test]
fn arguments_that_are_fine() {
    let gomod = "module m.example/m\n\ngo 1.21\n\nrequire example.com/canary v1.0.0\n";
    scenario("arguments_that_are_fine")
        .world(move || World::internet().file("work/go.mod", gomod))
        .command("go mod download all m.example/m example.com/canary example.com/canary@v1.0.0")
        .flags(&["check", "all", "m.example/m", "example.com/canary", "example.com/canary@v1.0.0"])
        .silent()
        .run();
}

#[test]
fn cgi_refuses_the_proxy() {
    scenario("cgi_refuses_the_proxy")
        .world(|| {
            let world = World::internet().env("REQUEST_METHOD", "GET");
            world
                .env("HTTP_PROXY", "http://127.0.0.1:9")
                .env("GOPROXY", "http://modules.corp.example")
        })
        .go_fails_with("refusing to use HTTP_PROXY value in CGI environment")
        .diagnosis("go-env-invalid")
        .run();
}

/// Another file in the place of go.mod: what that one asks for is what counts.
#[test]
fn another_gomod_that_is_fine() {
    scenario("another_gomod_that_is_fine")
        .world(|| {
            let world = World::internet().env("GOFLAGS", "-modfile=alt.mod");
            let (gomod, gosum) =
                (world.files["work/go.mod"].clone(), world.files["work/go.sum"].clone());
            world
                .file("work/alt.mod", gomod)
                .file("work/alt.sum", gosum)
                .without_file("work/go.sum")
                .file(
                    "work/go.mod",
                    "module m.example/m\n\ngo 1.21\n\nrequire example.com/canary v1.7.0\n",
                )
        })
        .silent()
        .run();
}

#[test]
fn gomod_two_folders_below() {
    scenario("gomod_two_folders_below")
        .world(|| {
            let world = World::internet();
            let (gomod, gosum) =
                (world.files["work/go.mod"].clone(), world.files["work/go.sum"].clone());
            world
                .without_file("work/go.mod")
                .without_file("work/go.sum")
                .file("work/cmd/service/go.mod", gomod)
                .file("work/cmd/service/go.sum", gosum)
        })
        .go_fails_with("no modules specified")
        .diagnosis("gomod-missing")
        .healed_by_first_fix(true)
        .run();
}
