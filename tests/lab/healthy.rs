//! Worlds in which go succeeds, however unusual: the tool has nothing to say.

use crate::company::{FORWARD, MODULES, mirror_url};
use crate::forward::Forward;
use crate::goproxy::ModuleProxy;
use crate::http::Reply;
use crate::internet::{CANARY, modules};
use crate::module::Module;
use crate::scenario::scenario;
use crate::site::Site;
use crate::tls::Papers;
use crate::world::{World, place};

#[test]
fn healthy_default() {
    scenario("healthy_default").run();
}

#[test]
fn healthy_database() {
    scenario("healthy_database").world(|| World::internet().with_database()).run();
}

#[test]
fn healthy_forward_proxy_with_password() {
    scenario("healthy_forward_proxy_with_password")
        .world(|| {
            World::internet()
                .behind(Forward::http(FORWARD, 3128).login("build", "forward@canary"))
                .env("HTTPS_PROXY", "http://build:forward%40canary@proxy.corp.example:3128")
        })
        .secrets(&["forward%40canary", "forward@canary"])
        .run();
}

#[test]
fn healthy_socks5_proxy() {
    scenario("healthy_socks5_proxy")
        .world(|| {
            World::internet()
                .behind(Forward::socks5(FORWARD, 1080).login("build", "sockscanary"))
                .env("HTTPS_PROXY", "socks5://build:sockscanary@proxy.corp.example:1080")
        })
        .secrets(&["sockscanary"])
        .run();
}

#[test]
fn healthy_private_authority_in_cert_file() {
    scenario("healthy_private_authority_in_cert_file")
        .world(|| {
            let world = World::internet().company_proxy(Papers::Private);
            let both = world.authorities.public_pem() + &world.authorities.private_pem();
            let file = place("home/corp.pem").display().to_string();
            world.file("home/corp.pem", both).env("SSL_CERT_FILE", &file)
        })
        .run();
}

#[test]
fn healthy_file_proxy() {
    scenario("healthy_file_proxy")
        .world(|| World::internet().mirror(&modules()).env("GOPROXY", &mirror_url()))
        .run();
}

#[test]
fn healthy_offline_with_full_cache() {
    scenario("healthy_offline_with_full_cache")
        .world(|| {
            let fill = format!("GOPROXY={} go mod download", mirror_url());
            World::empty()
                .project(&[Module::new(CANARY, "v1.0.0")])
                .mirror(&modules())
                .without_resolver()
                .prepared_by(&fill)
        })
        .run();
}

#[test]
fn healthy_workspace() {
    scenario("healthy_workspace")
        .world(|| {
            let sums = Module::new("golang.org/x/text", "v0.3.0").sums();
            World::internet()
                .file("work/go.work", "go 1.21\n\nuse (\n\t.\n\t./lib\n)\n")
                .file(
                    "work/lib/go.mod",
                    "module lib.corp.example/lib\n\ngo 1.21\n\nrequire golang.org/x/text v0.3.0\n",
                )
                .file("work/lib/go.sum", sums)
        })
        .run();
}

#[test]
fn healthy_vendor() {
    scenario("healthy_vendor")
        .world(|| {
            let listed = "# example.com/canary v1.0.0\n## explicit\nexample.com/canary\n";
            World::internet()
                .file(
                    "work/main.go",
                    "package main\n\nimport _ \"example.com/canary\"\n\nfunc main() {}\n",
                )
                .file("work/vendor/modules.txt", listed)
                .file("work/vendor/example.com/canary/lab.go", "package lab\n")
        })
        .run();
}

#[test]
fn healthy_no_requirements() {
    scenario("healthy_no_requirements").world(|| World::internet().project(&[])).run();
}

#[test]
fn healthy_pipe_past_a_dead_element() {
    scenario("healthy_pipe_past_a_dead_element")
        .world(|| {
            World::internet()
                .closed(MODULES)
                .env("GOPROXY", "https://modules.corp.example|https://goproxy.cn")
        })
        .run();
}

#[test]
fn healthy_comma_past_not_found() {
    scenario("healthy_comma_past_not_found")
        .world(|| {
            World::internet()
                .site(Site::https(MODULES, ModuleProxy::of(&[]).pages()))
                .env("GOPROXY", "https://modules.corp.example,https://goproxy.cn")
        })
        .run();
}

#[test]
fn healthy_netrc() {
    scenario("healthy_netrc")
        .world(|| {
            World::internet().guarded_proxy("build", "netrccanary").file(
                "home/.netrc",
                "machine modules.corp.example login build password netrccanary\n",
            )
        })
        .secrets(&["netrccanary"])
        .run();
}

#[test]
fn healthy_ipv6_published_but_dead() {
    scenario("healthy_ipv6_published_but_dead")
        .world(|| World::internet().also_ipv6("proxy.golang.org"))
        .run();
}

#[test]
fn healthy_plain_http_proxy() {
    scenario("healthy_plain_http_proxy")
        .world(|| {
            World::internet()
                .site(Site::http(MODULES, ModuleProxy::of(&modules()).pages()).port(8081))
                .env("GOPROXY", "http://modules.corp.example:8081")
        })
        .run();
}

#[test]
fn healthy_redirected_zip() {
    scenario("healthy_redirected_zip")
        .world(|| {
            let storage = "https://goproxy.cn/example.com/canary/@v/v1.0.0.zip";
            let proxy =
                ModuleProxy::of(&modules()).fault("@v/v1.0.0.zip", Reply::redirect(storage));
            World::internet().site(Site::https("proxy.golang.org", proxy.pages()))
        })
        .run();
}
