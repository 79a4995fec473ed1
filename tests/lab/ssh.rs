//! Scenarios of repositories that are fetched by ssh, from a real sshd.

use crate::scenario::scenario;
use crate::sshd::Sshd;
use crate::world::World;

#[test]
fn ssh_healthy_by_key() {
    scenario("ssh_healthy_by_key")
        .world(|| World::internet().by_ssh(Sshd::default()))
        .silent()
        .run();
}
