use super::{major, parse, prerelease};
use crate::go::module::quote;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The time stamp of a pseudo-version, `yyyymmddhhmmss` in UTC.
const STAMP: usize = 14;

/// Why a version is not a pseudo-version, in go's words (`x/mod/module/pseudo.go`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PseudoFault {
    Syntax,
    MalformedTime { stamp: String },
    LacksBase { build: String },
    NegativePatch { base: String },
}

impl fmt::Display for PseudoFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax => f.write_str("syntax error"),
            Self::MalformedTime { stamp } => write!(f, "malformed time {}", quote(stamp)),
            Self::LacksBase { build } => {
                write!(f, "lacks base version, but has build metadata {}", quote(build))
            }
            Self::NegativePatch { base } => {
                write!(f, "version before {base} would have negative patch number")
            }
        }
    }
}

/// A pseudo-version that go refuses (`module.InvalidVersionError` with `Pseudo`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PseudoVersionError {
    pub version: String,
    pub fault: PseudoFault,
}

impl fmt::Display for PseudoVersionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pseudo-version {} invalid: {}", quote(&self.version), self.fault)
    }
}

/// Whether `v` names a commit by time and revision (`module.IsPseudoVersion`).
pub fn is_pseudo_version(v: &str) -> bool {
    split(v).is_some()
}

/// Whether `v` is the placeholder `vX.0.0-00010101000000-000000000000`
/// (`module.IsZeroPseudoVersion`).
pub fn is_zero_pseudo_version(v: &str) -> bool {
    major(v).is_some_and(|major| v.strip_prefix(major) == Some(".0.0-00010101000000-000000000000"))
}

/// The commit time as it stands in `v`, `yyyymmddhhmmss` in UTC, when that is a
/// date that exists (`module.PseudoVersionTime`).
pub fn time(v: &str) -> Result<&str, PseudoVersionError> {
    let stamp = take_apart(v)?.stamp;
    let malformed = PseudoFault::MalformedTime { stamp: stamp.into() };
    is_a_date(stamp).then_some(stamp).ok_or(refused(v, malformed))
}

/// The revision, usually twelve hex digits (`module.PseudoVersionRev`).
pub fn rev(v: &str) -> Result<&str, PseudoVersionError> {
    take_apart(v).map(|parts| parts.rev)
}

/// The tag that `v` comes after, if it names one (`module.PseudoVersionBase`).
pub fn base(v: &str) -> Result<Option<String>, PseudoVersionError> {
    let Parts { base, build, .. } = take_apart(v)?;
    match prerelease(base) {
        "" if build.is_empty() => Ok(None),
        "" => Err(refused(v, PseudoFault::LacksBase { build: build.into() })),
        "-0" => patch_before(base.strip_suffix("-0").unwrap_or(base))
            .map(|before| Some(format!("{before}{build}")))
            .map_err(|fault| refused(v, fault)),
        _ => Ok(Some(format!("{}{build}", base.strip_suffix(".0").unwrap_or(base)))),
    }
}

fn refused(v: &str, fault: PseudoFault) -> PseudoVersionError {
    PseudoVersionError { version: v.into(), fault }
}

struct Parts<'a> {
    base: &'a str,
    stamp: &'a str,
    rev: &'a str,
    build: &'a str,
}

fn take_apart(v: &str) -> Result<Parts<'_>, PseudoVersionError> {
    split(v).ok_or_else(|| refused(v, PseudoFault::Syntax))
}

/// `^v[0-9]+\.(0\.0-|\d+\.\d+-([^+]*\.)?0\.)\d{14}-[A-Za-z0-9]+(\+…)?$` on a valid version.
fn split(v: &str) -> Option<Parts<'_>> {
    let parsed = parse(v)?;
    let (front, rev) = v[..v.len() - parsed.build.len()].rsplit_once('-')?;
    let start = front.len().checked_sub(STAMP)?;
    let stamp = front.get(start..)?;
    let before = &front[..start];
    let by_base = before.strip_suffix('.').filter(|base| ends_in_zero(base));
    let by_major = before.strip_suffix('-').filter(|base| {
        parse(base).is_some_and(|it| it.minor == "0" && it.patch == "0" && it.short.is_empty())
            && prerelease(base).is_empty()
    });
    let named = !rev.is_empty() && rev.bytes().all(|b| b.is_ascii_alphanumeric());
    (named && stamp.bytes().all(|b| b.is_ascii_digit())).then_some(Parts {
        base: by_base.or(by_major)?,
        stamp,
        rev,
        build: parsed.build,
    })
}

/// `vX.Y.Z-0` or `vX.Y.Z-pre.0`.
fn ends_in_zero(base: &str) -> bool {
    let pre = prerelease(base);
    pre == "-0" || pre.ends_with(".0")
}

/// `vX.Y.(Z-1)` of `vX.Y.Z`, for numbers of any length.
fn patch_before(base: &str) -> Result<String, PseudoFault> {
    let (front, patch) = base.rsplit_once('.').unwrap_or((base, "0"));
    let zeros = patch.len() - patch.trim_end_matches('0').len();
    let (kept, last) = patch.split_at((patch.len() - zeros).saturating_sub(1));
    let Some(digit) = last.bytes().next().filter(|digit| *digit != b'0') else {
        return Err(PseudoFault::NegativePatch { base: base.into() });
    };
    let digit = char::from(digit - 1);
    let nines = "9".repeat(zeros);
    let lower = format!("{kept}{digit}{nines}");
    let lower = match lower.strip_prefix('0') {
        Some(shorter) if !shorter.is_empty() => shorter,
        _ => &lower,
    };
    Ok(format!("{front}.{lower}"))
}

/// Go's `time.Parse("20060102150405", …)`.
fn is_a_date(stamp: &str) -> bool {
    let part = |from: usize, to: usize| stamp[from..to].parse::<u32>().unwrap_or(u32::MAX);
    let (year, month, day) = (part(0, 4), part(4, 6), part(6, 8));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + u32::from(leap),
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day) && part(8, 10) < 24 && part(10, 12) < 60 && part(12, 14) < 60
}
