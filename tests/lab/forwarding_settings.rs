//! Scenarios of proxy variables, and of proxies that only other programs know.

use crate::company::{FORWARD, MODULES};
use crate::dns::Answer;
use crate::forward::Forward;
use crate::goproxy::ModuleProxy;
use crate::scenario::{Scenario, scenario};
use crate::site::Site;
use crate::tls::Papers;
use crate::world::World;

const PROXY: &str = "http://proxy.corp.example:3128";

/// Behind the firewall with a forward proxy that works.
fn fenced() -> World {
    World::internet().behind(Forward::http(FORWARD, 3128))
}

/// go goes directly behind the firewall, and finds no name.
fn closed_in(name: &'static str, world: impl FnOnce() -> World + 'static) -> Scenario {
    scenario(name).world(world).go_fails_with("no such host").healed_by_first_fix(true)
}

/// A value of `HTTPS_PROXY` with a slip.
fn slip(name: &'static str, value: &'static str, words: &'static str) {
    scenario(name)
        .world(move || fenced().env("HTTPS_PROXY", value))
        .go_fails_with(words)
        .diagnosis("http-proxy-malformed")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn only_all_proxy_set() {
    closed_in("only_all_proxy_set", || fenced().env("ALL_PROXY", PROXY))
        .diagnosis("https-proxy-missing")
        .run();
}

#[test]
fn only_git_knows_the_proxy() {
    let config = "[http]\n\tproxy = http://proxy.corp.example:3128\n";
    closed_in("only_git_knows_the_proxy", move || fenced().file("home/.gitconfig", config))
        .diagnosis("https-proxy-missing")
        .run();
}

#[test]
fn only_npm_knows_the_proxy() {
    let config = "proxy=http://proxy.corp.example:3128/\n";
    closed_in("only_npm_knows_the_proxy", move || fenced().file("home/.npmrc", config))
        .diagnosis("https-proxy-missing")
        .run();
}

#[test]
fn only_http_proxy_and_packets_vanish() {
    scenario("only_http_proxy_and_packets_vanish")
        .world(|| {
            World::internet()
                .forward(Forward::http(FORWARD, 3128))
                .silenced("proxy.golang.org", 443)
                .env("HTTP_PROXY", PROXY)
        })
        .go_hangs()
        .diagnosis("https-proxy-missing")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn proxy_found_elsewhere_keeps_internal_hosts_direct() {
    closed_in("proxy_found_elsewhere_keeps_internal_hosts_direct", || {
        let empty = ModuleProxy::of(&[]).pages();
        fenced()
            .site(Site::https(MODULES, empty))
            .env("GOPROXY", "https://modules.corp.example,https://proxy.golang.org")
            .env("http_proxy", PROXY)
    })
    .diagnosis("https-proxy-missing")
    .run();
}

#[test]
fn no_proxy_star() {
    closed_in("no_proxy_star", || {
        fenced().env("HTTPS_PROXY", PROXY).env("NO_PROXY", "localhost,*")
    })
    .diagnosis("no-proxy-too-broad")
    .run();
}

#[test]
fn no_proxy_wide_suffix() {
    closed_in("no_proxy_wide_suffix", || {
        fenced().env("https_proxy", PROXY).env("no_proxy", ".corp.example, golang.org")
    })
    .diagnosis("no-proxy-too-broad")
    .run();
}

#[test]
fn no_proxy_star_and_packets_vanish() {
    scenario("no_proxy_star_and_packets_vanish")
        .world(|| {
            World::internet()
                .forward(Forward::http(FORWARD, 3128))
                .silenced("proxy.golang.org", 443)
                .env("HTTPS_PROXY", PROXY)
                .env("NO_PROXY", "*")
        })
        .go_hangs()
        .diagnosis("no-proxy-too-broad")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn proxy_silent_for_internal_hosts() {
    scenario("proxy_silent_for_internal_hosts")
        .world(|| {
            World::internet()
                .company_proxy(Papers::Public)
                .forward(Forward::http(FORWARD, 3128).silent())
                .env("HTTPS_PROXY", PROXY)
        })
        .go_hangs()
        .diagnosis("no-proxy-missing")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn proxy_value_with_a_carriage_return() {
    slip(
        "proxy_value_with_a_carriage_return",
        "http://proxy.corp.example:3128\r",
        "lookup proxy.golang.org",
    );
}

#[test]
fn proxy_value_with_a_blank() {
    slip("proxy_value_with_a_blank", " http://proxy.corp.example:3128", "lookup proxy.golang.org");
}

#[test]
fn proxy_value_in_quotes() {
    slip("proxy_value_in_quotes", "\"http://proxy.corp.example:3128\"", "Get");
}

#[test]
fn proxy_value_without_a_colon() {
    slip("proxy_value_without_a_colon", "http//proxy.corp.example:3128", "lookup http");
}

#[test]
fn proxy_value_without_a_slash() {
    slip("proxy_value_without_a_slash", "http:/proxy.corp.example:3128", "lookup http");
}

#[test]
fn proxy_value_in_full_width() {
    slip("proxy_value_in_full_width", "http：//proxy.corp.example：3128", "Get");
}

#[test]
fn proxy_value_https_to_a_plain_proxy() {
    slip(
        "proxy_value_https_to_a_plain_proxy",
        "https://proxy.corp.example:3128",
        "proxyconnect tcp",
    );
}

#[test]
fn proxy_value_socks_to_an_http_proxy() {
    scenario("proxy_value_socks_to_an_http_proxy")
        .world(|| fenced().env("HTTPS_PROXY", "socks5://proxy.corp.example:3128"))
        .go_hangs()
        .diagnosis("http-proxy-malformed")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn proxy_value_http_to_a_socks_proxy() {
    scenario("proxy_value_http_to_a_socks_proxy")
        .world(|| {
            World::internet()
                .behind(Forward::socks5(FORWARD, 1080))
                .env("HTTPS_PROXY", "http://proxy.corp.example:1080")
        })
        .go_hangs()
        .diagnosis("http-proxy-malformed")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn proxy_value_with_an_unescaped_password() {
    scenario("proxy_value_with_an_unescaped_password")
        .world(|| {
            World::internet()
                .behind(Forward::http(FORWARD, 3128).login("build", "one#canary"))
                .env("HTTPS_PROXY", "http://build:one#canary@proxy.corp.example:3128")
        })
        .go_fails_with("lookup http")
        .diagnosis("http-proxy-malformed")
        .secrets(&["one#canary", "one%23canary"])
        .run();
}

/// A forge that is reached directly, and no proxy in GOPROXY.
fn forge() -> World {
    World::internet().forge(None).env("GOPRIVATE", "git.corp.example")
}

#[test]
fn git_proxy_stale() {
    scenario("git_proxy_stale")
        .world(|| forge().file("home/.gitconfig", "[http]\n\tproxy = http://127.0.0.1:7890\n"))
        .go_fails_with("Failed to connect to 127.0.0.1 port 7890")
        .diagnosis("git-proxy-config")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn git_proxy_for_one_host() {
    scenario("git_proxy_for_one_host")
        .world(|| {
            let config =
                "[http \"https://git.corp.example\"]\n\tproxy = http://gone.corp.example:3128\n";
            forge().file("home/.gitconfig", config)
        })
        .go_fails_with("Could not resolve proxy")
        .diagnosis("git-proxy-config")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn git_takes_all_proxy() {
    scenario("git_takes_all_proxy")
        .world(|| forge().env("ALL_PROXY", "http://127.0.0.1:7890"))
        .go_fails_with("Failed to connect to 127.0.0.1 port 7890")
        .diagnosis("git-proxy-config")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn git_takes_the_lower_case() {
    scenario("git_takes_the_lower_case")
        .world(|| {
            forge()
                .forward(Forward::http(FORWARD, 3128))
                .env("HTTPS_PROXY", PROXY)
                .env("https_proxy", "http://127.0.0.1:7890")
        })
        .go_fails_with("Failed to connect to 127.0.0.1 port 7890")
        .diagnosis("git-proxy-config")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn git_proxy_forbidden_by_an_empty_entry() {
    scenario("git_proxy_forbidden_by_an_empty_entry")
        .world(|| {
            forge()
                .forward(Forward::http(FORWARD, 3128))
                .answers("git.corp.example", Answer::NxDomain)
                .env("HTTPS_PROXY", PROXY)
                .file("home/.gitconfig", "[http]\n\tproxy =\n")
        })
        .go_fails_with("Could not resolve host: git.corp.example")
        .diagnosis("git-proxy-config")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn git_proxy_that_works() {
    scenario("git_proxy_that_works")
        .world(|| {
            forge()
                .forward(Forward::http(FORWARD, 3128))
                .file("home/.gitconfig", "[http]\n\tproxy = http://proxy.corp.example:3128\n")
        })
        .run();
}

#[test]
fn internal_hosts_beside_the_proxy() {
    scenario("internal_hosts_beside_the_proxy")
        .world(|| {
            let empty = ModuleProxy::of(&[]).pages();
            fenced()
                .site(Site::https(MODULES, empty))
                .env("GOPROXY", "https://modules.corp.example,https://proxy.golang.org")
                .env("HTTPS_PROXY", PROXY)
                .env("NO_PROXY", "localhost,.corp.example")
        })
        .run();
}

#[test]
fn http_proxy_alone_where_all_is_open() {
    scenario("http_proxy_alone_where_all_is_open")
        .world(|| World::internet().env("HTTP_PROXY", "http://127.0.0.1:7890"))
        .run();
}

#[test]
fn dead_all_proxy_that_nobody_uses() {
    scenario("dead_all_proxy_that_nobody_uses")
        .world(|| World::internet().env("ALL_PROXY", "socks5://127.0.0.1:7890"))
        .run();
}

#[test]
fn ignored_proxy_value_where_all_is_open() {
    scenario("ignored_proxy_value_where_all_is_open")
        .world(|| World::internet().env("HTTPS_PROXY", " http://127.0.0.1:7890"))
        .run();
}

/// The firewall drops what goes directly, and names of the outside are not known: nothing of
/// that is asked for where the proxy is in force.
#[test]
fn proxy_in_force_behind_the_firewall() {
    scenario("proxy_in_force_behind_the_firewall")
        .world(|| fenced().with_database().env("https_proxy", PROXY))
        .seen(|seen| {
            let strays = seen.visits.iter().filter(|it| it.host == "sum.golang.google.cn");
            assert_eq!(strays.count(), 0, "only what go asks is asked");
        })
        .run();
}
