pub fn declares_module(b: &[u8]) -> bool {
    b.starts_with(b"module")
}

use serde::{Deserialize, Serialize};
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ModFile;
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SyntaxError;
