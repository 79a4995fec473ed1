//! What go says is the same whatever carries it.

use crate::carriers::{ALL, Carrier};
use gomod_doctor::causes;
use gomod_doctor::log;
use gomod_doctor::model::Symptom;

/// What go 1.26 said when it was run against proxies and repositories that failed it.
const SAID: &[(&str, &str)] = &[
    ("as_json", include_str!("said/as_json.txt")),
    ("bad_gateway", include_str!("said/bad_gateway.txt")),
    ("by_git", include_str!("said/by_git.txt")),
    ("chain", include_str!("said/chain.txt")),
    ("forbidden", include_str!("said/forbidden.txt")),
    ("mismatch", include_str!("said/mismatch.txt")),
    ("not_found", include_str!("said/not_found.txt")),
    ("parsing", include_str!("said/parsing.txt")),
    ("refused", include_str!("said/refused.txt")),
    ("renamed", include_str!("said/renamed.txt")),
    ("vendored", include_str!("said/vendored.txt")),
];

/// What a symptom comes to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Told {
    line: usize,
    code: String,
    head: Option<usize>,
    module: Option<String>,
    host: Option<String>,
    text: String,
}

fn told(log: &[u8]) -> Vec<Told> {
    log::read(log, causes::ALL).into_iter().map(Told::of).collect()
}

impl Told {
    fn of(it: Symptom) -> Self {
        let (line, head) = (it.line, it.head.map(|head| head.0));
        let Symptom { code, said, text, .. } = it;
        Self { line, code, head, module: said.module, host: said.host, text }
    }

    fn lower(self, lines: usize) -> Self {
        Self { line: self.line + lines, head: self.head.map(|it| it + lines), ..self }
    }
}

fn bare() -> Vec<(&'static str, &'static str, Vec<Told>)> {
    let all = SAID.iter().map(|(name, text)| (*name, *text, told(text.as_bytes())));
    let all: Vec<_> = all.collect();
    let telling = all.iter().filter(|it| !it.2.is_empty()).count();
    assert!(telling + 2 >= all.len(), "only {telling} tell something");
    all
}

#[test]
fn lines_are_heard_through_any_carrier() {
    let mut wrong = Vec::new();
    for (name, text, expected) in bare() {
        for carrier in ALL {
            let heard = told(carrier.carry(text, "1").join("\n").as_bytes());
            let expected: Vec<Told> =
                expected.iter().map(|it| it.clone().lower(carrier.before())).collect();
            if heard != expected {
                wrong.push(format!("{name} in {}: {heard:#?}, not {expected:#?}", carrier.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{} are heard otherwise: {}", wrong.len(), wrong.join("\n"));
}

#[test]
fn two_outputs_that_are_mixed_are_told_apart() {
    let bare = bare();
    let mut wrong = Vec::new();
    for carrier in ALL.iter().filter(|it| it.tells_apart()) {
        for (first, second) in bare.iter().zip(bare.iter().skip(1)) {
            let mut heard = told(mixed(carrier, first.1, second.1).as_bytes());
            heard.sort();
            let codes = |all: &[Told]| all.iter().map(|it| it.code.clone()).collect::<Vec<_>>();
            let mut expected = [codes(&first.2), codes(&second.2)].concat();
            let mut found = codes(&heard);
            expected.sort();
            found.sort();
            if found != expected {
                let both = format!("{} and {} in {}", first.0, second.0, carrier.name);
                wrong.push(format!("{both}: {found:?}, not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} are heard otherwise: {}", wrong.len(), wrong.join("\n"));
}

/// A line of one, a line of the other.
fn mixed(carrier: &Carrier, first: &str, second: &str) -> String {
    let (first, second) = (carrier.carry(first, "4"), carrier.carry(second, "5"));
    let most = first.len().max(second.len());
    let lines = (0..most).flat_map(|at| [first.get(at), second.get(at)]).flatten();
    lines.map(|line| line.to_owned() + "\n").collect()
}

#[test]
fn carriers_nest() {
    let outer = ["GitHub", "compose", "docker logs -t", "branches of Jenkins", "a quotation"];
    let mut wrong = Vec::new();
    let bare = bare();
    for outer in ALL.iter().filter(|it| outer.contains(&it.name)) {
        for (at, inner) in ALL.iter().enumerate() {
            let (name, text, expected) = &bare[at % bare.len()];
            let log = outer.carry(&inner.carry(text, "1").join("\n"), "1").join("\n");
            let lower = outer.before() + inner.before();
            let expected: Vec<Told> = expected.iter().map(|it| it.clone().lower(lower)).collect();
            let heard = told(log.as_bytes());
            if heard != expected {
                let both = format!("{name} in {} in {}", inner.name, outer.name);
                wrong.push(format!("{both}: {heard:#?}, not {expected:#?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} are heard otherwise: {}", wrong.len(), wrong.join("\n"));
}

/// How the same text may be written down.
const WRITTEN: &[(&str, fn(&str) -> Vec<u8>)] = &[
    ("CRLF", |text| text.replace('\n', "\r\n").into()),
    ("colours", |text| lines(text, |line| format!("\u{1b}[31m{line}\u{1b}[0m")).into()),
    ("colours in every word", |text| text.replace(' ', " \u{1b}[1;31m").into()),
    ("colours in words", |text| text.replace("re", "r\u{1b}[31me\u{1b}[m").into()),
    ("UTF-16LE", |text| wide("\u{feff}", text, u16::to_le_bytes)),
    ("UTF-16BE", |text| wide("\u{feff}", text, u16::to_be_bytes)),
    ("UTF-16LE without its mark", |text| wide("", text, u16::to_le_bytes)),
    ("UTF-16BE without its mark", |text| wide("", text, u16::to_be_bytes)),
    ("UTF-16 behind UTF-8", |text| {
        [b"begun\n".to_vec(), wide("\u{feff}", text, u16::to_le_bytes)].concat()
    }),
    ("backspaces", |text| text.replace("o", "p\u{8}o").into()),
];

fn lines(text: &str, change: impl Fn(&str) -> String) -> String {
    text.lines().map(|line| change(line) + "\n").collect()
}

fn wide(mark: &str, text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let all = mark.encode_utf16().chain(text.encode_utf16());
    all.flat_map(bytes).collect()
}

#[test]
fn it_may_be_written_down_in_any_way() {
    let carriers = ["none", "buildkit", "GitHub", "compose"];
    let mut wrong = Vec::new();
    for (name, text, expected) in bare() {
        for (way, write) in WRITTEN {
            for carrier in ALL.iter().filter(|it| carriers.contains(&it.name)) {
                let heard = told(&write(&(carrier.carry(text, "1").join("\n") + "\n")));
                let lower = carrier.before() + usize::from(*way == "UTF-16 behind UTF-8");
                let expected: Vec<Told> =
                    expected.iter().map(|it| it.clone().lower(lower)).collect();
                if heard != expected {
                    let how = format!("{name} with {way} in {}", carrier.name);
                    wrong.push(format!("{how}: {heard:#?}, not {expected:#?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} are heard otherwise: {}", wrong.len(), wrong.join("\n"));
}
