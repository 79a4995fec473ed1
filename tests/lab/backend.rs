//! Forges as they behave towards strangers, users and tokens, over the real `git http-backend`.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;

use crate::forge::Forge;
use crate::http::{Body, Pages, Reply, Request};
use crate::module::Module;
use crate::world::place;

/// How a forge treats those who ask for what is not theirs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    /// 401 to strangers for everything that is not public, also for what is not there; 404 to
    /// users for what they may not see; a page for each owner.
    GitHub,
    /// The same with its own words; 403 to tokens without the scope.
    GitLab,
    /// 401 to strangers for what is there, 404 for what is not.
    Gitea,
    /// A redirect to a login page.
    Azure,
}

/// What a token is good for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rights {
    Read,
    /// It is known, and does not cover git.
    Scopeless,
    /// It is another project's.
    Elsewhere,
    /// The organization's single sign-on has not approved it.
    Unapproved,
}

/// A forge with private repositories, each of one module.
#[derive(Clone)]
pub(crate) struct Backend {
    host: &'static str,
    manner: Manner,
    modules: Vec<Module>,
    tokens: Vec<(&'static str, &'static str, Rights)>,
    guarded: bool,
}

impl Backend {
    pub(crate) fn of(host: &'static str, manner: Manner, modules: &[Module]) -> Backend {
        drop(Forge::of(modules));
        let modules = modules.to_vec();
        Backend { host, manner, modules, tokens: Vec::new(), guarded: false }
    }

    /// Lets this user in.
    pub(crate) fn token(mut self, user: &'static str, token: &'static str, rights: Rights) -> Self {
        self.tokens.push((user, token, rights));
        self
    }

    /// Answers 401 to strangers for go-import pages as well.
    pub(crate) fn guarded(mut self) -> Self {
        self.guarded = true;
        self
    }

    pub(crate) fn pages(self) -> Pages {
        Arc::new(move |request: &Request| self.answer(request))
    }

    fn answer(&self, request: &Request) -> Reply {
        let rights = self.rights(request);
        if request.target.ends_with("?go-get=1") {
            return self.import_page(request, rights);
        }
        let Some((repository, rest)) = split(request.path()) else { return self.page(request) };
        let module = self.modules.iter().find(|it| it.path == format!("{}{repository}", self.host));
        match (rights, module) {
            (None, _) => self.stranger(module),
            (Some(Rights::Read), Some(module)) => run(module, rest, request),
            (Some(Rights::Scopeless), _) => {
                told(403, "You are not allowed to download code from this project.")
            }
            (Some(Rights::Unapproved), _) => {
                told(403, "The 'team' organization has enabled or enforced SAML SSO.")
            }
            _ => told(404, "Repository not found."),
        }
    }

    fn rights(&self, request: &Request) -> Option<Rights> {
        let sent = |(user, token, _): &&(&str, &str, Rights)| {
            request.carries("Authorization", user, token)
        };
        self.tokens.iter().find(sent).map(|(_, _, rights)| *rights)
    }

    fn stranger(&self, module: Option<&Module>) -> Reply {
        let asks = |words: &str| {
            told(401, words).header("WWW-Authenticate", "Basic realm=\"the lab's forge\"")
        };
        match self.manner {
            Manner::GitHub => asks("Repository not found."),
            Manner::GitLab => asks(
                "HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect or you're required to use a token instead of a password.",
            ),
            Manner::Gitea if module.is_none() => told(404, "Not found."),
            Manner::Gitea => asks("Unauthorized"),
            Manner::Azure => Reply::redirect(&format!("https://{}/_signin", self.host)),
        }
    }

    fn import_page(&self, request: &Request, rights: Option<Rights>) -> Reply {
        if self.guarded && rights.is_none() {
            return told(401, "Log in first.").header("WWW-Authenticate", "Basic realm=\"forge\"");
        }
        let at = request.header("Host").unwrap_or(self.host);
        let path = request.path().trim_start_matches('/');
        let content = format!("{at}/{path} git https://{at}/{path}.git");
        Reply::bytes(format!(
            "<html><head><meta name=\"go-import\" content=\"{content}\"></head></html>"
        ))
    }

    fn page(&self, request: &Request) -> Reply {
        let owner = request.path().trim_start_matches('/');
        let below = format!("{}/{owner}/", self.host);
        if request.path() == "/_signin" || self.modules.iter().any(|it| it.path.starts_with(&below))
        {
            return Reply::html(200, "Sign in");
        }
        Reply::html(404, "Not Found")
    }
}

fn told(status: u16, words: &str) -> Reply {
    let body = Body::Whole(format!("{words}\n").into_bytes());
    Reply::with(status, body).header("Content-Type", "text/plain; charset=utf-8")
}

/// The path of a repository, and what git asks for below it.
fn split(path: &str) -> Option<(&str, &str)> {
    let at = path.find("/info/refs").or_else(|| path.find("/git-upload-pack"))?;
    let (repository, rest) = path.split_at(at);
    Some((repository.strip_suffix(".git").unwrap_or(repository), rest))
}

/// `git http-backend`, as a web server runs it: RFC 3875, and git's `http-backend.c`.
fn run(module: &Module, rest: &str, request: &Request) -> Reply {
    let query = request.target.split_once('?').map_or("", |(_, query)| query);
    let header = |name: &str| request.header(name).unwrap_or_default().to_owned();
    let mut child = Command::new("git")
        .arg("http-backend")
        .env("GIT_PROJECT_ROOT", place("forge"))
        .env("GIT_HTTP_EXPORT_ALL", "1")
        .env("HOME", place("forge"))
        .env("REQUEST_METHOD", &request.method)
        .env("PATH_INFO", format!("/{}/.git{rest}", module.path))
        .env("QUERY_STRING", query)
        .env("CONTENT_TYPE", header("Content-Type"))
        .env("CONTENT_LENGTH", request.body.len().to_string())
        .env("HTTP_CONTENT_ENCODING", header("Content-Encoding"))
        .env("GIT_PROTOCOL", header("Git-Protocol"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("git http-backend");
    child.stdin.take().expect("its input").write_all(&request.body).expect("the body");
    let printed = child.wait_with_output().expect("the end of git http-backend").stdout;
    reply(&printed)
}

fn reply(printed: &[u8]) -> Reply {
    let end = printed.windows(4).position(|it| it == b"\r\n\r\n").expect("the end of the head");
    let head = String::from_utf8_lossy(&printed[..end]).into_owned();
    let pairs: Vec<(&str, &str)> = head.lines().filter_map(|line| line.split_once(": ")).collect();
    let status = pairs.iter().find(|(name, _)| *name == "Status");
    let status = status.and_then(|(_, value)| value[..3].parse().ok()).unwrap_or(200);
    let reply = Reply::with(status, Body::Whole(printed[end + 4..].to_vec()));
    let kept = pairs.into_iter().filter(|(name, _)| *name != "Status");
    kept.fold(reply, |reply, (name, value)| reply.header(name, value))
}
