//! Go's own versions, such as 1.21, 1.21rc1 and 1.21.0; they are no semver.

use std::cmp::Ordering;

/// The numbers stay decimal text: go compares them without a size limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Version<'a> {
    major: &'a str,
    minor: &'a str,
    patch: &'a str,
    kind: &'a str,
    pre: &'a str,
}

/// The order of two go versions without their `go`: 1.21 < 1.21rc1 < 1.21.0.
/// Malformed versions come first and are equal to each other.
pub fn compare(x: &str, y: &str) -> Ordering {
    let (x, y) = (parse(x).unwrap_or_default(), parse(y).unwrap_or_default());
    decimals(x.major, y.major)
        .then_with(|| decimals(x.minor, y.minor))
        .then_with(|| decimals(x.patch, y.patch))
        .then_with(|| x.kind.cmp(y.kind))
        .then_with(|| decimals(x.pre, y.pre))
}

/// Whether `version` is well formed: `1.22.3`, not `go1.22.3` or `1.022`.
pub fn is_valid(version: &str) -> bool {
    parse(version).is_some()
}

/// Whether `version` names a language (`1.22`) and not a release of it.
pub fn is_lang(version: &str) -> bool {
    parse(version).is_some_and(|v| v.patch.is_empty() && v.kind.is_empty() && v.pre.is_empty())
}

/// Whether `version` comes before a release: `1.22rc1`, and a bare language.
pub(super) fn is_prerelease(version: &str) -> bool {
    parse(version).is_some_and(|v| !v.kind.is_empty())
}

/// The language of a release: `1.22` for `1.22.3`; empty where malformed.
pub fn lang(version: &str) -> String {
    let v = parse(version).unwrap_or_default();
    if v.minor.is_empty() || (v.major == "1" && v.minor == "0") {
        return v.major.to_owned();
    }
    format!("{}.{}", v.major, v.minor)
}

/// The go version in the name of a toolchain: `1.22.3` for `go1.22.3-bigcorp`.
/// go's file: `cmd/go/internal/gover/toolchain.go`, `FromToolchain`.
pub fn from_toolchain(name: &str) -> Option<&str> {
    // A slash would make the name a path, past the PATH.
    if name.contains(['\\', '/']) {
        return None;
    }
    let version = name.strip_prefix("go")?.split([' ', '\t', '-']).next()?;
    is_valid(version).then_some(version)
}

fn parse(text: &str) -> Option<Version<'_>> {
    let (major, rest) = cut_int(text)?;
    let version = Version { major, ..Version::default() };
    if rest.is_empty() {
        return Some(Version { minor: "0", patch: "0", ..version });
    }
    let (minor, rest) = cut_int(rest.strip_prefix('.')?)?;
    let version = Version { minor, ..version };
    if rest.is_empty() {
        // Until 1.20, no patch is the same as patch 0.
        let old = decimals(minor, "21").is_lt();
        return Some(Version { patch: if old { "0" } else { "" }, ..version });
    }
    match rest.strip_prefix('.') {
        Some(patch) => {
            let (patch, rest) = cut_int(patch)?;
            rest.is_empty().then_some(Version { patch, ..version })
        }
        None => parse_pre(version, rest),
    }
}

fn parse_pre<'a>(version: Version<'a>, rest: &'a str) -> Option<Version<'a>> {
    let (kind, pre) = rest.split_at(rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len()));
    if kind.is_empty() || !kind.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    if pre.is_empty() {
        return Some(Version { kind, ..version });
    }
    let (pre, rest) = cut_int(pre)?;
    rest.is_empty().then_some(Version { kind, pre, ..version })
}

/// The decimal number at the start, and what follows it.
fn cut_int(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let leading_zero = end > 1 && text.starts_with('0');
    (end > 0 && !leading_zero).then(|| text.split_at(end))
}

fn decimals(x: &str, y: &str) -> Ordering {
    x.len().cmp(&y.len()).then_with(|| x.cmp(y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_follow_their_candidates() {
        let order = [
            "",
            "1.20",
            "1.21",
            "1.21beta1",
            "1.21rc1",
            "1.21rc2",
            "1.21.0",
            "1.21.10",
            "1.100",
            "2",
        ];
        for (at, x) in order.iter().enumerate() {
            for (other, y) in order.iter().enumerate() {
                assert_eq!(compare(x, y), at.cmp(&other), "{x} {y}");
            }
        }
        assert_eq!(compare("1.20", "1.20.0"), Ordering::Equal);
        assert_eq!(compare("go1.20", "1.02"), Ordering::Equal);
    }

    #[test]
    fn names_carry_versions() {
        assert_eq!(from_toolchain("go1.22.3-bigcorp"), Some("1.22.3"));
        assert_eq!(from_toolchain("go1.22.3 X:loopvar"), Some("1.22.3"));
        for name in ["1.22", "go", "go1.22.3+auto", "../go1.22", "gccgo-go1.22", "gotip"] {
            assert_eq!(from_toolchain(name), None, "{name}");
        }
        assert!(is_lang("1.22") && !is_lang("1.20") && !is_lang("1.22.0") && !is_lang("x"));
        assert_eq!([lang("1.22rc1"), lang("1"), lang("x")], ["1.22", "1", ""]);
    }
}
