//! Scenarios of checksums and their database.

use crate::company::secret_module;
use crate::goproxy::ModuleProxy;
use crate::internet::{CANARY, modules};
use crate::module::Module;
use crate::scenario::scenario;
use crate::site::Site;
use crate::tls::Papers;
use crate::world::World;

/// The canary with other content than anywhere else.
fn altered() -> Module {
    Module::new(CANARY, "v1.0.0").file("lab.go", "package lab // altered\n")
}

#[test]
fn sumdb_unreachable() {
    scenario("sumdb_unreachable")
        .world(|| {
            World::internet()
                .with_database()
                .site(Site::https("proxy.golang.org", ModuleProxy::of(&modules()).pages()))
                .closed("sum.golang.org")
        })
        .go_fails_with("Get \"https://sum.golang.org/lookup/example.com/canary@v1.0.0\": dial tcp")
        .diagnosis("sumdb-unreachable")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn sumdb_malformed() {
    scenario("sumdb_malformed")
        .world(|| World::internet().with_database().env("GOSUMDB", "sum.golang.org+deadbeef"))
        .go_fails_with("invalid GOSUMDB")
        .diagnosis("gosumdb-malformed")
        .run();
}

#[test]
fn sumdb_module_unknown() {
    scenario("sumdb_module_unknown")
        .world(|| {
            World::internet()
                .project(&[secret_module()])
                .company_proxy(Papers::Public)
                .with_database()
        })
        .go_fails_with("404 Not Found")
        .diagnosis("sumdb-module-unknown")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn sumdb_mismatch() {
    scenario("sumdb_mismatch")
        .world(|| {
            World::internet()
                .with_database()
                .site(Site::https("proxy.golang.org", ModuleProxy::of(&[altered()]).pages()))
        })
        .go_fails_with("SECURITY ERROR")
        .diagnosis("sumdb-mismatch")
        .run();
}

#[test]
fn gosum_mismatch() {
    scenario("gosum_mismatch")
        .world(|| World::internet().with_database().file("work/go.sum", altered().sums()))
        .go_fails_with("SECURITY ERROR")
        .diagnosis("gosum-mismatch")
        .run();
}

#[test]
fn checksum_proxy_altered() {
    scenario("checksum_proxy_altered")
        .world(|| {
            World::internet()
                .with_database()
                .file("work/go.sum", Module::new(CANARY, "v1.0.0").sums())
                .site(Site::https("proxy.golang.org", ModuleProxy::of(&[altered()]).pages()))
        })
        .go_fails_with("SECURITY ERROR")
        .diagnosis("checksum-proxy-altered")
        .run();
}
