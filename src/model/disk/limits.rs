use serde::{Deserialize, Serialize};

/// The limits of this process, which a go that is started beside it has as well.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessLimits {
    /// Files that may be open at once. The hard limit: go raises the soft one to it.
    pub open_files: Option<u64>,
    /// The longest file that may be written, in bytes.
    pub file_size: Option<u64>,
    /// Memory addresses, in bytes.
    pub address_space: Option<u64>,
    #[serde(default)]
    pub cgroup: Cgroup,
}

/// What the control group of this process allows and has counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cgroup {
    /// In bytes.
    pub memory: Option<u64>,
    /// Processes that the kernel ended for want of memory.
    pub killed: u64,
    /// How many processes and threads there may be, and are.
    pub tasks: Option<(u64, u64)>,
}
