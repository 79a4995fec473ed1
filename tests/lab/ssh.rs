//! Scenarios of repositories that are fetched by ssh, from a real sshd.

use crate::company::{FORGE, secret_module};
use crate::forge::Forge;
use crate::scenario::{self, Scenario};
use crate::site::{Door, Site};
use crate::sshd::{Sshd, key, key_of};
use crate::world::{World, place};

/// What turns the forge's https into ssh.
const TO_SSH: &str =
    "[url \"ssh://git@git.corp.example/\"]\n\tinsteadOf = https://git.corp.example/\n";

/// A scenario with an sshd, and with the client that makes its keys.
fn scenario(name: &'static str) -> Scenario {
    scenario::scenario(name).needs(&["sshd", "ssh", "ssh-keygen", "ssh-add", "ssh-agent"])
}

fn world() -> World {
    World::internet().by_ssh(Sshd::default())
}

/// The forge's pages name https, and a rule of git's turns that into ssh.
fn by_rule() -> World {
    let forge = Forge::of(&[secret_module()]).pages();
    let site = Site::https(FORGE, forge).http1_only();
    world().site(site).file("home/.gitconfig", TO_SSH)
}

fn denied(name: &'static str) -> Scenario {
    scenario(name).go_fails_with("Permission denied (publickey)").diagnosis("ssh-auth-failed")
}

fn unknown(name: &'static str) -> Scenario {
    scenario(name).go_fails_with("Host key verification failed").diagnosis("ssh-host-key-unknown")
}

#[test]
fn ssh_healthy_by_key() {
    scenario("ssh_healthy_by_key").world(world).silent().run();
}

#[test]
fn ssh_healthy_by_rule() {
    scenario("ssh_healthy_by_rule").world(by_rule).silent().run();
}

#[test]
fn ssh_healthy_at_another_port() {
    scenario("ssh_healthy_at_another_port")
        .world(|| {
            let config = format!("Host {FORGE}\n\tPort 2222\n");
            World::internet().by_ssh(Sshd::at(2222)).file("home/.ssh/config", config)
        })
        .silent()
        .run();
}

#[test]
fn ssh_healthy_by_agent() {
    scenario("ssh_healthy_by_agent")
        .world(|| {
            let socket = place("agent").display().to_string();
            let load =
                format!("ssh-agent -a {socket} >/dev/null && ssh-add -q {}", key("own").display());
            world().without_key().env("SSH_AUTH_SOCK", &socket).prepared_by(&load)
        })
        .silent()
        .run();
}

/// The key's name is in git's configuration, which go leaves in force since 1.25.
#[test]
fn ssh_healthy_by_core_sshcommand() {
    scenario("ssh_healthy_by_core_sshcommand")
        .world(|| {
            let command = format!("[core]\n\tsshCommand = ssh -i {}\n", key("own").display());
            world().without_key().file("home/.gitconfig", command)
        })
        .silent()
        .run();
}

#[test]
fn ssh_healthy_by_git_ssh() {
    scenario("ssh_healthy_by_git_ssh")
        .world(|| {
            let script = format!("#!/bin/sh\nexec ssh -i {} \"$@\"\n", key("own").display());
            let path = place("home/deploy").display().to_string();
            world()
                .without_key()
                .file("home/deploy", script)
                .prepared_by(&format!("chmod 755 {path}"))
                .env("GIT_SSH", &path)
        })
        .silent()
        .run();
}

#[test]
fn ssh_healthy_by_hashed_hosts() {
    scenario("ssh_healthy_by_hashed_hosts")
        .world(|| world().prepared_by("ssh-keygen -q -H -f ~/.ssh/known_hosts && rm ~/.ssh/*.old"))
        .silent()
        .run();
}

#[test]
fn ssh_without_a_key() {
    denied("ssh_without_a_key").world(|| world().without_key()).run();
}

#[test]
fn ssh_without_a_key_by_rule() {
    denied("ssh_without_a_key_by_rule")
        .world(|| {
            let forge = Forge::of(&[secret_module()]).login("build", "right").pages();
            by_rule().site(Site::https(FORGE, forge).http1_only()).without_key()
        })
        .run();
}

/// By https everybody gets the repository: it is the rule that is wrong.
#[test]
fn ssh_by_a_rule_that_nothing_needs() {
    scenario("ssh_by_a_rule_that_nothing_needs")
        .world(|| by_rule().without_key())
        .go_fails_with("Permission denied (publickey)")
        .diagnosis("git-insteadof-broken")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn ssh_with_a_key_that_is_not_known() {
    denied("ssh_with_a_key_that_is_not_known").world(|| world().own_key("other")).run();
}

#[test]
fn ssh_with_a_locked_key() {
    denied("ssh_with_a_locked_key")
        .world(|| {
            let locked = key_of("locked", "ed25519", "lockedcanary");
            world().authorized("locked").own_key_of(locked)
        })
        .secrets(&["lockedcanary"])
        .run();
}

#[test]
fn ssh_with_a_key_that_others_may_read() {
    denied("ssh_with_a_key_that_others_may_read")
        .world(|| world().prepared_by("chmod 644 ~/.ssh/id_ed25519"))
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn ssh_with_a_key_that_lost_its_line_breaks() {
    denied("ssh_with_a_key_that_lost_its_line_breaks")
        .world(|| {
            let flat =
                "tr -d '\\n' <~/.ssh/id_ed25519 >key && cat key >~/.ssh/id_ed25519 && rm key";
            world().prepared_by(flat)
        })
        .run();
}

#[test]
fn ssh_with_a_key_in_the_wrong_home() {
    denied("ssh_with_a_key_in_the_wrong_home")
        .world(|| {
            let users = format!("root:x:0:0:root:{}:/bin/sh\n", place("home/real").display());
            let known = "mkdir -p ~/real/.ssh && cp ~/.ssh/known_hosts ~/real/.ssh/";
            world().etc("/etc/passwd", &users).prepared_by(known)
        })
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn ssh_with_an_agent_that_is_gone() {
    denied("ssh_with_an_agent_that_is_gone")
        .world(|| world().without_key().env("SSH_AUTH_SOCK", &place("agent").display().to_string()))
        .run();
}

#[test]
fn ssh_with_too_many_keys() {
    scenario("ssh_with_too_many_keys")
        .world(|| {
            let names = ["one", "two", "three", "four", "five", "six", "seven"];
            let lines = names.map(|name| format!("IdentityFile {}\n", key(name).display()));
            world().file("home/.ssh/config", lines.concat())
        })
        .go_fails_with("Too many authentication failures")
        .diagnosis("ssh-auth-failed")
        .run();
}

#[test]
fn ssh_with_an_unknown_option() {
    scenario("ssh_with_an_unknown_option")
        .world(|| world().file("home/.ssh/config", "Host *\n\tUseKeychain yes\n"))
        .go_fails_with("Bad configuration option: usekeychain")
        .diagnosis("ssh-auth-failed")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn ssh_with_settings_that_others_may_write() {
    scenario("ssh_with_settings_that_others_may_write")
        .world(|| {
            world().file("home/.ssh/config", "Host *\n").prepared_by("chmod 666 ~/.ssh/config")
        })
        .go_fails_with("Bad owner or permissions on")
        .diagnosis("ssh-auth-failed")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn ssh_host_not_known() {
    unknown("ssh_host_not_known").world(|| world().without_file("home/.ssh/known_hosts")).run();
}

#[test]
fn ssh_host_not_known_at_this_port() {
    unknown("ssh_host_not_known_at_this_port")
        .world(|| {
            let config = format!("Host {FORGE}\n\tPort 2222\n");
            World::internet()
                .by_ssh(Sshd::at(2222))
                .without_file("home/.ssh/known_hosts")
                .file("home/.ssh/config", config)
        })
        .run();
}

#[test]
fn ssh_host_known_in_the_wrong_home() {
    unknown("ssh_host_known_in_the_wrong_home")
        .world(|| {
            let users = format!("root:x:0:0:root:{}:/bin/sh\n", place("home/real").display());
            let moved = "mkdir -p ~/real/.ssh && mv ~/.ssh/id_ed25519 ~/real/.ssh/";
            world().etc("/etc/passwd", &users).prepared_by(moved)
        })
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn ssh_host_with_another_key() {
    unknown("ssh_host_with_another_key").world(|| world().knows(22, "another")).run();
}

#[test]
fn ssh_host_with_an_old_kind_of_key() {
    scenario("ssh_host_with_an_old_kind_of_key")
        .world(|| {
            // An sshd of today no longer has such a key: the client is the stricter one.
            let config = "Host *\n\tHostKeyAlgorithms rsa-sha2-512\n";
            world().file("home/.ssh/config", config)
        })
        .go_fails_with("no matching host key type found")
        .diagnosis("ssh-host-key-unknown")
        .run();
}

#[test]
fn ssh_port_is_closed_and_https_stands() {
    scenario("ssh_port_is_closed_and_https_stands")
        .world(|| {
            let pages = crate::sshd::page_and_forge("git", crate::sshd::REPOSITORY);
            let site = Site::https(FORGE, pages).http1_only();
            World::internet().by_ssh(Sshd::at(2222)).site(site)
        })
        .go_fails_with("port 22: Connection refused")
        .diagnosis("ssh-unreachable")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn ssh_port_is_silenced() {
    scenario("ssh_port_is_silenced")
        .world(|| World::internet().by_ssh(Sshd::at(2222)).silenced(FORGE, 22))
        .go_hangs()
        .diagnosis("ssh-unreachable")
        .run();
}

#[test]
fn ssh_is_hung_up_on() {
    scenario("ssh_is_hung_up_on")
        .world(|| {
            let door = Site::door(FORGE, 22, Door::HangUp);
            World::internet().by_ssh(Sshd::at(2222)).site(door)
        })
        .go_fails_with("kex_exchange_identification")
        .diagnosis("ssh-unreachable")
        .run();
}

/// Whoever takes his time with the first word may still be right: ssh waits two minutes.
#[test]
fn ssh_is_kept_waiting() {
    scenario("ssh_is_kept_waiting")
        .world(|| {
            let slow = "Host *\n\tProxyCommand sh -c 'sleep 5; exec ssh -F none -p 2222 -W \
                        git.corp.example:2222 git@git.corp.example'\n";
            let key = crate::sshd::public("host");
            World::internet()
                .by_ssh(Sshd::at(2222))
                .file("home/.ssh/config", slow)
                .file("home/.ssh/known_hosts", format!("{FORGE},[{FORGE}]:2222 {key}\n"))
        })
        .left_open()
        .run();
}

#[test]
fn ssh_agrees_on_no_cipher() {
    scenario("ssh_agrees_on_no_cipher")
        .world(|| World::internet().by_ssh(Sshd::default().set("Ciphers 3des-cbc")))
        .go_fails_with("no matching cipher found")
        .diagnosis("ssh-unreachable")
        .run();
}

/// The key is let in, and the forge knows no such repository for it.
#[test]
fn ssh_key_does_not_see_the_repository() {
    scenario("ssh_key_does_not_see_the_repository")
        .world(|| {
            let elsewhere = "ssh://git@git.corp.example/team/other.git";
            let site = Site::https(FORGE, crate::sshd::page("git", elsewhere)).http1_only();
            world().site(site)
        })
        .go_fails_with("ERROR: Repository not found")
        .diagnosis("private-auth-rejected")
        .run();
}

#[test]
fn ssh_is_not_installed() {
    scenario("ssh_is_not_installed")
        .world(|| world().only_with(&["git"]))
        .go_fails_with("unable to fork")
        .diagnosis("ssh-missing")
        .run();
}

#[test]
fn ssh_is_named_wrongly() {
    scenario("ssh_is_named_wrongly")
        .world(|| world().env("GIT_SSH", "/opt/nowhere/ssh"))
        .go_fails_with("/opt/nowhere/ssh: No such file or directory")
        .diagnosis("ssh-missing")
        .healed_by_first_fix(true)
        .run();
}
