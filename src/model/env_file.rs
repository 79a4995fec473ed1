use crate::go::env::Shadowed;
use serde::{Deserialize, Serialize};

/// The file that `go env -w` writes, as it lies there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnvFile {
    pub path: String,
    /// Its lines that a variable of the environment overrides.
    pub shadowed: Vec<Shadowed>,
}
