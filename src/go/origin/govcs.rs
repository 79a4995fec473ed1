use crate::go::pattern::match_prefix_patterns;

/// What go adds to GOVCS at its end.
const USUAL: &str = "public:git|hg,private:all";

/// Whether GOVCS lets go run git for the repository at this import path.
/// go's file: `cmd/go/internal/vcs/vcs.go`, `govcsConfig.allow`.
pub fn allows_git(govcs: &str, goprivate: &str, root: &str) -> bool {
    let is_private = match_prefix_patterns(goprivate, root);
    let rules = govcs.split(',').chain(USUAL.split(','));
    for rule in rules.map(str::trim).filter(|rule| !rule.is_empty()) {
        // go stops at a rule that it cannot read.
        let Some((pattern, allowed)) = rule.split_once(':') else { return false };
        let fits = match pattern.trim() {
            "private" => is_private,
            "public" => !is_private,
            pattern => match_prefix_patterns(pattern, root),
        };
        if fits {
            return allowed.split('|').any(|vcs| matches!(vcs.trim(), "git" | "all"));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rule_that_fits_counts() {
        let allows = |govcs: &str| allows_git(govcs, "corp.example", "github.com/a/b");
        assert!(allows(""));
        assert!(allows("github.com:git,*:off"));
        assert!(!allows("*:off"));
        assert!(!allows("public:hg"));
        assert!(!allows("public"));
        assert!(allows("private:off"));
        assert!(!allows_git("private:off", "corp.example", "corp.example/x"));
        assert!(allows_git("public:off", "corp.example", "corp.example/x"));
    }
}
