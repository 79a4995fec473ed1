//! Odd worlds in which go succeeds: other addressing, other manners, other settings.

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr};

use tokio_rustls::rustls::version::{TLS12, TLS13};

use crate::company::{FORWARD, MODULES, mirror_url, secret_module};
use crate::dns::Answer;
use crate::forward::Forward;
use crate::goproxy::ModuleProxy;
use crate::http::{Body, Pages, Reply, Request};
use crate::internet::{CANARY, modules};
use crate::module::Module;
use crate::scenario::scenario;
use crate::site::{Door, Site};
use crate::tls::Wanted;
use crate::world::{World, place};

impl World {
    /// All hosts move into this network.
    fn moved(mut self, net: [u8; 3]) -> World {
        for addresses in self.book.values_mut() {
            for address in addresses.iter_mut() {
                if let IpAddr::V4(v4) = address {
                    let [a, b, c] = net;
                    *address = IpAddr::V4(Ipv4Addr::new(a, b, c, v4.octets()[3]));
                }
            }
        }
        self
    }

    /// All names from the hosts file, and no nameserver.
    fn by_hosts_file(self) -> World {
        let mut text = "127.0.0.1 localhost\n".to_owned();
        for (name, addresses) in &self.book {
            writeln!(text, "{}\t{name}", addresses[0]).expect("a line");
        }
        self.etc("/etc/hosts", &text).without_resolver()
    }
}

#[test]
fn world_in_ten() {
    scenario("world_in_ten").world(|| World::internet().moved([10, 77, 3])).run();
}

#[test]
fn world_on_loopback() {
    scenario("world_on_loopback").world(|| World::internet().moved([127, 0, 9])).run();
}

#[test]
fn world_in_documentation() {
    scenario("world_in_documentation").world(|| World::internet().moved([203, 0, 113])).run();
}

#[test]
fn world_in_benchmarks() {
    scenario("world_in_benchmarks").world(|| World::internet().moved([198, 18, 0])).run();
}

#[test]
fn world_in_the_hosts_file() {
    scenario("world_in_the_hosts_file").world(|| World::internet().by_hosts_file()).run();
}

#[test]
fn world_in_the_hosts_file_on_loopback() {
    scenario("world_in_the_hosts_file_on_loopback")
        .world(|| World::internet().moved([127, 1, 1]).by_hosts_file())
        .run();
}

#[test]
fn bars_past_three_dead_elements() {
    scenario("bars_past_three_dead_elements")
        .world(|| {
            World::internet()
                .closed(MODULES)
                .site(Site::door("goproxy.io", 443, Door::ResetAtHello))
                .env("GOPROXY", "https://nowhere.corp.example|https://modules.corp.example|https://goproxy.io|https://goproxy.cn")
        })
        .run();
}

#[test]
fn bars_past_an_unauthorized_one() {
    scenario("bars_past_an_unauthorized_one")
        .world(|| {
            World::internet()
                .guarded_proxy("build", "right")
                .env("GOPROXY", "https://modules.corp.example|https://goproxy.cn,off")
        })
        .run();
}

#[test]
fn off_behind_a_living_one() {
    scenario("off_behind_a_living_one")
        .world(|| World::internet().env("GOPROXY", "https://goproxy.cn,off"))
        .run();
}

#[test]
fn off_with_everything_in_the_cache() {
    scenario("off_with_everything_in_the_cache")
        .world(|| {
            World::internet().prepared_by("go mod download").env("GOFLAGS", "-mod=mod").file(
                "home/.config/go/env",
                "GOPROXY=https://proxy.golang.org\nGONOSUMDB=example.com\n",
            )
        })
        .run();
}

#[test]
fn file_proxy_before_a_dead_one() {
    scenario("file_proxy_before_a_dead_one")
        .world(|| {
            World::internet()
                .mirror(&modules())
                .closed(MODULES)
                .env("GOPROXY", &format!("{},https://modules.corp.example", mirror_url()))
        })
        .run();
}

#[test]
fn file_proxy_by_halves_before_a_whole_one() {
    scenario("file_proxy_by_halves_before_a_whole_one")
        .world(|| {
            World::internet()
                .mirror(&modules()[2..])
                .env("GOPROXY", &format!("{},https://goproxy.cn", mirror_url()))
        })
        .run();
}

#[test]
fn chunks_and_closing() {
    scenario("chunks_and_closing")
        .world(|| {
            let pages = ModuleProxy::of(&modules()).pages();
            let chunked = move |request: &Request| {
                let mut reply = pages(request).header("Connection", "close");
                if let Body::Whole(bytes) = reply.body {
                    reply.body = Body::Chunks(bytes);
                }
                reply
            };
            let pages: Pages = std::sync::Arc::new(chunked);
            World::internet().site(Site::https("proxy.golang.org", pages).http1_only())
        })
        .run();
}

#[test]
fn client_certificate_is_optional() {
    scenario("client_certificate_is_optional")
        .world(|| {
            let pages = ModuleProxy::of(&modules()).pages();
            let door = Door::Wants(Wanted::May, &TLS12);
            let mut site = Site::https("proxy.golang.org", pages.clone()).http1_only();
            site.door = door;
            let mut other = Site::https("goproxy.cn", pages).http1_only();
            other.door = Door::Wants(Wanted::May, &TLS13);
            World::internet()
                .site(site)
                .site(other)
                .project(&modules()[1..3])
                .env("GOPROXY", "https://proxy.golang.org|https://goproxy.cn")
        })
        .run();
}

#[test]
fn split_dns_and_private_direct() {
    scenario("split_dns_and_private_direct")
        .world(|| {
            World::internet()
                .forge(None)
                .project(&[Module::new(CANARY, "v1.0.0"), secret_module()])
                .env("GOPRIVATE", "git.corp.example/team/*")
                .env("GONOSUMDB", "git.corp.example,nowhere.example")
                .behind(Forward::http(FORWARD, 3128))
                .env("HTTPS_PROXY", "http://proxy.corp.example:3128")
                .env("NO_PROXY", ".corp.example,localhost")
        })
        .run();
}

#[test]
fn insecure_private_host_as_told() {
    scenario("insecure_private_host_as_told")
        .world(|| {
            World::internet()
                .company_proxy(crate::tls::Papers::Private)
                .env("GOPROXY", "https://modules.corp.example|https://goproxy.cn")
        })
        .run();
}

#[test]
fn aaaa_dropped_and_ipv6_dead() {
    scenario("aaaa_dropped_and_ipv6_dead")
        .world(|| {
            World::internet()
                .also_ipv6("goproxy.cn")
                .answers("goproxy.io", Answer::DropsAaaa)
                .etc("/etc/resolv.conf", "options timeout:1 attempts:1\nnameserver 10.20.0.53\n")
                .env("GOPROXY", "https://goproxy.cn,https://goproxy.io")
        })
        .run();
}

#[test]
fn login_by_url_for_a_redirecting_one() {
    scenario("login_by_url_for_a_redirecting_one")
        .world(|| {
            let storage = "https://mirrors.aliyun.com/goproxy/example.com/canary/@v/v1.0.0.zip";
            let proxy = ModuleProxy::of(&modules())
                .login("o'brien@corp", "p%a/s:s")
                .fault("@v/v1.0.0.zip", Reply::redirect(storage));
            World::internet().site(Site::https(MODULES, proxy.pages()).port(8443)).env(
                "GOPROXY",
                "https://o'brien%40corp:p%25a%2Fs%3As@modules.corp.example:8443,direct",
            )
        })
        .secrets(&["p%a/s:s", "p%25a%2Fs%3As"])
        .run();
}

#[test]
fn certificate_folder_and_file() {
    scenario("certificate_folder_and_file")
        .world(|| {
            let world = World::internet().company_proxy(crate::tls::Papers::Private);
            let both = world.authorities.private_pem() + &world.authorities.public_pem();
            let folder = place("home/certs").display().to_string();
            let gone = place("home/gone").display().to_string();
            world
                .file("home/certs/a.pem", both)
                .env("SSL_CERT_DIR", &format!("{gone}:{folder}"))
                .env("GOPROXY", "https://modules.corp.example,https://goproxy.cn")
        })
        .run();
}
