use super::Slip;
use crate::go::module::split_path_version;
use crate::go::pattern::{match_prefix_patterns, path_match};

/// Holds a pattern against a module's path, element by element: what does not fit, and
/// the pattern that does.
pub(super) fn fitted(pattern: &str, module: &str) -> Option<(Vec<Slip>, String)> {
    if match_prefix_patterns(pattern, module) {
        return Some((Vec::new(), pattern.to_owned()));
    }
    let pattern = pattern.trim_end_matches('/');
    let bare = || split_path_version(module).map(|path| path.prefix);
    along(pattern, module).or_else(|| along(pattern, bare().filter(|it| *it != module)?))
}

fn along(pattern: &str, path: &str) -> Option<(Vec<Slip>, String)> {
    let (wanted, there): (Vec<&str>, Vec<&str>) =
        (pattern.split('/').collect(), path.split('/').collect());
    let (mut slips, mut fitting) = (Vec::new(), Vec::new());
    for (at, (want, is)) in wanted.iter().zip(&there).enumerate() {
        let place = Place { at, last: at + 1 == wanted.len() };
        let (slip, element) = one(want, is, place)?;
        slips.extend(slip);
        fitting.push(element);
    }
    if let Some(rest) = wanted.get(there.len()..).filter(|rest| !rest.is_empty()) {
        slips.push(more(rest, there.len())?);
    }
    // Two guesses are one too many.
    let guesses = slips.iter().filter(|slip| is_guess(**slip)).count();
    slips.dedup();
    (guesses <= 1).then(|| (slips, fitting.join("/")))
}

/// Where an element stands in the pattern.
#[derive(Clone, Copy)]
struct Place {
    at: usize,
    last: bool,
}

/// An element of the pattern and that of the path.
fn one(want: &str, is: &str, place: Place) -> Option<(Option<Slip>, String)> {
    if path_match(want, is) == Ok(true) {
        return Some((None, want.to_owned()));
    }
    let (low, is_low) = (want.to_lowercase(), is.to_lowercase());
    if path_match(&low, &is_low) == Ok(true) {
        let keeps = place.at == 0 && path_match(&low, is) == Ok(true);
        return Some((Some(Slip::Case), if keeps { low } else { is.to_owned() }));
    }
    if low.contains(['*', '?', '[', '\\']) {
        let label = place.at == 0 && low.strip_prefix("*.") == Some(is);
        return label.then(|| (Some(Slip::Label), is.to_owned()));
    }
    guessed(&low, &is_low, place).map(|slip| (Some(slip), is.to_owned()))
}

fn guessed(want: &str, is: &str, place: Place) -> Option<Slip> {
    let below = |host: &str| host.strip_suffix(want).is_some_and(|rest| rest.ends_with('.'));
    let begins = |end: &str| is.strip_prefix(want).is_some_and(|rest| rest.starts_with(end));
    match place.at {
        0 if want.contains('.') && below(is) => Some(Slip::Subdomain),
        0 if want.contains('.') && begins(".") => Some(Slip::Half),
        1.. if place.last && want.len() >= 2 && begins("") => Some(Slip::Half),
        _ => is_typo(want, is).then_some(Slip::Typo),
    }
}

/// What the pattern has behind the last element of the path.
fn more(rest: &[&str], depth: usize) -> Option<Slip> {
    match rest {
        all if all.iter().all(|it| it.chars().all(|c| c == '*')) => Some(Slip::Element),
        [major] if is_major(major) => Some(Slip::Major),
        _ => (depth > 1).then_some(Slip::Deeper),
    }
}

fn is_major(element: &str) -> bool {
    let digits = element.strip_prefix('v').unwrap_or_default();
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

fn is_guess(slip: Slip) -> bool {
    matches!(slip, Slip::Subdomain | Slip::Label | Slip::Half | Slip::Typo | Slip::Deeper)
}

/// One word of it differs by a letter or two of many, or by two that changed places. A
/// number is never mistyped: the other one is another host or team.
fn is_typo(a: &str, b: &str) -> bool {
    let words =
        |text: &str| -> Vec<String> { text.split(['.', '-', '_']).map(str::to_owned).collect() };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let (x, y) = (words(a), words(b));
    if digits(a) != digits(b) || x.len() != y.len() {
        return false;
    }
    let mut odd = x.iter().zip(&y).filter(|(a, b)| a != b);
    let (Some((a, b)), None) = (odd.next(), odd.next()) else { return false };
    let short = a.len().min(b.len());
    match distance(a, b) {
        1 => short >= 5 || a.len() == b.len() && short >= 3 && is_swap(a, b),
        2 => short >= 8,
        _ => false,
    }
}

fn is_swap(a: &str, b: &str) -> bool {
    let sorted = |text: &str| {
        let mut bytes = text.as_bytes().to_vec();
        bytes.sort_unstable();
        bytes
    };
    sorted(a) == sorted(b)
}

/// Letters added, dropped, changed, or swapped with the next one; no element of a path
/// is longer than a few dozen.
fn distance(a: &str, b: &str) -> usize {
    const LONGEST: usize = 64;
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().max(b.len()) > LONGEST {
        return usize::MAX;
    }
    let mut table = vec![vec![0; b.len() + 1]; a.len() + 1];
    for at in 0..=a.len() {
        for to in 0..=b.len() {
            table[at][to] = match (at, to) {
                (0, steps) | (steps, 0) => steps,
                _ => {
                    let change = table[at - 1][to - 1] + usize::from(a[at - 1] != b[to - 1]);
                    let swap = at > 1 && to > 1 && a[at - 1] == b[to - 2] && a[at - 2] == b[to - 1];
                    let swap = if swap { table[at - 2][to - 2] + 1 } else { usize::MAX };
                    let step = table[at - 1][to].min(table[at][to - 1]) + 1;
                    change.min(step).min(swap)
                }
            };
        }
    }
    table[a.len()][b.len()]
}
