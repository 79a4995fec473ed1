//! (being written)
use serde::{Deserialize, Serialize};
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Netrc;
impl Netrc {
    pub fn secrets(&self) -> Vec<crate::base::Secret> {
        Vec::new()
    }
}
