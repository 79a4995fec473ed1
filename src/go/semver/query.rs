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

fn lowest(versions: &[String]) -> Option<&str> {
    let of = |release: bool| {
        let fits = move |v: &&String| super::prerelease(v).is_empty() == release;
        versions.iter().filter(fits).min_by(|a, b| super::compare(a, b))
    };
    of(true).or_else(|| of(false)).map(String::as_str)
}

impl Query {
    /// Whether go asks for the list of versions to answer it. Else it is asked for by name.
    pub fn is_listed(&self) -> bool {
        !matches!(self, Self::Exact { .. } | Self::Revision { .. } | Self::None)
    }

    /// Whether go takes the newest commit where no version fits.
    pub fn takes_newest(&self) -> bool {
        matches!(self, Self::Latest | Self::Upgrade)
    }

    /// Whether go refuses it before anybody is asked. go's file:
    /// `cmd/go/internal/modload/query.go`, `newQueryMatcher`.
    pub fn is_refused(&self) -> bool {
        matches!(self, Self::Patch | Self::MalformedRange { .. })
    }

    /// The version among these that it means: the lowest above a bound, else the highest.
    pub fn pick<'v>(&self, versions: &'v [String]) -> Option<&'v str> {
        let fitting: Vec<String> = versions.iter().filter(|it| self.fits(it)).cloned().collect();
        let picked = match self {
            Self::Range { bound: Bound::From | Bound::Above, .. } => lowest(&fitting),
            _ => latest(&fitting),
        }?;
        versions.iter().find(|it| *it == picked).map(String::as_str)
    }

    fn fits(&self, version: &str) -> bool {
        match self {
            Self::Latest | Self::Upgrade => true,
            Self::Prefix { prefix } => {
                let rest = version.strip_prefix(prefix.as_str());
                rest.is_some_and(|rest| rest.starts_with('.'))
                    && super::compare(version, prefix).is_ge()
            }
            Self::Range { bound, version: limit } => {
                let order = super::compare(version, limit);
                match bound {
                    Bound::Below => order.is_lt(),
                    Bound::UpTo => order.is_le(),
                    Bound::From => order.is_ge(),
                    Bound::Above => order.is_gt(),
                }
            }
            _ => false,
        }
    }

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
    fn a_query_picks_as_go_does() {
        let versions = ["v1.0.0", "v1.2.0", "v1.2.3-rc.1", "v1.20.0", "v2.0.0-beta.1"];
        let versions = versions.map(str::to_owned);
        let pick = |query: &str| Query::of(query).pick(&versions);
        assert_eq!(pick("latest"), Some("v1.20.0"));
        assert_eq!(pick("v1.2"), Some("v1.2.0"));
        assert_eq!(pick("v1"), Some("v1.20.0"));
        assert_eq!(pick("v2"), Some("v2.0.0-beta.1"));
        assert_eq!(pick("v3"), None);
        assert_eq!(pick(">v1.0.0"), Some("v1.2.0"));
        assert_eq!(pick("<v1.2.0"), Some("v1.0.0"));
        assert_eq!(pick(">=v9.0.0"), None);
        assert!(Query::of(">v9").is_refused() && Query::of("patch").is_refused());
        assert!(!Query::of("master").is_listed() && !Query::of("v1.2.3+meta").is_listed());
    }

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
