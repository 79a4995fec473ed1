//! Scenarios of git's rules that put one URL in the place of another.

use std::sync::Arc;

use crate::company::FORGE;
use crate::http::{Pages, Reply, Request};
use crate::hub::{Hub, alone};
use crate::module::Module;
use crate::scenario::{Scenario, scenario};
use crate::site::Site;
use crate::world::World;

/// The company's forge, open, and a project that requires its secret module.
fn set(config: &str) -> World {
    World::internet()
        .forge(None)
        .env("GOPRIVATE", "git.corp.example")
        .file("home/.gitconfig", config)
}

/// A public repository that go asks itself; the forge passes it on so.
fn public(config: &str, to: impl FnOnce(Pages) -> Pages) -> World {
    let module = Module::new("github.com/acme/tool", "v1.2.3");
    let hub = Hub::at("github.com").repository("/acme/tool", &[alone(&module)]);
    World::internet()
        .site(Site::https("github.com", to(hub.pages())).http1_only())
        .project(&[module])
        .env("GOPROXY", "direct")
        .file("home/.gitconfig", config)
}

fn rewritten(name: &'static str) -> Scenario {
    scenario(name).diagnosis("git-insteadof-broken")
}

/// The rule stands in a file that the first one includes, and is mended there.
#[test]
fn rule_in_an_included_file() {
    let rule =
        "[url \"https://git.corp.example:8443/\"]\n\tinsteadOf = https://git.corp.example/\n";
    rewritten("rule_in_an_included_file")
        .world(move || {
            set("[include]\n\tpath = rules.gitconfig\n").file("home/rules.gitconfig", rule)
        })
        .go_fails_with("port 8443")
        .healed_by_first_fix(true)
        .run();
}

/// The longer rule leads nowhere; the shorter one is well, and stays.
#[test]
fn rule_that_is_the_longest() {
    let rules = "[url \"https://git.corp.example/\"]\n\tinsteadOf = https://git.corp.example/\n[url \"https://git.corp.example:8443/team/\"]\n\tinsteadOf = https://git.corp.example/team/\n";
    rewritten("rule_that_is_the_longest")
        .world(move || set(rules))
        .go_fails_with("port 8443")
        .healed_by_first_fix(true)
        .run();
}

/// Letters count, and what is for others does not bear on this one.
#[test]
fn rule_for_others_alone() {
    let rule = "[url \"https://git.corp.example:8443/\"]\n\tinsteadOf = https://git.corp.example/other/\n\tinsteadOf = HTTPS://git.corp.example/\n";
    scenario("rule_for_others_alone").world(move || set(rule)).silent().run();
}

/// git sends what stands in a URL only where it is asked for it: a token that has expired
/// bars nobody from what everybody may see.
#[test]
fn rule_with_a_stale_token() {
    let rule = "[url \"https://ci:tokencanary@github.com/\"]\n\tinsteadOf = https://github.com/\n";
    scenario("rule_with_a_stale_token")
        .world(move || {
            public(rule, |hub| {
                Arc::new(move |request: &Request| match request.header("Authorization") {
                    Some(_) => Reply::status(401).header("WWW-Authenticate", "Basic realm=\"hub\""),
                    None => hub(request),
                })
            })
        })
        .secrets(&["tokencanary"])
        .silent()
        .run();
}

/// The header is for whoever the rule leads to: the host that go names is not told it,
/// not even to find out whether the rule is what is wrong.
#[test]
fn rule_beside_a_header() {
    let config = "[url \"https://git.corp.example/mirror/\"]\n\tinsteadOf = https://github.com/\n[http]\n\textraHeader = Authorization: Bearer headercanary\n";
    rewritten("rule_beside_a_header")
        .world(move || {
            let gone: Pages = Arc::new(|_: &Request| Reply::status(502));
            public(config, |hub| hub).site(Site::https(FORGE, gone).http1_only())
        })
        .go_fails_with("returned error: 502")
        .secrets(&["headercanary"])
        .seen(|seen| {
            let told = |visit: &&crate::diary::Visit| {
                visit.host == "github.com" && visit.credentials.is_some()
            };
            assert!(!seen.visits.iter().any(|visit| told(&visit)), "a header for another host");
        })
        .run();
}
