//! Whatever keeps passwords is asked, and never told: nothing on this machine changes. The
//! lab compares all files before and after.

use crate::company::{FORGE, secret_module};
use crate::hub::{Hub, alone};
use crate::scenario::scenario;
use crate::site::Site;
use crate::world::{World, place};

/// A forge that wants `rightcanary`, and git set up so.
fn guarded(config: &str) -> World {
    let module = secret_module();
    let hub = Hub::at(FORGE)
        .repository("/team/secret", &[alone(&module)])
        .import(&module.path, "git https://git.corp.example/team/secret.git")
        .login("build", "rightcanary");
    World::internet()
        .site(Site::https(FORGE, hub.pages()).http1_only())
        .project(&[module])
        .env("GOPRIVATE", "git.corp.example")
        .file("home/.gitconfig", config)
}

/// git forgets what was refused; the tool does not let it.
#[test]
fn trace_of_a_refused_password() {
    scenario("trace_of_a_refused_password")
        .world(|| {
            guarded("[credential]\n\thelper = store\n")
                .file("home/.git-credentials", "https://build:stalecanary@git.corp.example\n")
        })
        .go_fails_with("Authentication failed")
        .diagnosis("private-auth-rejected")
        .secrets(&["stalecanary"])
        .run();
}

/// git keeps what was accepted, wherever it came from.
#[test]
fn trace_of_an_accepted_password() {
    scenario("trace_of_an_accepted_password")
        .world(|| {
            let rule = "[url \"https://build:rightcanary@git.corp.example/\"]\n\tinsteadOf = https://git.corp.example/\n";
            guarded(&format!("{rule}[credential]\n\thelper = store\n"))
        })
        .secrets(&["rightcanary"])
        .silent()
        .run();
}

/// A helper of one's own writes down all that it is told.
#[test]
fn trace_of_a_script() {
    scenario("trace_of_a_script")
        .world(|| {
            let path = place("bin/helper").display().to_string();
            let script = "#!/bin/sh\nif [ \"$1\" = get ]; then\n\techo username=build\n\techo password=stalecanary\nelse\n\tcat >>\"$HOME/$1\"\nfi\n";
            guarded(&format!("[credential \"https://git.corp.example\"]\n\thelper = {path}\n"))
                .file("bin/helper", script)
                .prepared_by(&format!("chmod +x {path}"))
        })
        .go_fails_with("Authentication failed")
        .diagnosis("private-auth-rejected")
        .secrets(&["stalecanary"])
        .run();
}

/// A daemon that holds the password is asked, and goes on holding it.
#[test]
fn trace_in_a_daemon() {
    scenario("trace_in_a_daemon")
        .world(|| {
            // Not among the files that the lab brings back.
            let cache = format!("cache --socket {}", place("bin/daemon/socket").display());
            let said = "protocol=https\\nhost=git.corp.example\\nusername=build\\npassword=rightcanary\\n\\n";
            let keep = format!("umask 077; printf '{said}' | git credential-{cache} store");
            guarded(&format!("[credential]\n\thelper = {cache}\n")).prepared_by(&keep)
        })
        .secrets(&["rightcanary"])
        .silent()
        .run();
}

/// Where cookies and protocols of git's doings would be written.
#[test]
fn trace_of_cookies_and_doings() {
    scenario("trace_of_cookies_and_doings")
        .world(|| {
            let home = place("home").display().to_string();
            let config = format!(
                "[http]\n\tcookieFile = {home}/cookies\n\tsaveCookies = true\n[http \"https://git.corp.example\"]\n\tsaveCookies = true\n[trace2]\n\teventTarget = {home}/events\n"
            );
            guarded(&config)
                .file(
                    "home/.netrc",
                    "machine git.corp.example login build password rightcanary\n",
                )
                .env("GIT_TRACE", "1")
                .env("GIT_CURL_VERBOSE", "1")
                .env("GIT_TRACE_REDACT", "0")
                .env("GIT_TRACE2", &format!("{home}/doings"))
        })
        .flags(&["--verbose"])
        .secrets(&["rightcanary", "YnVpbGQ6cmlnaHRjYW5hcnk"])
        .silent()
        .run();
}
