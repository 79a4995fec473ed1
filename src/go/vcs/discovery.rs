use super::page::{Import, imports};
use super::paths::below;
use super::{Home, ImportFault, Policy, Tool};
use crate::base::{Excerpt, Veiled};
use crate::go::strconv::quote;
use crate::go::url::Url;

/// A host that is asked where the code of a path lies.
/// go's file: `cmd/go/internal/vcs/vcs.go`, `repoRootForImportDynamic`.
#[derive(Clone, Copy, Debug)]
pub struct Discovery<'d> {
    pub path: &'d str,
    /// The minor release of go.
    pub minor: u32,
    pub policy: Policy<'d>,
}

/// What a host answered.
#[derive(Clone, Copy, Debug)]
pub struct Page<'p> {
    /// As go shows it.
    pub url: &'p str,
    pub body: &'p [u8],
    /// Whether its status is 200.
    pub is_ok: bool,
}

/// Where code comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    Repository(Home),
    /// A module proxy; its base.
    Proxy(Veiled),
}

/// Why a page does not tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Silence {
    /// It has no tag, and its status says why.
    Status,
    Import(ImportFault),
}

/// The page of this import path, as go shows it: a host that is tried by both schemes
/// has none before it has answered. go's function: `urlForImportPath`.
pub fn page_url(scheme: &str, path: &str) -> String {
    let slash = if path.contains('/') { "" } else { "/" };
    let scheme = if scheme.is_empty() { String::new() } else { format!("{scheme}:") };
    format!("{scheme}//{path}{slash}?go-get=1")
}

impl Discovery<'_> {
    /// The tag that counts on the page of the path.
    pub fn tag(&self, page: &Page<'_>) -> Result<Import, Silence> {
        let path = self.path.to_owned();
        let found = self.imports(page, |words| ImportFault::Unreadable { path, words })?;
        self.fitting(&found).map_err(|unfit| {
            let path = self.path.to_owned();
            Silence::Import(match unfit {
                Unfit::Several => ImportFault::Several { url: page_url("", self.path), path },
                Unfit::None { prefixes } => {
                    let (url, shows) = (page.url.to_owned(), shown(page.body));
                    if self.is_for_newer(page) {
                        ImportFault::FourFields { url, path, prefixes }
                    } else {
                        ImportFault::NoTag { url, path, prefixes, shows }
                    }
                }
            })
        })
    }

    /// Whether the page of a prefix above the path, where it lies above, says the same
    /// as the tag on the page of the path at `url`.
    pub fn confirm(&self, tag: &Import, url: &str, above: &Page<'_>) -> Result<(), Silence> {
        let place = above.url.to_owned();
        let found = self.imports(above, |words| ImportFault::Unreadable { path: place, words })?;
        if found.is_empty() {
            let (prefix, url) = (tag.prefix.clone(), above.url.to_owned());
            return Err(Silence::Import(ImportFault::Silent { prefix, url }));
        }
        if self.fitting(&found).as_ref() == Ok(tag) {
            return Ok(());
        }
        let (url, other) = (url.to_owned(), page_url("", &tag.prefix));
        let prefix = tag.prefix.clone();
        Err(Silence::Import(ImportFault::Disagree { url, other, prefix }))
    }

    /// Where the tag, on the page of the path at `url`, leads.
    pub fn lead(&self, tag: &Import, url: &str) -> Result<Origin, ImportFault> {
        let url = || url.to_owned();
        if let Some(words) = tag.below.as_deref().and_then(|below| self.no_folder(below)) {
            let (folder, words) = (tag.below.clone().unwrap_or_default(), words.to_owned());
            return Err(ImportFault::Folder { url: url(), folder, words });
        }
        let repository = Veiled::new(tag.repository.clone());
        if let Some(words) = no_root(&repository) {
            let is_url = tag.repository.contains("://");
            let repository = if is_url { repository.to_string() } else { tag.repository.clone() };
            return Err(ImportFault::Repository { url: url(), repository, words });
        }
        if tag.is_proxy() {
            return Ok(Origin::Proxy(repository));
        }
        let Some(tool) = Tool::known(&tag.vcs, self.minor) else {
            return Err(ImportFault::UnknownVcs { url: url(), vcs: tag.vcs.clone() });
        };
        self.policy.check(tool, &tag.prefix)?;
        let (root, below) = (tag.prefix.clone(), tag.below.clone());
        Ok(Origin::Repository(Home { root, repository, tool, below }))
    }

    fn imports(
        &self,
        page: &Page<'_>,
        unreadable: impl FnOnce(String) -> ImportFault,
    ) -> Result<Vec<Import>, Silence> {
        match imports(page.body, self.minor) {
            Ok(found) if page.is_ok || !found.is_empty() => Ok(found),
            Err(words) if page.is_ok => Err(Silence::Import(unreadable(words))),
            _ => Err(Silence::Status),
        }
    }

    /// The one tag for the path. go's function: `matchGoImport`.
    fn fitting(&self, found: &[Import]) -> Result<Import, Unfit> {
        let mut fitting: Option<&Import> = None;
        let mut prefixes = Vec::new();
        for import in found {
            if below(self.path, &import.prefix).is_none() {
                prefixes.push(import.prefix.clone());
                continue;
            }
            match fitting {
                Some(first) if first.is_proxy() && !import.is_proxy() => break,
                Some(_) => return Err(Unfit::Several),
                None => fitting = Some(import),
            }
        }
        fitting.cloned().ok_or(Unfit::None { prefixes })
    }

    /// Whether a newer go finds a tag here.
    fn is_for_newer(&self, page: &Page<'_>) -> bool {
        let found = imports(page.body, u32::MAX).unwrap_or_default();
        self.fitting(&found).is_ok()
    }

    /// go's function: `validateRepoSubDir`, which came a release after the folders.
    fn no_folder(&self, below: &str) -> Option<&'static str> {
        match below.bytes().next()? {
            b'/' if self.minor > 25 => Some("leading slash"),
            b'-' if self.minor > 25 => Some("leading hyphen"),
            _ => None,
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Unfit {
    Several,
    None { prefixes: Vec<String> },
}

/// go's function: `validateRepoRoot`.
fn no_root(repository: &Veiled) -> Option<String> {
    match Url::parse(repository.raw()) {
        // What ssh takes for an address has a user, but no password.
        Err(error) if !repository.raw().contains("://") => {
            Some(format!("parse {}: {error}", quote(repository.raw())))
        }
        Err(error) => Some(error.message(repository.raw()).to_string()),
        Ok(url) if url.scheme().is_empty() => Some("no scheme".to_owned()),
        Ok(url) if url.scheme() == "file" => Some("file scheme disallowed".to_owned()),
        Ok(_) => None,
    }
}

/// What a page for people calls itself, else how it begins.
fn shown(body: &[u8]) -> Excerpt {
    let text = String::from_utf8_lossy(body);
    let lower = text.to_ascii_lowercase();
    let title = lower.find("<title").and_then(|at| {
        let from = at + lower[at..].find('>')? + 1;
        let to = from + lower[from..].find("</title")?;
        Some(Excerpt::text(text[from..to].trim()))
    });
    title.unwrap_or_else(|| Excerpt::of(body, 80))
}
