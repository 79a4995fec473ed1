//! (being written)
use serde::{Deserialize, Serialize};
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Hosts;
pub struct HostEntry {
    pub addr: std::net::IpAddr,
    pub line: usize,
}
impl Hosts {
    pub fn lookup(&self, _: &str) -> Vec<HostEntry> {
        Vec::new()
    }
    pub fn parse(_: &[u8]) -> Self {
        Self
    }
}
