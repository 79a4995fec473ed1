//! `.dockerignore`, by docker's rules: the last pattern that matches decides, and what
//! matches a folder holds for all below it. docker's file: `moby/patternmatcher`.

/// The patterns in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ignore(Vec<(Vec<String>, bool)>);

impl Ignore {
    pub fn parse(text: &str) -> Self {
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
        let patterns = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        let pattern = |line: &str| {
            let (line, keeps) = match line.strip_prefix('!') {
                Some(rest) => (rest.trim(), true),
                None => (line, false),
            };
            let parts = line.split('/').filter(|it| !it.is_empty() && *it != ".");
            (parts.map(str::to_owned).collect(), keeps)
        };
        Self(patterns.map(pattern).collect())
    }

    /// Whether a path of the context is left out of it.
    pub fn leaves_out(&self, path: &str) -> bool {
        let parts: Vec<&str> = path.split('/').filter(|it| !it.is_empty()).collect();
        let mut out = false;
        for (pattern, keeps) in &self.0 {
            let hits = (1..=parts.len()).any(|length| matches(pattern, &parts[..length]));
            if hits {
                out = !keeps;
            }
        }
        out
    }
}

fn matches(pattern: &[String], parts: &[&str]) -> bool {
    match pattern.split_first() {
        None => parts.is_empty(),
        Some((first, rest)) if first == "**" => {
            (0..=parts.len()).any(|skipped| matches(rest, &parts[skipped..])) || rest.is_empty()
        }
        Some((first, rest)) => match parts.split_first() {
            Some((part, others)) => glob(first, part) && matches(rest, others),
            None => false,
        },
    }
}

/// `*`, `?` and `[…]` within one element, as Go's `filepath.Match` has them.
pub(super) fn glob(pattern: &str, name: &str) -> bool {
    fn at(pattern: &[char], name: &[char]) -> bool {
        match pattern {
            [] => name.is_empty(),
            ['*', rest @ ..] => (0..=name.len()).any(|skipped| at(rest, &name[skipped..])),
            ['?', rest @ ..] => !name.is_empty() && at(rest, &name[1..]),
            ['[', rest @ ..] => {
                let Some(end) = rest.iter().position(|c| *c == ']') else { return false };
                let Some((first, others)) = name.split_first() else { return false };
                class(&rest[..end], *first) && at(&rest[end + 1..], others)
            }
            ['\\', c, rest @ ..] | [c, rest @ ..] => {
                name.first() == Some(c) && at(rest, &name[1..])
            }
        }
    }
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    at(&pattern, &name)
}

fn class(set: &[char], c: char) -> bool {
    let (set, negated) = match set {
        ['^' | '!', rest @ ..] => (rest, true),
        set => (set, false),
    };
    let mut at = 0;
    let mut found = false;
    while at < set.len() {
        if set.get(at + 1) == Some(&'-') && at + 2 < set.len() {
            found |= (set[at]..=set[at + 2]).contains(&c);
            at += 3;
        } else {
            found |= set[at] == c;
            at += 1;
        }
    }
    found != negated
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_pattern_decides() {
        let ignore = Ignore::parse("*\n!go.mod\n!go.sum\n!cmd\ncmd/tmp\n");
        let out = |path: &str| ignore.leaves_out(path);
        assert!(out("main.go") && out("cmd/tmp/x") && out("vendor/modules.txt"));
        assert!(!out("go.mod") && !out("go.sum") && !out("cmd/app/main.go"));
    }

    #[test]
    fn patterns_are_rooted_and_cross_folders_by_two_stars_alone() {
        for (pattern, path, out) in [
            ("go.sum", "go.sum", true),
            ("go.sum", "sub/go.sum", false),
            ("**/go.sum", "go.sum", true),
            ("**/go.sum", "a/b/go.sum", true),
            ("*.sum", "go.sum", true),
            ("*.sum", "a/go.sum", false),
            ("/vendor/", "vendor/modules.txt", true),
            ("vendor", "vendored", false),
            ("# go.sum", "go.sum", false),
            ("go.[sm]um", "go.sum", true),
            ("go.?um", "go.sum", true),
            ("**", "go.mod", true),
            ("docs/**", "docs/a/b", true),
        ] {
            assert_eq!(Ignore::parse(pattern).leaves_out(path), out, "{pattern} {path}");
        }
    }
}
