//! Logs of 100 MB: read in process, and `log` beside `rg -c` over the same file.

use crate::ground::tool;
use crate::watched::{Run, run};
use divan::counter::BytesCount;
use gomod_doctor::causes;
use gomod_doctor::log::Reader;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const SIZE: usize = 100_000_000;
const PIECE: usize = 256 << 10;
const TURNS: usize = 5;
const LIMIT: Duration = Duration::from_mins(1);

/// What a log is made of.
const KINDS: &[&str] = &["chatter", "downloads", "failures", "traces", "one line"];

#[divan::bench(args = KINDS, sample_count = 5, sample_size = 1)]
fn log_of_100_mb(bencher: divan::Bencher, kind: &str) {
    let log = log(kind);
    bencher.counter(BytesCount::new(log.len())).bench_local(|| {
        let mut reader = Reader::new(causes::ALL);
        log.chunks(PIECE).for_each(|piece| reader.feed(piece));
        reader.finish().len()
    });
}

/// Measures `log` and ripgrep turn by turn, and prints: ripgrep looks for all words that
/// `log` knows, and for one.
pub(crate) fn print() {
    if Command::new("rg").arg("--version").output().is_err() {
        return println!("\nripgrep is not installed: `log` is measured beside nothing");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let words = folder.path().join("words");
    std::fs::write(&words, known().join("\n")).expect("a file of words");
    println!(
        "\n{:24} {:>10} {:>9} {:>16} {:>16}",
        "100 MB of", "log", "memory", "rg -c, all words", "rg -c, one word"
    );
    for kind in KINDS {
        let file = folder.path().join("a.log");
        std::fs::write(&file, log(kind)).expect("a log");
        row(kind, &file, &words);
    }
}

fn row(kind: &str, file: &Path, words: &PathBuf) {
    let mut all = Command::new("rg");
    all.arg("-c").arg("-F").arg("-f").arg(words).arg(file);
    let mut one = Command::new("rg");
    one.args(["-c", "no such host"]).arg(file);
    let mut ours = Command::new(tool());
    ours.arg("log").arg(file);
    let [ours, all, one] = [ours, all, one].map(|mut command| median(&mut command));
    let beside = |it: &Run| {
        let ratio = ours.took.as_secs_f64() / it.took.as_secs_f64();
        format!("{:.0} ms {ratio:.2}", it.took.as_secs_f64() * 1000.0)
    };
    println!(
        "{kind:24} {:>7.0} ms {:>5.1} MiB {:>16} {:>16}",
        ours.took.as_secs_f64() * 1000.0,
        f64::from(u32::try_from(ours.memory).unwrap_or(u32::MAX)) / 1024.0,
        beside(&all),
        beside(&one),
    );
}

fn median(command: &mut Command) -> Run {
    let mut runs: Vec<Run> = (0..TURNS).map(|_| run(command, LIMIT)).collect();
    runs.sort_by_key(|run| run.took);
    runs[TURNS / 2]
}

/// All words by which causes are known.
fn known() -> Vec<&'static str> {
    let marks = causes::ALL.iter().flat_map(|cause| cause.logs);
    let longest = marks.filter_map(|mark| mark.words.iter().max_by_key(|word| word.len()));
    longest.copied().filter(|word| !word.contains('\n')).collect()
}

/// A log that repeats itself up to its size, with other numbers.
fn log(kind: &str) -> Vec<u8> {
    let mut text = String::with_capacity(SIZE + 1000);
    let mut at = 0;
    while text.len() < SIZE {
        at += 1;
        add(&mut text, kind, at).expect("writing to a string");
    }
    text.into_bytes()
}

fn add(text: &mut String, kind: &str, at: usize) -> std::fmt::Result {
    let second = at / 7 % 60;
    match kind {
        "downloads" => writeln!(text, "go: downloading example.com/m{at}/v2 v2.{}.0", at % 40),
        "failures" => writeln!(
            text,
            "go: example.com/m{at}@v1.0.0: Get \"https://proxy.example/example.com/m{at}/@v/v1.0.0.mod\": dial tcp: lookup proxy.example on 192.0.2.53:53: no such host"
        ),
        "traces" => writeln!(
            text,
            "# get https://proxy.example/example.com/m{at}/@v/list\n0.{second:03}s # cd /go/pkg/mod/cache/vcs/{at:064x}; git ls-remote -q origin\nmkdir -p $WORK/b{at:03}/"
        ),
        "one line" => write!(text, "module {at} was built in {second} ms, "),
        _ => writeln!(
            text,
            "2026-11-28T12:00:{second:02}.{:07}Z [{at}] Compiling webpack chunk src/app/main{at}.ts: ok, 1 warning, cached in {second}ms",
            at % 10_000_000
        ),
    }
}
