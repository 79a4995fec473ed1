use serde::{Deserialize, Serialize};

/// The places on disk that go writes to, and what they allow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disk {}
