use serde::{Deserialize, Serialize};

/// A Dockerfile, as far as it bears on modules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dockerfile {}
