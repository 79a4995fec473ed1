//! Scenarios of forward proxies that nobody expects.

#![allow(clippy::unnecessary_wraps, reason = "each is an answer that a proxy may give or not")]

use std::net::IpAddr;

use crate::company::{FORWARD, MODULES};
use crate::dns::Answer;
use crate::forward::Forward;
use crate::goproxy::ModuleProxy;
use crate::http::{Reply, Request};
use crate::internet::modules;
use crate::scenario::scenario;
use crate::site::Site;
use crate::tls::Papers;
use crate::world::World;

const PROXY: &str = "http://proxy.corp.example:3128";

fn fenced(forward: Forward) -> World {
    World::internet().behind(forward).env("HTTPS_PROXY", PROXY)
}

fn http() -> Forward {
    Forward::http(FORWARD, 3128)
}

/// A scenario named as its test: the world, and what is to come of it.
macro_rules! odd {
    ($name:ident, $world:expr, $($rest:tt)*) => {
        #[test]
        fn $name() {
            scenario(stringify!($name)).world(|| $world) $($rest)* .run();
        }
    };
}

// Values
odd!(odd_port_zero, World::internet().env("HTTPS_PROXY", "http://proxy.corp.example:0").closed(FORWARD),
    .go_fails_with("proxyconnect").diagnosis("http-proxy-unreachable").healed_by_first_fix(true));
odd!(odd_port_too_large, fenced(http()).env("HTTPS_PROXY", "http://proxy.corp.example:65536"),
    .go_fails_with("proxyconnect").diagnosis("http-proxy-unreachable"));
odd!(odd_trailing_dot, fenced(http()).env("HTTPS_PROXY", "http://proxy.corp.example.:3128"),);
odd!(odd_no_scheme, fenced(http()).env("HTTPS_PROXY", "proxy.corp.example:3128"),);
odd!(odd_by_address, {
    let world = fenced(http());
    let at = world.book[FORWARD][0];
    world.env("HTTPS_PROXY", &format!("http://{at}:3128/"))
},);
odd!(odd_by_ipv6, {
    let mut world = World::internet();
    let at: IpAddr = "::1".parse().unwrap();
    world.book.insert(FORWARD.to_owned(), vec![at]);
    world.forward(http()).env("HTTPS_PROXY", "http://[::1]:3128")
},);
odd!(odd_by_ipv6_dead, World::internet().env("HTTPS_PROXY", "http://[::1]:3128"),
    .go_fails_with("proxyconnect").diagnosis("http-proxy-unreachable").healed_by_first_fix(true));
odd!(odd_by_ipv6_bare, World::internet().env("HTTPS_PROXY", "http://::1:3128"),
    .go_fails_with("proxyconnect").diagnosis("http-proxy-unreachable").healed_by_first_fix(true));
odd!(odd_password_at, fenced(http().login("build", "p@sesame:x")).env("HTTPS_PROXY", "http://build:p@sesame:x@proxy.corp.example:3128"),
    .secrets(&["p@sesame", "sesame"]));
odd!(odd_password_percent, fenced(http().login("build", "10%zzsesame")).env("HTTPS_PROXY", "http://build:10%zzsesame@proxy.corp.example:3128"),
    .go_fails_with("no such host").diagnosis("http-proxy-malformed").secrets(&["sesame"]).unsaved("the slip is in the password"));
odd!(odd_password_slash, fenced(http().login("build", "one/sesame")).env("HTTPS_PROXY", "http://build:one/sesame@proxy.corp.example:3128"),
    .go_fails_with("lookup").diagnosis("http-proxy-malformed").secrets(&["sesame"]));
odd!(odd_password_question, fenced(http().login("build", "9?sesame")).env("HTTPS_PROXY", "http://build:9?sesame@proxy.corp.example:3128"),
    .go_fails_with("proxyconnect").diagnosis("http-proxy-malformed").secrets(&["sesame"]));
odd!(odd_password_wrong, fenced(http().login("build", "right")).env("HTTPS_PROXY", "http://build:p%40sesame%23%2F@proxy.corp.example:3128"),
    .go_fails_with("Proxy Authentication Required").diagnosis("http-proxy-auth-required").secrets(&["sesame"]));
odd!(odd_domain_user, fenced(http().login("CORP\\build", "sesame")).env("HTTPS_PROXY", "http://CORP\\build:sesame@proxy.corp.example:3128"),
    .go_fails_with("").diagnosis("http-proxy-malformed").secrets(&["sesame"]));
odd!(
    odd_socks5h,
    World::internet()
        .behind(Forward::socks5(FORWARD, 1080))
        .env("HTTPS_PROXY", "socks5h://proxy.corp.example"),
);
odd!(odd_socks4, World::internet().behind(Forward::socks5(FORWARD, 1080)).env("HTTPS_PROXY", "socks4://proxy.corp.example:1080"),
    .go_hangs().diagnosis("http-proxy-malformed").healed_by_first_fix(true));
odd!(odd_socks_login, World::internet().behind(Forward::socks5(FORWARD, 1080).login("build", "sesame")).env("HTTPS_PROXY", "socks5://build:wrongsesame@proxy.corp.example:1080"),
    .go_fails_with("").diagnosis("http-proxy-auth-required").secrets(&["sesame"]));
odd!(odd_lower_dead, fenced(http()).env("https_proxy", "http://127.0.0.1:7890"),);
odd!(odd_upper_dead, fenced(http()).env("HTTPS_PROXY", "http://127.0.0.1:7890").env("https_proxy", PROXY),
    .go_fails_with("proxyconnect").diagnosis("http-proxy-unreachable").healed_by_first_fix(true));
odd!(odd_both_dead, World::internet().env("HTTPS_PROXY", "http://127.0.0.1:7890").env("https_proxy", "http://127.0.0.1:7891"),
    .go_fails_with("proxyconnect").diagnosis("http-proxy-unreachable").healed_by_first_fix(true));
odd!(odd_no_proxy_disagree, World::internet().company_proxy(Papers::Public).behind(http().refuses(403)).env("HTTPS_PROXY", PROXY)
        .env("NO_PROXY", "localhost").env("no_proxy", ".corp.example"),
    .go_fails_with("Forbidden").diagnosis("no-proxy-missing").healed_by_first_fix(true));
odd!(odd_request_method, World::internet().site(Site::http(MODULES, ModuleProxy::of(&modules()).pages()).port(8081))
        .env("GOPROXY", "http://modules.corp.example:8081").env("HTTP_PROXY", PROXY).forward(http()).env("REQUEST_METHOD", "GET"),
    .go_fails_with("refusing to use HTTP_PROXY value in CGI environment").diagnosis("go-env-invalid"));
odd!(odd_request_method_https, fenced(http()).env("REQUEST_METHOD", "GET"),);
odd!(odd_goenv_file, fenced(http()).env("HTTPS_PROXY", "").file("home/.config/go/env", "HTTPS_PROXY=http://proxy.corp.example:3128\n"),
    .go_fails_with("no such host").diagnosis("https-proxy-missing").healed_by_first_fix(true));
odd!(odd_docker_config, fenced(http()).env("HTTPS_PROXY", "").file("home/.docker/config.json", r#"{"proxies":{"default":{"httpsProxy":"http://proxy.corp.example:3128"}}}"#),
    .go_fails_with("no such host").diagnosis("https-proxy-missing").healed_by_first_fix(true));

// Answers
fn only_443(request: &Request) -> Option<Reply> {
    (request.method == "CONNECT" && !request.target.ends_with(":443"))
        .then(|| Reply::html(403, "Port not allowed"))
}
fn on_8443() -> World {
    let pages = ModuleProxy::of(&modules()).pages();
    World::internet()
        .site(Site::https("go.example.net", pages).port(8443))
        .env("GOPROXY", "https://go.example.net:8443,direct")
}
odd!(odd_only_443, on_8443().behind(http().answers(only_443)).env("HTTPS_PROXY", PROXY),
    .go_fails_with("Forbidden").diagnosis("http-proxy-blocks-host"));
odd!(odd_opens_then_resets, fenced(http().opens_to(b"")), .go_fails_with("reset by peer").diagnosis("tls-handshake-reset"));
odd!(odd_opens_then_html, fenced(http().opens_to(b"HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\nContent-Length: 20\r\n\r\n<html>Blocked</html>")),
    .go_fails_with("").diagnosis("http-proxy-blocks-host"));
fn login_page(_: &Request) -> Option<Reply> {
    Some(Reply::redirect("https://login.corp.example/portal?token=portalsesame"))
}
odd!(odd_302, fenced(http().answers(login_page)), .go_fails_with("Found").diagnosis("http-proxy-blocks-host").secrets(&["portalsesame"]));
fn html_200(_: &Request) -> Option<Reply> {
    Some(Reply::html(200, "Welcome, please log in"))
}
odd!(odd_200_html, fenced(http().answers(html_200)), .go_fails_with("").diagnosis("http-proxy-blocks-host"));
fn ntlm(_: &Request) -> Option<Reply> {
    Some(
        Reply::html(407, "log in")
            .header("Proxy-Authenticate", "Negotiate")
            .header("Proxy-Authenticate", "NTLM"),
    )
}
odd!(odd_ntlm, fenced(http().answers(ntlm)).env("HTTPS_PROXY", "http://build:sesame@proxy.corp.example:3128"),
    .go_fails_with("Proxy Authentication Required").diagnosis("http-proxy-auth-required").secrets(&["sesame"]));
fn s401(_: &Request) -> Option<Reply> {
    Some(Reply::html(401, "who are you"))
}
odd!(odd_401, fenced(http().answers(s401)), .go_fails_with("Unauthorized").diagnosis("http-proxy-auth-required"));
fn s429(_: &Request) -> Option<Reply> {
    Some(Reply::html(429, "slow down").header("Retry-After", "30"))
}
odd!(odd_429, fenced(http().answers(s429)), .go_fails_with("Too Many Requests").diagnosis("http-proxy-blocks-host"));
odd!(odd_504, fenced(http().refuses(504)), .go_fails_with("Gateway Timeout").diagnosis("http-proxy-blocks-host"));
fn dns_fail(request: &Request) -> Option<Reply> {
    request.target.contains("gone").then(|| {
        Reply::html(503, "ERROR: Unable to determine IP address from host name gone.example.com")
            .header("X-Squid-Error", "ERR_DNS_FAIL 0")
            .header("Server", "squid/5.7")
    })
}
odd!(odd_no_such_target, fenced(http().answers(dns_fail)).env("GOPROXY", "https://gone.example.com,https://proxy.golang.org"),
    .go_fails_with("Service Unavailable").diagnosis("http-proxy-blocks-host"));
fn dns_fail_typo(request: &Request) -> Option<Reply> {
    request.target.contains("golan.org").then(|| Reply::html(502, "DNS lookup failed"))
}
odd!(odd_typo_target, fenced(http().answers(dns_fail_typo)).env("GOPROXY", "https://proxy.golan.org,direct"),
    .go_fails_with("Bad Gateway").diagnosis("http-proxy-blocks-host"));
fn blocks_proxy(request: &Request) -> Option<Reply> {
    request.target.starts_with("proxy.golang.org").then(|| Reply::html(403, "Category: Software"))
}
fn blocks_sum(request: &Request) -> Option<Reply> {
    request.target.starts_with("sum.golang.org").then(|| Reply::html(403, "Category: Software"))
}
odd!(odd_blocks_proxy, fenced(http().answers(blocks_proxy)).with_database(), .go_fails_with("Forbidden").diagnosis("http-proxy-blocks-host"));
odd!(odd_blocks_sum_relayed, fenced(http().answers(blocks_sum)).with_database(),);
odd!(odd_blocks_sum, World::internet().with_database().site(Site::https("proxy.golang.org", ModuleProxy::of(&modules()).pages())).behind(http().answers(blocks_sum)).env("HTTPS_PROXY", PROXY),
    .go_fails_with("Forbidden").diagnosis("http-proxy-blocks-host"));
fn all_403(_: &Request) -> Option<Reply> {
    Some(Reply::html(403, "Access to this site is blocked"))
}
odd!(odd_plain_403_open, World::internet().site(Site::http("go.example.net", ModuleProxy::of(&modules()).pages())).forward(http().answers(all_403))
        .env("GOPROXY", "http://go.example.net").env("HTTP_PROXY", PROXY),
    .go_fails_with("403 Forbidden").diagnosis("http-proxy-blocks-host"));
odd!(odd_plain_403, World::internet().site(Site::http("go.example.net", ModuleProxy::of(&modules()).pages())).behind(http().answers(all_403))
        .env("GOPROXY", "http://go.example.net").env("HTTP_PROXY", PROXY),
    .go_fails_with("403 Forbidden").diagnosis("goproxy-forbidden"));
odd!(odd_plain_403_inner, World::internet().site(Site::http(MODULES, ModuleProxy::of(&modules()).pages())).behind(http().answers(all_403))
        .env("GOPROXY", "http://modules.corp.example").env("HTTP_PROXY", PROXY),
    .go_fails_with("403 Forbidden").diagnosis("no-proxy-missing").healed_by_first_fix(true));
odd!(odd_plain_502_inner, World::internet().site(Site::http(MODULES, ModuleProxy::of(&modules()).pages())).forward(http().refuses(502))
        .env("GOPROXY", "http://modules.corp.example").env("http_proxy", PROXY),
    .go_fails_with("502 Bad Gateway").diagnosis("no-proxy-missing").healed_by_first_fix(true));
odd!(odd_intercepts, World::internet().site(Site::https("proxy.golang.org", ModuleProxy::of(&modules()).pages()).papers(Papers::Intercepted)).behind(http()).env("HTTPS_PROXY", PROXY),
    .go_fails_with("x509").diagnosis("tls-intercepted"));

// NO_PROXY
fn inner(no_proxy: &str) -> World {
    World::internet()
        .company_proxy(Papers::Public)
        .behind(http().refuses(403))
        .env("HTTPS_PROXY", PROXY)
        .env("NO_PROXY", no_proxy)
}
macro_rules! inner_missed { ($($name:ident $value:literal,)*) => { $(
    odd!($name, inner($value), .go_fails_with("Forbidden").diagnosis("no-proxy-missing").healed_by_first_fix(true));
)* } }
inner_missed! {
    odd_np_cidr "10.0.0.0/8",
    odd_np_url "https://modules.corp.example",
    odd_np_port "modules.corp.example:8443",
    odd_np_blank "localhost corp.example",
    odd_np_dot ".modules.corp.example",
    odd_np_regex "*modules.corp.example",
    odd_np_near "modules.corp.exampl,odules.corp.example",
    odd_np_star_inside "*.corp.*",
    odd_np_slash "modules.corp.example/",
    odd_np_trailing_dot "corp.example.",
}
macro_rules! inner_held { ($($name:ident $value:literal,)*) => { $( odd!($name, inner($value),); )* } }
inner_held! {
    odd_np_ok_dot ".corp.example",
    odd_np_ok_star "*.corp.example",
    odd_np_ok_port "corp.example:443",
    odd_np_ok_all "*",
    odd_np_ok_blanks " foo , CORP.example ",
}
odd!(odd_wide_cidr, {
    let world = fenced(http());
    let at = world.book["proxy.golang.org"][0];
    world.env("GOPROXY", &format!("http://{at}:8080")).env("HTTP_PROXY", PROXY).env("NO_PROXY", "142.0.0.0/8,localhost")
        .site(Site::http("mirror.example.net", ModuleProxy::of(&modules()).pages()).port(8080))
}, .go_fails_with("").diagnosis("tcp-refused"));
odd!(odd_wide_two, fenced(http()).with_database().env("NO_PROXY", ".golang.org,goproxy.cn").env("no_proxy", "*"),
    .go_fails_with("no such host").diagnosis("no-proxy-too-broad").healed_by_first_fix(true));
odd!(odd_two_elements, World::internet().company_proxy(Papers::Public).behind(http().refuses(403)).env("HTTPS_PROXY", PROXY)
        .env("GOPROXY", "https://modules.corp.example|https://proxy.golang.org|direct"),
    .go_fails_with("").diagnosis("no-proxy-missing").healed_by_first_fix(true));
odd!(odd_dead_all_proxy_beside, fenced(http()).env("ALL_PROXY", "socks5://127.0.0.1:1"),);
odd!(
    odd_direct_forge_dead_all_proxy,
    World::internet()
        .forge(None)
        .env("GOPRIVATE", "git.corp.example")
        .env("all_proxy", "http://127.0.0.1:1")
        .env("no_proxy", "corp.example"),
);
odd!(odd_inner_unknown_name, World::internet().company_proxy(Papers::Public).answers(MODULES, Answer::NxDomain).behind(http().refuses(403)).env("HTTPS_PROXY", PROXY),
    .go_fails_with("Forbidden").diagnosis("http-proxy-blocks-host"));
odd!(odd_silent_inner_and_public, World::internet().forward(http().silent()).env("HTTPS_PROXY", PROXY).with_database(),
    .go_hangs().diagnosis("http-proxy-unreachable"));
odd!(odd_https_proxy_private, World::internet().site(Site::https("tlsproxy.corp.example", ModuleProxy::of(&modules()).pages()).papers(Papers::Private)).env("HTTPS_PROXY", "https://tlsproxy.corp.example"),
    .go_fails_with("proxyconnect tcp: tls: failed to verify").diagnosis("tls-unknown-authority"));

odd!(odd_http_only_https_var, World::internet().site(Site::http("go.example.net", ModuleProxy::of(&modules()).pages())).behind(http())
        .env("GOPROXY", "http://go.example.net").env("HTTPS_PROXY", PROXY),
    .go_fails_with("no such host").diagnosis("https-proxy-missing").healed_by_first_fix(true));
odd!(odd_http_no_proxy_star, World::internet().site(Site::http("go.example.net", ModuleProxy::of(&modules()).pages())).behind(http())
        .env("GOPROXY", "http://go.example.net").env("HTTP_PROXY", PROXY).env("NO_PROXY", "*"),
    .go_fails_with("no such host").diagnosis("no-proxy-too-broad").healed_by_first_fix(true));
odd!(odd_http_gone_no_proxy_star, World::internet().behind(http())
        .env("GOPROXY", "http://gone.example.net").env("HTTP_PROXY", PROXY).env("NO_PROXY", "*"),
    .go_fails_with("no such host").diagnosis("dns-no-such-host"));
