//! `go::sumdb` against the machine's own `golang.org/x/mod/sumdb`: databases that a
//! Go program invents, honest and forged, asked by go's client and by ours.

mod drive;
mod forged;
mod honest;
mod paths;
mod random;

#[path = "../goroot/mod.rs"]
mod goroot;

use goroot::Judge;
use serde_json::Value;

const PIECES: &[(&str, &str)] = &[
    ("cmd/vendor/golang.org/x/mod/sumdb", "mod/sumdb"),
    ("cmd/vendor/golang.org/x/mod/module", "mod/module"),
    ("cmd/vendor/golang.org/x/mod/semver", "mod/semver"),
    ("cmd/vendor/golang.org/x/mod/internal", "mod/internal"),
];

const MOVED: &[(&str, &str)] = &[("\"golang.org/x/mod/", "\"lab/mod/")];

/// Around the widths of tiles, of one level and of two.
pub(crate) const SIZES: &[i64] = &[
    1, 2, 3, 7, 100, 255, 256, 257, 511, 512, 513, 1000, 65_535, 65_536, 65_537, 65_792, 65_793,
    70_000,
];

pub(crate) fn judge() -> Option<Judge> {
    Judge::beside("sumdb", 21, PIECES, MOVED)
}

/// Asks both clients; nothing where go is missing. Gives the fault of each lookup as
/// its `kind`, or `proved`, for counting.
pub(crate) fn compare(questions: &[Value]) -> Option<Vec<String>> {
    let judge = judge()?;
    let mut kinds = Vec::new();
    let mut wrong = Vec::new();
    // Tiles are large: a few databases at a time.
    for some in questions.chunks(60) {
        let answers = judge.ask(&Value::Array(some.to_vec()));
        for (question, answer) in some.iter().zip(&answers) {
            match drive::replay(question, answer) {
                Ok(found) => kinds.extend(found),
                Err(difference) => wrong.push(format!("{question}\n{difference}")),
            }
        }
    }
    let (count, shown) = (wrong.len(), wrong[..wrong.len().min(8)].join("\n\n"));
    assert!(wrong.is_empty(), "{count} of {}\n{shown}", questions.len());
    Some(kinds)
}

/// How often each thing happened.
pub(crate) fn count(kinds: &[String], kind: &str) -> usize {
    kinds.iter().filter(|found| *found == kind).count()
}
