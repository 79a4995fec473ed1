//! The internet of the lab: module proxies, mirrors and databases that serve invented modules.

use std::sync::Arc;

use crate::goproxy::ModuleProxy;
use crate::http::{Pages, Reply, Request};
use crate::module::Module;
use crate::site::Site;
use crate::sumdb::SumDb;
use crate::world::World;

/// The module that most projects of the lab require.
pub(crate) const CANARY: &str = "example.com/canary";

/// What every public proxy serves.
pub(crate) fn modules() -> Vec<Module> {
    vec![
        Module::new(CANARY, "v1.0.0"),
        Module::new(CANARY, "v1.1.0"),
        Module::new("golang.org/x/text", "v0.3.0"),
        Module::new("golang.org/x/text", "v0.14.0"),
    ]
}

/// The database of all public modules, under the lab's own key.
pub(crate) fn database() -> Arc<SumDb> {
    SumDb::new("sum.golang.org", &modules())
}

/// A module's own host, which names the public proxy as the place of its code.
fn origin(module: &'static str) -> Pages {
    Arc::new(move |request: &Request| {
        if !request.target.contains("go-get=1") {
            return Reply::html(404, "nothing here");
        }
        let content = format!("{module} mod https://proxy.golang.org");
        Reply::bytes(format!(
            "<html><head><meta name=\"go-import\" content=\"{content}\"></head></html>"
        ))
    })
}

impl World {
    /// go's default hosts and the well-known mirrors, and a project with a complete go.sum.
    pub(crate) fn internet() -> World {
        let everything = ModuleProxy::of(&modules());
        let database = database();
        let relaying = everything.clone().relaying(&database);
        World::empty()
            .site(Site::https("proxy.golang.org", relaying.clone().pages()))
            .site(Site::https("goproxy.cn", relaying.clone().pages()))
            .site(Site::https("goproxy.io", relaying.pages()).http1_only())
            .site(Site::https("mirrors.aliyun.com", everything.below("/goproxy").pages()))
            .site(Site::https("sum.golang.org", database.pages()))
            .site(Site::https("sum.golang.google.cn", database.pages()))
            .site(Site::https("example.com", origin(CANARY)))
            .site(Site::https("golang.org", origin("golang.org/x/text")))
            .project(&[Module::new(CANARY, "v1.0.0")])
    }

    /// The project in the module's folder: it requires these modules, and go.sum knows them.
    pub(crate) fn project(self, modules: &[Module]) -> World {
        let mut gomod = "module app.corp.example/app\n\ngo 1.21\n".to_owned();
        for module in modules {
            gomod.extend(["\nrequire ", &module.path, " ", &module.version, "\n"]);
        }
        let sums: String = modules.iter().map(Module::sums).collect();
        self.file("work/go.mod", gomod).file("work/go.sum", sums)
    }

    /// The same project without go.sum, and the lab's database in force.
    pub(crate) fn with_database(self) -> World {
        let verifier = database().verifier();
        self.without_file("work/go.sum").env("GOSUMDB", &verifier)
    }
}
