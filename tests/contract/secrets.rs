//! A password shows nowhere, wherever it stands.

use crate::tool::{Ended, Ground, unused_port};

const CANARY: &str = "c4n4ry-pw";

const SHAPES: [&[&str]; 6] = [
    &["--lang", "en", "-v"],
    &["--lang", "zh", "-v"],
    &["--format", "json"],
    &["route", "-v"],
    &["route", "--format", "json"],
    &["--offline", "-v"],
];

fn unseen(what: &str, text: &str) {
    assert!(!text.contains(CANARY), "{what}: {text}");
}

fn unseen_in(what: &str, ended: &Ended) {
    unseen(what, &ended.stdout);
    unseen(what, &ended.stderr);
}

fn unseen_from(what: &str, ground: &Ground) {
    for shape in SHAPES {
        unseen_in(&format!("{what} {shape:?}"), &ground.run(shape));
    }
    let saved = ground.place("evidence.json");
    unseen_in(what, &ground.run(&["--save", &saved]));
    unseen(&format!("{what} --save"), &ground.read("evidence.json"));
    for shape in [&["--from", &saved, "-v"][..], &["--from", &saved, "--format", "json"]] {
        unseen_in(&format!("{what} {shape:?}"), &ground.run(shape));
    }
}

#[test]
fn goproxy() {
    let port = unused_port();
    for value in [
        format!("http://bot:{CANARY}@127.0.0.1:{port}"),
        format!("http://{CANARY}@127.0.0.1:{port}/x,direct"),
        format!("bot:{CANARY}@127.0.0.1:{port}"),
        format!("http://bot:{CANARY}@127.0.0.1:{port}|http://b:{CANARY}@localhost:{port}"),
        format!("http://bot:{CANARY}@127.0.0.1:notaport"),
        format!("htp://bot:{CANARY}@127.0.0.1:{port}"),
        format!("http://bot:{CANARY}%zz@127.0.0.1:{port}"),
        format!("http://bot:{CANARY}@ 127.0.0.1:{port}"),
    ] {
        unseen_from(&value, &Ground::new().set("GOPROXY", &value));
    }
}

#[test]
fn forward_proxy() {
    let port = unused_port();
    let ground = Ground::new().set("GOPROXY", "http://proxy.invalid,https://proxy2.invalid");
    let value = format!("http://bot:{CANARY}@127.0.0.1:{port}");
    unseen_from("HTTP_PROXY", &ground.set("HTTP_PROXY", &value).set("HTTPS_PROXY", &value));
    let ground = Ground::new().set("GOPROXY", "https://proxy.invalid");
    let value = format!("bot:{CANARY}@127.0.0.1:{port}");
    unseen_from("https_proxy", &ground.set("https_proxy", &value));
}

#[test]
fn netrc() {
    for content in [
        format!("machine 127.0.0.1 login bot password {CANARY}\n"),
        format!("machine 127.0.0.1\nlogin bot\npassword {CANARY}\nmachin x password {CANARY}\n"),
        format!("default login {CANARY} password {CANARY}"),
    ] {
        let ground = Ground::new().refused();
        ground.write(".netrc", &content);
        unseen_from(&content, &ground);
    }
}

#[test]
fn goflags() {
    for value in [
        format!("-modfile=https://bot:{CANARY}@x.example/go.mod"),
        format!("-mod=mod -ldflags=-X=main.url=https://bot:{CANARY}@x.example"),
        format!("https://bot:{CANARY}@x.example"),
        format!("'-ldflags=https://bot:{CANARY}@x.example"),
    ] {
        unseen_from(&value, &Ground::new().refused().set("GOFLAGS", &value));
    }
}

#[test]
fn go_env_file() {
    let ground = Ground::new();
    let port = unused_port();
    let content = format!("GOPROXY=http://bot:{CANARY}@127.0.0.1:{port}\n");
    ground.write(".config/go/env", content);
    unseen_from("the env file", &ground);
}

#[test]
fn lines_of_the_go_env_file_that_nobody_reads() {
    let ground = Ground::new().refused();
    let shell = format!("export GOPROXY=http://bot:{CANARY}@127.0.0.1:1\n");
    let proxy = format!("HTTPS_PROXY=http://bot:{CANARY}@127.0.0.1:1\nTOKEN={CANARY}\n");
    ground.write(".config/go/env", shell + &proxy);
    unseen_from("lines", &ground);
}

#[test]
fn words_behind_the_command() {
    let ground = Ground::new().refused();
    let url = format!("https://bot:{CANARY}@git.example/team/lib");
    for words in [vec!["check", &url], vec!["route", &url], vec![&url, "-v", "--format", "json"]] {
        unseen_in(&format!("{words:?}"), &ground.run(&words));
    }
    let saved = ground.place("evidence.json");
    ground.run(&["check", &url, "--save", &saved]);
    unseen("--save", &ground.read("evidence.json"));
}

#[test]
fn usage_mistakes() {
    let ground = Ground::new().refused();
    let url = format!("https://bot:{CANARY}@proxy.example");
    for words in [
        vec![format!("--proxy={url}")],
        vec!["--proxy".to_owned(), url.clone()],
        vec![format!("--fail-on={url}")],
        vec!["--timeout".to_owned(), url.clone()],
        vec!["--only".to_owned(), url.clone()],
        vec!["--lang".to_owned(), url.clone()],
        vec!["--format".to_owned(), url.clone()],
        vec!["--from".to_owned(), url.clone()],
        vec!["--save".to_owned(), format!("{url}/x/y")],
        vec!["-C".to_owned(), url.clone()],
        vec!["--go".to_owned(), url.clone()],
        vec!["-o".to_owned(), format!("{url}/x/y")],
        vec!["explain".to_owned(), url.clone()],
        vec![url.clone()],
        vec!["route".to_owned(), url.clone()],
        vec![format!("bot:{CANARY}@proxy")],
        vec!["-x".to_owned(), url.clone()],
        vec!["--offline=".to_owned() + &url],
    ] {
        for more in [&["--lang", "zh"][..], &["--format", "json"], &[]] {
            let words: Vec<&str> =
                words.iter().map(String::as_str).chain(more.iter().copied()).collect();
            unseen_in(&format!("{words:?}"), &ground.run(&words));
        }
    }
    let ground = ground.set("GOMOD_DOCTOR_TIMEOUT", &url);
    unseen_in("GOMOD_DOCTOR_TIMEOUT", &ground.run(&[]));
}

#[test]
fn lines_of_go_mod() {
    let url = format!("https://bot:{CANARY}@git.example/team/lib");
    for line in [
        format!("require {url} v1.0.0"),
        format!("require \"{url}\" v1.0.0"),
        format!("reqire {url} v1.0.0"),
        format!("replace git.example/team/lib => {url} v1.0.0"),
    ] {
        let ground = Ground::new().refused();
        ground.write("project/go.mod", format!("module m.example/m\n\ngo 1.21\n\n{line}\n"));
        unseen_from(&line.replace(CANARY, "…"), &ground);
    }
}
