//! Versions as go compares them: `golang.org/x/mod/semver`, pseudo-versions
//! (`x/mod/module/pseudo.go`) and version queries (`cmd/go/internal/modload/query.go`).

mod compare;
mod parse;
mod pseudo;
mod query;

pub use compare::compare;
pub use parse::{Parsed, parse};
pub use pseudo::{
    PseudoFault, PseudoVersionError, base, is_pseudo_version, is_zero_pseudo_version, rev, time,
};
pub use query::{Bound, Query, latest};

/// The build suffix of a version whose major does not show in the module path.
pub const INCOMPATIBLE: &str = "+incompatible";

/// Whether `v` is a semantic version with the leading `v` (`semver.IsValid`).
pub fn is_valid(v: &str) -> bool {
    parse(v).is_some()
}

/// `v` with MINOR and PATCH filled in and without build metadata
/// (`semver.Canonical`); nothing when it is not a version.
pub fn canonical(v: &str) -> Option<String> {
    let parsed = parse(v)?;
    let kept = &v[..v.len() - parsed.build.len()];
    Some(format!("{kept}{}", parsed.short))
}

/// `semver.Canonical` that keeps `+incompatible` (`module.CanonicalVersion`):
/// the form that go.mod and go.sum hold.
pub fn canonical_version(v: &str) -> Option<String> {
    let mut canonical = canonical(v)?;
    if build(v) == INCOMPATIBLE {
        canonical.push_str(INCOMPATIBLE);
    }
    Some(canonical)
}

/// Whether go uses `v` as it stands, without asking a source what it means.
pub fn is_canonical(v: &str) -> bool {
    canonical_version(v).is_some_and(|canonical| canonical == v)
}

/// `v2` of `v2.1.0` (`semver.Major`).
pub fn major(v: &str) -> Option<&str> {
    parse(v).map(|parsed| &v[..=parsed.major.len()])
}

/// `v2.1` of `v2.1.0` (`semver.MajorMinor`).
pub fn major_minor(v: &str) -> Option<String> {
    parse(v).map(|parsed| format!("v{}.{}", parsed.major, parsed.minor))
}

/// `-pre` of `v2.1.0-pre+meta` (`semver.Prerelease`); empty when there is none.
pub fn prerelease(v: &str) -> &str {
    parse(v).map_or("", |parsed| parsed.prerelease)
}

/// `+meta` of `v2.1.0-pre+meta` (`semver.Build`); empty when there is none.
pub fn build(v: &str) -> &str {
    parse(v).map_or("", |parsed| parsed.build)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_forms_are_filled_in() {
        assert_eq!(canonical("v1").as_deref(), Some("v1.0.0"));
        assert_eq!(canonical("v1.2").as_deref(), Some("v1.2.0"));
        assert_eq!(canonical("v1.2.3-rc.1+meta").as_deref(), Some("v1.2.3-rc.1"));
        assert_eq!(canonical("v1.2-rc"), None);
        assert_eq!(canonical("1.2.3"), None);
        assert_eq!(major_minor("v3").as_deref(), Some("v3.0"));
    }

    #[test]
    fn incompatible_is_part_of_the_canonical_form() {
        assert!(is_canonical("v2.0.0+incompatible"));
        assert!(!is_canonical("v2.0.0+other"));
        assert!(!is_canonical("v2"));
        assert!(!is_canonical("master"));
    }
}
