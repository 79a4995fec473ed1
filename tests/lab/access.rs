//! Scenarios of module proxies that want credentials, and of what refuses.

use crate::company::MODULES;
use crate::goproxy::ModuleProxy;
use crate::http::Reply;
use crate::internet::modules;
use crate::scenario::scenario;
use crate::site::Site;
use crate::world::{World, place};

const ENTRY: &str = "machine modules.corp.example login build password accesscanary\n";

/// The company's proxy with a login, and the private module that only it has left out.
fn guarded() -> World {
    World::internet().guarded_proxy("build", "accesscanary")
}

/// A shell script in the scenario's folder as GOAUTH.
fn helped(script: &str) -> World {
    let path = place("bin/helper").display().to_string();
    guarded()
        .env("GOAUTH", &path)
        .file("bin/helper", format!("#!/bin/sh\n{script}\n"))
        .prepared_by(&format!("chmod +x {path}"))
}

/// `build:accesscanary`, as the header has it.
const BASIC: &str = "YnVpbGQ6YWNjZXNzY2FuYXJ5";

#[test]
fn access_healthy_by_netrc() {
    scenario("access_healthy_by_netrc")
        .world(|| guarded().file("home/.netrc", ENTRY))
        .secrets(&["accesscanary"])
        .run();
}

#[test]
fn access_healthy_by_the_right_of_two_entries() {
    scenario("access_healthy_by_the_right_of_two_entries")
        .world(|| {
            let other = "machine git.corp.example login build password othercanary\n";
            guarded().env("GOAUTH", "netrc").file("home/.netrc", format!("{other}{ENTRY}"))
        })
        .secrets(&["accesscanary", "othercanary"])
        .run();
}

#[test]
fn access_healthy_by_url() {
    scenario("access_healthy_by_url")
        .world(|| guarded().env("GOPROXY", "https://build:accesscanary@modules.corp.example"))
        .secrets(&["accesscanary"])
        .run();
}

#[test]
fn access_healthy_by_helper() {
    scenario("access_healthy_by_helper")
        .world(|| {
            helped(&format!(
                "printf 'https://modules.corp.example\\n\\nAuthorization: Basic {BASIC}\\n\\n'"
            ))
        })
        .secrets(&["accesscanary", BASIC])
        .run();
}

/// A program that wants to know the URL, and reads the server's answer first.
#[test]
fn access_healthy_by_helper_for_a_url() {
    scenario("access_healthy_by_helper_for_a_url")
        .world(|| {
            helped(&format!(
                "test -n \"$1\" || exit 0\nread -r proto status rest\ntest \"$status\" = 401 || exit 3\n\
                 printf '%s\\n\\nAuthorization: Basic {BASIC}\\n\\n' https://modules.corp.example/"
            ))
        })
        .secrets(&["accesscanary", BASIC])
        .run();
}

/// GOAUTH asks git, and git asks the store that it is told of.
fn by_git(stored: &str) -> World {
    let stored = format!("https://{stored}@modules.corp.example\n");
    guarded()
        .env("GOAUTH", &format!("git {}", place("work").display()))
        .file("home/.gitconfig", "[credential]\n\thelper = store\n")
        .file("home/.git-credentials", stored)
}

#[test]
fn access_healthy_by_git() {
    scenario("access_healthy_by_git")
        .world(|| by_git("build:accesscanary"))
        .secrets(&["accesscanary", BASIC])
        .run();
}

#[test]
fn access_git_knows_nothing() {
    scenario("access_git_knows_nothing")
        .world(|| by_git("build:accesscanary").file("home/.git-credentials", ""))
        .go_fails_with("401 Unauthorized")
        .diagnosis("goauth-broken")
        .run();
}

#[test]
fn access_healthy_by_netrc_behind_a_broken_helper() {
    scenario("access_healthy_by_netrc_behind_a_broken_helper")
        .world(|| guarded().env("GOAUTH", "/nowhere/helper;netrc").file("home/.netrc", ENTRY))
        .secrets(&["accesscanary"])
        .run();
}

/// The proxy owns up to nothing: to a stranger all its modules are missing.
#[test]
fn access_healthy_by_helper_where_strangers_get_404() {
    scenario("access_healthy_by_helper_where_strangers_get_404")
        .world(|| {
            let pages = ModuleProxy::of(&modules()).pages();
            let hidden = move |request: &crate::http::Request| {
                let known = request.carries("Authorization", "build", "accesscanary");
                if known { pages(request) } else { Reply::status(404) }
            };
            helped(&format!(
                "test -n \"$1\" || exit 0\nprintf 'https://modules.corp.example\n\nAuthorization: Basic {BASIC}\n\n'"
            ))
            .site(Site::https(MODULES, std::sync::Arc::new(hidden)))
        })
        .secrets(&["accesscanary", BASIC])
        .run();
}

#[test]
fn access_healthy_with_helper_that_is_not_needed() {
    scenario("access_healthy_with_helper_that_is_not_needed")
        .world(|| World::internet().env("GOAUTH", "/nowhere/helper"))
        .run();
}

#[test]
fn access_netrc_rejected() {
    scenario("access_netrc_rejected")
        .world(|| {
            let entry = "machine modules.corp.example login build password stalecanary\n";
            guarded().file("home/.netrc", entry)
        })
        .go_fails_with("401 Unauthorized")
        .diagnosis("goproxy-auth-rejected")
        .secrets(&["stalecanary"])
        .run();
}

#[test]
fn access_netrc_with_port() {
    scenario("access_netrc_with_port")
        .world(|| {
            guarded().file(
                "home/.netrc",
                "machine modules.corp.example:443 login build password accesscanary\n",
            )
        })
        .go_fails_with("401 Unauthorized")
        .diagnosis("netrc-host-missing")
        .secrets(&["accesscanary"])
        .run();
}

#[test]
fn access_netrc_elsewhere() {
    scenario("access_netrc_elsewhere")
        .world(|| guarded().env("NETRC", "/nowhere/netrc").file("home/.netrc", ENTRY))
        .go_fails_with("401 Unauthorized")
        .diagnosis("netrc-not-used")
        .healed_by_first_fix(true)
        .secrets(&["accesscanary"])
        .run();
}

#[test]
fn access_netrc_of_windows() {
    scenario("access_netrc_of_windows")
        .world(|| guarded().file("home/_netrc", ENTRY))
        .go_fails_with("401 Unauthorized")
        .diagnosis("netrc-not-used")
        .healed_by_first_fix(true)
        .secrets(&["accesscanary"])
        .run();
}

#[test]
fn access_netrc_is_a_folder() {
    scenario("access_netrc_is_a_folder")
        .world(|| guarded().prepared_by("mkdir \"$HOME/.netrc\""))
        .go_fails_with("401 Unauthorized")
        .diagnosis("netrc-not-used")
        .run();
}

#[test]
fn access_netrc_default() {
    scenario("access_netrc_default")
        .world(|| guarded().file("home/.netrc", "default login build password accesscanary\n"))
        .go_fails_with("401 Unauthorized")
        .diagnosis("netrc-not-used")
        .secrets(&["accesscanary"])
        .run();
}

#[test]
fn access_goauth_off() {
    scenario("access_goauth_off")
        .world(|| guarded().env("GOAUTH", "off").file("home/.netrc", ENTRY))
        .go_fails_with("401 Unauthorized")
        .diagnosis("netrc-not-used")
        .healed_by_first_fix(true)
        .secrets(&["accesscanary"])
        .run();
}

#[test]
fn access_insecure_url() {
    scenario("access_insecure_url")
        .world(|| guarded().env("GOPROXY", "http://build:accesscanary@modules.corp.example"))
        .go_fails_with("refusing to pass credentials to insecure URL")
        .diagnosis("goproxy-insecure-credentials")
        .secrets(&["accesscanary"])
        .run();
}

#[test]
fn access_insecure_netrc() {
    scenario("access_insecure_netrc")
        .world(|| {
            let proxy = ModuleProxy::of(&modules()).login("build", "accesscanary");
            guarded()
                .site(Site::http(MODULES, proxy.pages()))
                .env("GOPROXY", "http://modules.corp.example")
                .file("home/.netrc", ENTRY)
        })
        .go_fails_with("401 Unauthorized")
        .diagnosis("goproxy-insecure-credentials")
        .healed_by_first_fix(true)
        .secrets(&["accesscanary"])
        .run();
}

#[test]
fn access_goauth_empty() {
    scenario("access_goauth_empty")
        .world(|| World::internet().env("GOAUTH", "netrc;"))
        .go_fails_with("GOAUTH encountered an empty command")
        .diagnosis("goauth-broken")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn access_goauth_git_folder_gone() {
    scenario("access_goauth_git_folder_gone")
        .world(|| World::internet().env("GOAUTH", "git /nowhere"))
        .go_fails_with("GOAUTH=git encountered an error; cannot stat /nowhere")
        .diagnosis("goauth-broken")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn access_helper_missing() {
    scenario("access_helper_missing")
        .world(|| guarded().env("GOAUTH", "/nowhere/helper"))
        .go_fails_with("401 Unauthorized")
        .diagnosis("goauth-broken")
        .run();
}

/// A token in the command line itself, which the settings show otherwise.
#[test]
fn access_helper_with_a_token_in_its_line() {
    scenario("access_helper_with_a_token_in_its_line")
        .world(|| {
            guarded()
                .env("GOAUTH", "/nowhere/helper --token=argumentcanary")
                .file("home/.netrc", ENTRY)
        })
        .go_fails_with("401 Unauthorized")
        .diagnosis("goauth-broken")
        .secrets(&["accesscanary", "argumentcanary"])
        .run();
}

#[test]
fn access_helper_fails() {
    scenario("access_helper_fails")
        .world(|| {
            helped("echo helpercanary; echo token helpercanary is stale >&2; exit 1")
                .file("home/.netrc", ENTRY)
        })
        .go_fails_with("401 Unauthorized")
        .diagnosis("goauth-broken")
        .healed_by_first_fix(true)
        .secrets(&["accesscanary", "helpercanary"])
        .run();
}

#[test]
fn access_helper_prints_a_token() {
    scenario("access_helper_prints_a_token")
        .world(|| helped("echo accesscanary"))
        .go_fails_with("401 Unauthorized")
        .diagnosis("goauth-broken")
        .secrets(&["accesscanary"])
        .run();
}

#[test]
fn access_helper_for_other_urls() {
    scenario("access_helper_for_other_urls")
        .world(|| {
            helped(&format!(
                "printf 'https://git.corp.example\\n\\nAuthorization: Basic {BASIC}\\n\\n'"
            ))
        })
        .go_fails_with("401 Unauthorized")
        .diagnosis("goauth-broken")
        .secrets(&["accesscanary", BASIC])
        .run();
}

#[test]
fn access_helper_with_an_old_token() {
    scenario("access_helper_with_an_old_token")
        .world(|| {
            let printed = "https://modules.corp.example\\n\\nAuthorization: Bearer stalecanary";
            helped(&format!("printf '{printed}\\n\\n'"))
        })
        .go_fails_with("401 Unauthorized")
        .diagnosis("goproxy-auth-rejected")
        .secrets(&["accesscanary", "stalecanary"])
        .run();
}

/// What it starts ends with it: nothing of it runs on behind the tool.
#[test]
fn access_helper_hangs() {
    scenario("access_helper_hangs")
        .world(|| helped("sleep 600 & wait"))
        .go_hangs()
        .diagnosis("goauth-broken")
        .run();
}
