//! A forge: git repositories over HTTPS, with a go-import page for each module.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::Arc;

use crate::http::{Pages, Reply, Request};
use crate::module::Module;
use crate::world::place;

/// Modules of one host, each the only commit of a repository of its own, with its version as
/// the tag. The paths are `HOST/…`, the repositories `https://HOST/….git`.
#[derive(Clone)]
pub(crate) struct Forge {
    modules: Vec<Module>,
    login: Option<(String, String)>,
    always: Option<Reply>,
}

impl Forge {
    /// Makes the repositories in the scenario's folder, with this machine's git.
    pub(crate) fn of(modules: &[Module]) -> Forge {
        for module in modules {
            make(module);
        }
        Forge { modules: modules.to_vec(), login: None, always: None }
    }

    /// Answers 401 to git where it does not log in so; go-import pages stay open.
    pub(crate) fn login(mut self, user: &str, password: &str) -> Forge {
        self.login = Some((user.to_owned(), password.to_owned()));
        self
    }

    /// Answers git so, whatever it asks.
    pub(crate) fn always(mut self, reply: Reply) -> Forge {
        self.always = Some(reply);
        self
    }

    pub(crate) fn pages(self) -> Pages {
        Arc::new(move |request: &Request| {
            self.answer(request).unwrap_or_else(|| Reply::status(404))
        })
    }

    fn answer(&self, request: &Request) -> Option<Reply> {
        if request.target.ends_with("?go-get=1") {
            return self.import_page(request);
        }
        let (repository, rest) =
            request.target.split_once(".git/").or_else(|| bare(&request.target))?;
        if let Some(always) = &self.always {
            return Some(always.clone());
        }
        if let Some((user, password)) = &self.login
            && !request.carries("Authorization", user, password)
        {
            return Some(Reply::status(401).header("WWW-Authenticate", "Basic realm=\"forge\""));
        }
        let host = request.header("Host")?;
        let module =
            self.modules.iter().find(|known| known.path == format!("{host}{repository}"))?;
        serve(module, rest, request)
    }

    /// The page of the module that the path lies in.
    fn import_page(&self, request: &Request) -> Option<Reply> {
        let asked = format!("{}{}", request.header("Host")?, request.path());
        let module = self.modules.iter().find(|known| asked.starts_with(&known.path))?;
        let content = format!("{0} git https://{0}.git", module.path);
        Some(Reply::bytes(format!(
            "<html><head><meta name=\"go-import\" content=\"{content}\"></head></html>"
        )))
    }
}

/// A repository by its name alone, as go calls those of some hosts.
fn bare(target: &str) -> Option<(&str, &str)> {
    let rests = ["info/refs?service=git-upload-pack", "git-upload-pack"];
    rests.into_iter().find_map(|rest| Some((target.strip_suffix(rest)?.strip_suffix('/')?, rest)))
}

/// git's smart protocol, spoken by `git upload-pack`.
fn serve(module: &Module, rest: &str, request: &Request) -> Option<Reply> {
    let advertise = ["upload-pack", "--stateless-rpc", "--advertise-refs"];
    match rest {
        "info/refs?service=git-upload-pack" => {
            let mut bytes = b"001e# service=git-upload-pack\n0000".to_vec();
            bytes.extend(git(module, &advertise, request)?);
            let kind = "application/x-git-upload-pack-advertisement";
            Some(Reply::bytes(bytes).header("Content-Type", kind))
        }
        "git-upload-pack" => {
            let bytes = git(module, &advertise[..2], request)?;
            Some(Reply::bytes(bytes).header("Content-Type", "application/x-git-upload-pack-result"))
        }
        _ => None,
    }
}

fn git(module: &Module, arguments: &[&str], request: &Request) -> Option<Vec<u8>> {
    let mut child = Command::new("git")
        .args(arguments)
        .arg(place("forge").join(&module.path))
        .env("GIT_PROTOCOL", request.header("Git-Protocol").unwrap_or_default())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .ok()?;
    child.stdin.take()?.write_all(&request.body).ok()?;
    Some(child.wait_with_output().ok()?.stdout)
}

const COMMIT: &str = "git init -q && git add -A \
    && git -c user.name=lab -c user.email=lab@corp.example commit -q -m lab \
    && git -c user.name=lab -c user.email=lab@corp.example tag \"$1\"";

fn make(module: &Module) {
    let folder = place("forge").join(&module.path);
    if folder.exists() {
        return;
    }
    std::fs::create_dir_all(&folder).expect("a repository's folder");
    for (name, text) in module.tree() {
        std::fs::write(folder.join(name), text).expect("a repository's file");
    }
    let status = Command::new("sh")
        .args(["-c", COMMIT, "sh", &module.version])
        .env("HOME", place("forge"))
        .env("GIT_COMMITTER_DATE", "2024-03-01T10:00:00Z")
        .env("GIT_AUTHOR_DATE", "2024-03-01T10:00:00Z")
        .current_dir(folder)
        .status();
    assert!(status.is_ok_and(|status| status.success()), "making a repository with git");
}
