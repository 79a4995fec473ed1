//! Scenarios of credentials for a module's own host: none, wrong ones, and those that lie in vain.

use std::sync::Arc;

use crate::backend::{Backend, Manner, Rights};
use crate::company::{FORGE, secret_module};
use crate::http::{Reply, Request};
use crate::internet::CANARY;
use crate::module::Module;
use crate::scenario::{Scenario, scenario};
use crate::site::Site;
use crate::world::{World, place};

pub(crate) const USER: &str = "build";
pub(crate) const TOKEN: &str = "rightcanary";
pub(crate) const STALE: &str = "stalecanary";
pub(crate) const ENTRY: &str = "machine git.corp.example login build password rightcanary\n";
pub(crate) const PROMPT: &str =
    "could not read Username for 'https://git.corp.example': terminal prompts disabled";

pub(crate) fn on_github() -> Module {
    Module::new("github.com/team/secret", "v1.0.0")
}

/// The company's forge.
pub(crate) fn forge(manner: Manner, rights: Rights) -> Backend {
    Backend::of(FORGE, manner, &[secret_module()]).token(USER, TOKEN, rights)
}

pub(crate) fn with(backend: Backend) -> World {
    World::internet()
        .site(Site::https(FORGE, backend.pages()).http1_only())
        .project(&[secret_module()])
        .env("GOPRIVATE", "git.corp.example")
}

/// The company's forge with its pages open.
pub(crate) fn open(manner: Manner) -> World {
    with(forge(manner, Rights::Read))
}

/// The company's forge, which wants a login for its pages too.
pub(crate) fn guarded() -> World {
    with(forge(Manner::GitLab, Rights::Read).guarded())
}

/// A module whose page names a repository on a port of its own.
pub(crate) fn on_a_port() -> World {
    let named = |_: &Request| {
        let content =
            "git.corp.example/team/secret git https://git.corp.example:8443/team/secret.git";
        Reply::bytes(format!(
            "<html><head><meta name=\"go-import\" content=\"{content}\"></head></html>"
        ))
    };
    let backend = forge(Manner::GitLab, Rights::Read);
    World::internet()
        .site(Site::https(FORGE, Arc::new(named)).http1_only())
        .site(Site::https(FORGE, backend.pages()).http1_only().port(8443))
        .project(&[secret_module()])
        .env("GOPRIVATE", "git.corp.example")
}

/// A public forge with a private repository.
pub(crate) fn github(modules: &[Module]) -> World {
    let backend = Backend::of("github.com", Manner::GitHub, &[on_github()]);
    let backend = backend.token("x-access-token", TOKEN, Rights::Read);
    World::internet()
        .site(Site::https("github.com", backend.pages()).http1_only())
        .project(modules)
        .env("GOPRIVATE", "github.com/team")
}

pub(crate) fn healthy(name: &'static str, world: impl FnOnce() -> World + 'static) {
    scenario(name).world(world).silent().secrets(&[TOKEN]).run();
}

pub(crate) fn failing(name: &'static str, world: impl FnOnce() -> World + 'static) -> Scenario {
    scenario(name).world(world).secrets(&[TOKEN, STALE])
}

#[test]
fn login_healthy_netrc() {
    healthy("login_healthy_netrc", || guarded().file("home/.netrc", ENTRY));
}

#[test]
fn login_healthy_default_entry() {
    // git takes it as curl does, and the page is open to go.
    healthy("login_healthy_default_entry", || {
        open(Manner::Gitea).file("home/.netrc", "default login build password rightcanary\n")
    });
}

#[test]
fn login_healthy_as_curl_reads_it() {
    healthy("login_healthy_as_curl_reads_it", || {
        let entry = "# for builds\nmachine GIT.corp.example\n\tlogin \"build\"\n\tpassword \"rightcanary\"\n";
        open(Manner::Gitea).file("home/.netrc", entry)
    });
}

#[test]
fn login_healthy_on_a_port() {
    healthy("login_healthy_on_a_port", || on_a_port().file("home/.netrc", ENTRY));
}

#[test]
fn login_healthy_store() {
    healthy("login_healthy_store", || {
        open(Manner::GitLab)
            .file("home/.gitconfig", "[credential]\n\thelper = store\n")
            .file("home/.git-credentials", "https://build:rightcanary@git.corp.example\n")
    });
}

#[test]
fn login_healthy_header() {
    healthy("login_healthy_header", || {
        let rule = "[http \"https://git.corp.example/\"]\n\textraHeader = Authorization: Basic YnVpbGQ6cmlnaHRjYW5hcnk=\n";
        open(Manner::GitHub).file("home/.gitconfig", rule)
    });
}

#[test]
fn login_healthy_past_a_login_page() {
    // What netrc holds is sent to whoever asks for it, a header in any case.
    healthy("login_healthy_past_a_login_page", || {
        let rule = "[http \"https://git.corp.example/\"]\n\textraHeader = Authorization: Basic YnVpbGQ6cmlnaHRjYW5hcnk=\n";
        open(Manner::Azure).file("home/.gitconfig", rule)
    });
}

#[test]
fn login_healthy_askpass() {
    healthy("login_healthy_askpass", || {
        let script = "#!/bin/sh\ncase $1 in User*) echo build;; *) echo rightcanary;; esac\n";
        let path = place("home/askpass").display().to_string();
        open(Manner::GitLab)
            .file("home/askpass", script)
            .prepared_by(&format!("chmod +x {path}"))
            .env("GIT_ASKPASS", &path)
    });
}

#[test]
fn login_healthy_rewritten() {
    healthy("login_healthy_rewritten", || {
        let rule = "[url \"https://x-access-token:rightcanary@github.com/team/\"]\n\tinsteadOf = https://github.com/team/\n";
        github(&[on_github()]).file("home/.gitconfig", rule)
    });
}

#[test]
fn login_healthy_goauth_git() {
    healthy("login_healthy_goauth_git", || {
        guarded()
            .env("GOAUTH", &format!("git {}", place("home").display()))
            .file("home/.gitconfig", "[credential]\n\thelper = store\n")
            .file("home/.git-credentials", "https://build:rightcanary@git.corp.example\n")
    });
}

#[test]
fn login_missing_on_a_public_forge() {
    failing("login_missing_on_a_public_forge", || github(&[on_github()]))
        .go_fails_with("could not read Username for 'https://github.com'")
        .diagnosis("private-auth-missing")
        .seen(|seen| {
            let told = seen.visits.iter().filter(|it| it.target.contains("team"));
            assert!(told.clone().count() > 0, "the forge was asked");
            assert!(told.into_iter().all(|it| it.host == "github.com"), "nobody else hears of it");
        })
        .healed_once_filled(&[("<USER>", "x-access-token"), ("<TOKEN>", TOKEN)])
        .run();
}

#[test]
fn login_missing_and_nothing_excluded() {
    failing("login_missing_and_nothing_excluded", || {
        github(&[on_github()]).with_database().env("GOPRIVATE", "")
    })
    .go_fails_with("could not read Username for 'https://github.com'")
    .diagnosis("private-auth-missing")
    .healed_once_filled(&[("<USER>", "x-access-token"), ("<TOKEN>", TOKEN)])
    .run();
}

#[test]
fn login_missing_where_nothing_is() {
    failing("login_missing_where_nothing_is", || {
        github(&[Module::new("github.com/nobody/nothing", "v1.0.0")])
    })
    .go_fails_with("could not read Username for 'https://github.com'")
    .diagnosis("module-not-found")
    .run();
}

#[test]
fn login_near_miss() {
    failing("login_near_miss", || {
        let rule = "[url \"https://x-access-token:rightcanary@github.com/team/secret\"]\n\tinsteadOf = https://github.com/team/secret\n";
        github(&[on_github(), Module::new("github.com/team/secert", "v1.0.0")])
            .file("home/.gitconfig", rule)
    })
    .go_fails_with("could not read Username for 'https://github.com'")
    .diagnosis("private-auth-missing")
    .run();
}

#[test]
fn login_missing_for_the_page() {
    failing("login_missing_for_the_page", guarded)
        .go_fails_with("git.corp.example/team/secret?go-get=1: 401 Unauthorized")
        .diagnosis("private-auth-missing")
        .healed_once_filled(&[("<USER>", USER), ("<TOKEN>", TOKEN)])
        .run();
}

/// A proxy whose own git was asked for a login.
fn asked_in_its_place() -> crate::http::Pages {
    let words = "not found: github.com/team/secret@v1.0.0: invalid version: git ls-remote -q origin in /tmp/gopath/pkg/mod/cache/vcs/0: exit status 128:\n\tfatal: could not read Username for 'https://github.com': terminal prompts disabled\n";
    Arc::new(move |_: &Request| {
        Reply::with(404, crate::http::Body::Whole(words.as_bytes().to_vec()))
            .header("Content-Type", "text/plain; charset=utf-8")
    })
}

#[test]
fn login_both_gits_were_asked() {
    failing("login_both_gits_were_asked", || {
        github(&[on_github()])
            .site(Site::https("proxy.golang.org", asked_in_its_place()))
            .env("GOPRIVATE", "")
    })
    .go_fails_with("could not read Username for 'https://github.com'")
    .diagnosis("private-auth-missing")
    .healed_once_filled(&[("<USER>", "x-access-token"), ("<TOKEN>", TOKEN)])
    .run();
}

#[test]
fn login_the_proxys_git_was_asked() {
    failing("login_the_proxys_git_was_asked", || {
        github(&[on_github()])
            .site(Site::https("proxy.golang.org", asked_in_its_place()))
            .env("GOPRIVATE", "")
            .env("GOPROXY", "https://proxy.golang.org")
    })
    .go_fails_with("server response:")
    .diagnosis("private-auth-missing")
    .healed_once_filled(&[("<USER>", "x-access-token"), ("<TOKEN>", TOKEN)])
    .run();
}

#[test]
fn login_the_companys_git_was_asked() {
    failing("login_the_companys_git_was_asked", || {
        github(&[on_github()])
            .site(Site::https("modules.corp.example", asked_in_its_place()))
            .env("GOPRIVATE", "")
            .env("GOPROXY", "https://modules.corp.example")
    })
    .go_fails_with("server response:")
    .diagnosis("private-auth-missing")
    .run();
}

#[test]
fn login_behind_a_login_page() {
    failing("login_behind_a_login_page", || open(Manner::Azure))
        .go_fails_with("")
        .diagnosis("private-auth-missing")
        .run();
}

#[test]
fn login_page_in_the_place_of_the_repository() {
    failing("login_page_in_the_place_of_the_repository", || {
        let backend = forge(Manner::GitLab, Rights::Read).pages();
        let login = move |request: &Request| {
            let is_git = request.target.contains("/info/refs");
            if is_git { Reply::html(200, "Sign in to continue") } else { backend(request) }
        };
        World::internet()
            .site(Site::https(FORGE, Arc::new(login)).http1_only())
            .project(&[secret_module()])
            .env("GOPRIVATE", "git.corp.example")
    })
    .go_fails_with("")
    .diagnosis("private-auth-missing")
    .run();
}

#[test]
fn login_travels_to_no_other_host() {
    failing("login_travels_to_no_other_host", || {
        let backend = forge(Manner::GitLab, Rights::Read).pages();
        let elsewhere = move |request: &Request| {
            if request.target.contains("/info/refs") {
                return Reply::redirect("https://sso.corp.example/login");
            }
            backend(request)
        };
        World::internet()
            .site(Site::https(FORGE, Arc::new(elsewhere)).http1_only())
            .site(Site::https(
                "sso.corp.example",
                Arc::new(|_: &Request| Reply::html(200, "Log in")),
            ))
            .project(&[secret_module(), Module::new(CANARY, "v1.0.0")])
            .env("GOPRIVATE", "git.corp.example")
            .env("NETRC", &place("tmp/netrc").display().to_string())
            .file("tmp/netrc", ENTRY)
    })
    .go_fails_with("")
    .diagnosis("private-auth-missing")
    .seen(|seen| {
        let told = seen.visits.iter().filter(|it| it.credentials.is_some());
        assert!(told.into_iter().all(|it| it.host == FORGE), "credentials stay with their host");
    })
    .run();
}
