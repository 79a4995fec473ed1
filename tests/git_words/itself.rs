//! What is wrong with git itself, and with folders of this machine.

use crate::bench::{Bench, closed, kind};
use std::fs;
use std::process::Command;

fn url(scheme: &str) -> String {
    format!("{scheme}://{}/team/repo", closed())
}

#[test]
fn a_protocol_that_is_switched_off() {
    let Some(bench) = Bench::open() else { return };
    let bench = bench.config("[protocol \"https\"]\n\tallow = never\n");
    bench.fails(&url("https"), "defective/transport");
    bench.fails(&url("http"), "road");
    let bench = Bench::open().unwrap().set("GIT_ALLOW_PROTOCOL", "ssh");
    bench.fails(&url("https"), "defective/transport");
    let bench = Bench::open().unwrap().config("[protocol]\n\tallow = never\n");
    bench.fails(&url("git"), "defective/transport");
}

#[test]
fn a_helper_that_is_not_installed() {
    let Some(bench) = Bench::open() else { return };
    bench.fails(&url("strange"), "defective/no-helper");
    fs::create_dir(bench.place("empty")).unwrap();
    let empty = bench.place("empty").display().to_string();
    let bench = bench.set("GIT_EXEC_PATH", empty);
    bench.fails(&url("https"), "defective/no-helper");
    bench.fails(&url("http"), "defective/no-helper");
}

#[test]
fn a_configuration_that_git_cannot_read() {
    let files = [
        "[url\n",
        "no section\n",
        "[http]\n\tsslVerify = maybe\n",
        "[http]\n\tlowSpeedLimit = slow\n",
        "[http]\n\tproxy\n",
        "[http]\n\tsslBackend = nowhere\n",
        "[url \"https://a.example/\"]\n\tinsteadOf\n",
        "[url \"https://a.example/\"]\n\tinsteadOf = \"https://\n",
        "[url.https://a.example/]\n\tinsteadOf = gh:\n",
        "[protocol]\n\tallow = maybe\n",
        "[include]\n\tpath = .gitconfig\n",
        "[include]\n\tpath = ~nobody-of-this-name/more\n",
    ];
    for file in files {
        let Some(bench) = Bench::open() else { return };
        bench.config(file).fails(&url("https"), "defective/configuration");
    }
    let Some(bench) = Bench::open() else { return };
    fs::create_dir(bench.place(".gitconfig")).unwrap();
    bench.fails(&url("https"), "defective/configuration");
}

#[test]
fn variables_that_git_cannot_read() {
    let variables: [&[(&str, &str)]; 4] = [
        &[("GIT_CONFIG_COUNT", "many")],
        &[("GIT_CONFIG_COUNT", "1")],
        &[("GIT_CONFIG_PARAMETERS", "url.a.insteadof=b")],
        &[("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "nothing"), ("GIT_CONFIG_VALUE_0", "")],
    ];
    for set in variables {
        let Some(bench) = Bench::open() else { return };
        let bench = set.iter().fold(bench, |bench, (name, value)| bench.set(name, *value));
        bench.fails(&url("https"), "defective/configuration");
    }
}

#[test]
fn an_option_that_this_git_does_not_know() {
    let Some(bench) = Bench::open() else { return };
    let said = bench.git(&["ls-remote", "--of-tomorrow", "https://corp.example/r"]);
    assert_eq!((said.code, kind(&said).as_str()), (129, "too-old"), "{said:?}");
}

#[test]
fn a_folder_that_is_not_there() {
    let Some(bench) = Bench::open() else { return };
    bench.fails(&format!("file://{}", bench.place("gone").display()), "not-found");
    bench.fails(&bench.place("gone").display().to_string(), "not-found");
    let rule = format!(
        "[url \"{}/\"]\n\tinsteadOf = https://corp.example/\n",
        bench.place("gone").display()
    );
    bench.config(&rule).fails("https://corp.example/team/repo", "not-found");
}

/// Only who is root can give a folder away.
#[test]
fn a_folder_of_somebody_else() {
    let Some(bench) = Bench::open() else { return };
    assert_eq!(bench.git(&["init", "-q", "--bare", "repo"]).code, 0);
    let at = bench.place("repo");
    let own = bench.list(&format!("file://{}", at.display()));
    assert_eq!((own.code, own.stdout.as_str()), (0, ""), "{own:?}");
    let given = Command::new("chown").args(["-R", "12345"]).arg(&at).output();
    if given.is_ok_and(|it| it.status.success()) {
        bench.fails(&format!("file://{}", at.display()), "ownership");
        bench.fails(&at.display().to_string(), "ownership");
    }
}
