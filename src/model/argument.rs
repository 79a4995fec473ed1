use crate::base::Veiled;
use serde::{Deserialize, Serialize};

/// A word behind the command, where go takes modules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    /// As it was typed; a URL may hold a password.
    pub typed: Veiled,
}
