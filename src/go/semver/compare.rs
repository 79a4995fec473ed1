use super::parse::{is_number, parse};
use std::cmp::Ordering;

/// The precedence of two versions (`semver.Compare`). What is no version is
/// less than any version and equal to anything else that is none.
pub fn compare(v: &str, w: &str) -> Ordering {
    match (parse(v), parse(w)) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (Some(v), Some(w)) => numbers(v.major, w.major)
            .then_with(|| numbers(v.minor, w.minor))
            .then_with(|| numbers(v.patch, w.patch))
            .then_with(|| prereleases(v.prerelease, w.prerelease)),
    }
}

/// Decimal numbers without leading zeros, of any length.
fn numbers(x: &str, y: &str) -> Ordering {
    x.len().cmp(&y.len()).then_with(|| x.cmp(y))
}

fn prereleases(x: &str, y: &str) -> Ordering {
    match (x.strip_prefix('-'), y.strip_prefix('-')) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(x), Some(y)) => identifiers(x, y),
    }
}

fn identifiers(x: &str, y: &str) -> Ordering {
    let (mut x, mut y) = (x.split('.'), y.split('.'));
    loop {
        let order = match (x.next(), y.next()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(x), Some(y)) => identifier(x, y),
        };
        if order.is_ne() {
            return order;
        }
    }
}

fn identifier(x: &str, y: &str) -> Ordering {
    match (is_number(x), is_number(y)) {
        (true, true) => numbers(x, y),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => x.cmp(y),
    }
}
