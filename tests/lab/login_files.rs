//! Scenarios of credentials for a module's own host that lie where go, or the git that it runs,
//! does not look for them.

use crate::backend::Manner;
use crate::login::{ENTRY, PROMPT, TOKEN, USER, failing, guarded, on_a_port, open};
use crate::world::place;

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
fn login_in_netrc_behind_a_login_page() {
    failing("login_in_netrc_behind_a_login_page", || {
        open(Manner::Azure).file("home/.netrc", ENTRY)
    })
    .go_fails_with("unable to update url base from redirection")
    .diagnosis("private-auth-missing")
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
