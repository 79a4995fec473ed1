//! A module proxy with faults by path, as in `cmd/go/proxy_test.go`.

use std::sync::Arc;
use std::time::Duration;

use crate::http::{Pages, Reply, Request};
use crate::module::Module;
use crate::sumdb::SumDb;

/// Serves modules below a prefix.
#[derive(Clone, Default)]
pub(crate) struct ModuleProxy {
    prefix: String,
    modules: Vec<Module>,
    faults: Vec<(String, Reply)>,
    always: Option<Reply>,
    login: Option<(String, String)>,
    relayed: Option<Arc<SumDb>>,
    delay: Duration,
}

impl ModuleProxy {
    pub(crate) fn of(modules: &[Module]) -> ModuleProxy {
        ModuleProxy { modules: modules.to_vec(), ..ModuleProxy::default() }
    }

    /// Serves below this path, such as `/goproxy`.
    pub(crate) fn below(mut self, prefix: &str) -> ModuleProxy {
        prefix.clone_into(&mut self.prefix);
        self
    }

    /// Answers so wherever the path ends with `end`, such as `@v/v1.0.0.zip`.
    pub(crate) fn fault(mut self, end: &str, reply: Reply) -> ModuleProxy {
        self.faults.push((end.to_owned(), reply));
        self
    }

    /// Answers so whatever is asked.
    pub(crate) fn always(mut self, reply: Reply) -> ModuleProxy {
        self.always = Some(reply);
        self
    }

    /// Answers 401 to whoever does not log in so.
    pub(crate) fn login(mut self, user: &str, password: &str) -> ModuleProxy {
        self.login = Some((user.to_owned(), password.to_owned()));
        self
    }

    /// Relays the database below `/sumdb/`; without this it answers 404 there.
    pub(crate) fn relaying(mut self, database: &Arc<SumDb>) -> ModuleProxy {
        self.relayed = Some(Arc::clone(database));
        self
    }

    /// Thinks so long before each answer.
    pub(crate) fn slow(mut self, delay: Duration) -> ModuleProxy {
        self.delay = delay;
        self
    }

    pub(crate) fn pages(self) -> Pages {
        let delay = self.delay;
        Arc::new(move |request: &Request| Reply { delay, ..self.answer(request) })
    }

    fn answer(&self, request: &Request) -> Reply {
        if let Some(always) = &self.always {
            return always.clone();
        }
        if let Some((user, password)) = &self.login
            && !request.carries("Authorization", user, password)
        {
            return Reply::status(401).header("WWW-Authenticate", "Basic realm=\"modules\"");
        }
        let fault = self.faults.iter().find(|(end, _)| request.path().ends_with(end));
        match (fault, request.path().strip_prefix(&self.prefix)) {
            (Some((_, reply)), _) => reply.clone(),
            (None, Some(path)) => {
                self.database(path).or_else(|| self.file(path)).unwrap_or_else(|| not_found(path))
            }
            (None, None) => not_found(request.path()),
        }
    }

    fn database(&self, path: &str) -> Option<Reply> {
        let database = self.relayed.as_ref()?;
        let below = path.strip_prefix("/sumdb/")?.strip_prefix(&database.name)?;
        Some(database.answer(below))
    }

    fn file(&self, path: &str) -> Option<Reply> {
        let path = &path.strip_prefix('/')?.replace("%21", "!");
        if let Some(module) = path.strip_suffix("/@v/list") {
            return self.list(module).map(Reply::bytes);
        }
        if let Some(module) = path.strip_suffix("/@latest") {
            return self.versions(module).last().map(|module| Reply::bytes(module.info()));
        }
        let (module, name) = path.split_once("/@v/")?;
        let version = self
            .versions(module)
            .find(|known| name.strip_prefix(&known.escaped().1).is_some_and(is_kind))?;
        match name.rsplit_once('.')?.1 {
            "info" => Some(Reply::bytes(version.info())),
            "mod" => Some(Reply::bytes(version.gomod.clone())),
            _ => Some(Reply::bytes(version.zip()).header("Content-Type", "application/zip")),
        }
    }

    fn list(&self, module: &str) -> Option<String> {
        let versions: Vec<&str> =
            self.versions(module).map(|known| known.version.as_str()).collect();
        (!versions.is_empty()).then(|| versions.join("\n") + "\n")
    }

    fn versions(&self, module: &str) -> impl Iterator<Item = &Module> {
        self.modules.iter().filter(move |known| known.escaped().0 == module)
    }
}

fn is_kind(end: &str) -> bool {
    matches!(end, ".info" | ".mod" | ".zip")
}

fn not_found(path: &str) -> Reply {
    let mut reply = Reply::bytes(format!("not found: {path}: no such module\n"));
    reply.status = 404;
    reply
}
