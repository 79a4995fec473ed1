//! What go of some version prints, and the causes that its words lead to.

mod repositories;
mod sums;

use crate::causes;

/// The expected cause, others that its words may open, and the text.
type Row = (&'static str, &'static [&'static str], &'static str);

/// The first cause of each text is the one expected, and each of the others is left open.
fn holds(rows: &[Row]) {
    let wrong: Vec<String> = rows.iter().filter_map(amiss).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

fn amiss((code, open, text): &Row) -> Option<String> {
    let heard = super::read(text.as_bytes(), causes::ALL);
    let first = heard.iter().min_by_key(|it| it.force);
    let right = first.is_some_and(|it| {
        it.code == *code && open.iter().all(|twin| it.or.iter().any(|other| other == twin))
    });
    let got: Vec<_> = heard.iter().map(|it| (&it.code, &it.or)).collect();
    (!right).then(|| format!("{text}\nexpected {code} {open:?}, got {got:?}"))
}

/// Nothing is said of any of these.
fn is_quiet(texts: &[&str]) {
    for text in texts {
        let heard = super::read(text.as_bytes(), causes::ALL);
        let codes: Vec<_> = heard.iter().map(|it| &it.code).collect();
        assert!(codes.is_empty(), "{text}: {codes:?}");
    }
}
