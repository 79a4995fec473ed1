use crate::model::FileFault;
use serde::{Deserialize, Serialize};

/// A file that a flag in GOFLAGS makes go read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlagFile {
    pub of: FlagOf,
    pub path: String,
    /// Why go cannot take it, where it cannot.
    pub fault: Option<FlagFault>,
}

/// The flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlagOf {
    /// `-modfile`: in the place of go.mod.
    Modfile,
    /// `-overlay`: other files in the place of some.
    Overlay,
    /// `-mod=vendor`: the list of what vendor holds.
    Vendor,
}

/// What is wrong with such a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlagFault {
    Unread {
        why: FileFault,
    },
    /// `-modfile` wants a name that ends in `.mod`.
    NotMod,
    /// `-modfile` beside a go.work.
    InWorkspace,
    /// `-modfile` where there is no go.mod at all.
    NoModule,
    /// The overlay is no JSON as go wants it.
    NotJson,
}
