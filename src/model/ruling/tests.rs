use super::*;
use Confidence::{Certain, Likely, Possible};
use Suspect::{Cache, GoSum, Proxy, Tag, Unsettled};

const HASHES: [&str; 3] = ["A", "B", "C"];

/// `line record cache proxies origin`: `-` for who says nothing; a second letter of
/// the cache is what its file really is, `!` garbage.
fn table(row: &str) -> Table<'_> {
    let fields: Vec<&str> = row.split_whitespace().collect();
    let [line, record, cache, proxies, origin] = fields[..] else { panic!("{row}") };
    let one = |field: &'static str| Some(field);
    let hash = |letter: char| HASHES.into_iter().find(|it| it.starts_with(letter));
    let first = |field: &str| field.chars().next().and_then(hash).and_then(one);
    let really = match cache.chars().nth(1) {
        None => Inside::NotLooked,
        Some('!') => Inside::Garbage,
        Some(letter) => Inside::Hash(hash(letter).unwrap()),
    };
    Table {
        line: first(line),
        other_lines: line.chars().skip(1).filter_map(hash).collect(),
        record: first(record),
        cache: first(cache).map(|taken_for| Kept { taken_for, really }),
        proxies: proxies.chars().filter_map(hash).collect(),
        origin: first(origin),
    }
}

fn ruled(row: &str) -> Option<(Suspect, Confidence, Option<&'static str>)> {
    let ruling = rule(&table(row))?;
    let right = ruling.right.map(|right| HASHES.into_iter().find(|it| *it == right).unwrap());
    Some((ruling.suspect, ruling.confidence, right))
}

#[test]
fn each_row_of_the_table_is_ruled_so() {
    let a = Some("A");
    let b = Some("B");
    let rows = [
        // The cache belies itself.
        ("A - BA - -", Cache, Certain, a),
        ("A - B! - -", Cache, Certain, a),
        ("A A BC B -", Cache, Certain, a),
        // With a record.
        ("A A - B B", Tag, Certain, a),
        ("- A - B B", Tag, Certain, a),
        ("A A - - B", Tag, Certain, a),
        ("A A B - B", Tag, Certain, a),
        ("B A A A B", Tag, Certain, a),
        ("A A - B C", Tag, Likely, a),
        ("B A - A -", GoSum, Certain, a),
        ("B A A - -", GoSum, Certain, a),
        ("B A A AA A", GoSum, Certain, a),
        ("B A A B -", Tag, Likely, a),
        ("B A - C -", GoSum, Likely, a),
        ("A A B A -", Cache, Certain, a),
        ("- A B AB -", Cache, Certain, a),
        ("A A B BA -", Proxy, Certain, a),
        ("- A B B A", Proxy, Certain, a),
        ("A A B B -", Proxy, Likely, a),
        ("- A B B -", Unsettled, Likely, a),
        ("A A B - -", Cache, Certain, a),
        ("- A B C A", Cache, Certain, a),
        ("- A B - -", Cache, Likely, a),
        ("A A - BA -", Proxy, Certain, a),
        ("- A - B A", Proxy, Certain, a),
        ("A A - BB -", Tag, Likely, a),
        ("A A - B -", Proxy, Likely, a),
        ("- A - B -", Unsettled, Likely, a),
        ("- A - BC -", Unsettled, Likely, a),
        // Without one.
        ("A - B A B", Tag, Certain, a),
        ("A - - BA B", Tag, Certain, a),
        ("A - B A -", Cache, Certain, a),
        ("A - B - A", Cache, Certain, a),
        ("A - - BA -", Proxy, Certain, a),
        ("A - - B A", Proxy, Certain, a),
        ("A - B AB -", Cache, Likely, a),
        ("A - B BA -", Proxy, Likely, a),
        ("A - B B A", Proxy, Likely, a),
        ("A - - BBA -", Proxy, Likely, a),
        ("A - - BB -", GoSum, Likely, b),
        ("A - - B B", GoSum, Likely, b),
        ("A - B B -", GoSum, Likely, b),
        ("AB - - B -", GoSum, Likely, b),
        ("A - - - B", Tag, Likely, a),
        ("A - - B C", Tag, Likely, a),
        ("A - B - C", Tag, Likely, a),
        ("A - B C -", Tag, Possible, None),
        ("A - - BC -", Tag, Possible, None),
        ("A - - B -", GoSum, Possible, None),
        ("A - B - -", GoSum, Possible, None),
        ("A - BB - -", GoSum, Possible, None),
    ];
    for (row, suspect, confidence, right) in rows {
        assert_eq!(ruled(row), Some((suspect, confidence, right)), "{row}");
    }
}

#[test]
fn what_go_does_not_stop_at_is_no_dispute() {
    // A broken zip is not noticed as long as its .ziphash agrees.
    for row in ["A A AB B B", "A - A! - -", "- - B - -", "- A A BB -", "A A - - -", "- A - A B"] {
        assert_eq!(ruled(row), None, "{row}");
    }
}

/// Every table with three hashes and two proxies.
fn each_table(mut check: impl FnMut(&str)) {
    let one = ["-", "A", "B", "C"];
    let caches = ["-", "A", "B", "C", "AB", "BA", "BB", "A!", "B!"];
    let proxies: Vec<String> = one
        .iter()
        .flat_map(|first| one.iter().map(move |second| format!("{first}{second}")))
        .map(|both| if both == "--" { "-".to_owned() } else { both.replace('-', "") })
        .collect();
    for line in one {
        for record in one {
            for cache in caches {
                for proxies in &proxies {
                    for origin in one {
                        check(&format!("{line} {record} {cache} {proxies} {origin}"));
                    }
                }
            }
        }
    }
}

#[test]
fn nobody_is_blamed_for_what_the_record_says() {
    each_table(|row| {
        let table = table(row);
        let Some(ruling) = rule(&table) else { return };
        let Some(record) = table.record else { return };
        let untrue = table.is_untrue_to_itself();
        let differs = match ruling.suspect {
            GoSum => table.line != Some(record),
            Cache => untrue || table.cache.unwrap().taken_for != record,
            Proxy => table.proxies.iter().any(|hash| *hash != record),
            Tag => table.origin != Some(record),
            Unsettled => table.line.is_none(),
        };
        assert!(differs, "{row}: {ruling:?}");
        assert_eq!(ruling.right, Some(record), "{row}");
    });
}

#[test]
fn a_line_is_only_surely_wrong_by_the_record() {
    each_table(|row| {
        let table = table(row);
        let Some(ruling) = rule(&table) else { return };
        if (ruling.suspect, ruling.confidence) == (GoSum, Certain) {
            assert!(table.record.is_some() && table.record != table.line, "{row}");
        }
        if ruling.suspect == Unsettled {
            assert!(table.line.is_none() && ruling.confidence != Certain, "{row}");
        }
    });
}

#[test]
fn who_is_not_there_is_not_blamed() {
    each_table(|row| {
        let table = table(row);
        let Some(ruling) = rule(&table) else { return };
        let there = match ruling.suspect {
            GoSum => table.line.is_some(),
            Cache => table.cache.is_some(),
            Proxy => !table.proxies.is_empty(),
            Tag | Unsettled => true,
        };
        assert!(there, "{row}: {ruling:?}");
    });
}

#[test]
fn only_equality_counts() {
    let renamed = |row: &str| {
        let next = |c: char| match c {
            'A' => 'B',
            'B' => 'C',
            'C' => 'A',
            other => other,
        };
        row.chars().map(next).collect::<String>()
    };
    each_table(|row| {
        let bare = |row: &str| ruled(row).map(|(suspect, confidence, _)| (suspect, confidence));
        assert_eq!(bare(row), bare(&renamed(row)), "{row}");
    });
}

#[test]
fn one_more_who_agrees_with_the_right_hash_weakens_nothing() {
    each_table(|row| {
        let before = table(row);
        let Some(ruling) = rule(&before) else { return };
        let Some(right) = ruling.right.filter(|_| before.origin.is_none()) else { return };
        let mut after = before.clone();
        after.proxies.push(right);
        // Whoever serves it first is what go would have had in hand.
        if before.proxies.is_empty() {
            return;
        }
        let again = rule(&after).expect("still in dispute");
        assert!(again.confidence >= ruling.confidence, "{row}: {ruling:?} {again:?}");
    });
}
