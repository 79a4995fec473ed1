//! (being written)
use serde::{Deserialize, Serialize};
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Resolver;
impl Resolver {
    pub fn name_list(&self, name: &str) -> Vec<String> {
        vec![name.into()]
    }
    pub fn servers(&self) -> Vec<std::net::SocketAddr> {
        vec!["192.0.2.53:53".parse().unwrap()]
    }
    pub fn use_tcp(&self) -> bool {
        false
    }
}
