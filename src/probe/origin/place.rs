use crate::go::origin::{CodeRepo, Revision};
use crate::go::semver::Query;
use crate::go::vcs::{Home, Tool};

/// The git repository of a version and its tag there, where the path alone tells.
pub(in crate::probe) fn tag_of(module: &str, version: &str) -> Option<(String, String)> {
    let place = Place::at(&Home::by_path(module)?, module, version)?;
    if place.tool != Tool::Git {
        return None;
    }
    Some((place.repository, place.wanted))
}

/// Where the tag of a version lies.
pub(super) struct Place {
    pub(super) tool: Tool,
    pub(super) repository: String,
    /// What the version is called there.
    pub(super) revision: Revision,
    /// What git is asked for.
    pub(super) wanted: String,
}

impl Place {
    /// What answers a query: a name of the repository's own, a tag that fits, or, as go
    /// falls back to the newest commit, that git gets in. Bounds need the whole list.
    pub(super) fn queried(home: &Home, module: &str, query: &Query) -> Option<Self> {
        let folder = |prefix: &str| {
            let code = CodeRepo::new(module, home).ok()?;
            let tag = code.revision("v0.0.0")?;
            let Revision::Tag(name) = tag else { return None };
            Some(format!("{}{prefix}", name.strip_suffix("v0.0.0")?))
        };
        let wanted = match query {
            Query::Latest | Query::Upgrade => "HEAD".to_owned(),
            Query::Exact { canonical } => return Self::at(home, module, canonical),
            Query::Revision { rev } if is_digits(rev) => "HEAD".to_owned(),
            Query::Revision { rev } => rev.clone(),
            Query::Prefix { prefix } => folder(&format!("{prefix}.*"))?,
            Query::Range { .. } => folder("v*")?,
            Query::None => "none".to_owned(),
            Query::Patch | Query::MalformedRange { .. } => return None,
        };
        Self::named(home, wanted)
    }

    fn named(home: &Home, wanted: String) -> Option<Self> {
        let (repository, revision) =
            (home.repository.raw().to_owned(), Revision::Commit(wanted.clone()));
        (home.tool == Tool::Git).then_some(Self { tool: home.tool, repository, revision, wanted })
    }

    /// A commit cannot be asked for by name; that git gets in can.
    pub(super) fn at(home: &Home, module: &str, version: &str) -> Option<Self> {
        let revision = CodeRepo::new(module, home).ok()?.revision(version)?;
        let wanted = match &revision {
            Revision::Tag(name) => name.clone(),
            Revision::Commit(_) => "HEAD".to_owned(),
        };
        let repository = home.repository.raw().to_owned();
        Some(Self { tool: home.tool, repository, revision, wanted })
    }
}

/// Maybe the first digits of a commit, for which no repository is asked by name.
fn is_digits(rev: &str) -> bool {
    rev.len() >= 7 && rev.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_lie_where_go_looks_for_them() {
        let repository = "https://github.com/a/b".to_owned();
        let at = |tag: &str| Some((repository.clone(), format!("refs/tags/{tag}")));
        assert_eq!(tag_of("github.com/a/b", "v1.2.3"), at("v1.2.3"));
        assert_eq!(tag_of("github.com/a/b/v2", "v2.0.0"), at("v2.0.0"));
        assert_eq!(tag_of("github.com/a/b", "v2.0.0+incompatible"), at("v2.0.0"));
        assert_eq!(tag_of("github.com/a/b/c/d/v3", "v3.1.0"), at("c/d/v3.1.0"));
        assert_eq!(tag_of("golang.org/x/text", "v0.3.0"), None);
        let pseudo = tag_of("github.com/a/b", "v0.0.0-20240101000000-0123456789ab");
        assert_eq!(pseudo, Some((repository.clone(), "HEAD".to_owned())));
        assert_eq!(tag_of("github.com/a/b", "latest"), None);
    }
}
