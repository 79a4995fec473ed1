//! Worlds that tempt to tell others of a private module, under each way of covering it: no
//! outsider hears more than the real go tells it in the same world.

use crate::beside::Beside;
use crate::company::{FORGE, MODULES};
use crate::diary::Visit;
use crate::dns::Answer;
use crate::goproxy::ModuleProxy;
use crate::http::{Body, Reply};
use crate::hub::{Hub, alone};
use crate::internet::{CANARY, modules};
use crate::module::Module;
use crate::run::Outcome;
use crate::site::{Door, Site};
use crate::tls::Papers;
use crate::world::World;

/// Ways to say that the module is private, none of them, and one that goes amiss.
const COVERS: [(&str, &str); 8] = [
    ("GOPRIVATE", "git.corp.example"),
    ("GOPRIVATE", "*.corp.example/Team/*,*.corp.example/*"),
    ("GOPRIVATE", "*"),
    ("GONOPROXY", "git.corp.example/Team"),
    ("GONOSUMDB", "git.corp.example"),
    ("GONOSUMDB", "*.corp.example"),
    ("GOPRIVATE", "corp.example"),
    ("GOPRIVATE", ""),
];

/// What a name of the company's holds, in whatever spelling.
const PRIVATE: [&str; 4] = ["corp", "secret", "team", INNER];

/// A host with a public name and an inner address.
const INNER: &str = "code.example.net";

fn secret() -> Module {
    Module::new("git.corp.example/Team/Secret", "v1.0.0")
}

fn hub() -> Hub {
    Hub::at(FORGE)
        .repository("/Team/Secret", &[alone(&secret())])
        .import("git.corp.example/Team/Secret", "git https://git.corp.example/Team/Secret.git")
}

/// A forge as it is told, and a project of a public and the private module.
fn forge(hub: Hub) -> World {
    World::internet()
        .site(Site::https(FORGE, hub.pages()).http1_only())
        .project(&[Module::new(CANARY, "v1.0.0"), secret()])
}

/// The forge with these papers.
fn dressed(papers: Papers) -> World {
    let hub = hub();
    forge(hub.clone()).site(Site::https(FORGE, hub.pages()).http1_only().papers(papers))
}

/// go and the tool in the world under each cover.
fn tempted(name: &'static str, build: impl FnOnce() -> World) {
    typed(name, build, "go mod download", &[]);
}

fn typed(name: &'static str, build: impl FnOnce() -> World, command: &str, words: &[&str]) {
    let Some(mut beside) = Beside::enter(name, build) else { return };
    let hangs = name.ends_with("_hangs");
    // The public one's own host is a module proxy, whose files are not hashed.
    let is_of_public = name.ends_with("_public_one");
    let covers = COVERS.into_iter().filter(|(_, pattern)| !is_of_public || *pattern != "*");
    for (variable, pattern) in covers.step_by(if hangs { 3 } else { 1 }) {
        for (known, _) in COVERS {
            beside.world.environment.remove(known);
        }
        println!("{variable}={pattern}");
        beside.world.environment.insert(variable.to_owned(), pattern.to_owned());
        let (go, told) = beside.run(command, words);
        no_more_than(&go.visits, &told.visits);
        // Which version is meant is not always found out.
        let may_be_open = command.ends_with("@latest");
        as_go(&go.outcome, &told.outcome, may_be_open);
    }
}

/// Outsiders that hear of the module are those that go tells of it, and nobody outside is
/// sent credentials.
fn no_more_than(by_go: &[Visit], by_tool: &[Visit]) {
    let is_own = |it: &&Visit| it.host.ends_with(".corp.example") || it.host == INNER;
    let outsiders = by_tool.iter().filter(|it| !is_own(it));
    for Visit { host, target, credentials, .. } in outsiders {
        assert_eq!(*credentials, None, "{host} was sent credentials");
        let told = by_go.iter().any(|it| it.host == *host && is_private(&it.target));
        assert!(told || !is_private(target), "{host} was asked for {target}, and not by go");
    }
}

fn is_private(target: &str) -> bool {
    let plain = target.replace(['!', '%'], "").to_lowercase();
    PRIVATE.iter().any(|word| plain.contains(word))
}

/// Where go succeeds nothing is called broken, where it fails nothing healthy.
fn as_go(go: &Outcome, told: &Outcome, may_be_open: bool) {
    match go.code {
        Some(0) if may_be_open && told.code == Some(3) => {}
        Some(0) => assert_eq!(told.code, Some(0), "go succeeds"),
        _ => assert!(matches!(told.code, Some(1 | 3)), "go fails"),
    }
}

#[test]
fn tempted_by_nothing() {
    tempted("tempted_by_nothing", || forge(hub()));
}

#[test]
fn tempted_by_a_proxy_that_is_down() {
    tempted("tempted_by_a_proxy_that_is_down", || forge(hub()).closed("proxy.golang.org"));
}

#[test]
fn tempted_by_a_proxy_that_errs() {
    tempted("tempted_by_a_proxy_that_errs", || {
        forge(hub()).with_database().proxy_always(Reply::status(500))
    });
}

#[test]
fn tempted_by_a_proxy_that_hangs() {
    tempted("tempted_by_a_proxy_that_hangs", || {
        forge(hub()).proxy_always(Reply::with(200, Body::Hang))
    });
}

#[test]
fn tempted_by_a_proxy_of_bad_papers() {
    tempted("tempted_by_a_proxy_of_bad_papers", || {
        let pages = ModuleProxy::of(&modules()).pages();
        forge(hub()).site(Site::https("proxy.golang.org", pages).papers(Papers::Intercepted))
    });
}

#[test]
fn tempted_by_the_database() {
    tempted("tempted_by_the_database", || forge(hub()).with_database());
}

#[test]
fn tempted_by_a_database_that_is_down() {
    tempted("tempted_by_a_database_that_is_down", || {
        let proxy = ModuleProxy::of(&modules()).pages();
        forge(hub())
            .with_database()
            .site(Site::https("proxy.golang.org", proxy))
            .closed("sum.golang.org")
    });
}

#[test]
fn tempted_by_a_mirror_before() {
    tempted("tempted_by_a_mirror_before", || {
        let down = ModuleProxy::of(&[]).always(Reply::status(502));
        forge(hub())
            .with_database()
            .site(Site::https("goproxy.cn", down.pages()))
            .env("GOPROXY", "https://goproxy.cn,https://goproxy.io,direct")
    });
}

#[test]
fn tempted_by_a_list_without_direct() {
    tempted("tempted_by_a_list_without_direct", || {
        forge(hub()).with_database().env("GOPROXY", "https://proxy.golang.org")
    });
}

#[test]
fn tempted_by_no_proxy_at_all() {
    tempted("tempted_by_no_proxy_at_all", || forge(hub()).with_database().env("GOPROXY", "off"));
}

#[test]
fn tempted_by_the_companys_proxy() {
    tempted("tempted_by_the_companys_proxy", || {
        let proxy = ModuleProxy::of(&modules());
        let list = "https://modules.corp.example,https://proxy.golang.org,direct";
        forge(hub()).with_database().site(Site::https(MODULES, proxy.pages())).env("GOPROXY", list)
    });
}

#[test]
fn tempted_by_the_companys_proxy_that_is_down() {
    tempted("tempted_by_the_companys_proxy_that_is_down", || {
        let list = "https://modules.corp.example,https://proxy.golang.org,direct";
        forge(hub()).closed(MODULES).env("GOPROXY", list)
    });
}

#[test]
fn tempted_by_a_disputed_hash() {
    tempted("tempted_by_a_disputed_hash", || {
        let other = secret().file("lab.go", "package other\n");
        let world = forge(hub());
        let sums = Module::new(CANARY, "v1.0.0").sums() + &other.sums();
        world.file("work/go.sum", sums)
    });
}

#[test]
fn tempted_by_a_disputed_hash_of_a_public_one() {
    tempted("tempted_by_a_disputed_hash_of_a_public_one", || {
        let other = Module::new(CANARY, "v1.0.0").file("lab.go", "package other\n");
        let world = forge(hub());
        world.file("work/go.sum", secret().sums() + &other.sums())
    });
}

#[test]
fn tempted_by_a_forge_that_is_down() {
    tempted("tempted_by_a_forge_that_is_down", || forge(hub()).with_database().closed(FORGE));
}

#[test]
fn tempted_by_a_forge_that_hangs() {
    tempted("tempted_by_a_forge_that_hangs", || {
        forge(hub()).site(Site::door(FORGE, 443, Door::Silent))
    });
}

#[test]
fn tempted_by_a_forge_that_asks() {
    tempted("tempted_by_a_forge_that_asks", || {
        forge(hub().login("build", "right")).with_database()
    });
}

#[test]
fn tempted_by_a_forge_that_denies() {
    tempted("tempted_by_a_forge_that_denies", || forge(Hub::at(FORGE)).with_database());
}

#[test]
fn tempted_by_a_forge_of_bad_papers() {
    tempted("tempted_by_a_forge_of_bad_papers", || dressed(Papers::NoIntermediateButOffered));
}

#[test]
fn tempted_by_a_forge_of_old_papers() {
    tempted("tempted_by_a_forge_of_old_papers", || dressed(Papers::Expired));
}

#[test]
fn tempted_by_a_forge_without_a_name() {
    tempted("tempted_by_a_forge_without_a_name", || forge(hub()).answers(FORGE, Answer::NxDomain));
}

#[test]
fn tempted_by_a_nameserver_that_fails() {
    tempted("tempted_by_a_nameserver_that_fails", || {
        forge(hub()).with_database().resolver(Answer::ServFail)
    });
}

#[test]
fn tempted_by_a_forge_without_tls() {
    tempted("tempted_by_a_forge_without_tls", || {
        let hub = hub();
        forge(hub.clone()).closed(FORGE).site(Site::http(FORGE, hub.pages()))
    });
}

#[test]
fn tempted_by_a_version_that_is_not_there() {
    tempted("tempted_by_a_version_that_is_not_there", || {
        let wanted = secret().at("v1.0.9");
        forge(hub()).project(&[Module::new(CANARY, "v1.0.0"), wanted]).with_database()
    });
}

#[test]
fn tempted_by_a_replacement() {
    tempted("tempted_by_a_replacement", || {
        let gomod = format!(
            "module app.corp.example/app\n\ngo 1.21\n\nrequire {CANARY} v1.0.0\n\nreplace {CANARY} => git.corp.example/Team/Secret v1.0.0\n"
        );
        forge(hub()).with_database().closed("proxy.golang.org").file("work/go.mod", gomod)
    });
}

#[test]
fn tempted_by_a_dead_forward_proxy() {
    tempted("tempted_by_a_dead_forward_proxy", || {
        forge(hub())
            .closed("proxy.corp.example")
            .env("HTTPS_PROXY", "http://proxy.corp.example:3128")
            .env("NO_PROXY", "git.corp.example")
    });
}

#[test]
fn tempted_by_a_name_and_a_version() {
    typed(
        "tempted_by_a_name_and_a_version",
        || forge(hub()).with_database().closed("goproxy.cn"),
        "go mod download git.corp.example/Team/Secret@v1.0.0",
        &["git.corp.example/Team/Secret@v1.0.0"],
    );
}

#[test]
fn tempted_by_a_name_and_a_query() {
    typed(
        "tempted_by_a_name_and_a_query",
        || forge(hub()).with_database(),
        "go mod download git.corp.example/Team/Secret@latest",
        &["git.corp.example/Team/Secret@latest"],
    );
}

#[test]
fn tempted_by_a_query_and_a_proxy_that_is_down() {
    typed(
        "tempted_by_a_query_and_a_proxy_that_is_down",
        || forge(hub()).closed("proxy.golang.org").closed(FORGE),
        "go mod download git.corp.example/Team/Secret@latest",
        &["git.corp.example/Team/Secret@latest"],
    );
}

/// Nothing leaves where only the route is to be shown.
#[test]
fn tempted_by_a_route() {
    typed("tempted_by_a_route", || forge(hub()).with_database(), "true", &["route"]);
}

/// What lies in the cache is held against the database, as far as that may hear of it.
#[test]
fn tempted_by_a_look_at_the_cache() {
    typed(
        "tempted_by_a_look_at_the_cache",
        || {
            let fill = "GOPRIVATE=git.corp.example go mod download";
            let world = forge(hub()).prepared_by(fill);
            world.env("GOSUMDB", &crate::internet::database().verifier())
        },
        "true",
        &["verify", "--sumdb"],
    );
}

/// A public name that leads to an inner address.
#[test]
fn tempted_by_an_inner_address() {
    tempted("tempted_by_an_inner_address", || {
        let module = Module::new("code.example.net/team/secret", "v1.0.0");
        let hub = Hub::at(INNER)
            .repository("/team/secret", &[alone(&module)])
            .import(&module.path, "git https://code.example.net/team/secret.git");
        let mut world = World::internet();
        world.book.insert(INNER.to_owned(), vec![[10, 20, 0, 99].into()]);
        world
            .site(Site::https(INNER, hub.pages()).http1_only())
            .project(&[module])
            .with_database()
            .closed("proxy.golang.org")
    });
}
