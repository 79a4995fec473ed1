use serde::{Deserialize, Serialize};

/// The toolchain that go would take, and what it needs for that.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Switching {}
