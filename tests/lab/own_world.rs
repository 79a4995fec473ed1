//! Networks of their own making, where public names have addresses that no public host has:
//! where a server fails, it is the server that fails and not the name.

use crate::company::MODULES;
use crate::dns::Answer;
use crate::scenario::scenario;
use crate::tls::Papers;
use crate::world::World;

const PROXY: &str = "proxy.golang.org";

impl World {
    /// All hosts lie in this network, and the public nameservers cannot be heard.
    fn within(mut self, network: [u8; 3]) -> World {
        let [a, b, c] = network;
        for (addresses, last) in self.book.values_mut().zip(60..) {
            *addresses = vec![[a, b, c, last].into()];
        }
        self.outside = Answer::Silent;
        self
    }

    /// The hosts file is all the naming that there is.
    fn named_by_hosts(self) -> World {
        let line = |(host, known): (&String, &Vec<_>)| format!("{} {host}\n", known[0]);
        let lines: String = self.book.iter().map(line).collect();
        self.etc("/etc/hosts", &format!("127.0.0.1 localhost\n{lines}")).without_resolver()
    }
}

#[test]
fn own_world_of_private_addresses() {
    scenario("own_world_of_private_addresses")
        .world(|| World::internet().within([10, 9, 0]).closed(PROXY))
        .go_fails_with("connect: connection refused")
        .diagnosis("tcp-refused")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn own_world_with_one_public_name() {
    scenario("own_world_with_one_public_name")
        .world(|| {
            let world = World::internet().within([127, 0, 7]).closed(PROXY);
            world.answers("sum.golang.org", Answer::NxDomain)
        })
        .go_fails_with("connect: connection refused")
        .diagnosis("tcp-refused")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn own_world_with_a_wrong_certificate() {
    scenario("own_world_with_a_wrong_certificate")
        .world(|| {
            let mut world = World::internet().within([203, 0, 113]);
            let proxy = world.sites.iter_mut().find(|site| site.host == PROXY);
            proxy.expect("the default proxy").door = crate::site::Door::Tls(Papers::WrongName);
            world.answers("sum.golang.org", Answer::ServFail)
        })
        .go_fails_with("certificate is valid for other.example, not proxy.golang.org")
        .diagnosis("tls-name-mismatch")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn own_world_with_a_company_s_server() {
    scenario("own_world_with_a_company_s_server")
        .world(|| {
            World::internet().company_proxy(Papers::Public).within([198, 51, 100]).closed(MODULES)
        })
        .go_fails_with("connect: connection refused")
        .diagnosis("tcp-refused")
        .run();
}

#[test]
fn own_world_by_the_hosts_file() {
    scenario("own_world_by_the_hosts_file")
        .world(|| World::internet().within([127, 0, 7]).named_by_hosts().closed(PROXY))
        .go_fails_with("connect: connection refused")
        .diagnosis("tcp-refused")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn own_world_by_the_hosts_file_in_documentation_addresses() {
    scenario("own_world_by_the_hosts_file_in_documentation_addresses")
        .world(|| {
            let world = World::internet().company_proxy(Papers::Public);
            world.within([192, 0, 2]).named_by_hosts().closed(MODULES)
        })
        .go_fails_with("connect: connection refused")
        .diagnosis("tcp-refused")
        .run();
}

#[test]
fn own_world_that_works() {
    scenario("own_world_that_works")
        .world(|| World::internet().within([203, 0, 113]).named_by_hosts())
        .run();
}

/// The company's server has an inner address as well, and that is nothing odd.
#[test]
fn own_server_beside_a_filter() {
    scenario("own_server_beside_a_filter")
        .world(|| {
            let none = crate::goproxy::ModuleProxy::of(&[]).pages();
            let mut world = World::internet()
                .site(crate::site::Site::https(MODULES, none))
                .env("GOPROXY", "https://modules.corp.example,https://proxy.golang.org")
                .answers(PROXY, Answer::Lie([127, 0, 0, 1].into()));
            world.outside = Answer::Silent;
            world
        })
        .go_fails_with("dial tcp 127.0.0.1:443: connect: connection refused")
        .diagnosis("dns-hijacked")
        .healed_by_first_fix(true)
        .run();
}
