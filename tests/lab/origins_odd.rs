//! Worlds with odd settings and surroundings, in which go fetches from origins and succeeds.

use crate::company::{FORGE, secret_module};
use crate::hub::{Hub, alone};
use crate::internet::CANARY;
use crate::module::Module;
use crate::origins::{forge, guarded, secret};
use crate::scenario::scenario;
use crate::site::Site;
use crate::world::{World, place};

const ODD: &str = "[user]\n\tname = Build\n[alias]\n\tls-remote = !exit 1\n\tst = status\n[core]\n\tpager = less\n\teditor = vim\n[color]\n\tui = always\n[log]\n\tshowSignature = true\n[push]\n\tdefault = current\n[pull]\n\trebase = true\n[fetch]\n\tprune = true\n[http]\n\tpostBuffer = 1048576000\n\tversion = HTTP/1.1\n\tlowSpeedLimit = 1\n\tlowSpeedTime = 60\n[protocol]\n\tversion = 0\n[includeIf \"gitdir:~/work/\"]\n\tpath = work.gitconfig\n[include]\n\tpath = missing.gitconfig\n[url \"ssh://git@git.corp.example/\"]\n\tpushInsteadOf = https://git.corp.example/\n[url \"ssh://git@other.corp.example/\"]\n\tinsteadOf = https://other.corp.example/\n[safe]\n\tdirectory = *\n[init]\n\tdefaultBranch = main\n";

#[test]
fn origin_with_an_odd_gitconfig() {
    scenario("origin_with_an_odd_gitconfig")
        .world(|| {
            forge(secret(), &[secret_module()])
                .file("home/.gitconfig", ODD)
                .file("home/work.gitconfig", "[user]\n\temail = build@corp.example\n")
        })
        .silent()
        .run();
}

#[test]
fn origin_in_github_actions() {
    scenario("origin_in_github_actions")
        .world(|| {
            let config = "[http \"https://git.corp.example/\"]\n\textraheader = AUTHORIZATION: Basic YnVpbGQ6cmlnaHRjYW5hcnk=\n";
            guarded()
                .file("home/.gitconfig", config)
                .env("CI", "true")
                .env("GITHUB_ACTIONS", "true")
                .env("GITHUB_TOKEN", "ghs_actionscanary")
        })
        .secrets(&["rightcanary", "ghs_actionscanary", "YnVpbGQ6cmlnaHRjYW5hcnk"])
        .silent()
        .run();
}

#[test]
fn origin_in_gitlab_ci() {
    scenario("origin_in_gitlab_ci")
        .world(|| {
            forge(secret().login("gitlab-ci-token", "jobcanary"), &[secret_module()])
                .file(
                    "home/.netrc",
                    "machine git.corp.example\nlogin gitlab-ci-token\npassword jobcanary\n",
                )
                .env("CI", "true")
                .env("GITLAB_CI", "true")
                .env("CI_JOB_TOKEN", "jobcanary")
                .env("CI_SERVER_HOST", "git.corp.example")
        })
        .secrets(&["jobcanary"])
        .silent()
        .run();
}

/// The forge's repositories lie on this machine as well.
#[test]
fn origin_rewritten_to_a_folder() {
    scenario("origin_rewritten_to_a_folder")
        .world(|| {
            let folder = place("forge/git.corp.example").display().to_string();
            let config =
                format!("[url \"{folder}/\"]\n\tinsteadOf = https://git.corp.example/\n[safe]\n\tdirectory = *\n");
            let module = secret_module();
            let hub = Hub::at(FORGE)
                .repository("/team/secret", &[alone(&module)])
                .import(&module.path, "git https://git.corp.example/team/secret")
                .allowing(|_| false);
            forge(hub, &[module]).file("home/.gitconfig", config)
        })
        .silent()
        .run();
}

#[test]
fn origin_of_capital_letters() {
    scenario("origin_of_capital_letters")
        .world(|| {
            let module = Module::new("git.corp.example/Team/Secret", "v1.0.0");
            let hub = Hub::at(FORGE)
                .repository("/Team/Secret", &[alone(&module)])
                .import(&module.path, "git https://git.corp.example/Team/Secret.git");
            forge(hub, &[module])
        })
        .silent()
        .run();
}

#[test]
fn origin_named_by_its_path() {
    scenario("origin_named_by_its_path")
        .world(|| {
            let module = Module::new("git.corp.example/team/secret.git", "v1.0.0");
            let hub = Hub::at(FORGE).repository("/team/secret", &[alone(&module)]);
            forge(hub, &[module])
        })
        .silent()
        .run();
}

#[test]
fn origin_of_an_untrusted_host() {
    scenario("origin_of_an_untrusted_host")
        .world(|| {
            let module = secret_module();
            let hub = Hub::at(FORGE)
                .repository("/team/secret", &[alone(&module)])
                .import(&module.path, "git http://git.corp.example/team/secret.git");
            World::internet()
                .site(Site::http(FORGE, hub.pages()))
                .project(&[module])
                .env("GOPRIVATE", "git.corp.example")
                .env("GOINSECURE", "git.corp.example")
        })
        .run();
}

#[test]
fn origin_that_asks_for_another() {
    scenario("origin_that_asks_for_another")
        .world(|| {
            let inner = Module::new("git.corp.example/team/inner", "v1.1.0");
            let outer = Module::new("git.corp.example/team/outer", "v1.0.0")
                .requiring("git.corp.example/team/inner", "v1.1.0");
            let hub = Hub::at(FORGE)
                .repository("/team/inner", &[alone(&inner)])
                .repository("/team/outer", &[alone(&outer)])
                .import(&inner.path, "git https://git.corp.example/team/inner.git")
                .import(&outer.path, "git https://git.corp.example/team/outer.git");
            forge(hub, &[outer, inner])
        })
        .silent()
        .run();
}

#[test]
fn origin_in_place_of_another() {
    scenario("origin_in_place_of_another")
        .world(|| {
            let fork = Module::new("git.corp.example/fork/canary", "v1.0.1");
            let hub = Hub::at(FORGE)
                .repository("/fork/canary", &[alone(&fork)])
                .import(&fork.path, "git https://git.corp.example/fork/canary.git");
            let gomod = format!("module app.corp.example/app\n\ngo 1.21\n\nrequire {CANARY} v1.0.0\n\nreplace {CANARY} => git.corp.example/fork/canary v1.0.1\n");
            forge(hub, std::slice::from_ref(&fork)).file("work/go.mod", gomod)
        })
        .silent()
        .run();
}

#[test]
fn origin_by_name_and_version() {
    scenario("origin_by_name_and_version")
        .world(|| forge(secret(), &[]))
        .command("go mod download git.corp.example/team/secret@v1.0.0")
        .flags(&["git.corp.example/team/secret@v1.0.0"])
        .silent()
        .run();
}

#[test]
fn origin_by_name_and_query() {
    scenario("origin_by_name_and_query")
        .world(|| forge(secret(), &[]))
        .command("go mod download git.corp.example/team/secret@latest")
        .flags(&["git.corp.example/team/secret@latest"])
        .silent()
        .run();
}

/// Only git goes to such a host, and by another way.
#[test]
fn origin_rewritten_to_another_host() {
    scenario("origin_rewritten_to_another_host")
        .world(|| {
            let module = Module::new("github.com/acme/tool", "v1.2.3");
            let hub = Hub::at(FORGE).repository("/mirror/acme/tool", &[alone(&module)]);
            let config =
                "[url \"https://git.corp.example/mirror/\"]\n\tinsteadOf = https://github.com/\n";
            forge(hub, &[module]).env("GOPROXY", "direct").file("home/.gitconfig", config)
        })
        .silent()
        .run();
}
