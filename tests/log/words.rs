//! go's own words to the cause they are of, with their line, host and module.
//!
//! `go.txt` is what the real go 1.21, 1.26 and 1.27 printed in scenarios of the lab
//! (`GOMOD_DOCTOR_LAB_WORDS=FILE`, see tests/lab/overheard.rs), at most five of a cause;
//! `small.txt` is of small runs of go, git and ssh; `old.txt` has the formats of go 1.11
//! to 1.20, from the history of its source. The code of an entry is what was wrong. With
//! `UPDATE=1` all else that is heard is written there anew.

use gomod_doctor::model::Force;
use gomod_doctor::{causes, log};
use std::collections::BTreeSet;
use std::path::PathBuf;

const FILES: &[&str] = &["go.txt", "small.txt", "old.txt"];

/// Codes of each group of failures, in the order in which a download comes by them.
const GROUPS: &[(&str, &[&str])] = &[
    ("names", &["dns-no-such-host", "dns-server-failure", "dns-timeout", "dns-no-resolver"]),
    ("sockets", &["tcp-refused", "tcp-timeout", "tcp-reset", "tcp-unreachable"]),
    ("TLS", &["tls-unknown-authority", "tls-expired", "tls-name-mismatch", "tls-plaintext-server"]),
    ("forward proxies", &["http-proxy-unreachable", "http-proxy-auth-required"]),
    ("HTTP", &["http2-stream-error", "redirect-broken", "server-no-answer"]),
    ("GOPROXY", &["goproxy-off", "goproxy-malformed", "goproxy-file-missing"]),
    ("module proxies", &["goproxy-server-error", "goproxy-forbidden", "download-truncated"]),
    ("the checksum database", &["sumdb-mismatch", "sumdb-module-unknown", "sumdb-unreachable"]),
    ("go.sum", &["gosum-mismatch", "gosum-malformed", "gosum-missing-entry"]),
    ("the disk", &["disk-full", "modcache-not-writable", "modcache-read-only"]),
    ("logins", &["goproxy-auth-required", "goauth-broken", "private-auth-missing"]),
    ("discovery", &["go-import-missing", "insecure-host", "govcs-disallowed"]),
    ("git", &["git-missing", "ssh-auth-failed", "ssh-host-key-unknown", "git-dubious-ownership"]),
    ("versions", &["version-not-found", "version-invalid", "module-path-mismatch"]),
    ("go.mod", &["gomod-syntax", "gomod-missing", "gowork-broken", "go-too-old"]),
    ("toolchains", &["toolchain-unavailable", "toolchain-name-invalid"]),
    ("settings", &["go-env-invalid", "goflags-invalid", "vendor-inconsistent"]),
    (
        "other commands",
        &["package-not-in-module", "package-not-in-std", "command-argument-invalid"],
    ),
];

/// One run of go: what was wrong, what it said, and what is heard of it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    name: String,
    code: String,
    /// `line host module`, and the code where the words are another's first.
    heard: String,
    text: String,
}

fn entries(file: &str) -> Vec<Entry> {
    let text = std::fs::read_to_string(place(file)).unwrap_or_default();
    text.split("\n=== ").skip(1).map(entry).collect()
}

fn place(file: &str) -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/log")).join(file)
}

fn entry(text: &str) -> Entry {
    let (top, text) = text.split_once("\n---\n").expect("a line that ends the head");
    let value = |name: &str| {
        let line = top.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap_or_default().trim().to_owned()
    };
    let name = top.lines().next().unwrap_or_default().to_owned();
    let (code, first) = (value("code:"), value("heard:"));
    Entry { name, code, heard: first, text: format!("{}\n", text.trim_end_matches('\n')) }
}

/// What is heard first of what stops go, and whether the code is heard at all: itself, or
/// left open by the words.
fn heard(entry: &Entry) -> (String, bool) {
    let all = log::read(entry.text.as_bytes(), causes::ALL);
    let known = all.iter().any(|it| it.code == entry.code || it.or.contains(&entry.code));
    let stops = all.iter().position(|it| it.force == Force::Stops).unwrap_or(0);
    let Some(it) = all.get(stops) else { return ("nothing".to_owned(), false) };
    let (host, module) = (it.said.host.as_deref(), it.said.module.as_deref());
    let heard = format!("{} {} {}", it.line, host.unwrap_or("-"), module.unwrap_or("-"));
    let other = (it.code != entry.code).then(|| format!(" as {}", it.code));
    (heard + &other.unwrap_or_default(), known)
}

#[test]
fn the_words_of_go_are_heard() {
    let mut wrong = Vec::new();
    for file in FILES {
        let entries = entries(file);
        if std::env::var_os("UPDATE").is_some() {
            update(file, &entries);
            continue;
        }
        for entry in entries {
            let (heard, known) = heard(&entry);
            if heard != entry.heard || !known {
                let Entry { name, code, heard: before, text } = entry;
                wrong.push(format!("{file}: {name}: {code}: {heard}, and not {before}\n{text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of them:\n{}", wrong.len(), wrong.join("\n"));
}

fn update(file: &str, entries: &[Entry]) {
    let path = place(file);
    let text = std::fs::read_to_string(&path).expect("the words");
    let opening = text.split("\n=== ").next().unwrap_or_default().to_owned();
    let written = entries.iter().map(|entry| {
        let Entry { name, code, text, .. } = entry;
        format!("\n=== {name}\ncode: {code}\nheard: {}\n---\n{text}", heard(entry).0)
    });
    std::fs::write(path, opening + &written.collect::<String>()).expect("the words");
}

#[test]
fn every_group_has_words() {
    let all: BTreeSet<String> =
        FILES.iter().flat_map(|file| entries(file)).map(|entry| entry.code).collect();
    for (group, codes) in GROUPS {
        for code in *codes {
            assert!(all.contains(*code), "{group}: no words of {code}");
        }
    }
    let known = |code: &String| causes::ALL.iter().any(|cause| cause.code == code);
    assert!(all.iter().all(known), "codes of causes");
    assert!(all.len() > 130, "{} causes have words", all.len());
}
