use super::{canonical_version, is_valid, parse};
use serde::{Deserialize, Serialize};

/// On which side of a version a range lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Bound {
    Below,
    UpTo,
    From,
    Above,
}

/// What stands after the `@`, as `newQueryMatcher` in
/// `cmd/go/internal/modload/query.go` tells the forms apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Query {
    /// `latest`: the highest release, else the highest pre-release, else the newest commit.
    Latest,
    /// `upgrade`: like `latest`, never lower than now.
    Upgrade,
    /// `patch`: the highest release with the same minor as now.
    Patch,
    /// `none`: without this module.
    None,
    /// `<v1.2.3`, `>=v1.2`.
    Range { bound: Bound, version: String },
    /// A range whose version is none, or a prefix where go cannot tell what it means.
    MalformedRange { bound: Bound, version: String },
    /// `v1`, `v1.2`: the highest version that starts so.
    Prefix { prefix: String },
    /// One version; `canonical` is what go asks a source for.
    Exact { canonical: String },
    /// A branch, tag or commit.
    Revision { rev: String },
}

/// What `latest` means among released versions: the highest release, else the
/// highest pre-release. go's file: `cmd/go/internal/modload/query.go`.
pub fn latest(versions: &[String]) -> Option<&str> {
    let of = |release: bool| {
        let fits = move |v: &&String| super::prerelease(v).is_empty() == release;
        versions.iter().filter(fits).max_by(|a, b| super::compare(a, b))
    };
    of(true).or_else(|| of(false)).map(String::as_str)
}

impl Query {
    /// Recognises a query by its form alone.
    pub fn of(query: &str) -> Self {
        match query {
            "latest" => Self::Latest,
            "upgrade" => Self::Upgrade,
            "patch" => Self::Patch,
            "none" => Self::None,
            _ => Self::range(query).unwrap_or_else(|| Self::version(query)),
        }
    }

    fn range(query: &str) -> Option<Self> {
        let (bound, version) =
            [("<=", Bound::UpTo), ("<", Bound::Below), (">=", Bound::From), (">", Bound::Above)]
                .into_iter()
                .find_map(|(sign, bound)| Some((bound, query.strip_prefix(sign)?)))?;
        let prefix_is_ambiguous = matches!(bound, Bound::UpTo | Bound::Above);
        let refused = !is_valid(version) || prefix_is_ambiguous && is_prefix(version);
        let version = version.to_owned();
        Some(if refused {
            Self::MalformedRange { bound, version }
        } else {
            Self::Range { bound, version }
        })
    }

    fn version(query: &str) -> Self {
        match canonical_version(query) {
            Some(_) if is_prefix(query) => Self::Prefix { prefix: query.into() },
            Some(canonical) => Self::Exact { canonical },
            None => Self::Revision { rev: query.into() },
        }
    }
}

/// `v1` and `v1.2`, valid versions that stand for many.
fn is_prefix(v: &str) -> bool {
    parse(v).is_some_and(|parsed| !parsed.short.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart() {
        assert_eq!(Query::of("latest"), Query::Latest);
        assert_eq!(Query::of("v1"), Query::Prefix { prefix: "v1".into() });
        let canonical = "v1.2.3".to_owned();
        assert_eq!(Query::of("v1.2.3+meta"), Query::Exact { canonical });
        assert_eq!(Query::of("main"), Query::Revision { rev: "main".into() });
        let (bound, version) = (Bound::From, "v1.2".to_owned());
        assert_eq!(Query::of(">=v1.2"), Query::Range { bound, version });
        let (bound, version) = (Bound::UpTo, "v1.2".to_owned());
        assert_eq!(Query::of("<=v1.2"), Query::MalformedRange { bound, version });
    }
}
