//! What go says is the same whatever carries it.

use crate::carriers::{ALL, Carrier};
use gomod_doctor::causes;
use gomod_doctor::log;
use gomod_doctor::model::Symptom;
use serde_json::json;

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

/// The names of two outputs.
const FIRST: &str = "4";
const SECOND: &str = "5";

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

/// All of it, one after the other, and what is heard of it where nothing carries it.
fn bare() -> (String, Vec<Told>) {
    let text: String = SAID.iter().map(|it| it.1).collect();
    let expected = told(text.as_bytes());
    assert!(expected.len() >= SAID.len(), "too little is heard: {expected:#?}");
    (text, expected)
}

/// Remarks on what is heard otherwise.
#[derive(Default)]
struct Wrong(Vec<String>);

impl Wrong {
    fn compare(&mut self, how: &str, log: &[u8], expected: &[Told], lower: usize) {
        let expected: Vec<Told> = expected.iter().map(|it| it.clone().lower(lower)).collect();
        let heard = told(log);
        let lost = expected.iter().filter(|it| !heard.contains(it));
        let new = heard.iter().filter(|it| !expected.contains(it));
        self.0.extend(lost.map(|it| format!("{how} loses {it:?}")));
        self.0.extend(new.map(|it| format!("{how} hears {it:?}")));
    }
}

impl Drop for Wrong {
    fn drop(&mut self) {
        assert!(self.0.is_empty(), "{} are wrong:\n{}", self.0.len(), self.0.join("\n"));
    }
}

#[test]
fn lines_are_heard_through_any_carrier() {
    let (text, expected) = bare();
    let mut wrong = Wrong::default();
    for carrier in ALL {
        let log = carrier.carry(&text, FIRST).join("\n");
        wrong.compare(carrier.name, log.as_bytes(), &expected, carrier.before());
    }
}

#[test]
fn two_outputs_that_are_mixed_are_told_apart() {
    let mut wrong = Vec::new();
    let codes = |log: &str| {
        let mut codes: Vec<String> = told(log.as_bytes()).into_iter().map(|it| it.code).collect();
        codes.sort();
        codes
    };
    let (first, second) = SAID.split_at(SAID.len() / 2);
    let all = |said: &[(&str, &str)]| said.iter().map(|it| it.1).collect::<String>();
    let (first, second) = (all(first), all(second));
    let mut expected = [codes(&first), codes(&second)].concat();
    expected.sort();
    for carrier in ALL.iter().filter(|it| it.tells_apart()) {
        let heard = codes(&mixed(carrier, &first, &second));
        if heard != expected {
            wrong.push(format!("{}: {heard:?}, not {expected:?}", carrier.name));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// A line of one, a line of the other.
fn mixed(carrier: &Carrier, first: &str, second: &str) -> String {
    let (first, second) = (carrier.carry(first, FIRST), carrier.carry(second, SECOND));
    let most = first.len().max(second.len());
    let lines = (0..most).flat_map(|at| [first.get(at), second.get(at)]).flatten();
    lines.map(|line| line.to_owned() + "\n").collect()
}

#[test]
fn carriers_nest() {
    let outer = ["GitHub", "compose", "docker logs -t", "branches of Jenkins", "a quotation"];
    let (text, expected) = bare();
    let mut wrong = Wrong::default();
    for outer in ALL.iter().filter(|it| outer.contains(&it.name)) {
        for inner in ALL {
            let log = outer.carry(&inner.carry(&text, FIRST).join("\n"), FIRST).join("\n");
            let how = format!("{} in {}", inner.name, outer.name);
            wrong.compare(&how, log.as_bytes(), &expected, outer.before() + inner.before());
        }
    }
}

/// A way and what it does.
type Written = (&'static str, fn(&str) -> Vec<u8>);

/// How the same text may be written down.
const WRITTEN: &[Written] = &[
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
    ("backspaces", |text| text.replace('o', "p\u{8}o").into()),
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
    let (text, expected) = bare();
    let mut wrong = Wrong::default();
    for (way, write) in WRITTEN {
        for carrier in ALL.iter().filter(|it| carriers.contains(&it.name)) {
            let log = write(&(carrier.carry(&text, FIRST).join("\n") + "\n"));
            let lower = carrier.before() + usize::from(*way == "UTF-16 behind UTF-8");
            wrong.compare(&format!("{way} in {}", carrier.name), &log, &expected, lower);
        }
    }
}

/// A shape and what makes it.
type Shape = (&'static str, fn(&str) -> String);

/// Shapes in which lines are cut or put into one; the numbers of lines are others then.
const SHAPES: &[Shape] = &[
    ("a window of 80", |text| cut(text, 80)),
    ("a window of 100", |text| cut(text, 100)),
    ("a window of 120", |text| cut(text, 120)),
    ("a line of JSON", |text| json!({ "level": "error", "msg": text }).to_string()),
    ("what docker logs", |text| {
        lines(text, |line| json!({ "log": format!("{line}\n"), "stream": "stderr" }).to_string())
    }),
    ("a line of logfmt", |text| format!("level=error msg={}", json!(text))),
    ("a line with escapes", |text| {
        format!("failed: {}", text.replace('\n', "\\n").replace('\t', "\\t"))
    }),
    ("an annotation", |text| {
        format!("::error file=go.mod::{}", text.replace('%', "%25").replace('\n', "%0A"))
    }),
    ("PowerShell", |text| {
        let (first, rest) = text.split_once('\n').unwrap();
        let notes = "    + CategoryInfo          : NotSpecified: (go: :String) [], RemoteException\n    \
            + FullyQualifiedErrorId : NativeCommandError";
        format!(
            "go : {first}\n所在位置 行:1 字符: 1\n+ go mod download\n+ ~~~~~~\n{notes}\n \n{rest}"
        )
    }),
];

fn cut(text: &str, width: usize) -> String {
    lines(text, |line| {
        let letters: Vec<char> = line.chars().collect();
        let pieces: Vec<String> = letters.chunks(width).map(|it| it.iter().collect()).collect();
        pieces.join("\n")
    })
}

#[test]
fn lines_are_heard_in_any_shape() {
    let codes = |text: &str| -> Vec<(String, Option<String>)> {
        told(text.as_bytes()).into_iter().map(|it| (it.code, it.module)).collect()
    };
    let mut wrong = Vec::new();
    for (name, text) in SAID {
        let expected = codes(text);
        for (shape, change) in SHAPES {
            let within = *name == "as_json" && shape.contains("window");
            let heard = codes(&change(text));
            if heard != expected && !within {
                wrong.push(format!("{name} in {shape}: {heard:?}, not {expected:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
