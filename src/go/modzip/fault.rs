use serde::{Deserialize, Serialize};

/// Why a file is no zip of a module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum ZipFault {
    /// No zip, or a broken one.
    NotAZip,
}
