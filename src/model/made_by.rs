use serde::{Deserialize, Serialize};

/// A line of a file that every shell or login reads, and that sets a variable which
/// is set here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MadeBy {
    pub name: String,
    pub path: String,
    /// From 1.
    pub line: usize,
}
