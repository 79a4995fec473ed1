//! Where go looks a checksum up first, or that it does not.

use crate::bench::{Bench, Seen, Trial};
use crate::files::Settings;
use crate::goroot::Dice;
use crate::site::{Answers, EMPTY_ZIP};
use crate::told::Told;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::fmt::Write;

const MODULES: &[&str] = &["code.example/m", "code.example/Team/m/v2", "golang.org/toolchain"];
const PATTERNS: &[&str] = &[
    "code.example",
    "code.example/*",
    "code.example/m/",
    "*.example",
    "golang.org",
    "*",
    "none",
    "x.example,code.example/Team",
    "code.example/team",
    "x.example, code.example",
    " ",
];
const STATUSES: &[u16] = &[404, 410, 500, 200, 200];

#[test]
fn go_looks_a_checksum_up_where_is_told() {
    let Some(mut bench) = Bench::open(32) else { return };
    let (mut looked, mut relayed, mut skipped, mut summed, mut past) = (0, 0, 0, 0, 0);
    for _ in 0..300 {
        let trial = invent(&mut bench);
        let (seen, told) = bench.ask(&trial);
        let context =
            format!("{:?}\n{:?}\n{seen:?}\n{told:#?}", trial.settings, trial.answers.statuses);
        if !is_there(&trial, &seen) || is_file(&told) {
            continue;
        }
        let asked = seen.heard.iter().find(|it| is_database(&it.url)).map(|it| it.url.as_str());
        let Some(asked) = asked else {
            let silent = told.checksums.skipped_because.is_some() || told.checksums.via.is_none();
            assert!(silent, "go asks nobody {context}");
            skipped += 1;
            summed += usize::from(told.checksums.skipped_because.as_deref() == Some("go.sum"));
            continue;
        };
        assert_eq!(told.checksums.skipped_because, None, "{context}");
        let via = told.checksums.via.as_deref().unwrap_or("nobody");
        let base = if via.contains("://") { via.to_owned() } else { format!("https://{via}") };
        let base = base.split(['?', '#']).next().unwrap().trim_end_matches('/');
        let rest = asked.strip_prefix(base).unwrap_or_else(|| panic!("{asked} {context}"));
        let database = rest.starts_with("/lookup/");
        assert!(database || rest.starts_with("/sumdb/"), "{asked} {context}");
        looked += 1;
        relayed += usize::from(!database);
        past += usize::from(!database && told.direct_because.is_some());
    }
    let counts = [looked - relayed, relayed, skipped, summed, past];
    assert!(counts.iter().all(|count| *count >= 8), "too few of a kind: {counts:?}");
}

fn is_database(url: &str) -> bool {
    url.ends_with("/supported") || url.contains("/supported?") || url.contains("/lookup/")
}

/// Whether go got the go.mod, so that it had something to verify. That of a
/// toolchain is not verified: its zip is.
fn is_there(trial: &Trial, seen: &Seen) -> bool {
    let ending = if trial.answers.module == MODULES[2] { ".zip" } else { ".mod" };
    let got = |url: &str| url.contains(ending) && trial.answers.status(url) == 200;
    seen.heard.iter().any(|it| got(&it.url))
}

/// A look into a folder is not heard.
fn is_file(told: &Told) -> bool {
    told.checksums.via.as_ref().is_some_and(|via| via.starts_with("file:"))
}

fn invent(bench: &mut Bench) -> Trial {
    let (dice, port) = (&mut bench.dice, bench.site.ports[0]);
    let module = dice.pick(MODULES);
    let version = match module {
        "code.example/Team/m/v2" => "v2.0.0-Rc.1",
        "golang.org/toolchain" => "v0.0.1-go1.99.0.linux-amd64",
        _ => "v1.2.3",
    };
    let mut statuses = Vec::new();
    for at in 0..4 {
        statuses.push((format!("/p{at}/sumdb/"), STATUSES[dice.below(STATUSES.len())]));
        statuses.push((format!("/p{at}"), if dice.below(3) == 0 { 404 } else { 200 }));
    }
    statuses.push(("code.example/".to_owned(), 200));
    statuses.push(("golang.org/toolchain".to_owned(), 200));
    let (module, version) = (module.to_owned(), version.to_owned());
    let answers = Answers { statuses, module, version, connect: 200 };
    let mut settings = Settings::default();
    settings.set("HTTPS_PROXY", format!("http://127.0.0.1:{port}"));
    let list = list(dice, port);
    settings.lay(dice, "GOPROXY", &list, &["off", "https://x.example"]);
    let gosumdb = gosumdb(dice, port);
    settings.lay(dice, "GOSUMDB", &gosumdb, &["off", "x"]);
    for (name, rarely) in [("GOPRIVATE", 4), ("GONOPROXY", 3), ("GONOSUMDB", 3)] {
        if dice.below(rarely) == 0 {
            let value = dice.pick(PATTERNS);
            settings.lay(dice, name, value, PATTERNS);
        }
    }
    if dice.below(3) == 0 {
        settings.sums = Some(sums(dice, &answers));
    }
    Trial { settings, answers }
}

fn list(dice: &mut Dice, port: u16) -> String {
    let mut elements = Vec::new();
    for at in 0..=dice.below(4) {
        elements.push(match dice.below(12) {
            0 => "direct".to_owned(),
            1 => "file:///nowhere".to_owned(),
            2 => format!("127.0.0.1:{port}/p{at}"),
            3 => format!("http://127.0.0.1:{port}/p{at}/"),
            4 => format!("http://127.0.0.1:{port}/p{at}?q=1"),
            _ => format!("http://127.0.0.1:{port}/p{at}"),
        });
    }
    elements.push(dice.pick(&["direct", "direct", "off", ""]).to_owned());
    elements.join(dice.pick(&[",", ",", "|"]))
}

fn gosumdb(dice: &mut Dice, port: u16) -> String {
    let key = key(dice.pick(&["db.example", "db.example/sub"]));
    match dice.below(24) {
        0 => "off".to_owned(),
        1 => "sum.golang.org".to_owned(),
        2 => "sum.golang.google.cn".to_owned(),
        3 => "sum.golang.org.example".to_owned(),
        4 => format!("{key} a b"),
        5 => format!("{key} 127.0.0.1:{port}"),
        6 => format!("{key} db.example/x/"),
        7 | 8 => format!(" {key}   http://127.0.0.1:{port}/db/ "),
        9 => format!("{key} https://127.0.0.1:{port}/db"),
        10 => format!("sum.golang.org http://127.0.0.1:{port}"),
        _ => key,
    }
}

/// The verifier key of a database that never signs anything.
fn key(name: &str) -> String {
    let public = [&[1][..], &[7; 32]].concat();
    let hash = digest(&SHA256, &[name.as_bytes(), b"\n", &public].concat());
    let hash = hex(&hash.as_ref()[..4]);
    format!("{name}+{hash}+{}", STANDARD.encode(public))
}

/// Lines of go.sum that hold the true hashes, all of them or some.
fn sums(dice: &mut Dice, answers: &Answers) -> String {
    let (module, version) = (&answers.module, &answers.version);
    assert!(EMPTY_ZIP.ends_with('\0'), "no file, and so the hash of nothing");
    let go_mod = hex(digest(&SHA256, answers.go_mod().as_bytes()).as_ref());
    let go_mod = format!("{module} {version}/go.mod {}", h1(&format!("{go_mod}  go.mod\n")));
    let zip = format!("{module} {version} {}", h1(""));
    let other = format!("{module} v1.0.0 {0}\n{module} v1.0.0/go.mod {0}", h1("x"));
    match dice.below(5) {
        0 => format!("{go_mod}\n"),
        1 => format!("{zip}\n"),
        2 => format!("{other}\n"),
        _ => format!("{other}\n{zip}\r\n\n{go_mod}\n"),
    }
}

fn h1(summary: &str) -> String {
    format!("h1:{}", STANDARD.encode(digest(&SHA256, summary.as_bytes())))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
