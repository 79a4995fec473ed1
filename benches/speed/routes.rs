//! The way of every module of a large go.mod.

use crate::ground::{Ground, gomod, tool};
use divan::{Bencher, black_box};
use gomod_doctor::base::Veiled;
use gomod_doctor::go::env::{Setting, Settings, Source};
use gomod_doctor::go::modfile::{self, Grammar};
use gomod_doctor::model::{Facts, Lacking, Need};
use std::process::Stdio;

/// More than any real module asks for.
const REQUIREMENTS: usize = 2000;

#[divan::bench]
fn parse_gomod(bencher: Bencher) {
    let text = gomod(REQUIREMENTS);
    let grammar = Grammar::of("go1.26.8");
    bencher.bench_local(|| modfile::parse(black_box(text.as_bytes()), grammar).is_ok());
}

#[divan::bench]
fn of_facts(bencher: Bencher) {
    let facts = facts();
    bencher.bench_local(|| {
        let facts = black_box(&facts);
        assert_eq!(facts.routes(&facts.needs).len(), REQUIREMENTS);
    });
}

/// With the asking of `go env`, which the tool never leaves out.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn whole_command(bencher: Bencher) {
    let ground = Ground::new(REQUIREMENTS, "https://proxy.golang.org,direct");
    bencher.bench_local(|| route(&ground));
}

#[divan::bench(sample_count = 20, sample_size = 1)]
fn whole_command_without_go(bencher: Bencher) {
    let ground = Ground::new(REQUIREMENTS, "https://proxy.golang.org,direct");
    bencher.bench_local(|| {
        let mut command = ground.command(tool(), &["route"]);
        let ended = command.env("PATH", "").stdout(Stdio::null()).status();
        assert!(ended.expect("the tool starts").success());
    });
}

fn route(ground: &Ground) {
    let ended = ground.command(tool(), &["route"]).stdout(Stdio::null()).status();
    assert!(ended.expect("the tool starts").success());
}

/// A company's machine: a proxy of its own, private patterns, a forward proxy.
fn facts() -> Facts {
    let settings = [
        ("GOPROXY", "https://goproxy.corp.example|https://proxy.golang.org,direct"),
        ("GOSUMDB", "sum.golang.org"),
        ("GOPRIVATE", "*.corp.example,git.example.org/team/*,example.net"),
        ("GONOPROXY", "*.corp.example,git.example.org/team/*,example.net"),
        ("GONOSUMDB", "*.corp.example,git.example.org/team/*,example.net"),
        ("GOAUTH", "netrc"),
    ];
    let variables = [
        ("HTTPS_PROXY", "http://proxy.corp.example:3128"),
        ("NO_PROXY", "localhost,127.0.0.1,10.0.0.0/8,.corp.example"),
    ];
    Facts {
        settings: Settings(settings.map(setting).to_vec()),
        variables: variables.map(setting).to_vec(),
        needs: (0..REQUIREMENTS).map(need).collect(),
        ..Facts::default()
    }
}

fn setting((name, value): (&str, &str)) -> Setting {
    Setting { name: name.to_owned(), value: Veiled::new(value), source: Source::Environment }
}

fn need(at: usize) -> Need {
    Need {
        module: format!("example.com/modules/m{at}"),
        version: "v1.0.0".to_owned(),
        lacking: Lacking::ALL,
        file: None,
        line: None,
        by: None,
        summed: at.is_multiple_of(2),
        sums: Vec::new(),
    }
}
