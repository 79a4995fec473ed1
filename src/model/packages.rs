use serde::{Deserialize, Serialize};

/// What the Go files here import, as far as it was looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packages {}
