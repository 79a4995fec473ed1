//! Who is told what: mirrors, databases and other hosts learn nothing that go would not tell.

use crate::company::{MODULES, secret_module};
use crate::diary::Visit;
use crate::goproxy::ModuleProxy;
use crate::http::Reply;
use crate::internet::{CANARY, modules};
use crate::module::Module;
use crate::scenario::{Seen, scenario};
use crate::site::Site;
use crate::world::World;

const MIRRORS: [&str; 3] = ["goproxy.cn", "goproxy.io", "mirrors.aliyun.com"];

/// The one module that mirrors may be asked for.
const NOBODYS: &str = "golang.org/x/text";

/// The default proxy is down; the project needs a public and a private module.
fn torn() -> World {
    World::internet()
        .forge(None)
        .project(&[Module::new(CANARY, "v1.0.0"), secret_module()])
        .env("GOPRIVATE", "git.corp.example")
        .closed("proxy.golang.org")
}

fn to_mirrors(seen: &Seen) -> Vec<&Visit> {
    seen.visits.iter().filter(|visit| MIRRORS.contains(&visit.host.as_str())).collect()
}

fn names_nothing(visits: &[&Visit]) {
    for Visit { host, target, .. } in visits {
        // A tile is a number of hashes, whose they are is not told.
        let harmless = target.contains(NOBODYS)
            || target.ends_with("/supported")
            || target.contains("/sumdb/sum.golang.org/tile/");
        assert!(harmless, "{host} was asked for {target}");
    }
}

#[test]
fn mirrors_learn_no_names() {
    scenario("mirrors_learn_no_names")
        .world(torn)
        .go_fails_with("connection refused")
        .diagnosis("tcp-refused")
        .healed_by_first_fix(true)
        .seen(|seen| {
            let visits = to_mirrors(seen);
            assert!(!visits.is_empty(), "a mirror was asked, as a fix needs proof");
            names_nothing(&visits);
        })
        .run();
}

#[test]
fn databases_learn_no_private_names() {
    scenario("databases_learn_no_private_names")
        .world(|| torn().with_database())
        .go_fails_with("connection refused")
        .diagnosis("tcp-refused")
        .seen(|seen| {
            names_nothing(&to_mirrors(seen));
            let told = |visit: &&Visit| visit.target.contains("team/secret");
            let told = seen.visits.iter().filter(told).filter(|it| it.host != "git.corp.example");
            assert_eq!(told.count(), 0, "only the forge hears of the private module");
        })
        .run();
}

#[test]
fn patterns_for_one_purpose_each() {
    scenario("patterns_for_one_purpose_each")
        .world(|| {
            World::internet()
                .forge(None)
                .with_database()
                .env("GONOPROXY", "git.corp.example/team")
                .env("GONOSUMDB", "git.corp.example/*")
        })
        .seen(|seen| {
            let told = |visit: &&Visit| visit.target.contains("team/secret");
            let told = seen.visits.iter().filter(told).filter(|it| it.host != "git.corp.example");
            assert_eq!(told.count(), 0, "only the forge hears of the private module");
        })
        .run();
}

#[test]
fn no_mirrors_means_none() {
    scenario("no_mirrors_means_none")
        .world(torn)
        .flags(&["--no-mirrors"])
        .go_fails_with("connection refused")
        .diagnosis("tcp-refused")
        .seen(|seen| assert!(to_mirrors(seen).is_empty(), "{:?}", to_mirrors(seen)))
        .run();
}

#[test]
fn offline_sends_nothing() {
    scenario("offline_sends_nothing")
        .flags(&["--offline"])
        .left_open()
        .seen(|seen| assert_eq!(seen.packets, 0, "packets were sent: {:?}", seen.visits))
        .run();
}

#[test]
fn offline_sends_nothing_where_settings_are_wrong() {
    scenario("offline_sends_nothing_where_settings_are_wrong")
        .world(|| torn().env("GOPROXY", "off"))
        .flags(&["--offline"])
        .go_fails_with("disabled by GOPROXY=off")
        .diagnosis("goproxy-off")
        .seen(|seen| assert_eq!(seen.packets, 0, "packets were sent: {:?}", seen.visits))
        .run();
}

#[test]
fn credentials_stay_at_home() {
    scenario("credentials_stay_at_home")
        .world(|| {
            let storage = "https://goproxy.cn/example.com/canary/@v/v1.0.0.zip";
            let proxy = ModuleProxy::of(&modules())
                .login("build", "netrccanary")
                .fault("@v/v1.0.0.zip", Reply::redirect(storage));
            World::internet()
                .guarded_proxy("build", "netrccanary")
                .site(Site::https(MODULES, proxy.pages()))
                .file(
                    "home/.netrc",
                    "machine modules.corp.example login build password netrccanary\n",
                )
        })
        .secrets(&["netrccanary"])
        .seen(|seen| {
            assert!(seen.visits.iter().any(|it| it.host == MODULES && it.credentials.is_some()));
            assert!(seen.visits.iter().any(|it| it.host == "goproxy.cn"), "the redirect");
            let strays = seen.visits.iter().filter(|it| it.host != MODULES);
            for stray in strays {
                assert_eq!(stray.credentials, None, "{} was sent credentials", stray.host);
            }
        })
        .run();
}

#[test]
fn credentials_of_the_url_stay_at_home() {
    scenario("credentials_of_the_url_stay_at_home")
        .world(|| {
            World::internet()
                .guarded_proxy("build", "urlcanary")
                .env("GOPROXY", "https://build:urlcanary@modules.corp.example,https://goproxy.cn")
                .project(&[Module::new(CANARY, "v1.0.0")])
                .with_database()
        })
        .secrets(&["urlcanary"])
        .seen(|seen| {
            let strays = seen.visits.iter().filter(|it| it.host != MODULES);
            for stray in strays {
                assert_eq!(stray.credentials, None, "{} was sent credentials", stray.host);
            }
        })
        .run();
}

/// Names of the company, as they must not stand in what others are asked.
const PRIVATE: [&str; 2] = ["corp", "secret"];

/// Whoever is none of the company's was asked for nothing of it, and got no credentials.
fn outsiders_learn_nothing(seen: &Seen) {
    let outsiders = seen.visits.iter().filter(|it| !it.host.ends_with(".corp.example"));
    for Visit { host, target, credentials, .. } in outsiders {
        let named = PRIVATE.iter().find(|word| target.contains(*word));
        assert_eq!(named, None, "{host} was asked for {target}");
        assert_eq!(*credentials, None, "{host} was sent credentials");
    }
}

/// Nobody but the company was asked anything.
fn no_outsiders(seen: &Seen) {
    let outsiders = seen.visits.iter().filter(|it| !it.host.ends_with(".corp.example"));
    assert_eq!(outsiders.count(), 0, "{:?}", seen.visits);
}

/// A project of private modules alone, and a list that goes on to the public proxy.
fn before_the_public_one() -> World {
    World::internet()
        .forge(None)
        .guarded_proxy("build", "netrccanary")
        .file("home/.netrc", "machine modules.corp.example login build password netrccanary\n")
        .env("GOPROXY", "https://modules.corp.example,https://proxy.golang.org,direct")
        .env("GONOSUMDB", "*.corp.example")
}

#[test]
fn discreet_where_the_own_proxy_fails() {
    scenario("discreet_where_the_own_proxy_fails")
        .world(|| {
            let down = ModuleProxy::of(&[]).always(Reply::status(502));
            before_the_public_one().site(Site::https(MODULES, down.pages()))
        })
        .go_fails_with("502 Bad Gateway")
        .diagnosis("goproxy-no-fallback")
        .secrets(&["netrccanary"])
        .seen(outsiders_learn_nothing)
        .run();
}

#[test]
fn discreet_where_the_own_proxy_is_closed() {
    scenario("discreet_where_the_own_proxy_is_closed")
        .world(|| before_the_public_one().closed(MODULES))
        .go_fails_with("connection refused")
        .diagnosis("goproxy-no-fallback")
        .seen(outsiders_learn_nothing)
        .run();
}

#[test]
fn discreet_where_the_own_proxy_has_no_address() {
    scenario("discreet_where_the_own_proxy_has_no_address")
        .world(|| {
            before_the_public_one()
                .closed(MODULES)
                .answers(MODULES, crate::dns::Answer::ServFail)
                .env("GOPROXY", "https://modules.corp.example")
        })
        .go_fails_with("server misbehaving")
        .diagnosis("dns-server-failure")
        .seen(outsiders_learn_nothing)
        .run();
}

#[test]
fn discreet_where_the_own_papers_are_expired() {
    scenario("discreet_where_the_own_papers_are_expired")
        .world(|| {
            let pages = ModuleProxy::of(&modules()).pages();
            before_the_public_one()
                .site(Site::https(MODULES, pages).papers(crate::tls::Papers::Expired))
                .env("GOPROXY", "https://modules.corp.example")
        })
        .go_fails_with("certificate has expired")
        .diagnosis("tls-expired")
        .seen(outsiders_learn_nothing)
        .run();
}

#[test]
fn discreet_in_word_and_deed() {
    scenario("discreet_in_word_and_deed")
        .world(|| {
            let pages = ModuleProxy::of(&modules()).pages();
            before_the_public_one()
                .site(
                    Site::https(MODULES, pages)
                        .papers(crate::tls::Papers::NoIntermediateButOffered),
                )
                .env("GOPROXY", "https://modules.corp.example")
        })
        .flags(&["--no-mirrors"])
        .go_fails_with("certificate signed by unknown authority")
        .diagnosis("tls-incomplete-chain")
        .seen(no_outsiders)
        .run();
}

#[test]
fn own_papers_are_expired_and_no_outsider_asked() {
    scenario("own_papers_are_expired_and_no_outsider_asked")
        .world(|| {
            let pages = ModuleProxy::of(&modules()).pages();
            before_the_public_one()
                .site(Site::https(MODULES, pages).papers(crate::tls::Papers::Expired))
        })
        .flags(&["--no-mirrors"])
        .go_fails_with("certificate has expired")
        .diagnosis("tls-expired")
        .seen(no_outsiders)
        .run();
}

#[test]
fn discreet_where_the_own_proxy_wants_another_password() {
    scenario("discreet_where_the_own_proxy_wants_another_password")
        .world(|| {
            before_the_public_one()
                .guarded_proxy("build", "other")
                .env("GOPROXY", "https://modules.corp.example,https://proxy.golang.org")
        })
        .go_fails_with("401 Unauthorized")
        .diagnosis("goproxy-auth-rejected")
        .secrets(&["netrccanary"])
        .seen(outsiders_learn_nothing)
        .run();
}

/// The own proxy sends strangers to a login page elsewhere.
#[test]
fn discreet_past_a_login_page() {
    scenario("discreet_past_a_login_page")
        .world(|| {
            let login = |request: &crate::http::Request| {
                if request.target.contains("login") {
                    return Reply::html(200, "Log in");
                }
                Reply::redirect("https://example.com/login")
            };
            let page = |_: &crate::http::Request| Reply::html(200, "Log in");
            before_the_public_one()
                .site(Site::https(MODULES, std::sync::Arc::new(login)))
                .site(Site::https("example.com", std::sync::Arc::new(page)))
        })
        .go_fails_with("git.corp.example/team/secret")
        .diagnosis("goproxy-not-a-module-proxy")
        .secrets(&["netrccanary"])
        .seen(outsiders_learn_nothing)
        .run();
}

/// Where names go wrong in general, public nameservers hear of public names alone.
#[test]
fn discreet_where_no_name_has_an_address() {
    scenario("discreet_where_no_name_has_an_address")
        .world(|| {
            before_the_public_one()
                .resolver(crate::dns::Answer::ServFail)
                .env("GOPROXY", "https://modules.corp.example|https://proxy.golang.org|direct")
        })
        .go_fails_with("server misbehaving")
        .diagnosis("dns-server-failure")
        .seen(outsiders_learn_nothing)
        .run();
}
