use crate::base::Veiled;
use serde::{Deserialize, Serialize};

/// A word behind the command, where go takes modules.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Argument {
    /// As it was typed; a URL may hold a password.
    pub typed: Veiled,
    /// Why go takes no module from it, apart from what is wrong with the path itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fault: Option<ArgumentFault>,
}

/// Why go refuses a word, in the order in which it looks.
/// go's file: `cmd/go/internal/modload/list.go`, `listModules`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArgumentFault {
    Backslash,
    /// A folder, where the path of a module belongs.
    Relative,
    /// `all` and patterns choose among the modules of go.mod, and there is none.
    PatternOfNothing,
    /// Without a go.mod nothing says which version.
    NoVersion,
    /// A package of the standard library, which is no module.
    Bundled,
    /// The go command itself, asked for as a module.
    Toolchain,
    /// A path that no module has: it begins with no host.
    NoModule,
    /// It is not among what go.mod requires, and has no version.
    NoDependency,
}
