use crate::{SIZES, compare, count};
use serde_json::{Value, json};

/// A note of the honest log.
pub(crate) fn tree(size: i64) -> Value {
    json!({ "Size": size, "Signers": ["database"] })
}

/// The first and the last record, and those at the ends of tiles.
fn records(size: i64) -> Vec<i64> {
    let mut records: Vec<i64> =
        [0, 1, 254, 255, 256, 511, 65_535, 65_536, size / 2, size - 2, size - 1]
            .into_iter()
            .filter(|record| (0..size).contains(record))
            .collect();
    records.sort_unstable();
    records.dedup();
    records
}

#[test]
fn honest_records_are_proved() {
    let mut questions = Vec::new();
    for size in SIZES {
        for (at, record) in records(*size).into_iter().enumerate() {
            let lookups = json!([
                { "Record": record, "Note": tree(*size) },
                { "Record": record, "Note": tree(*size), "GoMod": true },
            ]);
            let cached = ["none", "own", "full"][at % 3];
            let stored = (at % 2 == 1).then(|| tree((record + 1).min(*size)));
            questions.push(json!({
                "Size": size, "Lookups": lookups, "Cached": cached, "Stored": stored,
                "FullOnly": at % 4 == 2,
            }));
        }
    }
    let Some(kinds) = compare(&questions) else { return };
    assert_eq!(count(&kinds, "proved"), kinds.len());
    assert!(kinds.len() > 200, "{}", kinds.len());
}

#[test]
fn trees_of_all_ages_are_one_history() {
    let mut questions = Vec::new();
    for (at, stored) in SIZES.iter().enumerate() {
        for told in &SIZES[at % 3..] {
            // The server has moved on since its proxy remembered the lookup.
            let size = (*stored).max(*told);
            let record = told - 1;
            let lookups = json!([
                { "Record": record, "Note": tree(*told), "Cached": at % 2 == 0 },
                { "Record": size - 1, "Note": tree(size) },
                { "Record": 0, "Note": tree(1) },
            ]);
            questions.push(json!({ "Size": size, "Stored": tree(*stored), "Lookups": lookups }));
        }
    }
    let Some(kinds) = compare(&questions) else { return };
    assert_eq!(count(&kinds, "proved"), kinds.len());
    assert!(kinds.len() > 500, "{}", kinds.len());
}

#[test]
fn many_questions_share_one_history() {
    let lookups: Vec<Value> = (0..40)
        .map(|at| json!({ "Record": at * 1500 + 3, "Note": tree(60_000 + (at * 7919) % 10_000) }))
        .collect();
    let question = |cached: &str, full_only: bool| {
        json!({
            "Size": 70_000, "Stored": tree(256), "Lookups": lookups, "Cached": cached,
            "FullOnly": full_only,
        })
    };
    let questions = [question("none", false), question("own", true), question("full", true)];
    let Some(kinds) = compare(&questions) else { return };
    assert_eq!(count(&kinds, "proved"), 120);
}
