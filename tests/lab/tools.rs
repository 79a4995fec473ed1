//! Scenarios of repositories that are none of git's: Mercurial, Subversion, Fossil.

use crate::company::FORGE;
use crate::module::Module;
use crate::part::Part;
use crate::scenario::{Scenario, scenario};
use crate::site::Site;
use crate::sshd::{Sshd, page};
use crate::world::{World, place};

const SECRET: &str = "git.corp.example/team/secret";
const HG: &str = "ssh://git@git.corp.example/secret";
const SVN: &str = "svn+ssh://git@git.corp.example/secret/trunk";
const FOSSIL: &str = "http://git.corp.example:8080/";

/// The forge names this repository, which the script makes below `$forge`; the module in
/// it has this version.
fn world(vcs: &'static str, url: &'static str, version: &str, make: &str) -> World {
    let forge = place("forge").join(FORGE).display().to_string();
    let module = format!("printf 'module {SECRET}\\n' >go.mod; echo 'package lab' >lab.go");
    let script = format!("set -e; forge={forge}; mkdir -p $forge; cd $forge; {make}");
    World::internet()
        .by_ssh(Sshd::default())
        .site(Site::https(FORGE, page(vcs, url)).http1_only())
        .project(&[Module::new(SECRET, version)])
        .without_file("work/go.sum")
        .prepared_by(&script.replace("MODULE", &module))
}

fn hg(version: &str) -> World {
    world(
        "hg",
        HG,
        version,
        "mkdir hg; hg init hg/secret; cd hg/secret; MODULE; hg add -q; \
         hg commit -q -m lab -u lab -d '2024-03-01 10:00:00 +0000'; hg tag -u lab v1.0.0",
    )
}

/// A revision of Subversion is a number, and never a tag's name.
fn svn(version: &str) -> World {
    world(
        "svn",
        SVN,
        version,
        "mkdir svn; svnadmin create svn/secret; mkdir -p new/trunk; cd new/trunk; MODULE; cd ../..; \
         svn import -q -m lab --config-dir new/own new file://$forge/svn/secret; \
         printf 2024-03-01T10:00:00.000000Z >date; \
         svnadmin setrevprop svn/secret -r 1 svn:date date",
    )
}

/// go takes no hash of Fossil's but those of SHA-1.
fn fossil() -> World {
    let folder = place("forge/fossil");
    std::fs::create_dir_all(&folder).expect("a folder for the repository");
    let repository = folder.join("secret.fossil").display().to_string();
    let script = format!(
        "set -e; export USER=lab HOME={0}; cd $HOME; fossil init --sha1 {repository}; \
         mkdir open; cd open; fossil open {repository}; \
         printf 'module {SECRET}\\n' >go.mod; echo 'package lab' >lab.go; fossil add go.mod lab.go; \
         fossil commit -m lab --tag v1.0.0 --no-warnings",
        folder.display()
    );
    let made = std::process::Command::new("sh").args(["-c", &script]).output();
    let made = made.expect("a shell");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let server = ["server", "--port", "8080", "--nojail", &repository];
    World::internet()
        .site(Site::https(FORGE, page("fossil", FOSSIL)).http1_only())
        .project(&[Module::new(SECRET, "v1.0.0")])
        .without_file("work/go.sum")
        .env("GOPRIVATE", FORGE)
        .env("USER", "lab")
        .part(Part::new("fossil", FORGE, 8080, &server))
}

fn needing(programs: &'static [&'static str], name: &'static str) -> Scenario {
    scenario(name).needs(programs)
}

const WITHOUT: &[&str] = &["git", "ssh"];

#[test]
fn tools_hg_healthy() {
    needing(&["sshd", "ssh-keygen", "hg"], "tools_hg_healthy")
        .world(|| hg("v1.0.0"))
        .silent()
        .run();
}

#[test]
fn tools_hg_is_missing() {
    needing(&["sshd", "ssh-keygen", "hg"], "tools_hg_is_missing")
        .world(|| hg("v1.0.0").without_preparing().only_with(WITHOUT))
        .go_fails_with("exec: \"hg\": executable file not found in $PATH")
        .diagnosis("vcs-missing")
        .run();
}

#[test]
fn tools_hg_by_ssh_without_a_key() {
    needing(&["sshd", "ssh-keygen", "hg"], "tools_hg_by_ssh_without_a_key")
        .world(|| hg("v1.0.0").without_key())
        .go_fails_with("Permission denied (publickey)")
        .diagnosis("ssh-auth-failed")
        .run();
}

#[test]
fn tools_svn_healthy() {
    needing(&["sshd", "ssh-keygen", "svn", "svnserve"], "tools_svn_healthy")
        .world(|| svn("v0.0.0-20240301100000-000000000001"))
        .silent()
        .run();
}

#[test]
fn tools_svn_is_missing() {
    needing(&["sshd", "ssh-keygen", "svn", "svnserve"], "tools_svn_is_missing")
        .world(|| {
            let version = "v0.0.0-20240301100000-000000000001";
            svn(version).without_preparing().only_with(WITHOUT)
        })
        .go_fails_with("unknown revision 000000000001")
        .diagnosis("vcs-missing")
        .run();
}

#[test]
fn tools_svn_by_ssh_without_a_key() {
    needing(&["sshd", "ssh-keygen", "svn", "svnserve"], "tools_svn_by_ssh_without_a_key")
        .world(|| svn("v0.0.0-20240301100000-000000000001").without_key())
        .go_fails_with("unknown revision 000000000001")
        .diagnosis("ssh-auth-failed")
        .run();
}

#[test]
fn tools_fossil_healthy() {
    needing(&["fossil"], "tools_fossil_healthy").world(fossil).left_open().run();
}

#[test]
fn tools_fossil_is_missing() {
    needing(&["fossil"], "tools_fossil_is_missing")
        .world(|| fossil().only_with(WITHOUT))
        .go_fails_with("exec: \"fossil\": executable file not found in $PATH")
        .diagnosis("vcs-missing")
        .run();
}
