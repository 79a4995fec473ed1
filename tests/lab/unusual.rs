//! More worlds in which go succeeds: slow, half-broken, split up or set up by hand.

use std::time::Duration;

use crate::company::{FORWARD, MODULES};
use crate::forward::Forward;
use crate::goproxy::ModuleProxy;
use crate::internet::{CANARY, database, modules};
use crate::module::Module;
use crate::scenario::scenario;
use crate::site::Site;
use crate::tls::Papers;
use crate::world::{World, place};

#[test]
fn slow_proxy() {
    scenario("slow_proxy")
        .world(|| {
            let proxy = ModuleProxy::of(&modules()).slow(Duration::from_secs(2));
            World::internet().site(Site::https("proxy.golang.org", proxy.pages()))
        })
        .run();
}

#[test]
fn slow_proxy_over_http1() {
    scenario("slow_proxy_over_http1")
        .world(|| {
            let proxy = ModuleProxy::of(&modules()).slow(Duration::from_millis(1500));
            World::internet().site(Site::https("proxy.golang.org", proxy.pages()).http1_only())
        })
        .run();
}

#[test]
fn first_nameserver_is_silent() {
    scenario("first_nameserver_is_silent")
        .world(|| {
            let world = World::internet().silenced("old-dns.corp.example", 53);
            let old = world.book["old-dns.corp.example"][0];
            let options = "options timeout:1 attempts:1";
            let text = format!("nameserver {old}\nnameserver 10.20.0.53\n{options}\n");
            world.etc("/etc/resolv.conf", &text)
        })
        .run();
}

#[test]
fn first_nameserver_refuses() {
    scenario("first_nameserver_refuses")
        .world(|| {
            let world = World::internet().closed("old-dns.corp.example");
            let old = world.book["old-dns.corp.example"][0];
            let text = format!("nameserver {old}\nnameserver 10.20.0.53\n");
            world.etc("/etc/resolv.conf", &text)
        })
        .run();
}

#[test]
fn database_not_relayed() {
    scenario("database_not_relayed")
        .world(|| {
            let proxy = ModuleProxy::of(&modules()).pages();
            World::internet().with_database().site(Site::https("proxy.golang.org", proxy))
        })
        .run();
}

#[test]
fn database_relayed_and_itself_dead() {
    scenario("database_relayed_and_itself_dead")
        .world(|| World::internet().with_database().closed("sum.golang.org"))
        .run();
}

#[test]
fn second_element_relays_the_database() {
    scenario("second_element_relays_the_database")
        .world(|| {
            let own = ModuleProxy::of(&modules()).pages();
            World::internet()
                .with_database()
                .closed("sum.golang.org")
                .site(Site::https(MODULES, own))
                .env("GOPROXY", "https://modules.corp.example,https://goproxy.cn,direct")
        })
        .run();
}

#[test]
fn database_at_a_url_of_its_own() {
    scenario("database_at_a_url_of_its_own")
        .world(|| {
            let key = database().verifier();
            World::internet()
                .with_database()
                .closed("sum.golang.org")
                .env("GOSUMDB", &format!("{key} https://sum.golang.google.cn"))
        })
        .run();
}

#[test]
fn two_modules_and_a_replacement() {
    scenario("two_modules_and_a_replacement")
        .world(|| {
            let sums = Module::new("golang.org/x/text", "v0.3.0").sums();
            World::internet()
                .file("work/go.work", "go 1.21\n\nuse (\n\t.\n\t./lib\n)\n\nreplace example.com/gone v1.0.0 => ./gone\n")
                .file("work/go.mod", "module app.corp.example/app\n\ngo 1.21\n\nrequire (\n\texample.com/canary v1.0.0\n\texample.com/gone v1.0.0\n)\n")
                .file("work/gone/go.mod", "module example.com/gone\n\ngo 1.21\n")
                .file("work/lib/go.mod", "module lib.corp.example/lib\n\ngo 1.21\n\nrequire golang.org/x/text v0.3.0\n")
                .file("work/lib/go.sum", sums)
        })
        .run();
}

#[test]
fn replaced_by_a_folder() {
    scenario("replaced_by_a_folder")
        .world(|| {
            World::internet()
                .file("work/go.mod", "module m.example/m\n\ngo 1.21\n\nrequire (\n\texample.com/canary v1.0.0\n\texample.com/gone v1.0.0\n)\n\nreplace example.com/gone => ../gone\n")
                .file("work/gone/go.mod", "module example.com/gone\n")
                .file("gone/go.mod", "module example.com/gone\n\ngo 1.21\n")
        })
        .run();
}

#[test]
fn replaced_by_another_module() {
    scenario("replaced_by_another_module")
        .world(|| {
            let sums = Module::new(CANARY, "v1.1.0").sums();
            World::internet()
                .file("work/go.mod", "module m.example/m\n\ngo 1.21\n\nrequire example.com/gone v1.0.0\n\nreplace example.com/gone => example.com/canary v1.1.0\n")
                .file("work/go.sum", sums)
        })
        .run();
}

#[test]
fn excluded_version() {
    scenario("excluded_version")
        .world(|| {
            let asking = Module::new(CANARY, "v1.2.0").requiring("golang.org/x/text", "v0.1.0");
            let text = Module::new("golang.org/x/text", "v0.3.0");
            let proxy = ModuleProxy::of(&[asking.clone(), text.clone()]).pages();
            World::internet()
                .file("work/go.mod", "module m.example/m\n\ngo 1.16\n\nrequire (\n\texample.com/canary v1.2.0\n\tgolang.org/x/text v0.3.0\n)\n\nexclude golang.org/x/text v0.1.0\n")
                .file("work/go.sum", asking.sums() + &text.sums())
                .site(Site::https("proxy.golang.org", proxy))
        })
        .run();
}

#[test]
fn go_flags_in_the_environment() {
    scenario("go_flags_in_the_environment")
        .world(|| World::internet().env("GOFLAGS", "-mod=mod -modcacherw").env("GO111MODULE", "on"))
        .run();
}

#[test]
fn older_go_line_with_switching_allowed() {
    scenario("older_go_line_with_switching_allowed")
        .world(|| World::internet().env("GOTOOLCHAIN", "auto"))
        .run();
}

#[test]
fn plain_http_by_forward_proxy() {
    scenario("plain_http_by_forward_proxy")
        .world(|| {
            let pages = ModuleProxy::of(&modules()).pages();
            World::internet()
                .behind(Forward::http(FORWARD, 3128))
                .site(Site::http("modules.example", pages).port(8081))
                .silenced("modules.example", 8081)
                .env("GOPROXY", "http://modules.example:8081")
                .env("HTTP_PROXY", "http://proxy.corp.example:3128")
        })
        .run();
}

#[test]
fn forward_proxy_by_address_and_no_resolver() {
    scenario("forward_proxy_by_address_and_no_resolver")
        .world(|| {
            let world = World::internet()
                .behind(Forward::http(FORWARD, 3128).login("build", "forwardcanary"))
                .without_resolver();
            let address = world.book[FORWARD][0];
            world.env("HTTPS_PROXY", &format!("http://build:forwardcanary@{address}:3128"))
        })
        .secrets(&["forwardcanary"])
        .run();
}

#[test]
fn no_proxy_for_the_own_host() {
    scenario("no_proxy_for_the_own_host")
        .world(|| {
            World::internet()
                .company_proxy(Papers::Public)
                .closed(FORWARD)
                .env("HTTPS_PROXY", "http://proxy.corp.example:3128")
                .env("NO_PROXY", "localhost,.corp.example")
        })
        .run();
}

#[test]
fn private_authority_in_a_folder() {
    scenario("private_authority_in_a_folder")
        .world(|| {
            let world = World::internet().company_proxy(Papers::Private);
            let pem = world.authorities.private_pem();
            let folder = place("home/certs").display().to_string();
            world.file("home/certs/corp.pem", pem).env("SSL_CERT_DIR", &folder)
        })
        .run();
}

#[test]
fn named_module() {
    scenario("named_module")
        .command("go mod download example.com/canary@v1.1.0")
        .flags(&["check", "example.com/canary@v1.1.0"])
        .world(|| World::internet().env("GONOSUMDB", "example.com"))
        .run();
}

#[test]
fn named_module_without_a_version() {
    scenario("named_module_without_a_version")
        .command("go mod download example.com/canary@latest")
        .flags(&["check", "example.com/canary@latest"])
        .world(|| World::internet().env("GONOSUMDB", "example.com"))
        .run();
}
