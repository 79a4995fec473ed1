use crate::model::{Need, Part, Reading, SumLine};

/// What go.sum says to a hash. go's file: `cmd/go/internal/modfetch/fetch.go`,
/// `haveModSumLocked`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compared<'a> {
    Equal,
    /// This line is what go stops at.
    Differs(&'a SumLine),
    /// No line speaks of it: go asks the checksum database.
    Silent,
}

impl Need {
    /// What the lines of go.sum and go.work.sum say to this hash.
    pub fn compared(&self, part: Part, h1: &str) -> Compared<'_> {
        let of = |reading: Reading| {
            let known = move |line: &&SumLine| line.part == part && line.reading == reading;
            self.sums.iter().filter(known)
        };
        for line in of(Reading::Own) {
            if line.hash == h1 {
                return Compared::Equal;
            }
            if line.hash.starts_with("h1:") {
                return Compared::Differs(line);
            }
        }
        let mut found = Compared::Silent;
        for line in of(Reading::Member) {
            if line.hash == h1 {
                found = Compared::Equal;
            } else if line.hash.starts_with("h1:") {
                return Compared::Differs(line);
            }
        }
        found
    }

    /// Whether go.sum knows the hash of one of the two.
    pub fn knows(&self, part: Part) -> bool {
        self.sums.iter().any(|line| line.part == part && line.hash.starts_with("h1:"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need(lines: &[(Reading, &str)]) -> Need {
        let line = |(at, (reading, hash)): (usize, &(Reading, &str))| SumLine {
            file: "/w/go.sum".into(),
            line: at + 1,
            reading: *reading,
            part: Part::Zip,
            hash: (*hash).to_owned(),
        };
        Need { sums: lines.iter().enumerate().map(line).collect(), ..Need::default() }
    }

    fn decisive(compared: Compared<'_>) -> Option<usize> {
        match compared {
            Compared::Differs(line) => Some(line.line),
            _ => None,
        }
    }

    #[test]
    fn of_two_hashes_the_first_decides() {
        let two = need(&[(Reading::Own, "h1:A"), (Reading::Own, "h1:B")]);
        assert_eq!(two.compared(Part::Zip, "h1:A"), Compared::Equal);
        assert_eq!(decisive(two.compared(Part::Zip, "h1:B")), Some(1));
        assert_eq!(two.compared(Part::GoMod, "h1:B"), Compared::Silent);
    }

    #[test]
    fn other_algorithms_say_nothing() {
        let odd = need(&[(Reading::Own, "h2:A"), (Reading::Own, "h1:B")]);
        assert_eq!(odd.compared(Part::Zip, "h1:B"), Compared::Equal);
        let odd = need(&[(Reading::Own, "h2:A")]);
        assert_eq!(odd.compared(Part::Zip, "h1:B"), Compared::Silent);
        assert!(!odd.knows(Part::Zip));
    }

    #[test]
    fn in_a_workspace_all_lines_of_the_members_count() {
        let two = need(&[(Reading::Member, "h1:A"), (Reading::Member, "h1:B")]);
        assert_eq!(decisive(two.compared(Part::Zip, "h1:A")), Some(2));
        let own = need(&[(Reading::Own, "h1:A"), (Reading::Member, "h1:B")]);
        assert_eq!(own.compared(Part::Zip, "h1:A"), Compared::Equal);
    }
}
