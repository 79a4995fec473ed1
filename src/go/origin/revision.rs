use super::CodeRepo;
use super::code::joined;
use crate::go::semver;
use std::collections::BTreeMap;

/// go takes fewer digits for no commit.
const FEWEST: usize = 7;

/// What a version is called in its repository.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Revision {
    /// The whole name: `refs/tags/v1.2.3`, `refs/tags/folder/v1.2.3`.
    Tag(String),
    /// The first digits of a commit.
    Commit(String),
}

/// A name that a repository gives a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ref {
    pub name: String,
    pub commit: String,
}

impl CodeRepo {
    /// go's function: `codeRepo.revToRev`.
    pub fn revision(&self, version: &str) -> Option<Revision> {
        if !semver::is_canonical(version) {
            return None;
        }
        if semver::is_pseudo_version(version) {
            let digits = semver::rev(version).ok()?;
            let is_commit = digits.len() >= FEWEST && digits.bytes().all(is_digit);
            return is_commit.then(|| Revision::Commit(digits.to_owned()));
        }
        let plain = version.strip_suffix(semver::INCOMPATIBLE).unwrap_or(version);
        Some(Revision::Tag(format!("refs/tags/{}", joined(&self.folder, plain))))
    }
}

impl Revision {
    /// The name by which it can be fetched alone. go fetches no commit that no
    /// branch and no tag leads to. go's file:
    /// `cmd/go/internal/modfetch/codehost/git.go`, `gitRepo.stat`.
    pub fn among<'r>(&self, refs: &'r [Ref]) -> Option<&'r Ref> {
        let mut fitting = refs.iter().filter(|it| match self {
            Self::Tag(name) => it.name == *name,
            Self::Commit(digits) => it.commit.starts_with(digits.as_str()),
        });
        let first = fitting.next()?;
        fitting.all(|it| it.commit == first.commit).then_some(first)
    }
}

/// The branches and tags that `git ls-remote` printed, by their names; a tag with a
/// text of its own leads to its commit. go's function: `gitRepo.loadRefs`.
pub fn listed(printed: &[u8]) -> Vec<Ref> {
    let text = String::from_utf8_lossy(printed);
    let mut refs = BTreeMap::new();
    let mut peeled = BTreeMap::new();
    for line in text.lines() {
        let Some((commit, name)) = line.split_once('\t') else { continue };
        let known = name.starts_with("refs/heads/") || name.starts_with("refs/tags/");
        if !known || !commit.bytes().all(is_digit) || commit.len() < FEWEST {
            continue;
        }
        match name.strip_suffix("^{}") {
            Some(name) => peeled.insert(name.to_owned(), commit.to_owned()),
            None => refs.insert(name.to_owned(), commit.to_owned()),
        };
    }
    refs.extend(peeled);
    refs.into_iter().map(|(name, commit)| Ref { name, commit }).collect()
}

fn is_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::origin::Home;

    fn tag(module: &str, version: &str) -> Option<Revision> {
        let home = Home::by_path(module)?;
        CodeRepo::new(module, &home).ok()?.revision(version)
    }

    #[test]
    fn tags_lie_where_go_looks_for_them() {
        let named = |name: &str| Some(Revision::Tag(name.to_owned()));
        assert_eq!(tag("github.com/a/b", "v1.2.3"), named("refs/tags/v1.2.3"));
        assert_eq!(tag("github.com/a/b/v2", "v2.0.0"), named("refs/tags/v2.0.0"));
        assert_eq!(tag("github.com/a/b", "v2.0.0+incompatible"), named("refs/tags/v2.0.0"));
        assert_eq!(tag("github.com/a/b/c/d/v3", "v3.1.0"), named("refs/tags/c/d/v3.1.0"));
        let commit = Some(Revision::Commit("0123456789ab".to_owned()));
        assert_eq!(tag("github.com/a/b/c", "v0.0.0-20240101000000-0123456789ab"), commit);
        assert_eq!(tag("github.com/a/b", "latest"), None);
        assert_eq!(tag("golang.org/x/text", "v0.3.0"), None);
    }

    #[test]
    fn a_tag_with_a_text_leads_to_its_commit() {
        let refs = listed(
            b"1111111111\trefs/heads/main\n2222222222\trefs/tags/v1.0.0\n\
              3333333333\trefs/tags/v1.0.0^{}\n4444444444\trefs/pull/1/head\nwarning: x\n",
        );
        let commit = |revision: Revision| revision.among(&refs).map(|it| it.commit.as_str());
        assert_eq!(commit(Revision::Tag("refs/tags/v1.0.0".into())), Some("3333333333"));
        assert_eq!(commit(Revision::Tag("refs/tags/v1.0.1".into())), None);
        assert_eq!(commit(Revision::Commit("1111111".into())), Some("1111111111"));
        assert_eq!(commit(Revision::Commit("4444444".into())), None);
    }
}
