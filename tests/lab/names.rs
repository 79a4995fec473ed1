//! Scenarios of names.

use std::net::Ipv4Addr;

use crate::diary::Visit;
use crate::dns::Answer;
use crate::scenario::scenario;
use crate::world::World;

#[test]
fn dns_no_such_host() {
    scenario("dns_no_such_host")
        .world(|| World::internet().answers("proxy.golang.org", Answer::NxDomain))
        .go_fails_with("lookup proxy.golang.org on 10.20.0.53:53: no such host")
        .diagnosis("dns-no-such-host")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dns_typo() {
    scenario("dns_typo")
        .world(|| World::internet().env("GOPROXY", "https://goprxy.cn,direct"))
        .go_fails_with("lookup goprxy.cn on 10.20.0.53:53: no such host")
        .diagnosis("dns-no-such-host")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dns_no_data() {
    scenario("dns_no_data")
        .world(|| World::internet().answers("proxy.golang.org", Answer::NoData))
        .go_fails_with("lookup proxy.golang.org on 10.20.0.53:53: no such host")
        .diagnosis("dns-no-such-host")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dns_silent() {
    scenario("dns_silent")
        .world(|| World::internet().resolver(Answer::Silent).impatient())
        .go_fails_with("i/o timeout")
        .diagnosis("dns-timeout")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dns_silent_with_go_s_patience() {
    scenario("dns_silent_with_go_s_patience")
        .world(|| World::internet().resolver(Answer::Silent))
        .go_hangs()
        .diagnosis("dns-timeout")
        .run();
}

#[test]
fn dns_garbage() {
    scenario("dns_garbage")
        .world(|| World::internet().resolver(Answer::Garbage).impatient())
        .go_fails_with("i/o timeout")
        .diagnosis("dns-timeout")
        .run();
}

#[test]
fn dns_wrong_id() {
    scenario("dns_wrong_id")
        .world(|| World::internet().resolver(Answer::WrongId).impatient())
        .go_fails_with("i/o timeout")
        .diagnosis("dns-timeout")
        .run();
}

#[test]
fn dns_server_failure() {
    scenario("dns_server_failure")
        .world(|| World::internet().resolver(Answer::ServFail))
        .go_fails_with("server misbehaving")
        .diagnosis("dns-server-failure")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dns_refused() {
    scenario("dns_refused")
        .world(|| World::internet().resolver(Answer::Refused))
        .go_fails_with("server misbehaving")
        .diagnosis("dns-server-failure")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dns_nobody_at_resolver() {
    scenario("dns_nobody_at_resolver")
        .world(|| World::internet().without_resolver())
        .go_fails_with("10.20.0.53:53: read: connection refused")
        .diagnosis("dns-resolver-unreachable")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dns_no_route_to_resolver() {
    scenario("dns_no_route_to_resolver")
        .world(|| World::internet().etc("/etc/resolv.conf", "nameserver 172.31.0.2\n"))
        .go_fails_with("dial udp 172.31.0.2:53: connect: network is unreachable")
        .diagnosis("dns-resolver-unreachable")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dns_no_resolver() {
    scenario("dns_no_resolver")
        .world(|| World::internet().etc("/etc/resolv.conf", "# no nameserver\n"))
        .go_fails_with(":53: read: connection refused")
        .diagnosis("dns-no-resolver")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dns_one_name_fails() {
    scenario("dns_one_name_fails")
        .world(|| World::internet().answers("proxy.golang.org", Answer::ServFail))
        .go_fails_with("lookup proxy.golang.org on 10.20.0.53:53: server misbehaving")
        .diagnosis("dns-server-failure")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dns_not_implemented() {
    scenario("dns_not_implemented")
        .world(|| World::internet().resolver(Answer::NotImplemented))
        .go_fails_with("server misbehaving")
        .diagnosis("dns-server-failure")
        .run();
}

#[test]
fn dns_lame() {
    scenario("dns_lame")
        .world(|| World::internet().resolver(Answer::Lame))
        .go_fails_with("lame referral")
        .diagnosis("dns-server-failure")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dns_three_dead_nameservers() {
    scenario("dns_three_dead_nameservers")
        .world(|| {
            let dead = ["one", "two", "three"].map(|it| format!("{it}.dns.corp.example"));
            let world = dead.iter().fold(World::internet(), |world, it| world.silenced(it, 53));
            let lines = dead.map(|it| format!("nameserver {}\n", world.book[&it][0]));
            world.etc("/etc/resolv.conf", &(lines.concat() + "search a.example b.example\n"))
        })
        .go_hangs()
        .diagnosis("dns-timeout")
        .run();
}

#[test]
fn dns_nameserver_by_name() {
    scenario("dns_nameserver_by_name")
        .world(|| World::internet().etc("/etc/resolv.conf", "nameserver dns.corp.example\n"))
        .go_fails_with(":53: read: connection refused")
        .diagnosis("dns-no-resolver")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dns_left_out_of_nsswitch() {
    scenario("dns_left_out_of_nsswitch")
        .world(|| World::internet().etc("/etc/nsswitch.conf", "passwd: files\nhosts: files\n"))
        .go_fails_with("lookup proxy.golang.org: no such host")
        .diagnosis("dns-no-resolver")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dns_known_elsewhere_is_asked_with_discretion() {
    scenario("dns_known_elsewhere_is_asked_with_discretion")
        .world(|| {
            World::internet()
                .env("GOPROXY", "https://modules.acme.example,https://proxy.golang.org")
                .answers("modules.acme.example", Answer::ServFail)
        })
        .go_fails_with("lookup modules.acme.example on 10.20.0.53:53: server misbehaving")
        .diagnosis("goproxy-no-fallback")
        .seen(|seen| {
            let told = |visit: &&Visit| visit.target.contains("acme");
            assert_eq!(seen.visits.iter().find(told).map(|it| &it.host), None);
        })
        .run();
}

#[test]
fn dns_hijacked() {
    scenario("dns_hijacked")
        .world(|| {
            World::internet().answers("proxy.golang.org", Answer::Lie(Ipv4Addr::LOCALHOST.into()))
        })
        .go_fails_with("dial tcp 127.0.0.1:443: connect: connection refused")
        .diagnosis("dns-hijacked")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dns_second_nameserver_past_a_failing_one() {
    scenario("dns_second_nameserver_past_a_failing_one")
        .world(|| {
            let both = "nameserver 10.20.0.53\nnameserver 8.8.8.8\n";
            World::internet().resolver(Answer::ServFail).etc("/etc/resolv.conf", both)
        })
        .run();
}

#[test]
fn dns_first_nameserver_says_no() {
    scenario("dns_first_nameserver_says_no")
        .world(|| {
            let both = "nameserver 10.20.0.53\nnameserver 8.8.8.8\n";
            World::internet().resolver(Answer::NxDomain).etc("/etc/resolv.conf", both)
        })
        .go_fails_with("lookup proxy.golang.org on 10.20.0.53:53: no such host")
        .diagnosis("dns-no-such-host")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dns_by_the_c_library_is_not_to_be_had() {
    scenario("dns_by_the_c_library_is_not_to_be_had")
        .world(|| {
            World::internet()
                .etc("/etc/nsswitch.conf", "hosts: files\n")
                .env("GODEBUG", "netdns=cgo")
        })
        .go_fails_with("lookup proxy.golang.org: no such host")
        .diagnosis("dns-no-resolver")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dns_truncated_then_tcp() {
    scenario("dns_truncated_then_tcp")
        .world(|| World::internet().resolver(Answer::Truncated))
        .run();
}

#[test]
fn dns_drops_aaaa() {
    scenario("dns_drops_aaaa")
        .world(|| World::internet().resolver(Answer::DropsAaaa).impatient())
        .run();
}

impl World {
    /// One try of one second, so that go itself ends soon.
    fn impatient(self) -> World {
        self.etc("/etc/resolv.conf", "nameserver 10.20.0.53\noptions timeout:1 attempts:1\n")
    }
}
