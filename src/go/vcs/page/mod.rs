//! What a `?go-get=1` page says of where code lies.
//! go's files: `cmd/go/internal/vcs/discovery.go`, `encoding/xml/xml.go`.

mod bytes;
mod names;
#[cfg(test)]
mod tests;
mod text;
mod token;

use token::{Token, Tokens};

/// The release that began to read a fourth field.
const FOLDERS: u32 = 25;

/// One `go-import` meta tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The import path that the repository's root stands for.
    pub prefix: String,
    /// `git`, `hg` and the like, or `mod` for a module proxy.
    pub vcs: String,
    pub repository: String,
    /// The folder in the repository, where it is not its root.
    pub below: Option<String>,
}

impl Import {
    /// Whether it names a module proxy in place of a repository.
    pub fn is_proxy(&self) -> bool {
        self.vcs == "mod"
    }
}

/// The tags of a page as the go of this minor release takes them, those of module
/// proxies first; or, where it has none so far, what cannot be read, in go's words.
/// go's function: `parseMetaGoImports`.
pub fn imports(page: &[u8], minor: u32) -> Result<Vec<Import>, String> {
    let mut tokens = Tokens::of(page);
    let mut found = Vec::new();
    while let Some(token) = tokens.next() {
        match token {
            Token::Start { name, .. } if name.eq_ignore_ascii_case("body") => break,
            Token::End { name } if name.eq_ignore_ascii_case("head") => break,
            Token::Start { name, attributes } if name.eq_ignore_ascii_case("meta") => {
                found.extend(tag(&attributes, minor));
            }
            _ => {}
        }
    }
    match tokens.into_fault() {
        Some(words) if found.is_empty() => Err(words),
        _ => Ok(proxies_first(found)),
    }
}

fn tag(attributes: &[(String, String)], minor: u32) -> Option<Import> {
    let content = value(attributes, "content");
    let fields: Vec<&str> = content.split_whitespace().collect();
    let (prefix, vcs, repository, below) = match fields.as_slice() {
        _ if value(attributes, "name") != "go-import" => return None,
        [prefix, vcs, repository] => (*prefix, *vcs, *repository, None),
        [prefix, vcs, repository, below] if minor >= FOLDERS => {
            (*prefix, *vcs, *repository, Some((*below).to_owned()))
        }
        _ => return None,
    };
    let (prefix, vcs, repository) = (prefix.into(), vcs.into(), repository.into());
    Some(Import { prefix, vcs, repository, below })
}

/// The first attribute of a name counts. go's function: `attrValue`.
fn value<'a>(attributes: &'a [(String, String)], name: &str) -> &'a str {
    let named = attributes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
    named.map_or("", |(_, value)| value)
}

/// A proxy takes the place of the repositories of its prefix.
fn proxies_first(found: Vec<Import>) -> Vec<Import> {
    let (mut list, others): (Vec<Import>, Vec<Import>) =
        found.into_iter().partition(Import::is_proxy);
    let replaced: Vec<String> = list.iter().map(|it| it.prefix.clone()).collect();
    list.extend(others.into_iter().filter(|it| !replaced.contains(&it.prefix)));
    list
}
