/// A slip of the finger is at most so many letters away from what was meant.
const SLIPS: usize = 2;
/// Nothing longer is compared: no host name or directive is.
const LONGEST: usize = 100;

/// The known word that a mistyped one is nearest to, by at most two letters
/// added, dropped or changed. None for a known word itself.
pub fn nearest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let away = known.into_iter().map(|it| (distance(word, it), it));
    let (slips, it) = away.min_by_key(|(slips, _)| *slips)?;
    (1..=SLIPS).contains(&slips).then_some(it)
}

/// Levenshtein's distance, by two rows of his table.
fn distance(a: &str, b: &str) -> usize {
    if a.len().abs_diff(b.len()) > SLIPS || a.len().max(b.len()) > LONGEST {
        return usize::MAX;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, x) in a.bytes().enumerate() {
        let mut before = std::mem::replace(&mut row[0], at + 1);
        for (to, y) in b.bytes().enumerate() {
            let change = before + usize::from(x != y);
            before = row[to + 1];
            row[to + 1] = change.min(before + 1).min(row[to] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_other_words_are_not() {
        let known = ["proxy.golang.org", "goproxy.cn", "goproxy.io"];
        assert_eq!(nearest("proxy.golang.og", known), Some("proxy.golang.org"));
        assert_eq!(nearest("gorpoxy.io", known), Some("goproxy.io"));
        assert_eq!(nearest("goproxy.cn", known), None);
        assert_eq!(nearest("proxy.corp.example", known), None);
        assert_eq!(nearest("", known), None);
        assert_eq!(nearest(&"a".repeat(1 << 20), known), None);
    }
}
