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
        let harmless = target.contains(NOBODYS) || target.ends_with("/supported");
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
