use serde::{Deserialize, Serialize};

/// What lies on this disk that go.mod and go.work lead to: the folders of the
/// workspace and of replacements, and vendor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {}
