#[cfg(test)]
mod tests;

use crate::model::Confidence;

/// What those who know one file of a version say that it hashes to. The judgement
/// reads nothing else, and of hashes only whether they are equal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table<'a> {
    /// The line of go.sum that go holds the file against.
    pub line: Option<&'a str>,
    /// Further lines about the same file.
    pub other_lines: Vec<&'a str>,
    /// The record of the checksum database.
    pub record: Option<&'a str>,
    pub cache: Option<Kept<'a>>,
    /// Each that serves the file, in the order in which go asks them.
    pub proxies: Vec<&'a str>,
    pub origin: Option<&'a str>,
}

/// A file of the module cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept<'a> {
    /// What go takes it for.
    pub taken_for: &'a str,
    pub really: Inside<'a>,
}

/// What a file of the module cache holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inside<'a> {
    NotLooked,
    Hash(&'a str),
    /// No zip of a module, or no go.mod.
    Garbage,
}

/// Who says otherwise than he should.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Suspect {
    /// The line of go.sum.
    GoSum,
    /// The module cache.
    Cache,
    /// A module proxy.
    Proxy,
    /// The tag, which leads to other content than when it was recorded.
    Tag,
    /// Nobody by himself: what came is not what the database recorded.
    Unsettled,
}

/// Who is the odd one out, and how firmly that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ruling<'a> {
    pub suspect: Suspect,
    pub confidence: Confidence,
    /// The hash that the file should have, as far as that is known.
    pub right: Option<&'a str>,
}

/// Where go has the file from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum From {
    Cache,
    Proxy,
    Origin,
}

/// Whose hash go has in hand is in dispute with go.sum's line, or, where go.sum is
/// silent, with the database's record. The judgement, in this order:
///
/// | who says what                                              | suspect   | confidence |
/// |------------------------------------------------------------|-----------|------------|
/// | the cached file is not what its own hash says, or is none  | cache     | certain    |
/// | **with a record**, which is right                          |           |            |
/// | the origin, and go.sum or whoever serves the file with it  | tag       | certain    |
/// | the origin says a third thing                              | tag       | likely     |
/// | go.sum otherwise; what go has is as recorded               | go.sum    | certain    |
/// | the same, a proxy agrees with go.sum and no origin is known | tag      | likely     |
/// | go.sum otherwise; what go has is a third thing             | go.sum    | likely     |
/// | the cache otherwise; its proxy as recorded                 | cache     | certain    |
/// | the cache and its proxy otherwise; another as recorded     | proxy     | certain    |
/// | the cache and its proxy otherwise; go.sum as recorded      | proxy     | likely     |
/// | the cache and its proxy otherwise; nobody else             | unsettled | likely     |
/// | the cache otherwise; go.sum or the origin as recorded      | cache     | certain    |
/// | the cache otherwise; nobody else                           | cache     | likely     |
/// | a proxy otherwise; another source as recorded              | proxy     | certain    |
/// | two proxies otherwise and alike                            | tag       | likely     |
/// | a proxy otherwise; go.sum as recorded                      | proxy     | likely     |
/// | a proxy otherwise; nobody else                             | unsettled | likely     |
/// | **without one**; both sides may be right                   |           |            |
/// | a proxy with go.sum, the origin with what go has           | tag       | certain    |
/// | somebody with go.sum, nobody with the cache                | cache     | certain    |
/// | somebody with go.sum, nobody with the proxy                | proxy     | certain    |
/// | a proxy with go.sum, go has it from the origin             | tag       | certain    |
/// | others with both; the cache's own proxy with go.sum        | cache     | likely     |
/// | others with both                                           | proxy     | likely     |
/// | nobody with go.sum, somebody with what go has              | go.sum    | likely     |
/// | nobody with either, go has it from the origin              | tag       | likely     |
/// | nobody with either, the origin says a third thing          | tag       | likely     |
/// | nobody with either, a proxy says a third thing             | tag       | possible   |
/// | nobody else                                                | go.sum    | possible   |
///
/// The last row is a convention: it is what go's own words blame, and no change is
/// offered for it but to ask a third.
pub fn rule<'a>(table: &Table<'a>) -> Option<Ruling<'a>> {
    let (from, held) = table.held()?;
    let against = table.line.or(table.record)?;
    if held == against {
        return None;
    }
    let (suspect, confidence) = match table.record {
        _ if from == From::Cache && table.is_untrue_to_itself() => {
            (Suspect::Cache, Confidence::Certain)
        }
        Some(record) => by_record(table, from, held, record),
        None => by_company(table, from, held, against),
    };
    let right = match (table.record, suspect) {
        (Some(record), _) => Some(record),
        _ if confidence == Confidence::Possible => None,
        (None, Suspect::GoSum) => Some(held),
        (None, _) => Some(against),
    };
    Some(Ruling { suspect, confidence, right })
}

type Verdict = (Suspect, Confidence);

fn by_record(table: &Table<'_>, from: From, held: &str, record: &str) -> Verdict {
    use Confidence::{Certain, Likely};
    let followed = |origin: &str| {
        held == origin || table.line == Some(origin) || table.proxies.contains(&origin)
    };
    match table.origin.filter(|origin| *origin != record) {
        Some(origin) if followed(origin) => return (Suspect::Tag, Certain),
        Some(_) => return (Suspect::Tag, Likely),
        None => {}
    }
    if let Some(line) = table.line.filter(|line| *line != record) {
        let shared = table.origin.is_none() && table.proxies.contains(&line);
        return match held == record {
            true if shared => (Suspect::Tag, Likely),
            true => (Suspect::GoSum, Certain),
            false => (Suspect::GoSum, Likely),
        };
    }
    let summed = table.line.is_some();
    let others_right = table.origin.is_some() || table.proxies.contains(&record);
    match from {
        From::Cache => cache_by_record(table, held, record),
        From::Proxy if others_right => (Suspect::Proxy, Certain),
        From::Proxy if table.proxies[1..].contains(&held) => (Suspect::Tag, Likely),
        From::Proxy if summed => (Suspect::Proxy, Likely),
        From::Proxy => (Suspect::Unsettled, Likely),
        From::Origin => (Suspect::Tag, Certain),
    }
}

fn cache_by_record(table: &Table<'_>, held: &str, record: &str) -> Verdict {
    use Confidence::{Certain, Likely};
    let (summed, by_origin) = (table.line.is_some(), table.origin.is_some());
    match table.proxies.first() {
        Some(first) if *first == record => (Suspect::Cache, Certain),
        Some(first) if *first == held => match summed {
            _ if by_origin || table.proxies.contains(&record) => (Suspect::Proxy, Certain),
            true => (Suspect::Proxy, Likely),
            false => (Suspect::Unsettled, Likely),
        },
        _ if summed || by_origin => (Suspect::Cache, Certain),
        _ => (Suspect::Cache, Likely),
    }
}

fn by_company(table: &Table<'_>, from: From, held: &str, line: &str) -> Verdict {
    use Confidence::{Certain, Likely, Possible};
    let apart = |hash: &str| hash != held && hash != line;
    let proxies = match from {
        From::Proxy => &table.proxies[1..],
        From::Cache | From::Origin => &table.proxies[..],
    };
    let origin = table.origin.filter(|_| from != From::Origin);
    let with_line = proxies.contains(&line) || origin == Some(line);
    let with_held =
        proxies.contains(&held) || origin == Some(held) || table.other_lines.contains(&held);
    if origin == Some(held) && proxies.contains(&line) {
        return (Suspect::Tag, Certain);
    }
    let own = match from {
        From::Cache => Suspect::Cache,
        From::Proxy => Suspect::Proxy,
        From::Origin => Suspect::Tag,
    };
    match (with_line, with_held) {
        (true, false) => (own, Certain),
        (true, true) if from == From::Cache && table.proxies.first() != Some(&line) => {
            (Suspect::Proxy, Likely)
        }
        (true, true) => (own, Likely),
        (false, true) => (Suspect::GoSum, Likely),
        (false, false) if from == From::Origin || origin.is_some_and(apart) => {
            (Suspect::Tag, Likely)
        }
        (false, false) if proxies.iter().any(|hash| apart(hash)) => (Suspect::Tag, Possible),
        (false, false) => (Suspect::GoSum, Possible),
    }
}

impl<'a> Table<'a> {
    /// What go has in hand: the copy in the cache, else what the first proxy serves,
    /// else what the origin has.
    fn held(&self) -> Option<(From, &'a str)> {
        let cached = self.cache.map(|kept| (From::Cache, kept.taken_for));
        let served = self.proxies.first().map(|hash| (From::Proxy, *hash));
        cached.or(served).or(self.origin.map(|hash| (From::Origin, hash)))
    }

    fn is_untrue_to_itself(&self) -> bool {
        self.cache.is_some_and(|kept| match kept.really {
            Inside::NotLooked => false,
            Inside::Hash(hash) => hash != kept.taken_for,
            Inside::Garbage => true,
        })
    }
}
