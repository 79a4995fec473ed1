//! What go prints, of which cause it speaks. The lines are go's formats with invented
//! modules, hosts and folders.

mod files;
mod foreign;
mod machine;
mod settings;
mod versions;

use super::super::kept::Kept;
use super::super::lines::Lines;
use super::super::weigh;
use super::super::words::Words;
use crate::causes;
use crate::model::{Force, Symptom};
use std::sync::LazyLock;

/// The marks, made ready once for all rows.
static WORDS: LazyLock<Words> = LazyLock::new(|| Words::of(causes::ALL));

/// A cause, others that the same words may mean, and what go says.
type Row = (&'static str, &'static [&'static str], &'static str);

fn told(text: &str) -> Vec<Symptom> {
    let (mut lines, mut kept) = (Lines::default(), Kept::new(WORDS.literals()));
    let mut take = |number: usize, line: &[u8]| kept.take(number, line, &WORDS);
    lines.feed(text.as_bytes(), &mut take);
    lines.finish(&mut take);
    weigh::symptoms(&kept.messages(), &WORDS)
}

/// The symptom that stops go, or else the first.
fn first(text: &str) -> Option<Symptom> {
    let all = told(text);
    let stops = all.iter().position(|it| it.force == Force::Stops);
    all.into_iter().nth(stops.unwrap_or_default())
}

/// Each row speaks of its cause, and says what else its words may mean.
fn hold(rows: &[Row]) {
    for (code, twins, text) in rows {
        let symptom = first(text).unwrap_or_else(|| panic!("nothing of {code}: {text}"));
        assert_eq!(&symptom.code, code, "{text}");
        for twin in *twins {
            assert!(symptom.or.iter().any(|it| it == twin), "{code} leaves {twin} open: {text}");
        }
    }
}
