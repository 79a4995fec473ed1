//! `VcsFault::of` on what the machine's own git says, in one bad world after the other.

mod bench;
mod http;
mod itself;
mod roads;
mod secure;
#[path = "../servers/server.rs"]
mod server;

#[allow(dead_code)]
#[path = "../peers/authority.rs"]
mod authority;
