//! A company in the lab's internet: a firewall, its own names, a module proxy, a forward proxy.

use crate::dns::Answer;
use crate::forge::Forge;
use crate::forward::Forward;
use crate::goproxy::ModuleProxy;
use crate::internet::modules;
use crate::module::Module;
use crate::site::Site;
use crate::tls::Papers;
use crate::world::{World, is_private, place};

/// The company's module proxy.
pub(crate) const MODULES: &str = "modules.corp.example";

/// The company's forward proxy.
pub(crate) const FORWARD: &str = "proxy.corp.example";

/// The company's forge.
pub(crate) const FORGE: &str = "git.corp.example";

/// A module that only the company has.
pub(crate) fn secret_module() -> Module {
    Module::new("git.corp.example/team/secret", "v1.0.0")
}

impl World {
    /// The company's module proxy with these papers, in force by GOPROXY.
    pub(crate) fn company_proxy(self, papers: Papers) -> World {
        let pages = ModuleProxy::of(&all_modules()).pages();
        self.site(Site::https(MODULES, pages).papers(papers))
            .env("GOPROXY", "https://modules.corp.example")
    }

    /// The company's module proxy with a login.
    pub(crate) fn guarded_proxy(self, user: &str, password: &str) -> World {
        let pages = ModuleProxy::of(&all_modules()).login(user, password).pages();
        self.company_proxy(Papers::Public).site(Site::https(MODULES, pages))
    }

    /// The company's forge, which holds the secret module, and a project that requires it.
    pub(crate) fn forge(self, login: Option<(&str, &str)>) -> World {
        let mut forge = Forge::of(&[secret_module()]);
        if let Some((user, password)) = login {
            forge = forge.login(user, password);
        }
        self.site(Site::https(FORGE, forge.pages()).http1_only()).project(&[secret_module()])
    }

    /// The company's firewall: packets to public hosts vanish, except those of forward proxies,
    /// and the resolver knows no public name.
    pub(crate) fn fenced(mut self) -> World {
        let public = self.sites.iter().filter(|site| !is_private(&site.host));
        let doors: Vec<_> = public.map(|site| (site.host.clone(), site.port)).collect();
        for (host, port) in doors {
            self = self.answers(&host, Answer::NxDomain).silenced(&host, port);
        }
        self
    }

    /// Behind the company's firewall with this forward proxy.
    pub(crate) fn behind(self, forward: Forward) -> World {
        self.forward(forward).fenced()
    }

    /// A folder `mirror` with these modules, as a `file://` proxy.
    pub(crate) fn mirror(mut self, modules: &[Module]) -> World {
        for module in modules {
            let (path, version) = module.escaped();
            let stem = format!("mirror/{path}/@v/{version}");
            self = self
                .file(&format!("{stem}.info"), module.info())
                .file(&format!("{stem}.mod"), module.gomod.clone())
                .file(&format!("{stem}.zip"), module.zip());
        }
        self
    }
}

/// The `file://` URL of the folder `mirror`.
pub(crate) fn mirror_url() -> String {
    format!("file://{}", place("mirror").display())
}

fn all_modules() -> Vec<Module> {
    let mut all = modules();
    all.push(secret_module());
    all
}
