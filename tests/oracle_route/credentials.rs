//! Whether go sends credentials to a host, and where it takes them from.

use crate::bench::{Bench, Seen, Trial};
use crate::files::Settings;
use crate::goroot::Dice;
use crate::site::{Answers, Request};
use crate::told::Hop;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fs;
use std::os::unix::fs::PermissionsExt;

const MODULE: &str = "code.example/Team/m";
const BASES: &[&str] = &[
    "https://s0.example",
    "https://s0.example:443",
    "https://s0.example/base",
    "https://s0.example//base/?q=x/y",
    "https://s1.example:8443",
    "https://S1.example:8443/base/",
    "https://a.s0.example",
    "https://user:word@s0.example",
    "https://user@s1.example",
    "https://login-1:word@s0.example:8443",
    "http://127.0.0.1:PORT",
    "https://127.0.0.1:PORT",
    "https://user:word@127.0.0.1:PORT",
];
const MACHINES: &[&str] = &[
    "s0.example",
    "s0.example:443",
    "s0.example/base",
    "s0.example/base/p0",
    "s0.example/",
    "https://s0.example",
    "S0.example",
    "s1.example",
    "s1.example:8443",
    "S1.example:8443/base",
    "a.s0.example",
    "127.0.0.1",
    "127.0.0.1:PORT",
    "code.example",
    "code.example/Team",
    "code.example/Team/m",
    "code.example/team",
    "user@s1.example",
    "login-1:word@s0.example:8443",
];

#[test]
fn go_sends_the_credentials_that_are_told() {
    let Some(mut bench) = Bench::open(34) else { return };
    let helper = helper(&bench);
    let (mut url, mut netrc, mut goauth, mut none) = (0, 0, 0, 0);
    for _ in 0..150 {
        let trial = invent(&mut bench, &helper);
        let (seen, told) = bench.ask(&trial);
        let context = || format!("{:?}\n{seen:?}\n{told:#?}", trial.settings);
        assert!(!told.hops.is_empty(), "{}", context());
        for (at, hop) in told.hops.iter().enumerate() {
            let request = request(&seen, hop, at);
            let sent = request.authorization.as_deref().map(kind);
            assert_eq!(hop.credentials.as_deref(), sent, "{hop:?} {}", context());
            match sent {
                Some("url") => url += 1,
                Some("netrc") => netrc += 1,
                Some(_) => goauth += 1,
                None => none += 1,
            }
        }
    }
    let counts = [url, netrc, goauth, none];
    assert!(counts.iter().all(|count| *count >= 8), "too few of a kind: {counts:?}");
}

/// The first request of a hop: after a 4xx go may know more.
fn request<'a>(seen: &'a Seen, hop: &Hop, at: usize) -> &'a Request {
    let mark = format!("/p{at}/");
    let is_its = |request: &&Request| match hop.via.as_str() {
        "direct" => request.url.contains("?go-get=1"),
        _ => request.url.contains(&mark),
    };
    seen.heard.iter().find(is_its).unwrap_or_else(|| panic!("{hop:?} {seen:?}"))
}

/// Told by what the values begin with.
fn kind(authorization: &str) -> &'static str {
    let Some(basic) = authorization.strip_prefix("Basic ") else { return "goauth" };
    let pair = String::from_utf8(STANDARD.decode(basic).unwrap()).unwrap();
    if pair.contains(":secret-") { "netrc" } else { "url" }
}

/// A program that knows something for every host.
fn helper(bench: &Bench) -> String {
    let path = bench.dir.path().join("helper");
    let hosts = ["s0.example", "s1.example", "a.s0.example", "code.example"];
    let port = bench.site.ports[0];
    let mut said = format!("https://127.0.0.1:{port}\nhttps://s0.example:443\n");
    said += "https://s0.example:8443\nhttps://s1.example:8443\nhttps://S1.example:8443\n";
    said.extend(hosts.map(|host| format!("https://{host}\n")));
    let script = format!("#!/bin/sh\nprintf '%s' '{said}\nAuthorization: Bearer token\n\n'\n");
    fs::write(&path, script).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    path.to_str().unwrap().to_owned()
}

fn invent(bench: &mut Bench, helper: &str) -> Trial {
    let (dice, port) = (&mut bench.dice, bench.site.ports[0]);
    let mut settings = Settings::default();
    settings.set("GOSUMDB", "off");
    settings.set("HTTPS_PROXY", format!("http://127.0.0.1:{port}"));
    settings.set("GOPROXY", list(dice, port));
    let goauth = match dice.below(12) {
        0 => "off".to_owned(),
        1 => " netrc ; netrc".to_owned(),
        2 => helper.to_owned(),
        3 => format!("netrc; {helper} x"),
        4 => format!("{helper};netrc"),
        _ => "netrc".to_owned(),
    };
    settings.lay(dice, "GOAUTH", &goauth, &["off", "netrc"]);
    // What a program says for a host counts less than a path in netrc, and only
    // running it tells.
    let paths = !goauth.contains("helper");
    let machines: Vec<&str> =
        MACHINES.iter().copied().filter(|it| paths || !it.contains('/')).collect();
    settings.netrc = netrc(dice, port, &machines);
    let (module, version) = (MODULE.to_owned(), "v1.2.3".to_owned());
    let statuses = vec![("/p1/".to_owned(), 500)];
    Trial { settings, answers: Answers { statuses, module, version, connect: 200 } }
}

fn list(dice: &mut Dice, port: u16) -> String {
    let mut list = Vec::new();
    for at in 0..=dice.below(4) {
        let base = dice.pick(BASES).replace("PORT", &port.to_string());
        let (base, query) = base.split_once('?').unwrap_or((&base, ""));
        let query = if query.is_empty() { String::new() } else { format!("?{query}") };
        list.push(format!("{}/p{at}{query}|", base.trim_end_matches('/')));
    }
    list.concat() + dice.pick(&["direct", "direct", ""])
}

fn netrc(dice: &mut Dice, port: u16, machines: &[&str]) -> String {
    let mut file = String::new();
    for at in 0..dice.below(6) {
        let machine = dice.pick(machines).replace("PORT", &port.to_string());
        let (login, password) = (format!("login login-{at}"), format!("password secret-{at}"));
        let entry = match dice.below(10) {
            0 => format!("machine {machine} {login}\n"),
            1 => format!("machine {machine} {password} {login}\n"),
            2 => format!("macdef x\nmachine {machine} {login} {password}\n\n"),
            3 => format!("default {login} {password}\n"),
            4 => format!("# machine\nmachine {machine}\n\t{login}\n {password}\r\n"),
            5 => format!("machine {machine} account a {login} {password}\n"),
            _ => format!("machine {machine} {login} {password}\n"),
        };
        file.push_str(&entry);
    }
    file
}
