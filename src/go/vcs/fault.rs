use crate::base::Excerpt;
use crate::go::strconv::quote;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why go does not know where the code of a module lies. Shown, it is what go prints
/// behind `unrecognized import path "…": `, as far as the words are go's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "import")]
pub enum ImportFault {
    /// The page has no tag for the path; the prefixes of those that it has, and what
    /// it shows instead.
    NoTag { url: String, path: String, prefixes: Vec<String>, shows: Excerpt },
    /// The one tag for the path names a folder, which this go does not read yet.
    FourFields { url: String, path: String, prefixes: Vec<String> },
    /// The page of the prefix that a tag names has no tag at all.
    Silent { prefix: String, url: String },
    /// More than one tag fits.
    Several { url: String, path: String },
    /// The page cannot be read so far; in go's words.
    Unreadable { path: String, words: String },
    /// The page of the prefix says something else.
    Disagree { url: String, other: String, prefix: String },
    /// The folder of a tag cannot be one; in go's words.
    Folder { url: String, folder: String, words: String },
    /// The repository of a tag is no URL that go takes; in go's words.
    Repository { url: String, repository: String, words: String },
    /// The tag names a version control system that this go does not know.
    UnknownVcs { url: String, vcs: String },
    /// GOVCS forbids the program for the path.
    Forbidden { vcs: String, private: bool, root: String },
    /// GOVCS does not parse; in go's words.
    Govcs { words: String },
    /// No repository of a known host can have this path; in go's words.
    Path { words: String },
}

impl fmt::Display for ImportFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTag { url, path, prefixes, .. } | Self::FourFields { url, path, prefixes } => {
                let off = |it: &String| format!("meta tag {it} did not match import path {path}");
                let off: Vec<String> = prefixes.iter().map(off).collect();
                write!(f, "parse {url}: no go-import meta tags ({})", off.join(", "))
            }
            Self::Several { url, path } => {
                write!(f, "parse {url}: multiple meta tags match import path {}", quote(path))
            }
            Self::Silent { prefix, url } => {
                write!(f, "fetching {prefix}: no go-import meta tag found in {url}")
            }
            Self::Unreadable { path, words } => write!(f, "parsing {path}: {words}"),
            Self::Disagree { url, other, prefix } => {
                write!(f, "{url} and {other} disagree about go-import for {prefix}")
            }
            Self::Folder { url, folder, words } => {
                write!(f, "{url}: invalid subdirectory {}: {words}", quote(folder))
            }
            Self::Repository { url, repository, words } => {
                write!(f, "{url}: invalid repo root {}: {words}", quote(repository))
            }
            Self::UnknownVcs { url, vcs } => write!(f, "{url}: unknown vcs {}", quote(vcs)),
            Self::Forbidden { vcs, private, root } => {
                let kind = if *private { "private" } else { "public" };
                write!(f, "GOVCS disallows using {vcs} for {kind} {root}; see 'go help vcs'")
            }
            Self::Govcs { words } | Self::Path { words } => f.write_str(words),
        }
    }
}
