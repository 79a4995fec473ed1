//! Scenarios of names.

use std::net::Ipv4Addr;

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
        .run();
}

#[test]
fn dns_refused() {
    scenario("dns_refused")
        .world(|| World::internet().resolver(Answer::Refused))
        .go_fails_with("server misbehaving")
        .diagnosis("dns-server-failure")
        .run();
}

#[test]
fn dns_nobody_at_resolver() {
    scenario("dns_nobody_at_resolver")
        .world(|| World::internet().without_resolver())
        .go_fails_with("10.20.0.53:53: read: connection refused")
        .diagnosis("dns-resolver-unreachable")
        .run();
}

#[test]
fn dns_no_route_to_resolver() {
    scenario("dns_no_route_to_resolver")
        .world(|| World::internet().etc("/etc/resolv.conf", "nameserver 172.31.0.2\n"))
        .go_fails_with("dial udp 172.31.0.2:53: connect: network is unreachable")
        .diagnosis("dns-resolver-unreachable")
        .run();
}

#[test]
fn dns_no_resolver() {
    scenario("dns_no_resolver")
        .world(|| World::internet().etc("/etc/resolv.conf", "# no nameserver\n"))
        .go_fails_with(":53: read: connection refused")
        .diagnosis("dns-no-resolver")
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
