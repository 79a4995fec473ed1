//! Scenarios of git itself: missing, broken, old, sent astray, distrustful; and of its servers.

use crate::company::{FORGE, secret_module};
use crate::forge::Forge;
use crate::http::Reply;
use crate::module::Module;
use crate::scenario::{Scenario, scenario};
use crate::site::Site;
use crate::tls::Papers;
use crate::world::{World, place};

fn tool() -> Module {
    Module::new("github.com/acme/tool", "v1.2.3")
}

/// A public repository, which go fetches past all proxies.
fn public() -> World {
    let forge = Forge::of(&[tool()]).pages();
    World::internet()
        .site(Site::https("github.com", forge).http1_only())
        .project(&[tool()])
        .env("GOPROXY", "direct")
}

fn configured(text: &str) -> World {
    public().file("home/.gitconfig", text)
}

/// The company's forge with papers that its own authority signed, and both authorities in the
/// file of SSL_CERT_FILE.
fn named_roots() -> World {
    let world = World::internet().env("GOPRIVATE", "git.corp.example").project(&[secret_module()]);
    let both = world.authorities.public_pem() + &world.authorities.private_pem();
    let file = place("home/ca.pem").display().to_string();
    let forge = Forge::of(&[secret_module()]).pages();
    world
        .site(Site::https(FORGE, forge).papers(Papers::Private).http1_only())
        .file("home/ca.pem", both)
        .env("SSL_CERT_FILE", &file)
}

/// A program in the place of git.
fn replaced(script: &str) -> World {
    let path =
        format!("{}:/usr/local/go/bin:/usr/local/bin:/usr/bin:/bin", place("home/bin").display());
    public()
        .file("home/bin/git", script)
        .prepared_by("chmod 755 ../home/bin/git")
        .env("PATH", &path)
}

fn broken(name: &'static str, world: fn() -> World, words: &'static str) -> Scenario {
    scenario(name).world(world).go_fails_with(words).diagnosis("git-broken")
}

#[test]
fn git_settings_do_not_parse() {
    broken(
        "git_settings_do_not_parse",
        || configured("[user]\n\tname = lab\n[http\n\tproxy = x\n"),
        "failed to execute git version: exit status 128",
    )
    .run();
}

#[test]
fn git_settings_hold_no_boolean() {
    broken(
        "git_settings_hold_no_boolean",
        || configured("[http]\n\tsslVerify = perhaps\n"),
        "bad boolean config value",
    )
    .run();
}

#[test]
fn git_may_not_speak_https() {
    broken(
        "git_may_not_speak_https",
        || configured("[protocol \"https\"]\n\tallow = never\n"),
        "transport 'https' not allowed",
    )
    .healed_by_first_fix(true)
    .run();
}

#[test]
fn git_may_speak_ssh_alone() {
    broken(
        "git_may_speak_ssh_alone",
        || public().env("GIT_ALLOW_PROTOCOL", "ssh"),
        "transport 'https' not allowed",
    )
    .healed_by_first_fix(true)
    .run();
}

#[test]
fn git_without_its_https_part() {
    broken(
        "git_without_its_https_part",
        || {
            let empty = place("home/parts").display().to_string();
            public().file("home/parts/none", "").env("GIT_EXEC_PATH", &empty)
        },
        "is not a git command",
    )
    .run();
}

#[test]
fn git_lacks_a_library() {
    let script = "#!/bin/sh\necho 'git: error while loading shared libraries: libpcre2-8.so.0: cannot open shared object file: No such file or directory' >&2\nexit 127\n";
    scenario("git_lacks_a_library")
        .world(move || replaced(script))
        .go_fails_with("failed to execute git version: exit status 127")
        .diagnosis("git-broken")
        .run();
}

#[test]
fn git_is_ended_by_a_signal() {
    scenario("git_is_ended_by_a_signal")
        .world(|| replaced("#!/bin/sh\nkill -SEGV $$\n"))
        .go_fails_with("failed to execute git version: signal")
        .diagnosis("git-broken")
        .run();
}

#[test]
fn git_from_before_the_mark() {
    let script = "#!/bin/sh\n[ \"$1\" = version ] && echo git version 2.17.1 && exit\nfor word; do\n[ \"$word\" = --end-of-options ] && echo \"error: unknown option \\`end-of-options'\" >&2 && exit 129\ndone\nexec /usr/bin/git \"$@\"\n";
    scenario("git_from_before_the_mark")
        .world(move || replaced(script))
        .go_fails_with("unknown option")
        .diagnosis("git-too-old")
        .run();
}

#[test]
fn git_missing_for_a_public_module() {
    scenario("git_missing_for_a_public_module")
        .world(|| public().without_git())
        .go_fails_with("exec: \"git\": executable file not found in $PATH")
        .diagnosis("git-missing")
        .run();
}

#[test]
fn git_missing_and_not_needed() {
    scenario("git_missing_and_not_needed").world(|| World::internet().without_git()).silent().run();
}

#[test]
fn git_rule_to_a_mirror_that_is_gone() {
    scenario("git_rule_to_a_mirror_that_is_gone")
        .world(|| {
            configured(
                "[url \"https://mirror.corp.example/\"]\n\tinsteadOf = https://github.com/\n",
            )
        })
        .go_fails_with("Could not resolve host: mirror.corp.example")
        .diagnosis("git-insteadof-broken")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn git_rule_to_a_closed_port() {
    scenario("git_rule_to_a_closed_port")
        .world(|| {
            configured("[url \"https://github.com:8443/\"]\n\tinsteadOf = https://github.com/\n")
        })
        .go_fails_with("port 8443")
        .diagnosis("git-insteadof-broken")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn git_rule_to_ssh_for_a_public_module() {
    scenario("git_rule_to_ssh_for_a_public_module")
        .world(|| {
            configured("[url \"git@github.com:\"]\n\tinsteadOf = https://github.com/\n").env(
                "GIT_SSH_COMMAND",
                "sh -c 'echo \"git@github.com: Permission denied (publickey).\" >&2; exit 255' ssh",
            )
        })
        .go_fails_with("Permission denied (publickey)")
        .diagnosis("git-insteadof-broken")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn git_rule_that_works() {
    scenario("git_rule_that_works")
        .world(|| {
            let forge = Forge::of(&[Module::new("mirror.corp.example/acme/tool", "v1.2.3")]);
            let rule = "[url \"https://mirror.corp.example/\"]\n\tinsteadOf = https://github.com/\n";
            let copied = "rm -rf ../forge/mirror.corp.example/acme/tool && cp -r ../forge/github.com/acme/tool ../forge/mirror.corp.example/acme/tool";
            configured(rule)
                .site(Site::https("mirror.corp.example", forge.pages()).http1_only())
                .prepared_by(copied)
        })
        .silent()
        .run();
}

#[test]
fn git_does_not_read_the_named_roots() {
    scenario("git_does_not_read_the_named_roots")
        .world(named_roots)
        .go_fails_with("certificate verification failed")
        .diagnosis("git-tls-untrusted")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn git_is_given_other_roots() {
    scenario("git_is_given_other_roots")
        .world(|| {
            let file = place("home/none.pem").display().to_string();
            configured(&format!("[http]\n\tsslCAInfo = {file}\n"))
        })
        .go_fails_with("Problem with the SSL CA cert")
        .diagnosis("git-tls-untrusted")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn git_is_given_the_named_roots() {
    scenario("git_is_given_the_named_roots")
        .world(|| {
            let file = place("home/ca.pem").display().to_string();
            named_roots().file("home/.gitconfig", format!("[http]\n\tsslCAInfo = {file}\n"))
        })
        .silent()
        .run();
}

#[test]
fn git_keeps_out_of_anothers_mirror() {
    scenario("git_keeps_out_of_anothers_mirror")
        .world(|| {
            let mirror = place("forge").display().to_string();
            configured(&format!("[url \"{mirror}/\"]\n\tinsteadOf = https://\n"))
                // What git itself sets to hold this against its own rules.
                .env("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
        })
        .go_fails_with("dubious ownership")
        .diagnosis("git-dubious-ownership")
        .healed_by_first_fix(true)
        .run();
}

fn failing(name: &'static str, reply: fn() -> Reply, words: &'static str) -> Scenario {
    scenario(name)
        .world(move || {
            let forge = Forge::of(&[tool()]).always(reply());
            public().site(Site::https("github.com", forge.pages()).http1_only())
        })
        .go_fails_with(words)
        .diagnosis("git-server-error")
}

#[test]
fn git_server_asks_for_patience() {
    failing("git_server_asks_for_patience", || Reply::status(429), "returned error: 429").run();
}

#[test]
fn git_server_is_overloaded() {
    failing("git_server_is_overloaded", || Reply::status(502), "returned error: 502").run();
}

#[test]
fn git_server_breaks_off() {
    fn half() -> Reply {
        let kind = "application/x-git-upload-pack-advertisement";
        Reply::bytes("001e# service=git-upload-pack\n0000").header("Content-Type", kind)
    }
    failing("git_server_breaks_off", half, "exit status 128").run();
}
