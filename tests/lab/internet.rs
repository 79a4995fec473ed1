//! The internet of the lab: module proxies, mirrors and databases that serve invented modules.

use crate::goproxy::ModuleProxy;
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
pub(crate) fn database() -> std::sync::Arc<SumDb> {
    SumDb::new("sum.golang.org", &modules())
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
            .site(Site::https(
                "mirrors.aliyun.com",
                everything.below("/goproxy").pages(),
            ))
            .site(Site::https("sum.golang.org", database.pages()))
            .site(Site::https("sum.golang.google.cn", database.pages()))
            .project(&[Module::new(CANARY, "v1.0.0")])
    }

    /// The project in the module's folder: it requires these modules, and go.sum knows them.
    pub(crate) fn project(self, modules: &[Module]) -> World {
        let mut gomod = "module app.corp.example/app\n\ngo 1.21\n".to_owned();
        for module in modules {
            gomod.push_str(&format!("\nrequire {} {}\n", module.path, module.version));
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
