use super::{ImportFault, Tool};
use crate::go::pattern::match_prefix_patterns;
use crate::go::strconv::quote;

/// What go adds to GOVCS at its end.
const USUAL: [(&str, &[&str]); 2] = [("private", &["all"]), ("public", &["git", "hg"])];

/// GOVCS: which program may be run for which paths.
/// go's file: `cmd/go/internal/vcs/vcs.go`, `govcsConfig`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Govcs<'s> {
    rules: Vec<(&'s str, Vec<&'s str>)>,
}

/// Paths that GOVCS is asked for, and what counts as private among them.
#[derive(Clone, Copy, Debug)]
pub struct Policy<'s> {
    pub govcs: &'s str,
    pub goprivate: &'s str,
}

impl Policy<'_> {
    /// Whether the program may be run for the repository at this import path.
    /// go's function: `checkGOVCS`.
    pub fn check(&self, tool: Tool, root: &str) -> Result<(), ImportFault> {
        let govcs = Govcs::parse(self.govcs).map_err(|words| ImportFault::Govcs { words })?;
        let private = match_prefix_patterns(self.goprivate, root);
        if govcs.allows(root, private, tool.command()) {
            return Ok(());
        }
        let (vcs, root) = (tool.command().to_owned(), root.to_owned());
        Err(ImportFault::Forbidden { vcs, private, root })
    }
}

/// GOVCS with a rule at its front that lets this program be run for this path; an entry
/// for the very path is widened instead. None where it cannot be read.
pub fn allowing(govcs: &str, root: &str, tool: Tool) -> Option<String> {
    let parsed = Govcs::parse(govcs).ok()?;
    let own = parsed.rules.iter().find(|(pattern, _)| *pattern == root);
    let before = own.map(|(_, allowed)| allowed.iter().copied().filter(|it| *it != "off"));
    let list: Vec<&str> = before.into_iter().flatten().chain([tool.command()]).collect();
    let others = parsed.rules.iter().filter(|(pattern, _)| *pattern != root);
    let others = others.map(|(pattern, allowed)| format!("{pattern}:{}", allowed.join("|")));
    let rules: Vec<String> =
        std::iter::once(format!("{root}:{}", list.join("|"))).chain(others).collect();
    Some(rules.join(","))
}

/// GOVCS without the entries that go cannot read; empty where nothing is left.
pub fn readable(govcs: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for item in govcs.split(',').map(str::trim) {
        let with = [kept.as_slice(), &[item]].concat().join(",");
        if !item.is_empty() && Govcs::parse(&with).is_ok() {
            kept.push(item);
        }
    }
    kept.join(",")
}

impl<'s> Govcs<'s> {
    /// Reads it, or says what is wrong in go's words. go's function: `parseGOVCS`.
    pub fn parse(govcs: &'s str) -> Result<Self, String> {
        let mut rules = Vec::new();
        let mut seen: Vec<(&str, &str)> = Vec::new();
        if govcs.trim().is_empty() {
            return Ok(Self { rules });
        }
        for item in govcs.trim().split(',').map(str::trim) {
            let (pattern, allowed) = rule(item)?;
            if let Some((_, old)) = seen.iter().find(|(known, _)| *known == pattern) {
                let (item, old) = (quote(item), quote(old));
                return Err(format!("unreachable pattern in GOVCS: {item} after {old}"));
            }
            seen.push((pattern, item));
            let allowed: Vec<&str> = allowed.split('|').map(str::trim).collect();
            if allowed.contains(&"") {
                return Err(format!("empty VCS name in GOVCS: {}", quote(item)));
            }
            rules.push((pattern, allowed));
        }
        Ok(Self { rules })
    }

    /// The first rule that fits a path decides. go's function: `allow`.
    fn allows(&self, path: &str, private: bool, vcs: &str) -> bool {
        let own = self.rules.iter().map(|(pattern, allowed)| (*pattern, allowed.as_slice()));
        let fits = |pattern: &str| match pattern {
            "private" => private,
            "public" => !private,
            pattern => match_prefix_patterns(pattern, path),
        };
        let rule = own.chain(USUAL).find(|(pattern, _)| fits(pattern));
        rule.is_some_and(|(_, allowed)| allowed.iter().any(|it| *it == vcs || *it == "all"))
    }
}

/// The pattern of an entry, and what it allows.
fn rule(item: &str) -> Result<(&str, &str), String> {
    let quoted = quote(item);
    if item.is_empty() {
        return Err("empty entry in GOVCS".to_owned());
    }
    let Some((pattern, allowed)) = item.split_once(':') else {
        return Err(format!("malformed entry in GOVCS (missing colon): {quoted}"));
    };
    match (pattern.trim(), allowed.trim()) {
        ("", _) => Err(format!("empty pattern in GOVCS: {quoted}")),
        (_, "") => Err(format!("empty VCS list in GOVCS: {quoted}")),
        (pattern, _) if is_relative(pattern) => {
            Err(format!("relative pattern not allowed in GOVCS: {}", quote(pattern)))
        }
        both => Ok(both),
    }
}

/// go's file: `cmd/go/internal/search/search.go`, `IsRelativePath`.
fn is_relative(pattern: &str) -> bool {
    matches!(pattern, "." | "..") || pattern.starts_with("./") || pattern.starts_with("../")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_rule_that_fits_counts() {
        let allows = |govcs, tool, root| {
            Policy { govcs, goprivate: "corp.example" }.check(tool, root).is_ok()
        };
        let public = |govcs| allows(govcs, Tool::Git, "github.com/a/b");
        assert!(public("") && public("github.com:git,*:off") && public("private:off"));
        assert!(!public("*:off") && !public("public:hg") && !public("public"));
        let private = |govcs, tool| allows(govcs, tool, "corp.example/x");
        assert!(!private("private:off", Tool::Git) && private("public:off", Tool::Git));
        assert!(private("", Tool::Svn) && !allows("", Tool::Svn, "svn.example/x"));
    }

    #[test]
    fn a_rule_for_one_path_leaves_the_others() {
        let with = |govcs| allowing(govcs, "svn.example/x", Tool::Svn).unwrap();
        assert_eq!(with(""), "svn.example/x:svn");
        assert_eq!(with("*:git"), "svn.example/x:svn,*:git");
        assert_eq!(with("*:git , svn.example/x:off"), "svn.example/x:svn,*:git");
        assert_eq!(with("svn.example/x:git|hg"), "svn.example/x:git|hg|svn");
        assert_eq!(readable("git,a:hg,,a:git,b:svn"), "a:hg,b:svn");
        assert_eq!(readable("git"), "");
    }

    #[test]
    fn what_is_wrong_is_said_as_go_says_it() {
        let wrong = |govcs| Govcs::parse(govcs).unwrap_err();
        assert_eq!(wrong("git"), "malformed entry in GOVCS (missing colon): \"git\"");
        assert_eq!(wrong("a:git,,"), "empty entry in GOVCS");
        assert_eq!(wrong("a:"), "empty VCS list in GOVCS: \"a:\"");
        assert_eq!(wrong("a:git,a: hg"), "unreachable pattern in GOVCS: \"a: hg\" after \"a:git\"");
    }
}
