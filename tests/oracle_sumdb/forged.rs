use crate::honest::tree;
use crate::{compare, count};
use serde_json::{Value, json};

const FEW: &[i64] = &[1, 5, 255, 256, 257, 1000, 65_536, 66_000];

/// Notes that are no good, by what is wrong.
fn bad_notes(size: i64) -> Vec<Value> {
    let note = |signers: &[&str], before: Value, after: Value| json!({ "Size": size, "Signers": signers, "Before": before, "After": after });
    let put = |at: i64, text: &str| json!([{ "At": at, "Put": text }]);
    let cut = |at: i64, count: i64| json!([{ "At": at, "Cut": count }]);
    let no = || json!([]);
    let ours = &["database"];
    let mut notes = vec![
        note(&["namesake"], no(), no()),
        note(&["stranger"], no(), no()),
        note(&["stranger", "stranger", "namesake"], no(), no()),
        note(&["forger"], no(), no()),
        note(&["stranger", "forger"], no(), no()),
        note(&["forger", "database"], no(), no()),
        note(&["database", "forger"], no(), no()),
        note(&["database", "stranger", "namesake"], no(), no()),
        note(&["database", "database"], no(), no()),
        note(&[], no(), no()),
        note(&["stranger"; 100], no(), no()),
        note(&["database"; 100], no(), no()),
        note(&["database"; 101], no(), no()),
        json!({ "Size": size, "Forked": 0, "Signers": ["database"] }),
        json!({ "Size": 0, "Signers": ["database"] }),
        json!({ "Size": 0, "Signers": ["database"], "Before": [{ "At": 23, "Put": "A", "Cut": 1 }] }),
    ];
    // Before they are signed: texts that are no tree, or an odd one.
    for before in [
        put(0, " "),
        put(0, "\n"),
        put(-1, "\nmore\n\nand more"),
        put(20, " v2"),
        put(21, "+"),
        put(21, "0"),
        put(21, "-"),
        put(21, "x"),
        put(21, "99999999999999999999"),
        put(-2, "="),
        cut(-2, 1),
        put(-3, " "),
        cut(-46, 46),
        cut(-1, 1),
        json!([{ "At": -1, "Put": "\nx", "Times": 500_000 }]),
        json!([{ "At": -1, "Put": "\nx", "Times": 499_900 }]),
        put(-1, "\n\u{7f}\u{fffd}é"),
        put(-1, "\n\t"),
    ] {
        notes.push(note(ours, before, no()));
    }
    // After: what a bad line, disk or editor does.
    for after in [
        put(0, " "),
        put(0, "\u{feff}"),
        put(5, "\0"),
        put(5, "\u{1b}[31m"),
        put(5, "\r"),
        put(5, "é"),
        put(-1, "\r"),
        put(-1, "="),
        put(-3, "\n"),
        put(-5, " "),
        cut(-1, 1),
        cut(-60, 60),
        cut(-3, 1),
        put(-20, "A"),
        json!([{ "At": 0, "Cut": 100_000, "Put": "\0", "Times": 120 }]),
        json!([{ "At": 40, "Cut": 100_000, "Put": "\0", "Times": 80 }]),
        put(100_000, "\n"),
        put(100_000, "— other.example AAAAAAAA\n"),
        put(100_000, "— other.example AAAAAA==\n"),
        put(100_000, "— other.example AAAAAAB=\n"),
        put(100_000, "— other+example AAAAAAAA\n"),
        put(100_000, "—  AAAAAAAA\n"),
        put(100_000, "— other.example \n"),
        put(100_000, "— other.example AAAA AAAA\n"),
        put(100_000, "- other.example AAAAAAAA\n"),
        put(100_000, "text\n"),
        put(100_000, "\n— other.example AAAAAAAA\n"),
        json!([{ "At": 100_000, "Put": "— other.example AAAAAAAA\n", "Times": 99 }]),
        json!([{ "At": 100_000, "Put": "— other.example AAAAAAAA\n", "Times": 100 }]),
    ] {
        notes.push(note(ours, no(), after));
    }
    for raw in ["", "\n", "\n\n", "{}", "<html>\n\n<body>\n", "\0", "go.sum database tree\n"] {
        notes.push(json!({ "Raw": raw }));
    }
    notes
}

#[test]
fn bad_notes_are_refused_in_go_s_words() {
    let mut questions = Vec::new();
    for size in [3, 300, 66_000] {
        for (at, note) in bad_notes(size).into_iter().enumerate() {
            let (stored, cached) = (at % 2 == 0, at % 3 == 0);
            let good = json!({ "Record": size - 1, "Note": tree(size) });
            let bad = json!({ "Record": 1, "Note": note, "Cached": cached });
            let stored = stored.then(|| tree(size / 3 + 1));
            questions.push(json!({ "Size": size, "Stored": stored, "Lookups": [bad, good] }));
            questions.push(json!({ "Size": size, "Stored": note, "Lookups": [good] }));
        }
    }
    let Some(kinds) = compare(&questions) else { return };
    for kind in ["malformed-note", "unverified-note", "invalid-signature", "malformed-tree"] {
        assert!(count(&kinds, kind) > 15, "{kind}");
    }
    assert!(count(&kinds, "proved") > 60 && count(&kinds, "forked-tree") > 4);
}

#[test]
fn bad_records_are_refused_in_go_s_words() {
    let mut questions = Vec::new();
    for size in [2, 300, 66_000] {
        for (at, lookup) in bad_lookups(size).into_iter().enumerate() {
            let good = json!({ "Record": 0, "Note": tree(size) });
            let stored = (at % 2 == 0).then(|| tree(size));
            for cached in [false, true] {
                let mut lookup = lookup.clone();
                lookup["Cached"] = cached.into();
                questions.push(json!({
                    "Size": size, "Stored": stored, "Lookups": [lookup, lookup, good],
                }));
            }
        }
    }
    let Some(kinds) = compare(&questions) else { return };
    for kind in ["malformed-record", "cannot-authenticate-record", "record-not-in-tree"] {
        assert!(count(&kinds, kind) > 15, "{kind}");
    }
    assert!(count(&kinds, "outside-tree") > 0 && count(&kinds, "not-served") > 2);
}

fn bad_lookups(size: i64) -> Vec<Value> {
    let mut lookups = Vec::new();
    for id in ["0", "-1", "-0", "+1", "01", " 1", "1 ", "", "x", "1_0", "99999999999999999999"] {
        lookups.push(json!({ "Record": 0, "ID": id, "Note": tree(size) }));
        lookups.push(json!({ "Record": 0, "ID": id }));
    }
    let beyond = size.to_string();
    let largest = i64::MAX.to_string();
    let smallest = i64::MIN.to_string();
    for id in [beyond, largest, smallest] {
        lookups.push(json!({ "Record": 1, "ID": id, "Note": tree(size) }));
    }
    // Another module's record, which is proved and has no line of this one.
    lookups.push(json!({ "Record": 0, "Module": 1, "Note": tree(size) }));
    lookups.push(json!({ "Record": 1, "Forked": 0, "Note": tree(size) }));
    lookups.push(json!({ "Record": 1, "Missing": true, "Note": tree(size) }));
    lookups.push(json!({ "Record": 1, "Note": tree(size - 1) }));
    for edit in [
        json!({ "At": 2, "Cut": 1 }),
        json!({ "At": 2, "Put": "\n" }),
        json!({ "At": 2, "Put": "\n\n" }),
        json!({ "At": 2, "Put": "\0" }),
        json!({ "At": 2, "Put": "\u{1b}[2J" }),
        json!({ "At": 2, "Put": "\t" }),
        json!({ "At": 10, "Put": "é" }),
        json!({ "At": 10, "Cut": 100_000 }),
        json!({ "At": 120, "Cut": 100_000 }),
        json!({ "At": 0, "Put": "\u{feff}" }),
        json!({ "At": 1, "Put": "\r" }),
        json!({ "At": 10, "Put": "x", "Times": 2_000_000 }),
    ] {
        lookups.push(json!({ "Record": 1, "Edits": [edit], "Note": tree(size) }));
    }
    for raw in [
        "",
        "\n",
        "\n\n",
        "1\n",
        "1\n\n",
        "1\n\n\n",
        "<html>\n<head>\n\n</html>",
        "\0\0",
        "1\na\n\n",
    ] {
        lookups.push(json!({ "Record": 1, "Raw": raw }));
    }
    lookups
}

#[test]
fn bad_tiles_are_refused_in_go_s_words() {
    let mut questions = Vec::new();
    let kinds = ["flip", "cut", "grow", "zero", "html", "missing"];
    for (at, size) in FEW.iter().enumerate() {
        for (turn, kind) in kinds.iter().enumerate() {
            let third = (size / 3) >> 8;
            for (level, number) in
                [(-1, -1), (0, 0), (0, -1), (1, -1), (2, 0), (0, size >> 8), (0, third)]
            {
                let place = if (at + turn) % 3 == 0 { "cache" } else { "server" };
                let bytes = [0, 31, 33, 4000, 8191][(at + turn) % 5];
                let cached = ["own", "full", "none"][(at + turn) % 3];
                let change = json!({
                    "Place": place, "Level": level, "Number": number, "Kind": kind, "At": bytes,
                });
                let stored = (turn % 2 == 0).then(|| tree((size / 2).max(1)));
                let lookups = json!([
                    { "Record": size / 3, "Note": tree(*size) },
                    { "Record": size - 1, "Note": tree(*size), "GoMod": true },
                ]);
                questions.push(json!({
                    "Size": size, "Stored": stored, "Lookups": lookups, "Changes": [change],
                    "Cached": cached, "FullOnly": at % 2 == 0,
                }));
            }
        }
    }
    let Some(kinds) = compare(&questions) else { return };
    for kind in ["inconsistent-tiles", "inconsistent-tile", "bad-tile", "not-served", "proved"] {
        assert!(count(&kinds, kind) > 10, "{kind} {}", count(&kinds, kind));
    }
}

#[test]
fn forks_are_proved_as_go_proves_them() {
    let mut questions = Vec::new();
    for size in FEW {
        for from in [0, size / 2, size - 1] {
            for stored in [1, size / 2 + 1, *size, size + 7] {
                // The server has another history than the stored tree.
                let forged = json!({ "Size": size, "Forked": from, "Signers": ["database"] });
                let record = size - 1;
                let lookup = json!({ "Record": record, "Forked": from, "Note": forged });
                questions.push(json!({
                    "Size": size + 7, "Forked": from, "Stored": tree(stored), "Lookups": [lookup],
                }));
                // It has the stored one, and signs another to some.
                questions.push(json!({
                    "Size": size + 7, "Stored": tree(stored), "Lookups": [lookup],
                }));
                // Two lookups were shown two histories.
                let honest = json!({ "Record": 0, "Note": tree(size + 7), "Cached": true });
                questions.push(json!({ "Size": size + 7, "Lookups": [honest, lookup] }));
                questions.push(json!({
                    "Size": size + 7, "Forked": from, "Lookups": [honest, lookup],
                }));
            }
        }
    }
    let Some(kinds) = compare(&questions) else { return };
    assert!(count(&kinds, "forked-tree") > 100, "{}", count(&kinds, "forked-tree"));
    assert!(count(&kinds, "inconsistent-tiles") > 30 && count(&kinds, "proved") > 60);
}

#[test]
fn a_rolled_back_database_is_noticed() {
    let mut questions = Vec::new();
    for size in FEW {
        for ahead in [1, 256, 66_000] {
            // The stored tree is ahead of the log, from which its tiles are gone.
            let lookup = json!({ "Record": 0, "Note": tree(*size) });
            questions.push(json!({
                "Size": size, "Stored": tree(size + ahead), "Lookups": [lookup, lookup],
            }));
        }
    }
    let Some(kinds) = compare(&questions) else { return };
    assert!(count(&kinds, "not-served") > 20, "{kinds:?}");
}
