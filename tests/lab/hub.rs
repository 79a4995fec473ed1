//! Repositories of any shape on one host, as forges of all kinds serve them over HTTPS.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;

use crate::http::{Pages, Reply, Request};
use crate::module::Module;
use crate::world::place;

/// Whether a request may see the repositories.
type Allowed = Arc<dyn Fn(&Request) -> bool + Send + Sync>;

/// A host of repositories and go-import pages, each as it is told.
#[derive(Clone)]
pub(crate) struct Hub {
    host: String,
    repositories: Vec<String>,
    imports: Vec<(String, String)>,
    allowed: Option<Allowed>,
    pages_too: bool,
}

/// A commit of a repository: a module below a folder, and the tag that it gets.
pub(crate) struct Commit<'m> {
    pub(crate) module: &'m Module,
    pub(crate) folder: &'m str,
    pub(crate) tag: &'m str,
}

/// A module as the only commit, with its version as the tag.
pub(crate) fn alone(module: &Module) -> Commit<'_> {
    Commit { module, folder: "", tag: &module.version }
}

impl Hub {
    pub(crate) fn at(host: &str) -> Hub {
        let host = host.to_owned();
        let (repositories, imports) = (Vec::new(), Vec::new());
        Hub { host, repositories, imports, allowed: None, pages_too: false }
    }

    /// A repository at this path with these commits, made with this machine's git.
    pub(crate) fn repository(mut self, path: &str, commits: &[Commit<'_>]) -> Hub {
        let folder = format!("{}{path}", self.host);
        git_init(&folder);
        for commit in commits {
            add(&folder, commit);
        }
        self.repositories.push(path.to_owned());
        self
    }

    /// Pages below this path say so: `VCS ROOT` after the prefix.
    pub(crate) fn import(mut self, prefix: &str, rest: &str) -> Hub {
        self.imports.push((prefix.to_owned(), rest.to_owned()));
        self
    }

    /// git has to log in so; pages stay open.
    pub(crate) fn login(self, user: &'static str, password: &'static str) -> Hub {
        self.allowing(move |request| request.carries("Authorization", user, password))
    }

    /// git has to send what this takes.
    pub(crate) fn allowing(
        mut self,
        allowed: impl Fn(&Request) -> bool + Send + Sync + 'static,
    ) -> Hub {
        self.allowed = Some(Arc::new(allowed));
        self
    }

    /// Pages are closed to strangers as well.
    pub(crate) fn closed_pages(mut self) -> Hub {
        self.pages_too = true;
        self
    }

    /// The name of the newest commit, in full.
    pub(crate) fn head(&self, path: &str) -> String {
        let folder = place("forge").join(format!("{}{path}", self.host));
        let output = Command::new("git").args(["rev-parse", "HEAD"]).current_dir(folder).output();
        String::from_utf8_lossy(&output.expect("git").stdout).trim().to_owned()
    }

    pub(crate) fn pages(self) -> Pages {
        Arc::new(move |request: &Request| {
            self.answer(request).unwrap_or_else(|| Reply::status(404))
        })
    }

    fn answer(&self, request: &Request) -> Option<Reply> {
        let is_page = request.target.ends_with("?go-get=1");
        let is_closed = !is_page || self.pages_too;
        if is_closed && self.allowed.as_ref().is_some_and(|allowed| !allowed(request)) {
            return Some(Reply::status(401).header("WWW-Authenticate", "Basic realm=\"forge\""));
        }
        if is_page { self.page(request.path()) } else { self.protocol(request) }
    }

    /// The page of the longest prefix that the path lies below.
    fn page(&self, path: &str) -> Option<Reply> {
        let asked = format!("{}{path}", self.host);
        let below = |prefix: &str| {
            asked.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let found = self.imports.iter().filter(|(prefix, _)| below(prefix));
        let (prefix, rest) = found.max_by_key(|(prefix, _)| prefix.len())?;
        Some(Reply::bytes(format!(
            "<html><head><meta name=\"go-import\" content=\"{prefix} {rest}\"></head></html>"
        )))
    }

    /// git's smart protocol, by any name of the repository.
    fn protocol(&self, request: &Request) -> Option<Reply> {
        let services = ["/info/refs?service=git-upload-pack", "/git-upload-pack"];
        let (at, path) = services
            .iter()
            .enumerate()
            .find_map(|(at, service)| Some((at, request.target.strip_suffix(service)?)))?;
        let path = path.strip_suffix(".git").unwrap_or(path);
        let known = self.repositories.iter().find(|known| *known == path)?;
        serve(&format!("{}{known}", self.host), at == 0, request)
    }
}

fn serve(folder: &str, advertises: bool, request: &Request) -> Option<Reply> {
    let words = ["upload-pack", "--stateless-rpc", "--advertise-refs"];
    let words = if advertises { &words[..] } else { &words[..2] };
    let mut child = Command::new("git")
        .args(words)
        .arg(place("forge").join(folder))
        .env("GIT_PROTOCOL", request.header("Git-Protocol").unwrap_or_default())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(&request.body).ok()?;
    let said = child.wait_with_output().ok()?.stdout;
    let (mut bytes, kind) = if advertises {
        (b"001e# service=git-upload-pack\n0000".to_vec(), "advertisement")
    } else {
        (Vec::new(), "result")
    };
    bytes.extend(said);
    let kind = format!("application/x-git-upload-pack-{kind}");
    Some(Reply::bytes(bytes).header("Content-Type", &kind))
}

fn git_init(folder: &str) {
    let folder = place("forge").join(folder);
    std::fs::create_dir_all(&folder).expect("a repository's folder");
    shell(&folder, "git init -q", "");
}

fn add(folder: &str, Commit { module, folder: below, tag }: &Commit<'_>) {
    let folder = place("forge").join(folder);
    std::fs::create_dir_all(folder.join(below)).expect("a module's folder");
    for (name, text) in module.tree() {
        std::fs::write(folder.join(below).join(name), text).expect("a repository's file");
    }
    let commit = "git add -A && git -c user.name=lab -c user.email=lab@corp.example \
        commit -q -m lab && { test -z \"$1\" || git tag \"$1\"; }";
    shell(&folder, commit, tag);
}

fn shell(folder: &std::path::Path, script: &str, word: &str) {
    let status = Command::new("sh")
        .args(["-c", script, "sh", word])
        .env("HOME", place("forge"))
        .env("GIT_COMMITTER_DATE", "2024-03-01T10:00:00Z")
        .env("GIT_AUTHOR_DATE", "2024-03-01T10:00:00Z")
        .current_dir(folder)
        .status();
    assert!(status.is_ok_and(|status| status.success()), "making a repository with git");
}
