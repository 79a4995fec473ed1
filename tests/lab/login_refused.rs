//! Scenarios of credentials that a module's own host refuses.

use crate::backend::{Manner, Rights};
use crate::login::{ENTRY, PROMPT, failing, forge, github, guarded, on_github, open, with};
use crate::module::Module;
use crate::world::place;

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
    .diagnosis("module-not-found")
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
