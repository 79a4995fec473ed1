//! What go, and the programs that it runs, print of each cause in their versions. Each
//! row is as the real ones print it, with hosts, modules and addresses of nobody's.

mod files;
mod foreign;
mod machine;
mod names;
mod proxies;
mod quiet;
mod repositories;
mod road;
mod settings;
mod sums;
mod trust;
mod versions;

use super::kept::Kept;
use super::lines::Lines;
use super::weigh;
use super::words::Words;
use crate::causes::ALL;
use crate::model::{Force, Symptom};
use std::sync::LazyLock;

/// A code, the codes that the words leave open beside it, and what was printed.
type Row = (&'static str, &'static [&'static str], &'static str);

static WORDS: LazyLock<Words> = LazyLock::new(|| Words::of(ALL));

/// What stands before the fault, by the first word of a row.
const PLACES: &[(&str, &str)] = &[
    (
        "GET ",
        "go: gopher.test/kit@v1.4.2: Get \"https://modules.acme.test/gopher.test/kit/@v/v1.4.2.mod\": ",
    ),
    (
        "PUBLIC ",
        "go: gopher.test/kit@v1.4.2: Get \"https://proxy.golang.org/gopher.test/kit/@v/v1.4.2.mod\": ",
    ),
    (
        "ZIP ",
        "go: gopher.test/kit@v1.4.2: read \"https://modules.acme.test/gopher.test/kit/@v/v1.4.2.zip\": ",
    ),
    // Before go 1.14.
    (
        "OLD ",
        "go: gopher.test/kit@v1.4.2: Get https://proxy.golang.org/gopher.test/kit/@v/v1.4.2.mod: ",
    ),
    (
        "PAGE ",
        "go: gopher.test/kit@v1.4.2: unrecognized import path \"gopher.test/kit\": https fetch: Get \"https://gopher.test/kit?go-get=1\": ",
    ),
    (
        "GOPATH ",
        "package gopher.test/kit: unrecognized import path \"gopher.test/kit\" (https fetch: Get https://gopher.test/kit?go-get=1: ",
    ),
    (
        "GIT ",
        "go: github.com/acme/kit@v1.4.2: reading github.com/acme/kit/go.mod at revision v1.4.2: git ls-remote -q --end-of-options https://github.com/acme/kit in /root/go/pkg/mod/cache/vcs/0a1b: exit status 128:\n\tfatal: unable to access 'https://github.com/acme/kit/': ",
    ),
    (
        "READ ",
        "go: gopher.test/kit@v1.4.2: reading https://modules.acme.test/gopher.test/kit/@v/v1.4.2.mod: ",
    ),
    ("KIT ", "go: gopher.test/kit@v1.4.2: "),
];

fn said(row: &str) -> String {
    let place = PLACES.iter().find(|(word, _)| row.starts_with(word));
    match place {
        Some((word, place)) => format!("{place}{}\n", &row[word.len()..]),
        None => format!("{row}\n"),
    }
}

fn heard(text: &str) -> Vec<Symptom> {
    let (mut lines, mut kept) = (Lines::default(), Kept::new(WORDS.literals()));
    lines.feed(text.as_bytes(), &mut |number, line| kept.take(number, line, &WORDS));
    lines.finish(&mut |number, line| kept.take(number, line, &WORDS));
    weigh::symptoms(&kept.messages(), &WORDS)
}

/// Each row's words are those of its code, and leave its twins open.
fn tell(rows: &[Row]) {
    let mut wrong = Vec::new();
    for (code, twins, row) in rows {
        let found = heard(&said(row));
        let codes: Vec<&str> = found.iter().map(|it| it.code.as_str()).collect();
        let open = |it: &Symptom| twins.iter().all(|twin| it.or.iter().any(|other| other == twin));
        if !found.first().is_some_and(|it| it.code == *code && open(it)) {
            let or = found.first().map(|it| it.or.clone());
            wrong.push(format!("{code}, not {codes:?} (or {or:?}): {row}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The symptom that stops go, or else the first.
fn first(text: &str) -> Option<Symptom> {
    let all = heard(text);
    let stops = all.iter().position(|it| it.force == Force::Stops);
    all.into_iter().nth(stops.unwrap_or_default())
}

/// What stops go in each row is of its code, and leaves its twins open.
fn hold(rows: &[Row]) {
    for (code, twins, text) in rows {
        let symptom = first(text).unwrap_or_else(|| panic!("nothing of {code}: {text}"));
        assert_eq!(&symptom.code, code, "{text}");
        for twin in *twins {
            assert!(symptom.or.iter().any(|it| it == twin), "{code} leaves {twin} open: {text}");
        }
    }
}
