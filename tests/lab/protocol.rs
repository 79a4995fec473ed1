//! Scenarios of what answers in the place of a module proxy, and of lists that go does not walk.

use std::sync::Arc;

use crate::company::MODULES;
use crate::dns::Answer;
use crate::goproxy::ModuleProxy;
use crate::http::{Reply, Request};
use crate::internet::{CANARY, modules};
use crate::module::Module;
use crate::part::Part;
use crate::scenario::scenario;
use crate::site::{Door, Site};
use crate::world::{World, place};

const OWN: &str = "https://modules.corp.example,https://goproxy.cn,direct";

fn unnamed() -> World {
    World::internet().answers(MODULES, Answer::NxDomain).env("GOPROXY", OWN)
}

#[test]
fn no_fallback_no_such_host() {
    scenario("no_fallback_no_such_host")
        .world(unnamed)
        .go_fails_with("no such host")
        .diagnosis("goproxy-no-fallback")
        .healed_by_first_fix(true)
        .seen(|seen| {
            let told = seen.visits.iter().filter(|it| it.target.contains(CANARY));
            let hosts: Vec<&str> = told.map(|it| it.host.as_str()).collect();
            assert!(hosts.is_empty(), "the module was told to {hosts:?}");
        })
        .run();
}

#[test]
fn no_fallback_refused() {
    scenario("no_fallback_refused")
        .world(|| World::internet().closed(MODULES).env("GOPROXY", OWN))
        .go_fails_with("connection refused")
        .diagnosis("goproxy-no-fallback")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn no_fallback_silent() {
    scenario("no_fallback_silent")
        .world(|| {
            let site = Site::https(MODULES, ModuleProxy::of(&modules()).pages());
            World::internet().site(site).silenced(MODULES, 443).env("GOPROXY", OWN)
        })
        .go_hangs()
        .diagnosis("goproxy-no-fallback")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn no_fallback_hello_reset() {
    scenario("no_fallback_hello_reset")
        .world(|| {
            World::internet().site(Site::door(MODULES, 443, Door::ResetAtHello)).env("GOPROXY", OWN)
        })
        .go_fails_with("connection reset by peer")
        .diagnosis("goproxy-no-fallback")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn no_fallback_given_up_mirror() {
    scenario("no_fallback_given_up_mirror")
        .world(|| {
            World::internet()
                .answers("goproxy.baidu.com", Answer::NxDomain)
                .env("GOPROXY", "https://goproxy.baidu.com,https://goproxy.cn,direct")
        })
        .go_fails_with("no such host")
        .diagnosis("goproxy-no-fallback")
        .healed_by_first_fix(true)
        .run();
}

/// nginx with these lines in its one server.
fn nginx(lines: &'static str) -> Part {
    Part::new("nginx", MODULES, 80, &["-p", "HERE", "-c", "HERE/nginx.conf", "-e", "HERE/errors"])
        .file("nginx.conf", move |address| {
            format!(
                "daemon off; pid HERE/pid; worker_processes 1; user root;\n\
                 events {{ worker_connections 64; }}\n\
                 http {{ access_log off; default_type text/html; \
                 client_body_temp_path HERE/a; proxy_temp_path HERE/b; fastcgi_temp_path HERE/c; \
                 uwsgi_temp_path HERE/d; scgi_temp_path HERE/e;\n\
                 server {{ listen {address}:80; {lines} }} }}\n"
            )
        })
}

#[test]
fn nginx_without_upstream() {
    scenario("nginx_without_upstream")
        .world(|| {
            World::internet()
                .part(nginx("location / { proxy_pass http://127.0.0.1:9; }"))
                .env("GOPROXY", "http://modules.corp.example,https://goproxy.cn,direct")
        })
        .go_fails_with("502 Bad Gateway")
        .diagnosis("goproxy-no-fallback")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn nginx_without_upstream_alone() {
    scenario("nginx_without_upstream_alone")
        .world(|| {
            World::internet()
                .part(nginx("location / { proxy_pass http://127.0.0.1:9; }"))
                .env("GOPROXY", "http://modules.corp.example")
        })
        .go_fails_with("502 Bad Gateway")
        .diagnosis("goproxy-server-error")
        .run();
}

#[test]
fn nginx_login_page() {
    scenario("nginx_login_page")
        .world(|| {
            World::internet()
                .part(nginx(
                    "location / { return 200 '<!DOCTYPE html><html><head><title>Corp SSO</title></head></html>'; }",
                ))
                .env("GOPROXY", "http://modules.corp.example")
        })
        .go_fails_with("example.com/canary@v1.0.0/go.mod: checksum mismatch")
        .diagnosis("goproxy-not-a-module-proxy")
        .run();
}

#[test]
fn portal_before_every_host() {
    scenario("portal_before_every_host")
        .world(|| {
            let page = || ModuleProxy::of(&[]).always(Reply::html(200, "Hotel Wi-Fi")).pages();
            World::internet()
                .without_file("work/go.sum")
                .site(Site::http(MODULES, page()))
                .site(Site::http("goproxy.cn", page()))
                .env("GOSUMDB", "off")
                .env("GOPROXY", "http://modules.corp.example|http://goproxy.cn")
        })
        .go_fails_with("parsing go.mod: missing module line")
        .diagnosis("goproxy-not-a-module-proxy")
        .run();
}

/// A folder of modules behind nginx, at this path.
fn served_below(path: &str) -> World {
    let lines = format!("location {path} {{ alias {}/; }}", place("mirror").display());
    World::internet().mirror(&modules()).part(nginx(Box::leak(lines.into_boxed_str())))
}

#[test]
fn nginx_above_the_modules() {
    scenario("nginx_above_the_modules")
        .world(|| served_below("/goproxy/").env("GOPROXY", "http://modules.corp.example"))
        .go_fails_with("404 Not Found")
        .diagnosis("goproxy-not-a-module-proxy")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn nginx_healthy_below_a_path() {
    scenario("nginx_healthy_below_a_path")
        .world(|| served_below("/goproxy/").env("GOPROXY", "http://modules.corp.example/goproxy"))
        .run();
}

#[test]
fn healthy_where_the_first_has_nothing() {
    scenario("healthy_where_the_first_has_nothing")
        .world(|| {
            World::internet()
                .part(nginx("location / { return 404; }"))
                .env("GOPROXY", "http://modules.corp.example,https://goproxy.cn")
        })
        .run();
}

fn answering(reply: Reply) -> World {
    let pages = ModuleProxy::of(&[]).always(reply).pages();
    World::internet()
        .site(Site::https(MODULES, pages))
        .env("GOPROXY", "https://modules.corp.example")
}

#[test]
fn not_a_proxy_no_content() {
    scenario("not_a_proxy_no_content")
        .world(|| answering(Reply::status(204)))
        .go_fails_with("204 No Content")
        .diagnosis("goproxy-not-a-module-proxy")
        .run();
}

#[test]
fn not_a_proxy_found_nowhere() {
    scenario("not_a_proxy_found_nowhere")
        .world(|| answering(Reply::status(302)))
        .go_fails_with("302 Found")
        .diagnosis("goproxy-not-a-module-proxy")
        .run();
}

#[test]
fn not_a_proxy_bad_request() {
    scenario("not_a_proxy_bad_request")
        .world(|| answering(Reply::status(400)))
        .go_fails_with("400 Bad Request")
        .diagnosis("goproxy-not-a-module-proxy")
        .run();
}

#[test]
fn not_a_proxy_json() {
    scenario("not_a_proxy_json")
        .world(|| {
            let json = Reply::bytes("{\"errors\":[{\"status\":404}]}");
            answering(json.header("Content-Type", "application/json"))
        })
        .command("go mod download example.com/canary@v1.0.0")
        .go_fails_with("proxy returned info for version  instead of requested version")
        .diagnosis("goproxy-not-a-module-proxy")
        .run();
}

#[test]
fn not_a_proxy_other_version() {
    scenario("not_a_proxy_other_version")
        .world(|| {
            let info = Module::new(CANARY, "v1.1.0").info();
            let proxy = ModuleProxy::of(&modules()).fault("v1.0.0.info", Reply::bytes(info));
            World::internet().site(Site::https("proxy.golang.org", proxy.pages()))
        })
        .command("go mod download example.com/canary@v1.0.0")
        .go_fails_with("proxy returned info for version v1.1.0 instead of requested version")
        .diagnosis("goproxy-not-a-module-proxy")
        .healed_by_first_fix(true)
        .run();
}

/// The proxy of the default list, with this `.info`.
fn telling(info: &'static str) -> World {
    let proxy = ModuleProxy::of(&modules()).fault("v1.0.0.info", Reply::bytes(info));
    World::internet().site(Site::https("proxy.golang.org", proxy.pages()))
}

#[test]
fn healthy_info_spelled_otherwise() {
    scenario("healthy_info_spelled_otherwise")
        .world(|| telling("{\"version\":\"v1.0.0\",\"TIME\":null,\"extra\":[1]}"))
        .command("go mod download example.com/canary@v1.0.0")
        .run();
}

#[test]
fn info_without_a_time() {
    scenario("info_without_a_time")
        .world(|| telling("{\"Version\":\"v1.0.0\",\"Time\":\"yesterday\"}"))
        .command("go mod download example.com/canary@v1.0.0")
        .go_fails_with("invalid response from proxy")
        .diagnosis("goproxy-not-a-module-proxy")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn page_before_a_bar() {
    scenario("page_before_a_bar")
        .world(|| {
            answering(Reply::html(200, "Corp SSO"))
                .env("GOPROXY", "https://modules.corp.example|https://goproxy.cn")
        })
        .go_fails_with("example.com/canary@v1.0.0/go.mod: checksum mismatch")
        .diagnosis("goproxy-not-a-module-proxy")
        .run();
}

#[test]
fn page_for_an_info_before_a_bar() {
    scenario("page_for_an_info_before_a_bar")
        .world(|| {
            let page = Reply::html(200, "Corp SSO");
            let proxy = ModuleProxy::of(&modules()).fault(".info", page);
            World::internet()
                .site(Site::https(MODULES, proxy.pages()))
                .env("GOPROXY", "https://modules.corp.example|https://goproxy.cn")
        })
        .run();
}

#[test]
fn private_only_before_a_silent_one() {
    scenario("private_only_before_a_silent_one")
        .world(|| {
            World::internet()
                .part(nginx("location / { return 404; }"))
                .silenced("proxy.golang.org", 443)
                .env("GOPROXY", "http://modules.corp.example,https://proxy.golang.org")
        })
        .go_hangs()
        .diagnosis("tcp-timeout")
        .run();
}

#[test]
fn query_in_the_list() {
    scenario("query_in_the_list")
        .world(|| {
            let proxy = ModuleProxy::of(&modules()).pages();
            let pages = Arc::new(move |request: &Request| {
                if request.target.contains('?') { Reply::html(404, "Lost") } else { proxy(request) }
            });
            World::internet()
                .site(Site::https(MODULES, pages))
                .env("GOPROXY", "https://modules.corp.example?team=go")
        })
        .go_fails_with("v1.0.0.mod?team=go: 404 Not Found")
        .diagnosis("goproxy-malformed")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn empty_in_the_go_env_file() {
    scenario("empty_in_the_go_env_file")
        .world(|| World::internet().file("home/.config/go/env", "GOPROXY=\n"))
        .go_fails_with("GOPROXY list is not the empty string, but contains no entries")
        .diagnosis("goproxy-malformed")
        .healed_by_first_fix(true)
        .run();
}
