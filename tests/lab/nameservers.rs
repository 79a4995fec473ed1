//! Scenarios of nameservers as they are packaged.

use crate::part::Part;
use crate::scenario::scenario;
use crate::world::World;

const DNS: &str = "dns.corp.example";

/// dnsmasq with these lines on top of what it needs.
fn dnsmasq(lines: &'static str) -> Part {
    Part::new("dnsmasq", DNS, 53, &["-d", "-C", "HERE/dnsmasq.conf"]).file(
        "dnsmasq.conf",
        move |address| {
            format!("listen-address={address}\nbind-interfaces\nno-resolv\nno-hosts\n{lines}")
        },
    )
}

/// unbound with these lines on top of what it needs, forwarding to a nameserver.
fn unbound(to: &'static str, lines: &'static str) -> Part {
    Part::new("unbound", DNS, 53, &["-d", "-c", "HERE/unbound.conf"]).file(
        "unbound.conf",
        move |address| {
            format!(
                "server:\n interface: {address}\n do-daemonize: no\n username: \"\"\n chroot: \"\"\n directory: \"HERE\"\n pidfile: \"\"\n use-syslog: no\n module-config: \"iterator\"\n{lines}\nforward-zone:\n name: \".\"\n forward-addr: {to}\n"
            )
        },
    )
}

#[test]
fn dnsmasq_forwards() {
    scenario("dnsmasq_forwards")
        .world(|| World::internet().resolved_by(dnsmasq("server=8.8.8.8\n")))
        .run();
}

#[test]
fn dnsmasq_leads_home() {
    scenario("dnsmasq_leads_home")
        .world(|| {
            let lines = "server=8.8.8.8\naddress=/proxy.golang.org/127.0.0.1\n";
            World::internet().resolved_by(dnsmasq(lines))
        })
        .go_fails_with("dial tcp 127.0.0.1:443: connect: connection refused")
        .diagnosis("dns-hijacked")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dnsmasq_blocks() {
    scenario("dnsmasq_blocks")
        .world(|| {
            let lines = "server=8.8.8.8\naddress=/golang.org/#\n";
            World::internet().resolved_by(dnsmasq(lines))
        })
        .go_fails_with("connect: connection refused")
        .diagnosis("dns-hijacked")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dnsmasq_denies_the_name() {
    scenario("dnsmasq_denies_the_name")
        .world(|| {
            let lines = "server=8.8.8.8\naddress=/proxy.golang.org/\n";
            World::internet().resolved_by(dnsmasq(lines))
        })
        .go_fails_with("lookup proxy.golang.org on 10.20.0.53:53: no such host")
        .diagnosis("dns-no-such-host")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn dnsmasq_without_upstream() {
    scenario("dnsmasq_without_upstream")
        .world(|| World::internet().resolved_by(dnsmasq("")))
        .go_fails_with("lookup proxy.golang.org on 10.20.0.53:53: server misbehaving")
        .diagnosis("dns-server-failure")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn unbound_forwards() {
    scenario("unbound_forwards")
        .world(|| {
            World::internet().resolved_by(unbound("8.8.8.8", " access-control: 0.0.0.0/0 allow"))
        })
        .run();
}

/// Such a refusal does not repeat the question, and go takes it for no answer.
#[test]
fn unbound_refuses_in_a_word() {
    scenario("unbound_refuses_in_a_word")
        .world(|| {
            World::internet().resolved_by(unbound("8.8.8.8", " access-control: 0.0.0.0/0 refuse"))
        })
        .go_fails_with("i/o timeout")
        .diagnosis("dns-timeout")
        .healed_by_first_fix(true)
        .run();
}

#[test]
fn unbound_with_a_dead_upstream() {
    scenario("unbound_with_a_dead_upstream")
        .world(|| {
            World::internet().resolved_by(unbound("10.20.0.99", " access-control: 0.0.0.0/0 allow"))
        })
        .go_fails_with("lookup proxy.golang.org on 10.20.0.53:53: server misbehaving")
        .diagnosis("dns-server-failure")
        .healed_by_first_fix(true)
        .run();
}
