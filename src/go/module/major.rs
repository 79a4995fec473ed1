use super::error::{InvalidVersionError, VersionFault};
use crate::go::semver;

/// A module path in two: `prefix` and `major` together are the path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SplitPath<'a> {
    pub prefix: &'a str,
    /// `/v2`, `.v3` or `.v3-unstable` for gopkg.in, or nothing.
    pub major: &'a str,
}

/// Splits the major version off a module path (`module.SplitPathVersion`);
/// nothing when the path ends in a version it may not end in.
pub fn split_path_version(path: &str) -> Option<SplitPath<'_>> {
    if path.starts_with("gopkg.in/") {
        return split_gopkg_in(path);
    }
    let stem = path.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let plain = SplitPath { prefix: path, major: "" };
    let (true, Some(prefix)) = (stem.len() < path.len(), stem.strip_suffix("/v")) else {
        return Some(plain);
    };
    let number = &path[stem.len()..];
    let refused = number.contains('.') || number.starts_with('0') || number == "1";
    (!refused).then_some(SplitPath { prefix, major: &path[prefix.len()..] })
}

/// gopkg.in paths end in `.vN`, for every N.
fn split_gopkg_in(path: &str) -> Option<SplitPath<'_>> {
    let stable = path.strip_suffix("-unstable").unwrap_or(path);
    let stem = stable.trim_end_matches(|c: char| c.is_ascii_digit());
    let prefix = stem.strip_suffix(".v")?;
    let major = &path[prefix.len()..];
    let number = &path[stem.len()..];
    let refused = number.is_empty() || number.starts_with('0') && major != ".v0";
    (!refused).then_some(SplitPath { prefix, major })
}

/// Whether version `v` has the major version that the path asks for
/// (`module.MatchPathMajor`).
pub fn match_path_major(v: &str, path_major: &str) -> bool {
    check_path_major(v, path_major).is_ok()
}

/// Refuses a version whose major is not the one of the path
/// (`module.CheckPathMajor`); `path_major` is `SplitPath::major`.
pub fn check_path_major(v: &str, path_major: &str) -> Result<(), InvalidVersionError> {
    let path_major = without_unstable(path_major);
    // A bug of old: pseudo-versions of gopkg.in/….v1 began with v0.0.0-.
    if v.starts_with("v0.0.0-") && path_major == ".v1" {
        return Ok(());
    }
    let have = semver::major(v).unwrap_or("");
    let want = path_major.strip_prefix(['/', '.']).unwrap_or(path_major);
    let fits = if path_major.is_empty() {
        have == "v0" || have == "v1" || semver::build(v) == semver::INCOMPATIBLE
    } else {
        want.len() < path_major.len() && have == want
    };
    if fits {
        return Ok(());
    }
    Err(InvalidVersionError {
        version: v.into(),
        fault: VersionFault::WrongMajor {
            want: if path_major.is_empty() { "v0 or v1" } else { want }.into(),
            have: have.into(),
        },
    })
}

/// The prefix that tags of this path begin with, `v2` for `/v2`
/// (`module.PathMajorPrefix`); empty where v0 and v1 are both allowed.
pub fn path_major_prefix(path_major: &str) -> &str {
    without_unstable(path_major).trim_start_matches(['/', '.'])
}

fn without_unstable(path_major: &str) -> &str {
    match path_major.strip_suffix("-unstable") {
        Some(stable) if stable.starts_with(".v") => stable,
        _ => path_major,
    }
}
