//! Scenarios of checksums that differ: who is the odd one out.

use crate::goproxy::ModuleProxy;
use crate::internet::{CANARY, database, modules};
use crate::module::Module;
use crate::scenario::scenario;
use crate::site::Site;
use crate::world::World;

const PROXIES: &str = "https://modules.corp.example|https://proxy.golang.org";

fn canary() -> Module {
    Module::new(CANARY, "v1.0.0")
}

/// The canary with another go.mod than anywhere else.
fn other() -> Module {
    canary().with_gomod(&format!("module {CANARY}\n\n// altered\n"))
}

/// The company's proxy serves the other canary.
fn altered_proxy(world: World) -> World {
    let pages = ModuleProxy::of(&[other()]).pages();
    world.site(Site::https("modules.corp.example", pages))
}

/// The lab's database in force beside this go.sum.
fn verified(sums: String) -> World {
    World::internet().env("GOSUMDB", &database().verifier()).file("work/go.sum", sums)
}

#[test]
fn gosum_alone_against_proxy_and_database() {
    scenario("gosum_alone_against_proxy_and_database")
        .world(|| verified(other().sums()))
        .go_fails_with("checksum mismatch")
        .diagnosis("gosum-mismatch")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn gosum_alone_without_a_database() {
    scenario("gosum_alone_without_a_database")
        .world(|| {
            World::internet()
                .file("work/go.sum", other().sums())
                .env("GOSUMDB", "off")
                .env("GOPROXY", "https://goproxy.cn,https://proxy.golang.org")
        })
        .go_fails_with("checksum mismatch")
        .diagnosis("gosum-mismatch")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn gosum_with_two_lines_about_one_file() {
    scenario("gosum_with_two_lines_about_one_file")
        .world(|| verified(format!("{}{}", other().sums(), canary().sums())))
        .go_fails_with("checksum mismatch")
        .diagnosis("gosum-mismatch")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn gosum_with_two_lines_and_the_right_one_first() {
    scenario("gosum_with_two_lines_and_the_right_one_first")
        .world(|| verified(format!("{}{}", canary().sums(), other().sums())))
        .run();
}

#[test]
fn gosum_against_the_only_proxy() {
    scenario("gosum_against_the_only_proxy")
        .world(|| {
            World::internet()
                .file("work/go.sum", other().sums())
                .env("GOSUMDB", "off")
                .env("GOPROXY", "https://proxy.golang.org")
        })
        .go_fails_with("checksum mismatch")
        .diagnosis("gosum-mismatch")
        .run();
}

#[test]
fn proxy_alone_against_gosum_and_database() {
    scenario("proxy_alone_against_gosum_and_database")
        .world(|| altered_proxy(verified(canary().sums())).env("GOPROXY", PROXIES))
        .go_fails_with("checksum mismatch")
        .diagnosis("checksum-proxy-altered")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn proxy_alone_against_the_next_one() {
    scenario("proxy_alone_against_the_next_one")
        .world(|| altered_proxy(World::internet()).env("GOSUMDB", "off").env("GOPROXY", PROXIES))
        .go_fails_with("checksum mismatch")
        .diagnosis("checksum-proxy-altered")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn proxy_alone_with_an_unknown_version() {
    scenario("proxy_alone_with_an_unknown_version")
        .world(|| altered_proxy(World::internet().with_database()).env("GOPROXY", PROXIES))
        .go_fails_with("checksum mismatch")
        .diagnosis("checksum-proxy-altered")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn database_against_the_only_proxy() {
    scenario("database_against_the_only_proxy")
        .world(|| {
            altered_proxy(World::internet().with_database())
                .env("GOPROXY", "https://modules.corp.example")
        })
        .go_fails_with("verifying go.mod: checksum mismatch")
        .diagnosis("sumdb-mismatch")
        .run();
}

#[test]
fn tag_moved_before_both_proxies_fetched_it() {
    scenario("tag_moved_before_both_proxies_fetched_it")
        .world(|| {
            let late = ModuleProxy::of(&[other()]).relaying(&database());
            altered_proxy(verified(canary().sums()))
                .site(Site::https("proxy.golang.org", late.pages()))
                .env("GOPROXY", PROXIES)
        })
        .go_fails_with("checksum mismatch")
        .diagnosis("checksum-tag-moved")
        .run();
}

#[test]
fn workspace_with_a_wrong_line() {
    scenario("workspace_with_a_wrong_line")
        .world(|| {
            World::internet()
                .env("GOSUMDB", &database().verifier())
                .without_file("work/go.mod")
                .without_file("work/go.sum")
                .file("work/go.work", "go 1.21\n\nuse (\n\t./a\n\t./b\n)\n")
                .file("work/a/go.mod", gomod("a"))
                .file("work/a/go.sum", canary().sums())
                .file("work/b/go.mod", gomod("b"))
                .file("work/b/go.sum", other().sums())
        })
        .go_fails_with("b/go.sum:")
        .diagnosis("gosum-mismatch")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn workspace_with_a_wrong_line_of_its_own() {
    scenario("workspace_with_a_wrong_line_of_its_own")
        .world(|| {
            World::internet()
                .env("GOSUMDB", &database().verifier())
                .without_file("work/go.mod")
                .without_file("work/go.sum")
                .file("work/go.work", "go 1.21\n\nuse ./a\n")
                .file("work/go.work.sum", other().sums())
                .file("work/a/go.mod", gomod("a"))
        })
        .go_fails_with("go.work.sum:")
        .diagnosis("gosum-mismatch")
        .healed_by_first_fix(true)
        .run();
}

fn gomod(name: &str) -> String {
    format!("module app.corp.example/{name}\n\ngo 1.21\n\nrequire {CANARY} v1.0.0\n")
}

#[test]
fn private_module_against_its_only_proxy() {
    scenario("private_module_against_its_only_proxy")
        .world(|| {
            let module = crate::company::secret_module();
            let gomod = format!("module {}\n\n// moved\n", module.path);
            let moved = module.clone().with_gomod(&gomod);
            let mut all = modules();
            all.push(moved);
            World::internet()
                .project(&[module])
                .site(Site::https("modules.corp.example", ModuleProxy::of(&all).pages()))
                .env("GOPROXY", "https://modules.corp.example,https://proxy.golang.org")
                .env("GONOSUMDB", "git.corp.example")
        })
        .go_fails_with("checksum mismatch")
        .diagnosis("gosum-mismatch")
        .seen(|seen| {
            let told = seen.visits.iter().any(|visit| {
                !visit.host.ends_with("corp.example") && visit.target.contains("secret")
            });
            assert!(!told, "an outsider hears of the private module: {:?}", seen.visits);
        })
        .run();
}
