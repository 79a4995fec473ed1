//! Modules that go.mod does not list and go reads all the same, toolchains included.

use crate::goproxy::ModuleProxy;
use crate::http::Reply;
use crate::internet::CANARY;
use crate::module::Module;
use crate::scenario::scenario;
use crate::site::Site;
use crate::world::World;

/// A library and what it asks for, below a project with this go line; the sums are complete.
fn deep(go: &str, served: &[Module]) -> World {
    let [library, text] = [library(), text()];
    let sums = library.sums() + &text.sums();
    let gomod =
        format!("module app.corp.example/app\n\ngo {go}\n\nrequire {CANARY} {}\n", library.version);
    World::internet()
        .file("work/go.mod", gomod)
        .file("work/go.sum", sums)
        .site(Site::https("proxy.golang.org", ModuleProxy::of(served).pages()))
        .env("GOPROXY", "https://proxy.golang.org")
}

fn library() -> Module {
    Module::new(CANARY, "v1.2.0").requiring("golang.org/x/text", "v0.3.0")
}

fn text() -> Module {
    Module::new("golang.org/x/text", "v0.3.0")
}

#[test]
fn old_project_reads_the_whole_graph() {
    scenario("old_project_reads_the_whole_graph")
        .world(|| deep("1.16", &[library(), text()]))
        .run();
}

#[test]
fn old_dependency_reads_what_nobody_lists() {
    scenario("old_dependency_reads_what_nobody_lists")
        .world(|| deep("1.21", &[library(), text()]))
        .run();
}

#[test]
fn old_project_fetches_what_it_does_not_list() {
    scenario("old_project_fetches_what_it_does_not_list")
        .world(|| {
            let proxy = ModuleProxy::of(&[library(), text()])
                .fault("x/text/@v/v0.3.0.zip", Reply::status(404));
            deep("1.16", &[]).site(Site::https("proxy.golang.org", proxy.pages()))
        })
        .go_fails_with("golang.org/x/text/@v/v0.3.0.zip: 404 Not Found")
        .diagnosis("goproxy-stale")
        .run();
}

#[test]
fn new_project_leaves_it() {
    scenario("new_project_leaves_it")
        .world(|| {
            let proxy = ModuleProxy::of(&[library(), text()])
                .fault("x/text/@v/v0.3.0.zip", Reply::status(404));
            deep("1.21", &[]).site(Site::https("proxy.golang.org", proxy.pages()))
        })
        .run();
}

#[test]
fn unlisted_go_mod_is_missing() {
    scenario("unlisted_go_mod_is_missing")
        .world(|| deep("1.21", &[library(), Module::new("golang.org/x/text", "v0.14.0")]))
        .go_fails_with("golang.org/x/text/@v/v0.3.0.mod: 404 Not Found")
        .diagnosis("version-not-found")
        .run();
}

#[test]
fn unlisted_module_is_missing() {
    scenario("unlisted_module_is_missing")
        .world(|| deep("1.21", &[library()]))
        .go_fails_with("golang.org/x/text/@v/v0.3.0.mod: 404 Not Found")
        .diagnosis("module-not-found")
        .run();
}

#[test]
fn toolchain_cannot_be_fetched() {
    scenario("toolchain_cannot_be_fetched")
        .world(|| {
            World::internet()
                .file("work/go.mod", "module m.example/m\n\ngo 1.99.0\n")
                .closed("proxy.golang.org")
                .env("GOTOOLCHAIN", "auto")
        })
        .go_fails_with("connection refused")
        .diagnosis("tcp-refused")
        .run();
}

#[test]
fn toolchain_does_not_exist() {
    scenario("toolchain_does_not_exist")
        .world(|| {
            World::internet()
                .file("work/go.mod", "module m.example/m\n\ngo 1.99.0\n")
                .env("GOTOOLCHAIN", "auto")
        })
        .go_fails_with("toolchain not available")
        .diagnosis("toolchain-unavailable")
        .run();
}
