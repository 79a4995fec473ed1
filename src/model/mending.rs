use crate::go::sumfile::{Letters, SumEntry};
use crate::model::{MendedLine, SumsHere, Twice};

/// So many edits fit a command that a person reads.
const MOST: usize = 60;

impl SumsHere {
    /// The lines that belong in place of the odd ones; empty where the letters of the
    /// file are all that is wrong, none where there are too many or nothing to mend.
    pub fn mended(&self) -> Option<Vec<MendedLine>> {
        let odd = self
            .odd
            .iter()
            .map(|it| MendedLine { line: it.slip.line, becomes: it.slip.becomes.clone() });
        let mut lines: Vec<MendedLine> = odd.chain(self.refuted()).collect();
        lines.sort_by_key(|it| it.line);
        lines.dedup_by_key(|it| it.line);
        let nothing = lines.is_empty() && self.letters == Letters::Utf8;
        (!nothing && self.more == 0 && lines.len() <= MOST).then_some(lines)
    }

    /// The first version with two hashes, and their lines, if these stay in the file.
    pub fn two_hashes(&self) -> Option<(&Twice, usize, usize)> {
        self.twice.iter().find_map(|twice| {
            let mut lines = self.staying(twice);
            let first = lines.next()?;
            let other = lines.find(|it| it.hash != first.hash)?;
            Some((twice, first.line, other.line))
        })
    }

    fn staying<'a>(&'a self, twice: &'a Twice) -> impl Iterator<Item = &'a SumEntry> {
        let goes = |line: usize| self.odd.iter().any(|it| it.slip.line == line);
        twice.lines.iter().filter(move |it| !goes(it.line))
    }

    /// Of two hashes the one that the cached copy has not; where there is none, both,
    /// if the checksum database then says which it is.
    fn refuted(&self) -> impl Iterator<Item = MendedLine> {
        let decidable = self.twice.iter().filter(|it| it.is_decidable());
        let wrong = decidable.flat_map(|twice| {
            let known = twice.is_cached();
            let differ = self.staying(twice).any(|it| it.hash != twice.lines[0].hash);
            let goes = move |it: &&SumEntry| !known || Some(&it.hash) != twice.cached.as_ref();
            twice.lines.iter().filter(goes).filter(move |_| differ)
        });
        wrong.map(|it| MendedLine { line: it.line, becomes: Vec::new() })
    }
}

impl Twice {
    /// Whether it can be told which of the hashes is right.
    pub fn is_decidable(&self) -> bool {
        self.recorded || self.is_cached()
    }

    fn is_cached(&self) -> bool {
        self.lines.iter().any(|it| Some(&it.hash) == self.cached.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Part, Reading};

    fn file(cached: Option<&str>, recorded: bool) -> SumsHere {
        let entry = |line, hash: &str| SumEntry { line, hash: hash.to_owned() };
        let twice = Twice {
            module: "a.b/c".into(),
            version: "v1.0.0".into(),
            part: Part::Zip,
            lines: vec![entry(1, "h1:A"), entry(3, "h1:B"), entry(5, "h1:A")],
            cached: cached.map(str::to_owned),
            recorded,
        };
        SumsHere {
            path: "/w/go.sum".into(),
            reading: Reading::Own,
            entries: 1,
            malformed: None,
            letters: Letters::Utf8,
            odd: Vec::new(),
            more: 0,
            twice: vec![twice],
            unread: Vec::new(),
        }
    }

    fn gone(file: &SumsHere) -> Option<Vec<usize>> {
        Some(file.mended()?.iter().map(|it| it.line).collect())
    }

    #[test]
    fn what_is_proved_stays() {
        assert_eq!(gone(&file(Some("h1:A"), false)), Some(vec![3]));
        assert_eq!(gone(&file(Some("h1:B"), true)), Some(vec![1, 5]));
    }

    #[test]
    fn without_a_proof_the_database_decides_or_nobody() {
        assert_eq!(gone(&file(None, true)), Some(vec![1, 3, 5]));
        assert_eq!(gone(&file(Some("h1:C"), true)), Some(vec![1, 3, 5]));
        assert_eq!(gone(&file(None, false)), None);
    }
}
