//! Versions that do not exist, or that go does not take as they are written.

use crate::goproxy::ModuleProxy;
use crate::hub::{Commit, Hub, alone};
use crate::module::Module;
use crate::scenario::scenario;
use crate::site::Site;
use crate::world::World;

fn wanting(required: &str) -> World {
    let gomod = format!("module app.corp.example/app\n\ngo 1.21\n\nrequire {required}\n");
    World::internet().with_database().file("work/go.mod", gomod)
}

/// A repository with two releases, asked directly.
fn direct(required: &str) -> World {
    let tool = Module::new("github.com/acme/tool", "v1.2.3");
    let next = tool.clone().at("v1.3.0").file("next.go", "package lab\n");
    let hub = Hub::at("github.com").repository("/acme/tool", &[alone(&tool), alone(&next)]);
    forge(hub, required)
}

fn forge(hub: Hub, required: &str) -> World {
    let gomod = format!("module app.corp.example/app\n\ngo 1.21\n\nrequire {required}\n");
    World::internet()
        .site(Site::https("github.com", hub.pages()).http1_only())
        .without_file("work/go.sum")
        .file("work/go.mod", gomod)
        .env("GOPROXY", "direct")
        .env("GOSUMDB", "off")
}

#[test]
fn versions_no_such_tag() {
    scenario("versions_no_such_tag")
        .world(|| direct("github.com/acme/tool v1.2.9"))
        .go_fails_with("unknown revision v1.2.9")
        .diagnosis("version-not-found")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn versions_no_tag_below_a_folder() {
    scenario("versions_no_tag_below_a_folder")
        .world(|| {
            let sub = Module::new("github.com/acme/tool/sub", "v1.0.0");
            let commit = Commit { module: &sub, folder: "sub", tag: "v1.0.0" };
            forge(
                Hub::at("github.com").repository("/acme/tool", &[commit]),
                "github.com/acme/tool/sub v1.0.0",
            )
        })
        .go_fails_with("unknown revision sub/v1.0.0")
        .diagnosis("version-not-found")
        .run();
}

#[test]
fn versions_without_a_v_in_the_tag() {
    scenario("versions_without_a_v_in_the_tag")
        .world(|| {
            let tool = Module::new("github.com/acme/tool", "v1.0.0");
            let commit = Commit { module: &tool, folder: "", tag: "1.0.0" };
            forge(
                Hub::at("github.com").repository("/acme/tool", &[commit]),
                "github.com/acme/tool v1.0.0",
            )
        })
        .go_fails_with("unknown revision v1.0.0")
        .diagnosis("version-not-found")
        .run();
}

#[test]
fn versions_no_tag_for_a_query() {
    scenario("versions_no_tag_for_a_query")
        .world(|| direct("github.com/acme/tool v1.7"))
        .go_fails_with("no matching versions for query \"v1.7\"")
        .diagnosis("version-not-found")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn versions_no_branch() {
    scenario("versions_no_branch")
        .world(|| direct("github.com/acme/tool devel"))
        .go_fails_with("unknown revision devel")
        .diagnosis("version-not-found")
        .run();
}

#[test]
fn versions_no_version_for_a_query() {
    scenario("versions_no_version_for_a_query")
        .world(|| wanting("example.com/canary v1.7").env("GOPROXY", "https://proxy.golang.org"))
        .go_fails_with("no matching versions for query \"v1.7\"")
        .diagnosis("version-not-found")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn versions_a_query_in_go_mod() {
    scenario("versions_a_query_in_go_mod")
        .world(|| wanting("example.com/canary v1").env("GOPROXY", "https://proxy.golang.org"))
        .silent()
        .run();
}

#[test]
fn versions_a_query_of_a_repository() {
    scenario("versions_a_query_of_a_repository")
        .world(|| direct("github.com/acme/tool v1.2"))
        .silent()
        .run();
}

#[test]
fn versions_a_range_that_stands_for_many() {
    scenario("versions_a_range_that_stands_for_many")
        .world(|| wanting("example.com/canary >v9"))
        .go_fails_with("ambiguous semantic version \"v9\" in range \">v9\"")
        .diagnosis("version-invalid")
        .run();
}

#[test]
fn versions_a_branch_with_a_slash() {
    scenario("versions_a_branch_with_a_slash")
        .world(|| wanting("example.com/canary feature/x"))
        .go_fails_with("disallowed version string")
        .diagnosis("version-invalid")
        .run();
}

#[test]
fn versions_typed_patch() {
    scenario("versions_typed_patch")
        .command("go mod download github.com/acme/other@patch")
        .flags(&["github.com/acme/other@patch"])
        .go_fails_with("can't query version \"patch\"")
        .diagnosis("version-invalid")
        .run();
}

#[test]
fn versions_incompatible_and_compatible() {
    scenario("versions_incompatible_and_compatible")
        .world(|| direct("github.com/acme/tool v1.2.3+incompatible"))
        .go_fails_with("+incompatible suffix not allowed")
        .diagnosis("version-invalid")
        .healed_by_first_fix(true)
        .run();
}

/// The project asks for a version made of the newest commit so.
fn pseudo(version: fn(&str) -> String) -> World {
    let tool = Module::new("github.com/acme/tool", "v1.2.3");
    let next = tool.clone().file("next.go", "package lab\n");
    let hub = Hub::at("github.com")
        .repository("/acme/tool", &[alone(&tool), Commit { module: &next, folder: "", tag: "" }]);
    let version = version(&hub.head("/acme/tool")[..12]);
    forge(hub, &format!("github.com/acme/tool {version}"))
}

#[test]
fn versions_pseudo_of_another_time() {
    scenario("versions_pseudo_of_another_time")
        .world(|| pseudo(|commit| format!("v1.2.4-0.20240301100001-{commit}")))
        .go_fails_with("does not match version-control timestamp")
        .diagnosis("pseudo-version-invalid")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn versions_pseudo_after_no_tag() {
    scenario("versions_pseudo_after_no_tag")
        .world(|| pseudo(|commit| format!("v1.2.5-0.20240301100000-{commit}")))
        .go_fails_with("preceding tag (v1.2.4) not found")
        .diagnosis("pseudo-version-invalid")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn versions_pseudo_of_fewer_digits() {
    scenario("versions_pseudo_of_fewer_digits")
        .world(|| pseudo(|commit| format!("v1.2.4-0.20240301100000-{}", &commit[..11])))
        .go_fails_with("revision is shorter than canonical")
        .diagnosis("pseudo-version-invalid")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn versions_pseudo_of_v1_after_nothing() {
    scenario("versions_pseudo_of_v1_after_nothing")
        .world(|| pseudo(|commit| format!("v1.0.0-20240301100000-{commit}")))
        .go_fails_with("major version without preceding tag must be v0, not v1")
        .diagnosis("pseudo-version-invalid")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn versions_pseudo_of_no_commit() {
    scenario("versions_pseudo_of_no_commit")
        .world(|| pseudo(|_| "v1.2.4-0.20240301100000-0123456789ab".to_owned()))
        .go_fails_with("unknown revision 0123456789ab")
        .diagnosis("version-not-found")
        .run();
}

#[test]
fn versions_pseudo_that_fits() {
    scenario("versions_pseudo_that_fits")
        .world(|| pseudo(|commit| format!("v1.2.4-0.20240301100000-{commit}")))
        .silent()
        .run();
}

/// The newest release withdraws the one before it.
fn retracting() -> World {
    let old = Module::new("golang.org/x/text", "v0.3.0");
    let gomod = "module golang.org/x/text\n\nretract v0.3.0 // Breaks on Mondays.\n";
    let new = Module::new("golang.org/x/text", "v0.3.1").with_gomod(gomod);
    let proxy = ModuleProxy::of(&[old.clone(), new]);
    World::internet()
        .site(Site::https("proxy.golang.org", proxy.pages()))
        .project(&[old])
        .env("GOPROXY", "https://proxy.golang.org")
}

#[test]
fn versions_retracted() {
    scenario("versions_retracted").world(retracting).noted("retracted-version").run();
}

/// What is not required for itself is nobody's choice here.
#[test]
fn versions_retracted_indirectly() {
    scenario("versions_retracted_indirectly")
        .world(|| {
            retracting().file(
                "work/go.mod",
                "module app.corp.example/app\n\ngo 1.21\n\nrequire golang.org/x/text v0.3.0 // indirect\n",
            )
        })
        .silent()
        .run();
}
