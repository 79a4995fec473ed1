use crate::base::Veiled;
use serde::{Deserialize, Serialize};

/// The end of a `go env` that failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GoSaid {
    pub code: i32,
    /// The first line of its standard error, without `go: `.
    pub words: Veiled,
}
