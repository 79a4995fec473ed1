use super::{Home, ImportFault, Tool};
use crate::go::strconv::quote;

/// What an import path says of its repository by itself.
/// go's file: `cmd/go/internal/vcs/vcs.go`, `repoRootFromVCSPaths`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ByPath {
    Known(Home),
    /// It is there, by the first scheme under which it answers.
    Sought(Sought),
    /// The host has to be asked.
    Unknown,
    Refused(ImportFault),
}

/// A repository that a path names without a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    pub tool: Tool,
    pub root: String,
    /// Host and path, without the ending that names the program.
    pub place: String,
}

impl Sought {
    /// Where it lies if it is there under this scheme.
    pub fn under(&self, scheme: &str) -> Home {
        let repository = crate::base::Veiled::new(format!("{scheme}://{}", self.place));
        Home { repository, ..Home::of(self.tool, &self.root) }
    }
}

/// go's function: `urlForImportPath`.
const NO_HOST: &str = "import path does not begin with hostname";

/// What the go of this minor release makes of the path. go's table: `vcsPaths`.
pub fn by_path(path: &str, minor: u32) -> ByPath {
    if let Some(words) = nowhere(path) {
        return ByPath::Refused(ImportFault::Path { words });
    }
    for host in HOSTS {
        if let Some(rest) = below(path, host.prefix) {
            return host.read(path, rest, minor);
        }
    }
    let host = path.split('/').next().unwrap_or_default();
    match general(path, minor) {
        Some(sought) => ByPath::Sought(sought),
        None if host.contains('.') => ByPath::Unknown,
        None => ByPath::Refused(ImportFault::Path { words: NO_HOST.to_owned() }),
    }
}

fn nowhere(path: &str) -> Option<String> {
    if below(path, "example.net").is_some() {
        return Some("no modules on example.net".to_owned());
    }
    if path == "rsc.io" {
        return Some("rsc.io is not a module".to_owned());
    }
    let scheme = ["http:", "https:"].into_iter().find(|scheme| path.starts_with(scheme))?;
    Some(format!("{} not allowed in import path", quote(&format!("{scheme}//"))))
}

/// A host whose paths name the repository.
struct Host {
    prefix: &'static str,
    tool: Tool,
    /// How many elements below the prefix are the repository's, if they are such.
    own: fn(&[&str]) -> Option<usize>,
    /// Whether the repository may not end in `.git` or the like.
    bare: bool,
}

const HOSTS: &[Host] = &[
    Host { prefix: "github.com", tool: Tool::Git, own: two, bare: true },
    Host { prefix: "bitbucket.org", tool: Tool::Git, own: two, bare: true },
    Host { prefix: "hub.jazz.net/git", tool: Tool::Git, own: jazz, bare: true },
    Host { prefix: "git.apache.org", tool: Tool::Git, own: apache, bare: false },
    Host { prefix: "git.openstack.org", tool: Tool::Git, own: two, bare: false },
    Host { prefix: "chiselapp.com", tool: Tool::Fossil, own: chisel, bare: false },
];

impl Host {
    fn read(&self, path: &str, rest: &str, minor: u32) -> ByPath {
        let refused = |words: String| ByPath::Refused(ImportFault::Path { words });
        let elements: Vec<&str> = rest.strip_prefix('/').unwrap_or(rest).split('/').collect();
        let own = (self.own)(&elements);
        let Some(own) = own.filter(|_| rest.starts_with('/') && all_plain(&elements)) else {
            return refused(format!("invalid {} import path {}", self.prefix, quote(path)));
        };
        let root = format!("{}/{}", self.prefix, elements[..own].join("/"));
        if self.bare && ending(&root, minor).is_some() {
            return refused(format!("invalid version control suffix in {}/ path", self.prefix));
        }
        ByPath::Known(Home::of(self.tool, &root))
    }
}

fn two(elements: &[&str]) -> Option<usize> {
    (elements.len() >= 2).then_some(2)
}

fn jazz(elements: &[&str]) -> Option<usize> {
    let is_plain = |it: &str| it.bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    two(elements).filter(|_| is_plain(elements[0]))
}

fn apache(elements: &[&str]) -> Option<usize> {
    let first = elements.first()?;
    let is_plain = !first.bytes().any(|c| c.is_ascii_uppercase());
    first.strip_suffix(".git").filter(|name| is_plain && !name.is_empty()).map(|_| 1)
}

fn chisel(elements: &[&str]) -> Option<usize> {
    match elements {
        ["user", user, "repository", _] if user.bytes().all(|c| c.is_ascii_alphanumeric()) => {
            Some(4)
        }
        _ => None,
    }
}

/// `host/path.git/folder` of any server. go looks for it from the left, wherever a
/// host may begin.
fn general(path: &str, minor: u32) -> Option<Sought> {
    let mut starts = path.char_indices().map(|(at, _)| at);
    starts.find_map(|at| from_here(&path[at..], minor))
}

fn from_here(path: &str, minor: u32) -> Option<Sought> {
    let is_of_host =
        |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-');
    let (host, rest) = path.split_at(path.find(|c| !is_of_host(c))?);
    let has_dot = host.len() > 2 && host[1..host.len() - 1].contains('.');
    let rest = without_port(rest).strip_prefix('/').filter(|_| has_dot)?;
    let elements: Vec<&str> = rest.split('/').collect();
    let plain: Vec<&str> = elements.iter().map(|it| it.strip_prefix('~').unwrap_or(it)).collect();
    if !all_plain(&plain) {
        return None;
    }
    let tool_of = |(at, element): (usize, &&str)| {
        let (name, tool) = ending(element, minor)?;
        (!name.is_empty()).then_some((at, tool))
    };
    // The last one counts: what stands before may end so as well.
    let (last, tool) = plain.iter().enumerate().rev().find_map(tool_of)?;
    let behind: usize = elements[last + 1..].iter().map(|it| it.len() + 1).sum();
    let root = &path[..path.len() - behind];
    let place = root.strip_suffix(tool.command())?.strip_suffix('.')?;
    Some(Sought { tool, root: root.to_owned(), place: place.to_owned() })
}

fn without_port(rest: &str) -> &str {
    let port = rest.strip_prefix(':').unwrap_or(rest);
    let behind = port.trim_start_matches(|c: char| c.is_ascii_digit());
    if port.len() == rest.len() || behind.len() == port.len() { rest } else { behind }
}

/// A name that ends in the name of a program, in two.
fn ending(name: &str, minor: u32) -> Option<(&str, Tool)> {
    let (name, ending) = name.rsplit_once('.')?;
    Tool::known(ending, minor).map(|tool| (name, tool))
}

fn all_plain(elements: &[&str]) -> bool {
    let is_plain = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'.' | b'-');
    elements.iter().all(|it| !it.is_empty() && it.bytes().all(is_plain))
}

/// What follows the prefix, by whole elements. go's function: `HasPathPrefix`.
pub(super) fn below<'p>(path: &'p str, prefix: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(prefix)?;
    let whole = rest.is_empty() || rest.starts_with('/') || prefix.is_empty();
    let whole = whole || prefix.ends_with('/');
    whole.then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(path: &str) -> Option<String> {
        match by_path(path, 26) {
            ByPath::Known(home) => Some(home.root),
            ByPath::Sought(sought) => Some(format!("{} at {}", sought.root, sought.place)),
            ByPath::Refused(fault) => Some(fault.to_string()),
            ByPath::Unknown => None,
        }
    }

    #[test]
    fn known_hosts_and_endings_tell_the_repository() {
        let is = |path: &str, wanted: &str| assert_eq!(root(path).as_deref(), Some(wanted));
        is("github.com/a/b/c/v2", "github.com/a/b");
        is("github.com/a", "invalid github.com import path \"github.com/a\"");
        is("github.com/a/b.git/c", "invalid version control suffix in github.com/ path");
        is("h.example/a/~b.git/c", "h.example/a/~b.git at h.example/a/~b");
        is("h.example:8443/a.hg", "h.example:8443/a.hg at h.example:8443/a");
        is("example.net/x", "no modules on example.net");
        is("https:/h.example/x", "\"https://\" not allowed in import path");
        assert_eq!(root("h.example/a"), None);
        assert_eq!(root("github.community/a.b"), None);
    }

    #[test]
    fn bazaar_went_with_1_27() {
        assert!(matches!(by_path("h.example/a.bzr", 26), ByPath::Sought(_)));
        assert_eq!(by_path("h.example/a.bzr", 27), ByPath::Unknown);
    }
}
