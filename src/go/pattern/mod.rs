//! GOPRIVATE, GONOPROXY, GONOSUMDB, GOINSECURE and GOVCS are lists of globs;
//! each is held against the first elements of a module path.
//! go's file: `golang.org/x/mod/module/module.go`, `MatchPrefixPatterns`.

mod near;
mod path_match;

pub use near::{Near, Slip, near_miss};
pub use path_match::{BadPattern, path_match};

/// Whether one glob of the comma-separated `globs` matches the beginning of
/// `path`, by whole elements.
pub fn match_prefix_patterns(globs: &str, path: &str) -> bool {
    matching_pattern(globs, path).is_some()
}

/// The first glob of `globs` that matches, as it stands in the list.
pub fn matching_pattern<'a>(globs: &'a str, path: &str) -> Option<&'a str> {
    globs.split(',').find(|glob| matches_prefix(glob, path))
}

/// Blanks are not trimmed and a malformed glob matches nothing, as in go.
fn matches_prefix(glob: &str, path: &str) -> bool {
    let glob = glob.strip_suffix('/').unwrap_or(glob);
    if glob.is_empty() {
        return false;
    }
    first_elements(path, glob.matches('/').count())
        .is_some_and(|prefix| path_match(glob, prefix) == Ok(true))
}

/// The part of `path` before its slash number `slashes` + 1; nothing where
/// `path` has too few elements for the glob.
fn first_elements(path: &str, slashes: usize) -> Option<&str> {
    let mut found = path.match_indices('/').map(|(at, _)| at).skip(slashes);
    match found.next() {
        Some(at) => Some(&path[..at]),
        None if path.matches('/').count() == slashes => Some(path),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_that_matched_is_named() {
        let globs = "corp.example,*.internal/,github.com/acme/*";
        let found = |path| matching_pattern(globs, path);
        assert_eq!(found("git.internal/x/y"), Some("*.internal/"));
        assert_eq!(found("github.com/acme/tool/v2"), Some("github.com/acme/*"));
        assert_eq!(found("github.com/acme"), None);
        assert_eq!(found("corp.example.com/x"), None);
        assert_eq!(matching_pattern(",,/", "a.example"), None);
    }

    #[test]
    fn blanks_and_schemes_are_part_of_a_pattern() {
        for globs in
            ["b.example, example.com", "https://example.com", "\"example.com\"", "[example.com"]
        {
            assert!(!match_prefix_patterns(globs, "example.com/x"), "{globs}");
        }
    }

    #[test]
    fn long_lists_take_no_long_time() {
        let globs = "*a".repeat(5000);
        let path = "a".repeat(10_000);
        assert!(match_prefix_patterns(&globs, &path));
        assert!(!match_prefix_patterns(&"x/,".repeat(5000), &"y/".repeat(5000)));
    }
}
