//! Which elements of GOPROXY go asks for the first file, in which order, and how
//! it ends.

use crate::bench::{Bench, Seen, Trial};
use crate::files::Settings;
use crate::goroot::Dice;
use crate::site::{Answers, EMPTY_ZIP};
use crate::told::{Hop, Told};
use std::fs;
use std::path::Path;

const STATUSES: &[u16] = &[404, 404, 404, 410, 500, 403, 200];
/// The hyphen makes a host that no resolver is asked about.
const MODULES: &[&str] = &["m-.example/mod", "m-.example/Team/mod/v2", "deep.m-.example/a/b"];
const SEPARATORS: &[&str] = &[",", ",", ",", "|", "|", ",,", " | ", ", ", "|,", ",|"];
const PATTERNS: &[&str] = &[
    "m-.example",
    "m-.example/",
    "m-.example/*",
    "m-.example/mod/*",
    "*.example",
    "*.m-.example",
    ".example",
    "*",
    "*/*/mod",
    "m-.example/Team",
    "m-.example/team",
    "M-.example",
    "?-.example/[a-t]*",
    "[",
    "a.example, m-.example",
    "a.example,m-.example",
    "a.example m-.example",
    "https://m-.example",
    "m-.example//",
    "none",
    " ",
    ",",
    "deep.*.example/a",
];
/// go refuses the list for one of these, unless it has ended before.
const REFUSED: &[&str] =
    &["Direct", "none", "ftp://p.example", "http://a b", "file://host/x", "/srv/proxy", "http://%"];

/// How go comes to its end with the first file.
#[derive(Debug, PartialEq, Eq)]
enum End {
    /// Got from the last that was asked, or from a folder.
    Got,
    Direct,
    Off,
    Failed,
}

#[test]
fn go_asks_in_the_order_that_is_told() {
    let Some(mut bench) = Bench::open(31) else { return };
    let mut counts = [0; 5];
    for _ in 0..400 {
        let trial = invent(&mut bench);
        let (seen, told) = bench.ask(&trial);
        let context =
            format!("{:?}\n{:?}\n{seen:?}\n{told:#?}", trial.settings, trial.answers.statuses);
        let refused = is_refused(&seen);
        assert_eq!(told.code, Some(i32::from(refused)), "{context}");
        assert_eq!(told.diagnoses.is_empty(), !refused, "{context}");
        if refused {
            assert!(told.hops.is_empty(), "{context}");
            counts[4] += 1;
            continue;
        }
        assert!(told.checksums.skipped_because.is_some(), "{context}");
        let end = follow(&bench, &trial, &seen, &told, &context);
        counts[match end {
            End::Got => 0,
            End::Direct => 1,
            End::Off => 2,
            End::Failed => 3,
        }] += 1;
    }
    assert!(counts.iter().all(|count| *count >= 8), "too few of a kind: {counts:?}");
}

fn is_refused(seen: &Seen) -> bool {
    let has = |words| seen.said.contains(words);
    has("GOPROXY list is not")
        || has("invalid proxy URL")
        || has("proxy URL with")
        || has("parse \"")
}

fn invent(bench: &mut Bench) -> Trial {
    let dice = &mut bench.dice;
    let module = dice.pick(MODULES);
    let versions = ["v1.2.3", "v1.0.0-Rc.1", "v0.0.0-20200101000000-abcdefabcdef"];
    let version = if module.ends_with("/v2") { "v2.0.0" } else { dice.pick(&versions) };
    let answers = Answers {
        statuses: (0..6)
            .map(|at| (format!("/p{at}"), STATUSES[dice.below(STATUSES.len())]))
            .collect(),
        module: module.to_owned(),
        version: version.to_owned(),
        connect: 502,
    };
    let folder = bench.dir.path().join("served");
    serve_folder(&folder, module, version);
    let list = list(dice, bench.site.ports[0], &folder.display().to_string());
    let mut settings = Settings::default();
    settings.set("GOSUMDB", "off");
    settings.lay(dice, "GOPROXY", &list, &["off", "Direct", "", "http://127.0.0.1:9"]);
    for name in ["GOPRIVATE", "GONOPROXY", "GONOSUMDB"] {
        if dice.below(4) == 0 {
            let value = dice.pick(PATTERNS);
            settings.lay(dice, name, value, PATTERNS);
        }
    }
    Trial { settings, answers }
}

/// A folder that serves the module and nothing else, for `file` elements.
fn serve_folder(folder: &Path, module: &str, version: &str) {
    drop(fs::remove_dir_all(folder));
    let escape = |text: &str| {
        let each = text.chars().map(|c| match c {
            'A'..='Z' => format!("!{}", c.to_ascii_lowercase()),
            _ => c.to_string(),
        });
        each.collect::<String>()
    };
    let files = folder.join(escape(module)).join("@v");
    fs::create_dir_all(&files).unwrap();
    let name = escape(version);
    let info = format!("{{\"Version\":\"{version}\"}}");
    fs::write(files.join(format!("{name}.info")), info).unwrap();
    fs::write(files.join(format!("{name}.mod")), format!("module {module}\n")).unwrap();
    fs::write(files.join(format!("{name}.zip")), EMPTY_ZIP).unwrap();
}

/// A list of elements, each proxy once at most: go keeps what one has said.
fn list(dice: &mut Dice, port: u16, folder: &str) -> String {
    let mut list = dice.pick(&["", "", "", "", " ", ","]).to_owned();
    let mut proxy = dice.below(6);
    let count = 1 + dice.below(5);
    for at in 0..count {
        proxy = (proxy + 1) % 6;
        let element = match dice.below(40) {
            0 | 1 => dice.pick(REFUSED).to_owned(),
            2..=4 => "direct".to_owned(),
            5 | 6 => "off".to_owned(),
            7 => format!("file://{folder}"),
            8 | 9 => format!("file:///nowhere/{proxy}"),
            10 => format!("http://user:word@127.0.0.1:{port}/p{proxy}"),
            11 => " ".to_owned(),
            12 | 13 => format!("127.0.0.1:{port}/p{proxy}"),
            14 => format!("https://127.0.0.1:{port}/p{proxy}/"),
            15 => format!("http://127.0.0.1:{port}/p{proxy}?q=1"),
            16 => format!("HTTP://127.0.0.1:{port}//p{proxy}/x/#top"),
            _ => format!("http://127.0.0.1:{port}/p{proxy}"),
        };
        list += &element;
        let ends = at + 1 == count;
        if !ends || dice.below(6) == 0 {
            list += dice.pick(SEPARATORS);
        }
    }
    if dice.below(3) == 0 {
        list += dice.pick(&[",direct", "|direct", ",off", "|off"]);
    }
    list
}

/// Walks the hops with the answers that are known, and compares.
fn follow(bench: &Bench, trial: &Trial, seen: &Seen, told: &Told, context: &str) -> End {
    let (asked, end, hard) = walk(told, &trial.answers, &bench.dir.path().join("served"));
    assert_eq!(asked, asked_for_info(seen), "{context}");
    let direct = seen.got(&format!("https://{}?go-get=1", trial.answers.module));
    assert_eq!(end == End::Direct, direct, "{end:?} {context}");
    let off = seen.said.contains("module lookup disabled by GOPROXY=off");
    // A fault before it is shown in its stead.
    assert_eq!(end == End::Off && !hard, off, "{end:?} {context}");
    let first_is_direct = told.hops[0].via == "direct" && told.direct_because.is_none();
    if !first_is_direct {
        let at_once = direct && asked.is_empty() && told.hops.len() == 1;
        assert_eq!(told.direct_because.is_some(), at_once, "{context}");
    }
    let got = !seen.said.lines().any(|line| line.starts_with("go: "));
    assert_eq!(end == End::Got, got, "{end:?} {context}");
    end
}

/// The proxies that are asked, by their marks; how it ends; whether any has failed
/// for another reason than not having the module.
fn walk(told: &Told, answers: &Answers, folder: &Path) -> (Vec<String>, End, bool) {
    let (mut asked, mut hard) = (Vec::new(), false);
    for hop in &told.hops {
        let status = match hop.via.as_str() {
            "direct" => return (asked, End::Direct, hard),
            "off" => return (asked, End::Off, hard),
            _ => status(hop, answers, folder, &mut asked),
        };
        let not_found = matches!(status, 404 | 410);
        hard |= !not_found;
        let goes_on = match hop.next_on.as_deref() {
            Some("any-error") => status != 200,
            Some("not-found") => not_found,
            _ => false,
        };
        if status == 200 {
            return (asked, End::Got, hard);
        }
        if !goes_on {
            break;
        }
    }
    (asked, End::Failed, hard)
}

fn status(hop: &Hop, answers: &Answers, folder: &Path, asked: &mut Vec<String>) -> u16 {
    if let Some(path) = hop.url.strip_prefix("file://") {
        return if Path::new(path) == folder { 200 } else { 404 };
    }
    if hop.url.contains('@') {
        // go sends no password over plain http, and asks nothing.
        return 0;
    }
    let mark = mark(&hop.url);
    let known = answers.statuses.iter().find(|(part, _)| mark.ends_with(part.as_str()));
    let status = known.map_or(0, |(_, status)| *status);
    // Over https go asks once more after any 4xx.
    let times = if mark.starts_with("https") && (400..500).contains(&status) { 2 } else { 1 };
    asked.extend(std::iter::repeat_n(mark, times));
    status
}

fn asked_for_info(seen: &Seen) -> Vec<String> {
    let info = seen.heard.iter().filter(|it| it.url.contains(".info"));
    info.map(|it| mark(&it.url)).collect()
}

/// `http/p3` of any URL below that proxy.
fn mark(url: &str) -> String {
    let scheme = url.split(':').next().unwrap_or_default().to_ascii_lowercase();
    let proxy = url.split(['/', '?', '#']).find(|it| it.len() == 2 && it.starts_with('p'));
    format!("{scheme}/{}", proxy.unwrap_or_default())
}
