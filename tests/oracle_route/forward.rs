//! Which of the requests go sends through a forward proxy, and through which.

use crate::bench::{Bench, Seen, Trial};
use crate::files::Settings;
use crate::goroot::Dice;
use crate::site::{Answers, Request};
use crate::told::Hop;

const MODULE: &str = "m-.corp.example/mod";
/// The hyphen makes hosts that no resolver is asked about.
const HOSTS: &[&str] = &[
    "p0-.example",
    "p1-.corp.example",
    "P2-.Example",
    "corp-.example:8080",
    "b\u{fc}-.example",
    "0.0.0.0:PORT",
    "127.0.0.1:PORT",
    "[::ffff:0.0.0.0]:PORT",
    "localhost.:1",
    "[::1]:1",
    "127.9.9.9:1",
];
const EXCEPT: &[&str] = &[
    "*",
    "example",
    ".example",
    "corp.example",
    "*.corp.example",
    ".corp.example",
    "p0-.example",
    "P0-.EXAMPLE",
    "p0-.example:80",
    "p0-.example:443",
    "corp-.example:8080",
    "corp-.example:80",
    "b\u{fc}-.example",
    "0.0.0.0",
    "0.0.0.0/8",
    "10.0.0.0/8",
    "0.0.0.0:PORT",
    "0.0.0.0:1",
    "::/0",
    "http://p0-.example",
    "*p0*",
    ".",
    "-.example",
    "p0-.example;p1-.corp.example",
    "p0-.example p1-.corp.example",
    "m-.corp.example",
    "127.0.0.1",
];
const PROXIES: &[&str] = &[
    "http://127.0.0.1:PORT",
    "http://127.0.0.1:PORT",
    "127.0.0.1:PORT",
    "HTTP://127.0.0.1:PORT/path?x",
    "http://user:pa%20ss@127.0.0.1:PORT",
    "http://user:p@ss@127.0.0.1:PORT",
    "https://127.0.0.1:PORT",
    "https://user@127.0.0.1:PORT/",
    " http://127.0.0.1:PORT",
    "http://127.0.0.1:PORT\r",
    "http://user:%@127.0.0.1:PORT",
    "",
];
const VARIABLES: &[&str] =
    &["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

#[test]
fn go_takes_the_forward_proxies_that_are_told() {
    let Some(mut bench) = Bench::open(33) else { return };
    let mut counts = [0; 4];
    for _ in 0..250 {
        let trial = invent(&mut bench);
        let (seen, told) = bench.ask(&trial);
        let context = || format!("{:?}\n{seen:?}\n{told:#?}", trial.settings);
        assert!(!told.hops.is_empty(), "{}", context());
        for hop in &told.hops {
            let taken = taken(&seen, hop);
            let ports = bench.site.ports.iter();
            let port = |text: &String| {
                let of = ports.clone().find(|port| text.contains(&format!("127.0.0.1:{port}")));
                *of.unwrap_or_else(|| panic!("{text} {}", context()))
            };
            assert_eq!(hop.forward_proxy.as_ref().map(port), taken, "{hop:?} {}", context());
            let secure = hop.via == "direct" || hop.url.starts_with("https");
            counts[usize::from(secure) * 2 + usize::from(taken.is_some())] += 1;
        }
    }
    assert!(counts.iter().all(|count| *count >= 100), "too few of a kind: {counts:?}");
}

/// The port of the forward proxy that the request of this hop came through.
fn taken(seen: &Seen, hop: &Hop) -> Option<u16> {
    let is_its = |request: &&Request| match hop.url.split_once("://") {
        None => request.url == "connect://m-.corp.example:443",
        Some(("https", rest)) => {
            let host = rest.split('/').next().unwrap().to_lowercase();
            let port = host.rsplit_once(':').is_some_and(|(_, it)| it.parse::<u16>().is_ok());
            let host = if port { host } else { format!("{host}:443") };
            request.url.to_lowercase() == format!("connect://{host}")
        }
        Some((_, rest)) => {
            let mark = &rest[rest.rfind('/').unwrap()..];
            request.url.starts_with("http://") && request.url.contains(&format!("{mark}/"))
        }
    };
    seen.heard.iter().find(is_its).and_then(|request| request.through)
}

fn invent(bench: &mut Bench) -> Trial {
    let ports = bench.site.ports;
    let dice = &mut bench.dice;
    let mut settings = Settings::default();
    settings.set("GOSUMDB", "off");
    settings.set("GOPROXY", list(dice, ports[0]));
    for variable in VARIABLES {
        if dice.below(3) > 0 {
            let port = ports[dice.below(2)].to_string();
            settings.set(variable, dice.pick(PROXIES).replace("PORT", &port));
        }
    }
    for variable in ["NO_PROXY", "no_proxy"] {
        if dice.below(3) == 0 {
            settings.set(variable, except(dice, ports[0]));
        }
    }
    if dice.below(12) == 0 {
        settings.set("REQUEST_METHOD", "GET");
    }
    let (module, version) = (MODULE.to_owned(), "v1.2.3".to_owned());
    Trial { settings, answers: Answers { statuses: Vec::new(), module, version, connect: 502 } }
}

/// Each host once, so that a CONNECT tells which element it is for; and go tries
/// them all.
fn list(dice: &mut Dice, port: u16) -> String {
    let mut host = dice.below(HOSTS.len());
    let mut list = Vec::new();
    for at in 0..=dice.below(5) {
        host = (host + 1 + dice.below(2)) % HOSTS.len();
        let scheme = dice.pick(&["http", "https"]);
        let host = HOSTS[host].replace("PORT", &port.to_string());
        list.push(format!("{scheme}://{host}/p{at}|"));
    }
    list.concat() + dice.pick(&["direct", "", ""])
}

fn except(dice: &mut Dice, port: u16) -> String {
    let mut list = String::new();
    for _ in 0..dice.below(4) {
        list += &dice.pick(EXCEPT).replace("PORT", &port.to_string());
        list += dice.pick(&[",", ", ", " ,", ",,"]);
    }
    list
}
