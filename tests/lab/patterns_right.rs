//! Scenarios of patterns that match, and of those that hold too much.

use crate::company::FORGE;
use crate::forge::Forge;
use crate::goproxy::ModuleProxy;
use crate::internet::{CANARY, modules};
use crate::module::Module;
use crate::patterns::{company, mismatch};
use crate::scenario::{Seen, scenario};
use crate::site::Site;
use crate::world::World;

fn right(name: &'static str, globs: &'static str) {
    scenario(name).world(move || company().env("GOPRIVATE", globs)).silent().run();
}

#[test]
fn right_by_host() {
    right("right_by_host", "git.corp.example");
}

#[test]
fn right_with_a_slash() {
    right("right_with_a_slash", "other.example,git.corp.example/");
}

#[test]
fn right_by_star() {
    right("right_by_star", "*.corp.example,,");
}

#[test]
fn right_by_path() {
    right("right_by_path", "git.corp.example/team/secret");
}

#[test]
fn right_by_class() {
    right("right_by_class", "g?t.corp.example/[a-z]eam/*");
}

#[test]
fn right_beside_broken_ones() {
    right("right_beside_broken_ones", "[,https://other.example,git.corp.example/*");
}

#[test]
fn right_by_go_sum() {
    scenario("right_by_go_sum").world(|| World::internet().forge(None)).silent().run();
}

/// What is public is on the proxies, and the forge is closed.
fn public(host: &'static str, module: &Module) -> World {
    let mut all = modules();
    all.push(module.clone());
    let proxy = ModuleProxy::of(&all);
    World::internet()
        .project(std::slice::from_ref(module))
        .site(Site::https("proxy.golang.org", proxy.pages()))
        .closed(host)
}

fn errors() -> Module {
    Module::new("github.com/pkg/errors", "v0.9.1")
}

#[test]
fn broad_forge_that_is_closed() {
    scenario("broad_forge_that_is_closed")
        .world(|| public("github.com", &errors()).env("GOPRIVATE", "github.com,git.corp.example"))
        .go_fails_with("github.com")
        .diagnosis("private-pattern-too-broad")
        .healed_by_first_fix(true)
        .seen(names_no_covered)
        .run();
}

#[test]
fn broad_star() {
    scenario("broad_star")
        .world(|| public("github.com", &errors()).env("GONOPROXY", "*"))
        .go_fails_with("github.com")
        .diagnosis("private-pattern-too-broad")
        .healed_by_first_fix(true)
        .seen(names_no_covered)
        .run();
}

#[test]
fn broad_domain() {
    scenario("broad_domain")
        .world(|| {
            public("golang.org", &Module::new("golang.org/x/text", "v0.14.0"))
                .env("GOPRIVATE", "*.org")
        })
        .go_fails_with("golang.org")
        .diagnosis("private-pattern-too-broad")
        .healed_by_first_fix(true)
        .run();
}

/// Nothing that the pattern holds is told to a proxy or the database.
fn names_no_covered(seen: &Seen) {
    for visit in &seen.visits {
        let named = visit.target.contains("pkg/errors") && visit.host != "github.com";
        assert!(!named, "{} was asked for {}", visit.host, visit.target);
    }
}

#[test]
fn narrow_company_host() {
    scenario("narrow_company_host")
        .world(|| World::internet().forge(None).env("GOPRIVATE", "*.corp.example,gitlab.com/acme"))
        .silent()
        .run();
}

#[test]
fn dead_network_is_no_broad_pattern() {
    scenario("dead_network_is_no_broad_pattern")
        .world(|| {
            public("github.com", &errors())
                .closed("proxy.golang.org")
                .env("GOPRIVATE", "github.com")
        })
        .go_fails_with("github.com")
        .diagnosis("tcp-refused")
        .run();
}

/// A forge that everybody uses, with a module of one's own and one of others.
fn forge() -> World {
    let own = Module::new("github.com/dev/tool", "v1.0.0");
    let all = [errors(), own];
    let pages = Forge::of(&all).pages();
    World::internet()
        .project(&all)
        .site(Site::https("github.com", pages).http1_only())
        .file("work/go.mod", GOMOD)
}

const GOMOD: &str = "module github.com/dev/app\n\ngo 1.21\n\nrequire (\n\tgithub.com/dev/tool v1.0.0\n\tgithub.com/pkg/errors v0.9.1\n)\n";

#[test]
fn broad_forge_that_works() {
    scenario("broad_forge_that_works")
        .world(|| forge().env("GOPRIVATE", "github.com"))
        .noted("private-pattern-too-broad")
        .run();
}

#[test]
fn narrow_account() {
    scenario("narrow_account")
        .world(|| {
            let mut all = modules();
            all.push(errors());
            let proxy = ModuleProxy::of(&all);
            forge()
                .site(Site::https("proxy.golang.org", proxy.pages()))
                .env("GOPRIVATE", "github.com/dev")
        })
        .silent()
        .run();
}

#[test]
fn missed_and_working() {
    scenario("missed_and_working")
        .world(|| World::internet().forge(None).env("GOPRIVATE", "https://git.corp.example"))
        .noted("private-pattern-mismatch")
        .run();
}

#[test]
fn missed_in_all_three() {
    mismatch("missed_in_all_three")
        .world(|| {
            let globs = "git.corp.example ";
            company().env("GOPRIVATE", globs).env("GONOPROXY", globs).env("GONOSUMDB", globs)
        })
        .run();
}

/// The list is right, and what it sends go to does not answer.
#[test]
fn right_and_closed() {
    scenario("right_and_closed")
        .world(|| company().env("GOPRIVATE", "git.corp.example, x").closed(FORGE))
        .go_fails_with("connection refused")
        .diagnosis("tcp-refused")
        .run();
}

/// Everything that go would ask is closed: the pattern is wrong, and not why go fails.
#[test]
fn missed_beside_a_closed_proxy() {
    scenario("missed_beside_a_closed_proxy")
        .world(|| {
            company()
                .project(&[crate::company::secret_module(), Module::new(CANARY, "v1.0.0")])
                .closed("proxy.golang.org")
                .env("GOPRIVATE", "https://git.corp.example")
        })
        .go_fails_with("connection refused")
        .diagnosis("tcp-refused")
        .run();
}

#[test]
fn private_past_all_proxies() {
    scenario("private_past_all_proxies")
        .world(|| company().env("GOPROXY", "direct"))
        .go_fails_with("sum.golang.org/lookup/git.corp.example/team/secret@v1.0.0: 404 Not Found")
        .diagnosis("private-not-excluded")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn private_behind_the_companys_proxy() {
    scenario("private_behind_the_companys_proxy")
        .world(|| {
            let pages = ModuleProxy::of(&modules()).pages();
            company()
                .site(Site::https(crate::company::MODULES, pages))
                .env("GOPROXY", "https://modules.corp.example,direct")
        })
        .go_fails_with("lookup/git.corp.example/team/secret@v1.0.0: 404 Not Found")
        .diagnosis("private-not-excluded")
        .healed_by_first_fix(true)
        .run();
}

/// A private repository on a public forge, to which netrc has the key.
fn guarded() -> World {
    let own = Module::new("github.com/acme/secret", "v1.0.0");
    let pages = Forge::of(std::slice::from_ref(&own)).login("build", "forgecanary").pages();
    World::internet()
        .project(&[own, Module::new(CANARY, "v1.0.0")])
        .site(Site::https("github.com", pages).http1_only())
        .file("home/.netrc", "machine github.com login build password forgecanary\n")
        .with_database()
}

#[test]
fn private_on_a_public_forge() {
    scenario("private_on_a_public_forge")
        .world(guarded)
        .go_fails_with("lookup/github.com/acme/secret@v1.0.0: 404 Not Found")
        .diagnosis("private-not-excluded")
        .healed_by_first_fix(true)
        .secrets(&["forgecanary"])
        .run();
}

#[test]
fn missed_a_public_forge() {
    scenario("missed_a_public_forge")
        .world(|| guarded().env("GOPRIVATE", "https://github.com"))
        .go_fails_with("lookup/github.com/acme/secret@v1.0.0: 404 Not Found")
        .diagnosis("private-pattern-mismatch")
        .healed_by_first_fix(true)
        .secrets(&["forgecanary"])
        .run();
}

#[test]
fn missed_at_a_proxy_that_refuses() {
    scenario("missed_at_a_proxy_that_refuses")
        .world(|| {
            let mut reply = crate::http::Reply::bytes("blocked by policy");
            reply.status = 403;
            let proxy = ModuleProxy::of(&modules()).always(reply);
            World::internet()
                .forge(None)
                .site(Site::https(crate::company::MODULES, proxy.pages()))
                .env("GOPROXY", "https://modules.corp.example,direct")
                .env("GOPRIVATE", "a.example git.corp.example")
        })
        .go_fails_with("403 Forbidden")
        .diagnosis("private-pattern-mismatch")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn held_for_the_database_alone() {
    scenario("held_for_the_database_alone")
        .world(|| {
            company()
                .env("GOPROXY", "https://proxy.golang.org")
                .env("GONOSUMDB", "git.corp.example/team")
        })
        .go_fails_with("git.corp.example/team/secret/@v/v1.0.0.mod: 404 Not Found")
        .diagnosis("goproxy-no-direct")
        .healed_by_first_fix(true)
        .run();
}
