use serde::{Deserialize, Serialize};

/// Which directives and words a release of go knows. Releases in between know
/// what the one before them knew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Grammar {
    /// Up to 1.20: go versions of two numbers, no `toolchain`.
    Go120,
    /// `toolchain`, and go versions such as `1.21.0` and `1.21rc1`.
    Go121,
    /// `.` and `..` alone are directories.
    Go122,
    /// `godebug`.
    Go123,
    /// `tool`.
    Go124,
    /// `ignore`.
    #[default]
    Go125,
}

impl Grammar {
    /// The grammar of a go release such as `1.22.3`, `go1.22rc1` or `1.26`. What
    /// is no release is taken for the newest.
    pub fn of(release: &str) -> Self {
        let release = release.strip_prefix("go").unwrap_or(release);
        let Some((major, rest)) = release.split_once('.') else {
            return Self::default();
        };
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        match (major, rest[..digits].parse::<u32>()) {
            ("1", Ok(0..=20)) => Self::Go120,
            ("1", Ok(21)) => Self::Go121,
            ("1", Ok(22)) => Self::Go122,
            ("1", Ok(23)) => Self::Go123,
            ("1", Ok(24)) => Self::Go124,
            _ => Self::Go125,
        }
    }

    /// The directive's first release.
    pub(in crate::go) fn knows(self, verb: &str) -> bool {
        match verb {
            "module" | "go" | "require" | "exclude" | "replace" | "retract" => true,
            "toolchain" => self >= Self::Go121,
            "godebug" => self >= Self::Go123,
            "tool" => self >= Self::Go124,
            "ignore" => self >= Self::Go125,
            _ => false,
        }
    }

    /// The directories that go names in its complaint.
    pub(super) fn directory_example(self) -> &'static str {
        if self >= Self::Go122 { ". or .." } else { "./ or ../" }
    }

    /// `^([1-9][0-9]*)\.(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*))?([a-z]+[0-9]+)?$`, the
    /// optional parts from 1.21 on.
    pub(super) fn accepts_go_version(self, version: &str) -> bool {
        let Some(rest) = language_version(version) else {
            return false;
        };
        if self < Self::Go121 {
            return rest.is_empty();
        }
        let rest = match rest.strip_prefix('.').map(number) {
            Some(Some((_, rest))) => rest,
            Some(None) => return false,
            None => rest,
        };
        let digits = rest.trim_start_matches(|c: char| c.is_ascii_lowercase());
        rest.is_empty()
            || digits.len() < rest.len()
                && !digits.is_empty()
                && digits.bytes().all(|b| b.is_ascii_digit())
    }
}

/// What a dependency's go line is taken for when it is no go version: leading
/// `v` and trailing text are dropped (`laxGoVersionRE` in `rule.go`).
pub(super) fn lax_go_version(version: &str) -> Option<&str> {
    let plain = version.strip_prefix('v').unwrap_or(version);
    let rest = language_version(plain)?;
    (!rest.is_empty()).then(|| &plain[..plain.len() - rest.len()])
}

/// `^default$|^go1($|\.)`
pub(super) fn is_toolchain_name(name: &str) -> bool {
    matches!(name, "default" | "go1") || name.starts_with("go1.")
}

/// What follows `MAJOR.MINOR`.
fn language_version(version: &str) -> Option<&str> {
    let (major, rest) = number(version)?;
    let (_, rest) = number(rest.strip_prefix('.')?)?;
    (major != "0").then_some(rest)
}

/// A decimal number without leading zeros, and what follows it.
fn number(text: &str) -> Option<(&str, &str)> {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = &text[..text.len() - rest.len()];
    let padded = number.len() > 1 && number.starts_with('0');
    (!number.is_empty() && !padded).then_some((number, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn releases_are_told_apart() {
        assert_eq!(Grammar::of("1.20.14"), Grammar::Go120);
        assert_eq!(Grammar::of("go1.21rc2"), Grammar::Go121);
        assert_eq!(Grammar::of("1.24"), Grammar::Go124);
        assert_eq!(Grammar::of("1.27.3"), Grammar::Go125);
        assert_eq!(Grammar::of("devel"), Grammar::Go125);
    }

    #[test]
    fn go_versions_by_release() {
        for version in ["1.22", "10.0"] {
            assert!(Grammar::Go120.accepts_go_version(version), "{version}");
        }
        for version in ["1.22.0", "1.22rc1", "1.22.1rc1"] {
            assert!(!Grammar::Go120.accepts_go_version(version), "{version}");
            assert!(Grammar::Go121.accepts_go_version(version), "{version}");
        }
        for version in ["1", "v1.22", "1.022", "0.1", "1.22.", "1.22rc", "1.22-rc1", "1.22RC1"] {
            assert!(!Grammar::Go125.accepts_go_version(version), "{version}");
        }
        assert_eq!(lax_go_version("v1.22-beta"), Some("1.22"));
        assert_eq!(lax_go_version("1.22"), None);
    }
}
