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

const USER: &str = "build";
const TOKEN: &str = "rightcanary";
const STALE: &str = "stalecanary";
const ENTRY: &str = "machine git.corp.example login build password rightcanary\n";
const PROMPT: &str =
    "could not read Username for 'https://git.corp.example': terminal prompts disabled";

fn on_github() -> Module {
    Module::new("github.com/team/secret", "v1.0.0")
}

/// The company's forge.
fn forge(manner: Manner, rights: Rights) -> Backend {
    Backend::of(FORGE, manner, &[secret_module()]).token(USER, TOKEN, rights)
}

fn with(backend: Backend) -> World {
    World::internet()
        .site(Site::https(FORGE, backend.pages()).http1_only())
        .project(&[secret_module()])
        .env("GOPRIVATE", "git.corp.example")
}

/// The company's forge with its pages open.
fn open(manner: Manner) -> World {
    with(forge(manner, Rights::Read))
}

/// The company's forge, which wants a login for its pages too.
fn guarded() -> World {
    with(forge(Manner::GitLab, Rights::Read).guarded())
}

/// A module whose page names a repository on a port of its own.
fn on_a_port() -> World {
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
fn github(modules: &[Module]) -> World {
    let backend = Backend::of("github.com", Manner::GitHub, &[on_github()]);
    let backend = backend.token("x-access-token", TOKEN, Rights::Read);
    World::internet()
        .site(Site::https("github.com", backend.pages()).http1_only())
        .project(modules)
        .env("GOPRIVATE", "github.com/team")
}

fn healthy(name: &'static str, world: impl FnOnce() -> World + 'static) {
    scenario(name).world(world).silent().secrets(&[TOKEN]).run();
}

fn failing(name: &'static str, world: impl FnOnce() -> World + 'static) -> Scenario {
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
fn login_with_a_port() {
    // go would want it so, and git knows no ports.
    failing("login_with_a_port", || {
        on_a_port().file("home/.netrc", ENTRY.replace("example ", "example:8443 "))
    })
    .go_fails_with("could not read Username for 'https://git.corp.example:8443'")
    .diagnosis("netrc-host-missing")
    .healed_once_filled(&[("<USER>", USER), ("<TOKEN>", TOKEN)])
    .run();
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
fn login_in_netrc_behind_a_login_page() {
    failing("login_in_netrc_behind_a_login_page", || {
        open(Manner::Azure).file("home/.netrc", ENTRY)
    })
    .go_fails_with("unable to update url base from redirection")
    .diagnosis("private-auth-missing")
    .run();
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
    .diagnosis("private-auth-missing")
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

#[test]
fn login_the_proxys_git_was_asked() {
    failing("login_the_proxys_git_was_asked", || {
        let words = "not found: github.com/team/secret@v1.0.0: invalid version: git ls-remote -q origin in /tmp/gopath/pkg/mod/cache/vcs/0: exit status 128:\n\tfatal: could not read Username for 'https://github.com': terminal prompts disabled\n";
        let told = move |_: &Request| {
            Reply::with(404, crate::http::Body::Whole(words.as_bytes().to_vec()))
                .header("Content-Type", "text/plain; charset=utf-8")
        };
        github(&[on_github()])
            .site(Site::https("proxy.golang.org", Arc::new(told)))
            .env("GOPRIVATE", "")
    })
    .go_fails_with("could not read Username for 'https://github.com'")
    .diagnosis("private-auth-missing")
    .healed_once_filled(&[("<USER>", "x-access-token"), ("<TOKEN>", TOKEN)])
    .run();
}

#[test]
fn login_stale_netrc() {
    failing("login_stale_netrc", || {
        let entry = "machine git.corp.example login build password stalecanary\n";
        open(Manner::GitLab).file("home/.netrc", entry)
    })
    .go_fails_with(PROMPT)
    .diagnosis("private-auth-rejected")
    .run();
}

#[test]
fn login_stale_store() {
    failing("login_stale_store", || {
        open(Manner::GitLab)
            .file("home/.gitconfig", "[credential]\n\thelper = store\n")
            .file("home/.git-credentials", "https://build:stalecanary@git.corp.example\n")
            .prepared_by(&format!("chmod 400 {}", place("home/.git-credentials").display()))
    })
    .go_fails_with("Authentication failed for 'https://git.corp.example/team/secret.git/'")
    .diagnosis("private-auth-rejected")
    .run();
}

#[test]
fn login_stale_header() {
    failing("login_stale_header", || {
        let rule = "[http]\n\textraHeader = Authorization: Bearer stalecanary\n";
        open(Manner::GitHub).file("home/.gitconfig", rule)
    })
    .go_fails_with(PROMPT)
    .diagnosis("private-auth-rejected")
    .run();
}

#[test]
fn login_scopeless() {
    failing("login_scopeless", || {
        with(forge(Manner::GitLab, Rights::Scopeless)).file("home/.netrc", ENTRY)
    })
    .go_fails_with("The requested URL returned error: 403")
    .diagnosis("private-auth-rejected")
    .run();
}

#[test]
fn login_unapproved() {
    failing("login_unapproved", || {
        with(forge(Manner::GitHub, Rights::Unapproved)).file("home/.netrc", ENTRY)
    })
    .go_fails_with("SAML SSO")
    .diagnosis("private-auth-rejected")
    .run();
}

#[test]
fn login_of_another_project() {
    failing("login_of_another_project", || {
        with(forge(Manner::GitHub, Rights::Elsewhere)).file("home/.netrc", ENTRY)
    })
    .go_fails_with("repository 'https://git.corp.example/team/secret.git/' not found")
    .diagnosis("private-auth-rejected")
    .run();
}

#[test]
fn login_near_miss_with_a_token() {
    failing("login_near_miss_with_a_token", || {
        github(&[on_github(), Module::new("github.com/team/secrets", "v1.0.0")])
            .file("home/.netrc", "machine github.com login x-access-token password rightcanary\n")
    })
    .go_fails_with("repository 'https://github.com/team/secrets/' not found")
    .diagnosis("private-auth-rejected")
    .run();
}

#[test]
fn login_of_nobody_on_gitea() {
    // Who asks without a login hears that there is nothing: no login would help.
    failing("login_of_nobody_on_gitea", || {
        open(Manner::Gitea)
            .project(&[Module::new("git.corp.example/team/nothing", "v1.0.0")])
            .file("home/.netrc", ENTRY)
    })
    .go_fails_with("not found")
    .diagnosis("module-not-found")
    .run();
}

#[test]
fn login_token_in_the_place_of_the_user() {
    failing("login_token_in_the_place_of_the_user", || {
        let rule = "[url \"https://rightcanary@git.corp.example/\"]\n\tinsteadOf = https://git.corp.example/\n";
        open(Manner::GitLab).file("home/.gitconfig", rule)
    })
    .go_fails_with("could not read Password for 'https://rightcanary@git.corp.example'")
    .diagnosis("private-auth-rejected")
    .run();
}

#[test]
fn login_refused_for_the_page() {
    failing("login_refused_for_the_page", || {
        let entry = "machine git.corp.example login build password stalecanary\n";
        guarded().file("home/.netrc", entry)
    })
    .go_fails_with("git.corp.example/team/secret?go-get=1: 401 Unauthorized")
    .diagnosis("private-auth-rejected")
    .run();
}

#[test]
fn login_in_a_file_of_gos() {
    failing("login_in_a_file_of_gos", || {
        guarded().env("NETRC", &place("tmp/netrc").display().to_string()).file("tmp/netrc", ENTRY)
    })
    .go_fails_with(PROMPT)
    .diagnosis("netrc-not-used")
    .healed_by_first_fix(true)
    .run();
}

#[test]
fn login_in_a_stale_file_of_gos() {
    failing("login_in_a_stale_file_of_gos", || {
        let entry = "machine git.corp.example login build password stalecanary\n";
        open(Manner::GitHub)
            .env("NETRC", &place("tmp/netrc").display().to_string())
            .file("tmp/netrc", entry)
    })
    .go_fails_with(PROMPT)
    .diagnosis("private-auth-missing")
    .healed_once_filled(&[("<USER>", USER), ("<TOKEN>", TOKEN)])
    .run();
}

#[test]
fn login_beside_the_project() {
    failing("login_beside_the_project", || open(Manner::Gitea).file("work/.netrc", ENTRY))
        .go_fails_with(PROMPT)
        .diagnosis("netrc-not-used")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn login_beside_the_project_for_both() {
    failing("login_beside_the_project_for_both", || guarded().file("work/.netrc", ENTRY))
        .go_fails_with("git.corp.example/team/secret?go-get=1: 401 Unauthorized")
        .diagnosis("netrc-not-used")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn login_in_the_home_that_netrc_hides() {
    failing("login_in_the_home_that_netrc_hides", || {
        guarded().env("NETRC", "/etc/netrc").file("home/.netrc", ENTRY)
    })
    .go_fails_with("git.corp.example/team/secret?go-get=1: 401 Unauthorized")
    .diagnosis("netrc-not-used")
    .healed_by_first_fix(true)
    .run();
}

#[test]
fn login_in_a_folder() {
    // As Docker mounts a file that is not there.
    failing("login_in_a_folder", || open(Manner::GitLab).file("home/.netrc/keep", ""))
        .go_fails_with(PROMPT)
        .diagnosis("netrc-not-used")
        .run();
}

#[test]
fn login_goauth_off() {
    failing("login_goauth_off", || guarded().env("GOAUTH", "off").file("home/.netrc", ENTRY))
        .go_fails_with("git.corp.example/team/secret?go-get=1: 401 Unauthorized")
        .diagnosis("netrc-not-used")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn login_goauth_without_a_program() {
    failing("login_goauth_without_a_program", || guarded().env("GOAUTH", "/no/such/helper"))
        .go_fails_with("git.corp.example/team/secret?go-get=1: 401 Unauthorized")
        .diagnosis("goauth-broken")
        .run();
}

#[test]
fn login_by_default_for_the_page() {
    failing("login_by_default_for_the_page", || {
        guarded().file("home/.netrc", "default login build password rightcanary\n")
    })
    .go_fails_with("git.corp.example/team/secret?go-get=1: 401 Unauthorized")
    .diagnosis("netrc-not-used")
    .healed_once_filled(&[("<USER>", USER), ("<TOKEN>", TOKEN)])
    .run();
}

#[test]
fn login_of_a_neighbour() {
    failing("login_of_a_neighbour", || {
        let entry = "machine gitlab.corp.example login build password rightcanary\n";
        open(Manner::GitLab).file("home/.netrc", entry)
    })
    .go_fails_with(PROMPT)
    .diagnosis("netrc-host-missing")
    .healed_once_filled(&[("<USER>", USER), ("<TOKEN>", TOKEN)])
    .run();
}

#[test]
fn login_with_a_path() {
    // go 1.25 and later gets its page by it; git knows no paths.
    failing("login_with_a_path", || {
        let entry = "machine git.corp.example/team login build password rightcanary\n";
        open(Manner::GitLab).file("home/.netrc", entry)
    })
    .go_fails_with(PROMPT)
    .diagnosis("netrc-host-missing")
    .healed_once_filled(&[("<USER>", USER), ("<TOKEN>", TOKEN)])
    .run();
}

#[test]
fn login_with_a_path_for_the_page() {
    // Up to go 1.24 the page is refused, since 1.25 the git behind it.
    failing("login_with_a_path_for_the_page", || {
        let entry = "machine git.corp.example/team login build password rightcanary\n";
        guarded().file("home/.netrc", entry)
    })
    .go_fails_with("git.corp.example")
    .diagnosis("netrc-host-missing")
    .healed_once_filled(&[("<USER>", USER), ("<TOKEN>", TOKEN)])
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
