/// The parts of a semantic version, each as it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parsed<'a> {
    pub major: &'a str,
    pub minor: &'a str,
    pub patch: &'a str,
    /// What is missing to three numbers: `.0.0`, `.0` or nothing.
    pub short: &'static str,
    /// With its leading `-`, or empty.
    pub prerelease: &'a str,
    /// With its leading `+`, or empty.
    pub build: &'a str,
}

/// Takes `vMAJOR[.MINOR[.PATCH[-PRERELEASE][+BUILD]]]` apart (`semver.parse`).
pub fn parse(v: &str) -> Option<Parsed<'_>> {
    let (major, rest) = number(v.strip_prefix('v')?)?;
    if rest.is_empty() {
        return Some(numbers(major, "0", "0", ".0.0"));
    }
    let (minor, rest) = number(rest.strip_prefix('.')?)?;
    if rest.is_empty() {
        return Some(numbers(major, minor, "0", ".0"));
    }
    let (patch, rest) = number(rest.strip_prefix('.')?)?;
    let (prerelease, build) = rest.split_at(rest.find('+').unwrap_or(rest.len()));
    suffixes_are_valid(prerelease, build).then_some(Parsed {
        prerelease,
        build,
        ..numbers(major, minor, patch, "")
    })
}

fn numbers<'a>(major: &'a str, minor: &'a str, patch: &'a str, short: &'static str) -> Parsed<'a> {
    Parsed { major, minor, patch, short, prerelease: "", build: "" }
}

/// The decimal number without leading zeros at the start of `v`, and the rest.
fn number(v: &str) -> Option<(&str, &str)> {
    let end = v.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = v.split_at(end);
    let padded = number.len() > 1 && number.starts_with('0');
    (!number.is_empty() && !padded).then_some((number, rest))
}

fn suffixes_are_valid(prerelease: &str, build: &str) -> bool {
    let prerelease_ok = prerelease.is_empty()
        || prerelease.strip_prefix('-').is_some_and(|list| {
            list.split('.').all(|ident| is_ident(ident) && !is_bad_number(ident))
        });
    let build_ok = build.is_empty() || build[1..].split('.').all(is_ident);
    prerelease_ok && build_ok
}

fn is_ident(ident: &str) -> bool {
    !ident.is_empty() && ident.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn is_bad_number(ident: &str) -> bool {
    ident.len() > 1 && ident.starts_with('0') && is_number(ident)
}

/// Whether an identifier compares as a number.
pub(super) fn is_number(ident: &str) -> bool {
    ident.bytes().all(|b| b.is_ascii_digit())
}
