use crate::go::modcache::ModuleVersion;
use serde::{Deserialize, Serialize};

/// A lock of the module cache that a process holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldLock {
    pub path: String,
    pub of: LockOf,
    pub pid: u32,
    /// The name of the program, such as `go`.
    pub program: String,
    /// The first words of its command line, where it is go.
    pub command: String,
    /// Whether the module here has to be fetched or unpacked, so that go waits.
    pub waited_for: Waiting,
}

/// What a lock guards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "of")]
pub enum LockOf {
    /// Downloading and unpacking one version. go's file:
    /// `cmd/go/internal/modfetch/cache.go`, `lockVersion`.
    Version { module: ModuleVersion },
    /// Writing go.mod and go.sum (`SideLock`).
    Project,
    /// A clone of a repository. go's file:
    /// `cmd/go/internal/modfetch/codehost/codehost.go`, `WorkDir`.
    Clone { folder: String },
}

/// Whether go waits for a lock here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Waiting {
    /// It has to fetch or unpack what the lock guards.
    ForIt,
    /// Only if it comes to that.
    Perhaps,
}
