//! The lab itself: does the ground bear.

use crate::dns::Answer;
use crate::scenario::scenario;
use crate::world::World;

#[test]
fn lab_healthy_with_database() {
    scenario("lab_healthy_with_database")
        .world(|| World::internet().with_database())
        .run();
}

#[test]
fn lab_no_such_host() {
    scenario("lab_no_such_host")
        .world(|| World::internet().answers("proxy.golang.org", Answer::NxDomain))
        .go_fails_with("lookup proxy.golang.org on 10.20.0.53:53: no such host")
        .diagnosis("dns-no-such-host")
        .run();
}

#[test]
fn lab_silent_firewall() {
    scenario("lab_silent_firewall")
        .world(|| World::internet().silenced("proxy.golang.org", 443))
        .go_hangs()
        .diagnosis("tcp-timeout")
        .run();
}
