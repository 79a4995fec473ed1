//! Modules that do not exist by the path that go.mod gives them.

use crate::goproxy::ModuleProxy;
use crate::http::Reply;
use crate::hub::{Hub, alone};
use crate::internet::database;
use crate::module::Module;
use crate::scenario::scenario;
use crate::site::Site;
use crate::world::World;

/// A project that requires this, without sums, and the lab's database in force.
fn wanting(required: &str) -> World {
    let gomod = format!("module app.corp.example/app\n\ngo 1.21\n\nrequire {required}\n");
    World::internet().with_database().file("work/go.mod", gomod)
}

#[test]
fn notfound_a_slip_in_the_path() {
    scenario("notfound_a_slip_in_the_path")
        .world(|| {
            wanting("golang.org/x/txt v0.14.0").env("GOPROXY", "https://proxy.golang.org,direct")
        })
        .go_fails_with("golang.org/x/txt")
        .diagnosis("module-not-found")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn notfound_a_slip_and_no_origin() {
    scenario("notfound_a_slip_and_no_origin")
        .world(|| wanting("golang.org/x/txt v0.14.0").env("GOPROXY", "https://proxy.golang.org"))
        .go_fails_with("404 Not Found")
        .diagnosis("module-not-found")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn notfound_a_slip_in_the_host() {
    scenario("notfound_a_slip_in_the_host")
        .world(|| {
            wanting("goland.org/x/text v0.3.0").env("GOPROXY", "https://proxy.golang.org,direct")
        })
        .go_fails_with("goland.org")
        .diagnosis("module-not-found")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn notfound_a_package_for_a_module() {
    scenario("notfound_a_package_for_a_module")
        .world(|| {
            wanting("golang.org/x/text/unicode v0.14.0").env("GOPROXY", "https://proxy.golang.org")
        })
        .go_fails_with("404 Not Found")
        .diagnosis("module-not-found")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn notfound_a_major_version_too_much() {
    scenario("notfound_a_major_version_too_much")
        .world(|| wanting("golang.org/x/text/v2 v2.0.0").env("GOPROXY", "https://proxy.golang.org"))
        .go_fails_with("404 Not Found")
        .diagnosis("module-not-found")
        .healed_by_first_fix(true)
        .run();
}

/// The older go speaks in other words, and of the same thing.
#[test]
fn notfound_by_git() {
    scenario("notfound_by_git")
        .world(|| {
            let other = Module::new("github.com/acme/tool", "v1.0.0");
            let hub = Hub::at("github.com").repository("/acme/tool", &[alone(&other)]);
            wanting("github.com/acme/gone v1.0.0")
                .site(Site::https("github.com", hub.pages()).http1_only())
                .env("GOPROXY", "https://proxy.golang.org,direct")
        })
        .go_fails_with("github.com/acme/gone")
        .diagnosis("module-not-found")
        .run();
}

/// The repository that was meant is known to go.mod, and lies on the same host.
#[test]
fn notfound_beside_one_that_is_known() {
    scenario("notfound_beside_one_that_is_known")
        .world(|| {
            let known = Module::new("github.com/acme/widget", "v1.0.0");
            let hub = Hub::at("github.com").repository("/acme/widget", &[alone(&known)]);
            World::internet()
                .site(Site::https("github.com", hub.pages()).http1_only())
                .project(&[known])
                .file("work/go.mod", "module app.corp.example/app\n\ngo 1.21\n\nrequire (\n\tgithub.com/acme/widget v1.0.0\n\tgithub.com/acme/wigdet v1.0.0\n)\n")
                .env("GOPROXY", "direct")
        })
        .go_fails_with("github.com/acme/wigdet")
        .diagnosis("module-not-found")
        .healed_by_first_fix(true)
        .seen(|seen| {
            let hosts = |it: &crate::diary::Visit| it.host == "proxy.golang.org";
            assert!(!seen.visits.iter().any(hosts), "nobody else is asked");
        })
        .run();
}

/// A company's proxy has it under the right path; the name is not told to anybody else.
#[test]
fn notfound_at_a_companys_proxy() {
    scenario("notfound_at_a_companys_proxy")
        .world(|| {
            let module = Module::new("git.corp.example/team/widgets", "v1.4.0");
            let proxy = ModuleProxy::of(&[module.clone(), Module::new("golang.org/x/text", "v0.3.0")]);
            World::internet()
                .site(Site::https("go.corp.example", proxy.pages()))
                .project(&[module])
                .file("work/go.mod", "module app.corp.example/app\n\ngo 1.21\n\nrequire (\n\tgit.corp.example/team/widgets v1.4.0\n\tgit.corp.example/team/wigdets v1.4.0\n)\n")
                .env("GOPROXY", "https://go.corp.example")
        })
        .go_fails_with("404 Not Found")
        .diagnosis("module-not-found")
        .healed_by_first_fix(true)
        .run();
}

/// What no proxy has and its own origin does is there.
#[test]
fn notfound_is_silent_of_what_its_origin_has() {
    scenario("notfound_is_silent_of_what_its_origin_has")
        .world(|| {
            let module = Module::new("github.com/acme/tool", "v1.2.3");
            let hub = Hub::at("github.com").repository("/acme/tool", &[alone(&module)]);
            World::internet()
                .site(Site::https("github.com", hub.pages()).http1_only())
                .project(&[module])
                .env("GOPROXY", "https://proxy.golang.org,direct")
        })
        .silent()
        .run();
}

/// An element that knows nothing at all is no module proxy.
#[test]
fn notfound_is_not_what_a_web_server_says() {
    scenario("notfound_is_not_what_a_web_server_says")
        .world(|| {
            let proxy = ModuleProxy::of(&[]).always(Reply::html(404, "<html>nothing here</html>"));
            let _ = database();
            wanting("golang.org/x/text v0.3.0")
                .site(Site::https("go.corp.example", proxy.pages()))
                .env("GOPROXY", "https://go.corp.example")
        })
        .go_fails_with("404 Not Found")
        .diagnosis("goproxy-not-a-module-proxy")
        .run();
}
