//! Projects and settings by chance, in a world where every server is well: where go
//! succeeds the tool finds no error, and where go fails it does not call that health.

use std::fs;

use serde_json::Value;

use crate::beside::{Beside, Did};
use crate::keep;
use crate::world::{World, place};

/// As many cases a sweep; `GOMOD_DOCTOR_SWEEP` names another number.
const CASES: u64 = 40;

/// A small deterministic generator (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).expect("31 bits") % end
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    /// True once in so many times.
    fn rarely(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }
}

/// Files below the scenario's folder, and variables.
#[derive(Default)]
struct Case {
    files: Vec<(&'static str, String)>,
    variables: Vec<(&'static str, String)>,
}

impl Case {
    fn file(&mut self, path: &'static str, text: impl Into<String>) {
        self.files.push((path, text.into()));
    }

    fn told(&self) -> String {
        let files = self.files.iter().map(|(path, text)| format!("--- {path}\n{text}\n"));
        let variables = self.variables.iter().map(|(name, value)| format!("{name}={value:?}\n"));
        files.chain(variables).collect()
    }
}

const MODULES: &[&str] = &["module app.corp.example/app", "module app", "module \"a.example/b\""];
const SLIPS: &[&str] = &[
    "module go",
    "",
    "module a b",
    "module app.corp.example/app/v1",
    "module App.corp.example/app",
    "// module x",
];
const LINES: &[&str] = &[
    "go 1.21",
    "go 1.16",
    "go 1.21.0",
    "toolchain default",
    "toolchain go1.21.0",
    "require example.com/canary v1.0.0",
    "require example.com/canary v1.1.0 // indirect",
    "require (\n\tgolang.org/x/text v0.3.0\n\texample.com/canary v1.0.0\n)",
    "require golang.org/x/text v0.14.0",
    "exclude golang.org/x/text v0.13.0",
    "replace golang.org/x/text => golang.org/x/text v0.3.0",
    "replace example.com/other => ./lib",
    "replace example.com/canary v1.0.0 => ./lib",
    "replace example.com/none => ../none",
    "retract v1.0.1 // a mistake",
    "retract [v1.0.0, v1.0.5]",
    "exclude (\n)",
    "// a comment",
    "",
];
const ODD: &[&str] = &[
    "go 1.99",
    "go v1.21",
    "go 1.21.x",
    "toolchain go1.99.1",
    "toolchain 1.21",
    "require example.com/canary v1.0",
    "require example.com/canary v2.0.0",
    "require example.com/canary/v2 v2.0.0",
    "require example.com/canary v1.0.9",
    "require example.com/canarry v1.0.0",
    "require example.com/canary latest",
    "require example.com/canary@v1.0.0",
    "require https://example.com/canary v1.0.0",
    "require Example.com/canary v1.0.0",
    "require example.com/Canary v1.0.0",
    "require gopkg.in/yaml v2.0.0",
    "require example.com/canary v1.0.0+incompatible",
    "require example.com/canary v1.0.0-20240101000000-0123456789ab",
    "exclude example.com/canary v1.0.0",
    "replace example.com/canary => ../gone",
    "replace example.com/canary => ./lib v1.0.0",
    "replace example.com/canary => lib",
    "replace example.com/canary => golang.org/x/text v0.3.0",
    "replace example.com/canary => example.com/canary v1.0.9",
    "replace example.com/canary => ./nomod",
    "require (",
    "reqire example.com/canary v1.0.0",
    "<<<<<<< HEAD",
    "godebug default=go1.21",
    "godebug nosuch=1",
    "tool example.com/canary",
    "ignore ./node_modules",
    "/* comment */",
];

fn gomod(chance: &mut Chance) -> String {
    let module = if chance.rarely(12) { chance.one(SLIPS) } else { chance.one(MODULES) };
    let mut lines = vec![module];
    for _ in 0..=chance.below(5) {
        lines.push(chance.one(LINES));
    }
    if chance.rarely(2) {
        lines.push(chance.one(ODD));
    }
    let text = lines.join(if chance.rarely(8) { "\r\n" } else { "\n" });
    let start = if chance.rarely(40) { "\u{feff}" } else { "" };
    format!("{start}{text}\n")
}

fn project(chance: &mut Chance) -> Case {
    let mut case = Case::default();
    case.file("work/go.mod", gomod(chance));
    if chance.rarely(2) {
        case.file("work/lib/go.mod", "module example.com/other\n\ngo 1.20\n");
        case.file("work/lib/lib.go", "package lib\n");
    }
    case.file("work/nomod/lib.go", "package lib\n");
    if chance.rarely(4) {
        case.file("work/vendor/modules.txt", "# example.com/canary v1.0.0\n## explicit\n");
    }
    case
}

const SETTINGS: &[(&str, &[&str])] = &[
    ("GOFLAGS", &["-mod=mod", "-mod=vendor", "-mod=foo", "-v", "-tags=a,b", "-mod mod", "-nosuch"]),
    ("GOFLAGS", &["-modfile=other.mod", "-modcacherw", "'-ldflags=-s -w'", "\"-x", "-race=false"]),
    ("GO111MODULE", &["on", "off", "auto", "yes", "ON"]),
    ("GOWORK", &["off", "auto", "work/go.work", "/proc/nowhere/go.work"]),
    (
        "GOTOOLCHAIN",
        &["auto", "local", "path", "go1.21", "latest", "go1.99.0", "local+auto", " local"],
    ),
    ("GOPATH", &["relative", "~/go", "{lab}/some/go", "/dev/null/a:/dev/null/b"]),
    ("GOMODCACHE", &["cache", "~/cache", "{lab}/some/cache", "/dev/null", "/dev/null/cache"]),
    ("GODEBUG", &["http2client=0", "nosuch=1", "x509sha1=1", "netdns=go", "cmdgonetlimit=0"]),
    ("GOROOT", &["/proc/nowhere", ""]),
    ("GOEXPERIMENT", &["nosuch", "", "none"]),
    ("GOENV", &["off", "/proc/nowhere/env", "relative/env"]),
    ("GOVCS", &["*:all", "off", "git", "public:git,private:all", ":"]),
    ("GOAUTH", &["off", "netrc", "nonsense"]),
    ("GOPRIVATE", &["*.corp.example", "[", "corp.example/"]),
    ("GONOSUMDB", &["example.com", " "]),
    ("GOSUMDB", &["off", "sum.golang.org"]),
    ("GOPROXY", &["https://proxy.golang.org", "off", " ", "https://proxy.golang.org|direct"]),
    ("GOPROXY", &["proxy.golang.org", "\"https://proxy.golang.org\"", "https://proxy.golang.org,"]),
    ("GOCACHE", &["off", "relative", "/proc/nowhere/cache"]),
    ("GOTMPDIR", &["/proc/nowhere", "relative"]),
    ("TMPDIR", &["/proc/nowhere", ""]),
    ("GOINSECURE", &["example.com"]),
    ("GOOS", &["plan9", "nosuch"]),
    ("REQUEST_METHOD", &["GET"]),
];

fn settings(chance: &mut Chance) -> Case {
    let mut case = Case::default();
    let mut lines = String::new();
    for _ in 0..=chance.below(3) {
        let (name, values) = SETTINGS[chance.below(SETTINGS.len())];
        let value = chance.one(values);
        if chance.rarely(3) {
            lines.extend([name, "=", value, if chance.rarely(4) { "\r\n" } else { "\n" }]);
        } else {
            case.variables.push((name, value.to_owned()));
        }
    }
    if !lines.is_empty() {
        case.file("home/.config/go/env", lines);
    }
    if chance.rarely(4) {
        case.file("work/go.work", "go 1.21\n\nuse .\n");
    }
    case
}

const WORK: &[&str] = &[
    "go 1.21",
    "go 1.18",
    "toolchain go1.21.0",
    "use .",
    "use ./a",
    "use (\n\t.\n\t./a\n)",
    "replace example.com/canary v1.0.0 => example.com/canary v1.1.0",
    "// a comment",
];
const WORK_ODD: &[&str] = &[
    "use ./b",
    "use ./gone",
    "use ./a\nuse ./a",
    "use ./a/",
    "use a",
    "uses ./a",
    "go 1.99",
    "replace example.com/canary => ../gone",
    "replace example.com/canary => example.com/canary v1.0.9",
    "use (",
    "require example.com/canary v1.0.0",
    "godebug nosuch=1",
];

fn workspace(chance: &mut Chance) -> Case {
    let mut case = Case::default();
    let mut lines = vec![chance.one(&WORK[..2])];
    for _ in 0..=chance.below(3) {
        lines.push(chance.one(WORK));
    }
    if chance.rarely(2) {
        lines.push(chance.one(WORK_ODD));
    }
    case.file("work/go.work", lines.join("\n") + "\n");
    let member = format!("module a.corp.example/a\n\n{}\n", chance.one(LINES));
    case.file("work/a/go.mod", member);
    if chance.rarely(3) {
        case.file("work/b/go.mod", "module app.corp.example/app\n");
    }
    if chance.rarely(3) {
        case.variables.push(("GOFLAGS", "-mod=mod".to_owned()));
    }
    case
}

#[test]
fn sweep_of_projects() {
    sweep("sweep_of_projects", 1, project);
}

#[test]
fn sweep_of_settings() {
    sweep("sweep_of_settings", 2, settings);
}

#[test]
fn sweep_of_workspaces() {
    sweep("sweep_of_workspaces", 3, workspace);
}

fn sweep(name: &'static str, seed: u64, made: fn(&mut Chance) -> Case) {
    let Some(mut beside) = Beside::enter(name, World::internet) else { return };
    let cases = std::env::var("GOMOD_DOCTOR_SWEEP").ok().and_then(|it| it.parse().ok());
    let mut wrong = Vec::new();
    for at in 0..cases.unwrap_or(CASES) {
        let case = made(&mut Chance(seed * 1_000_003 + at));
        keep::bring_back();
        place_case(&mut beside, &case);
        let words = ["--timeout", "8s"];
        let (go, tool) = beside.run_anew("go mod download", &words, || write(&case));
        if let Some(why) = judged(&go, &tool) {
            let (go, tool) = (&go.outcome, summary(&tool));
            wrong.push(format!("#{at}: {why}\n{}go: {go}\ntool: {tool}\n", case.told()));
        }
    }
    println!("{}", wrong.join("\n"));
    assert!(wrong.is_empty(), "{} cases are wrong; see above", wrong.len());
}

fn place_case(beside: &mut Beside, case: &Case) {
    beside.world.environment.clear();
    for (name, value) in &case.variables {
        let value = value.replace("{lab}", &place("").display().to_string());
        beside.world.environment.insert((*name).to_owned(), value);
    }
    write(case);
}

fn write(case: &Case) {
    for (path, text) in &case.files {
        let path = place(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let text = text.replace("{lab}", &place("").display().to_string());
        fs::write(path, text).expect("a file of the case");
    }
}

/// What is wrong with what the tool says beside go; none where it is right.
fn judged(go: &Did, tool: &Did) -> Option<String> {
    let report: Value = match serde_json::from_str(&tool.outcome.stdout) {
        Ok(report) => report,
        Err(error) => return Some(format!("no document: {error}")),
    };
    let errors: Vec<&str> = report["diagnoses"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|it| it["severity"] == "error")
        .filter_map(|it| it["code"].as_str())
        .collect();
    let (works, code) = (go.outcome.code == Some(0), tool.outcome.code);
    match (works, errors.as_slice(), code) {
        (true, [], Some(0 | 3)) | (false, [_, ..], Some(1)) => None,
        (true, errors, code) => Some(format!("go works; the tool says {errors:?}, exit {code:?}")),
        (false, errors, code) => Some(format!("go fails; the tool says {errors:?}, exit {code:?}")),
    }
}

fn summary(tool: &Did) -> String {
    let report: Value = serde_json::from_str(&tool.outcome.stdout).unwrap_or_default();
    let diagnoses = report["diagnoses"].as_array().into_iter().flatten();
    let told: Vec<String> = diagnoses
        .map(|it| format!("{} {}: {}", it["severity"], it["code"], it["message"]))
        .collect();
    format!("{} {} {}", report["verdict"], told.join("; "), report["unexplained"])
}
