//! Scenarios of names that lead to the wrong place, and of odd ones that lead to the right one.

use std::net::{IpAddr, Ipv4Addr};

use crate::company::MODULES;
use crate::diary::Visit;
use crate::dns::Answer;
use crate::http::Reply;
use crate::scenario::scenario;
use crate::site::Site;
use crate::tls::Papers;
use crate::world::{World, place};

const PROXY: &str = "proxy.golang.org";

const FAKE: [u8; 4] = [198, 18, 0, 5];

/// An address of Facebook's.
const FORGED: [u8; 4] = [157, 240, 17, 35];

fn lie(address: [u8; 4]) -> Answer {
    Answer::Lie(address.into())
}

impl World {
    /// The host has this address.
    fn at(mut self, host: &str, address: [u8; 4]) -> World {
        self.book.insert(host.to_owned(), vec![address.into()]);
        self
    }

    /// A line of the hosts file for the default proxy.
    fn pinned(self, line: &str) -> World {
        self.etc("/etc/hosts", &format!("127.0.0.1 localhost\n::1 localhost\n{line}\n"))
    }

    /// A page for guests, to which every name leads.
    fn portal(self) -> World {
        let page = |_: &crate::http::Request| Reply::html(200, "Welcome! Please log in.");
        let world = self.site(Site::https("login.hotel.example", std::sync::Arc::new(page)));
        let address = world.book["login.hotel.example"][0];
        world.resolver(Answer::Lie(address))
    }

    /// Packets to this address vanish.
    fn black_hole(self, address: [u8; 4]) -> World {
        self.at("hole.example", address).silenced("hole.example", 443)
    }
}

#[test]
fn misled_to_nowhere() {
    scenario("misled_to_nowhere")
        .world(|| World::internet().answers(PROXY, Answer::Lie(Ipv4Addr::UNSPECIFIED.into())))
        .go_fails_with("dial tcp 0.0.0.0:443: connect: connection refused")
        .diagnosis("dns-hijacked")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn misled_to_a_portal() {
    scenario("misled_to_a_portal")
        .world(|| World::internet().portal())
        .go_fails_with("certificate is valid for login.hotel.example, not proxy.golang.org")
        .diagnosis("dns-hijacked")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn misled_into_a_tunnel_that_is_off() {
    scenario("misled_into_a_tunnel_that_is_off")
        .world(|| World::internet().resolver(lie(FAKE)))
        .go_fails_with("dial tcp 198.18.0.5:443: connect: network is unreachable")
        .diagnosis("dns-hijacked")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn misled_by_forged_answers() {
    scenario("misled_by_forged_answers")
        .world(|| {
            let mut world = World::internet().black_hole(FORGED).answers(PROXY, lie(FORGED));
            world.outside = lie(FORGED);
            world
        })
        .go_hangs()
        .diagnosis("dns-hijacked")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn misled_and_no_outsider_asked() {
    scenario("misled_and_no_outsider_asked")
        .world(|| World::internet().answers(PROXY, lie([10, 20, 0, 200])))
        .flags(&["--no-mirrors"])
        .go_fails_with("dial tcp 10.20.0.200:443: connect: network is unreachable")
        .diagnosis("dns-hijacked")
        .seen(|seen| {
            let outside = |visit: &&Visit| visit.host.parse::<IpAddr>().is_ok();
            assert_eq!(seen.visits.iter().filter(outside).count(), 0, "{:?}", seen.visits);
        })
        .run();
}

#[test]
fn healthy_mirror_under_the_public_name() {
    scenario("healthy_mirror_under_the_public_name")
        .world(|| {
            let mut world = World::internet().at(PROXY, [10, 20, 0, 200]);
            let proxy = world.sites.iter_mut().find(|site| site.host == PROXY);
            proxy.expect("the default proxy").door = crate::site::Door::Tls(Papers::Private);
            let both = world.authorities.public_pem() + &world.authorities.private_pem();
            let file = place("home/corp.pem").display().to_string();
            world.file("home/corp.pem", both).env("SSL_CERT_FILE", &file)
        })
        .run();
}

#[test]
fn healthy_tunnel_with_invented_addresses() {
    scenario("healthy_tunnel_with_invented_addresses")
        .world(|| World::internet().at(PROXY, FAKE))
        .run();
}

#[test]
fn healthy_forward_proxy_past_a_lying_resolver() {
    scenario("healthy_forward_proxy_past_a_lying_resolver")
        .world(|| {
            World::internet()
                .behind(crate::forward::Forward::http(crate::company::FORWARD, 3128))
                .env("HTTPS_PROXY", "http://proxy.corp.example:3128")
                .answers(PROXY, lie([127, 0, 0, 1]))
        })
        .run();
}

#[test]
fn hosts_blocklist() {
    scenario("hosts_blocklist")
        .world(|| World::internet().pinned("0.0.0.0 proxy.golang.org"))
        .go_fails_with("dial tcp 0.0.0.0:443: connect: connection refused")
        .diagnosis("hosts-file-override")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn hosts_among_other_names() {
    scenario("hosts_among_other_names")
        .world(|| {
            World::internet().pinned("127.0.0.1 box Proxy.Golang.org mail # proxy.golang.org")
        })
        .go_fails_with("dial tcp 127.0.0.1:443: connect: connection refused")
        .diagnosis("hosts-file-override")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn hosts_stale_address() {
    scenario("hosts_stale_address")
        .world(|| {
            World::internet().black_hole([142, 250, 4, 7]).pinned("142.250.4.7 proxy.golang.org")
        })
        .go_hangs()
        .diagnosis("hosts-file-override")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn hosts_another_server() {
    scenario("hosts_another_server")
        .world(|| {
            let world = World::internet();
            let other = world.book["example.com"][0];
            world.pinned(&format!("{other} proxy.golang.org"))
        })
        .go_fails_with("certificate is valid for example.com, not proxy.golang.org")
        .diagnosis("hosts-file-override")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn hosts_company_server_that_moved() {
    scenario("hosts_company_server_that_moved")
        .world(|| {
            World::internet()
                .company_proxy(Papers::Public)
                .at("old.corp.example", [10, 20, 0, 7])
                .pinned("10.20.0.7 modules.corp.example")
        })
        .go_fails_with("dial tcp 10.20.0.7:443: connect: connection refused")
        .diagnosis("hosts-file-override")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn hosts_only_source_of_the_name() {
    scenario("hosts_only_source_of_the_name")
        .world(|| {
            World::internet()
                .company_proxy(Papers::Public)
                .answers(MODULES, Answer::NxDomain)
                .at("old.corp.example", [10, 20, 0, 7])
                .pinned("10.20.0.7 modules.corp.example")
        })
        .go_fails_with("dial tcp 10.20.0.7:443: connect: connection refused")
        .diagnosis("tcp-refused")
        .run();
}

#[test]
fn healthy_hosts_pin() {
    scenario("healthy_hosts_pin")
        .world(|| {
            let world = World::internet();
            let own = world.book[PROXY][0];
            world.answers(PROXY, Answer::NxDomain).pinned(&format!("{own} proxy.golang.org"))
        })
        .run();
}
