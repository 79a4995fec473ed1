//! Scenarios of private modules and version control.

use crate::company::{FORGE, secret_module};
use crate::forge::Forge;
use crate::http::Reply;
use crate::scenario::scenario;
use crate::site::Site;
use crate::world::World;

#[test]
fn private_healthy_by_git() {
    scenario("private_healthy_by_git")
        .world(|| World::internet().forge(None).env("GOPRIVATE", "git.corp.example"))
        .run();
}

#[test]
fn private_healthy_by_netrc() {
    scenario("private_healthy_by_netrc")
        .world(|| {
            World::internet()
                .forge(Some(("build", "forgecanary")))
                .env("GOPRIVATE", "git.corp.example")
                .file("home/.netrc", "machine git.corp.example login build password forgecanary\n")
        })
        .secrets(&["forgecanary"])
        .run();
}

#[test]
fn private_auth_missing() {
    scenario("private_auth_missing")
        .world(|| {
            World::internet().forge(Some(("build", "right"))).env("GOPRIVATE", "git.corp.example")
        })
        .go_fails_with("terminal prompts disabled")
        .diagnosis("private-auth-missing")
        .run();
}

#[test]
fn private_auth_rejected() {
    scenario("private_auth_rejected")
        .world(|| {
            World::internet()
                .forge(Some(("build", "right")))
                .env("GOPRIVATE", "git.corp.example")
                .file("home/.netrc", "machine git.corp.example login build password stalecanary\n")
        })
        .go_fails_with("terminal prompts disabled")
        .diagnosis("private-auth-rejected")
        .secrets(&["stalecanary"])
        .run();
}

#[test]
fn private_auth_in_rewritten_url() {
    scenario("private_auth_in_rewritten_url")
        .world(|| {
            let rule = "[url \"https://build:urlcanary@git.corp.example/\"]\n\tinsteadOf = https://git.corp.example/\n";
            World::internet()
                .forge(Some(("build", "right")))
                .env("GOPRIVATE", "git.corp.example")
                .file("home/.gitconfig", rule)
        })
        .go_fails_with("Authentication failed")
        .diagnosis("private-auth-rejected")
        .secrets(&["urlcanary"])
        .run();
}

#[test]
fn private_not_excluded() {
    scenario("private_not_excluded")
        .world(|| World::internet().forge(None).with_database())
        .go_fails_with(
            "/sumdb/sum.golang.org/lookup/git.corp.example/team/secret@v1.0.0: 404 Not Found",
        )
        .diagnosis("private-not-excluded")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn private_pattern_mismatch() {
    scenario("private_pattern_mismatch")
        .world(|| {
            World::internet()
                .forge(None)
                .with_database()
                .env("GOPRIVATE", "https://git.corp.example/team")
        })
        .go_fails_with(
            "/sumdb/sum.golang.org/lookup/git.corp.example/team/secret@v1.0.0: 404 Not Found",
        )
        .diagnosis("private-pattern-mismatch")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn git_server_error() {
    scenario("git_server_error")
        .world(|| {
            let forge = Forge::of(&[secret_module()]).always(Reply::status(503));
            World::internet()
                .project(&[secret_module()])
                .site(Site::https(FORGE, forge.pages()).http1_only())
                .env("GOPRIVATE", "git.corp.example")
        })
        .go_fails_with("returned error: 503")
        .diagnosis("git-server-error")
        .run();
}

#[test]
fn git_missing() {
    scenario("git_missing")
        .world(|| World::internet().forge(None).env("GOPRIVATE", "git.corp.example").without_git())
        .go_fails_with("exec: \"git\": executable file not found in $PATH")
        .diagnosis("git-missing")
        .run();
}

#[test]
fn git_insteadof_broken() {
    scenario("git_insteadof_broken")
        .world(|| {
            let rule = "[url \"https://git.corp.example:8443/\"]\n\tinsteadOf = https://git.corp.example/\n";
            World::internet()
                .forge(None)
                .env("GOPRIVATE", "git.corp.example")
                .file("home/.gitconfig", rule)
        })
        .go_fails_with("port 8443")
        .diagnosis("git-insteadof-broken")
        .run();
}

#[test]
fn go_import_missing() {
    scenario("go_import_missing")
        .world(|| {
            let login = |_: &crate::http::Request| Reply::html(200, "Sign in to continue");
            World::internet()
                .project(&[secret_module()])
                .site(Site::https(FORGE, std::sync::Arc::new(login)))
                .env("GOPRIVATE", "git.corp.example")
        })
        .go_fails_with("no go-import meta tags")
        .diagnosis("go-import-missing")
        .run();
}

#[test]
fn insecure_host() {
    scenario("insecure_host")
        .world(|| {
            let forge = Forge::of(&[secret_module()]).pages();
            World::internet()
                .project(&[secret_module()])
                .site(Site::http(FORGE, forge))
                .env("GOPRIVATE", "git.corp.example")
        })
        .go_fails_with(
            "https fetch: Get \"https://git.corp.example/team/secret?go-get=1\": dial tcp",
        )
        .diagnosis("insecure-host")
        .run();
}
