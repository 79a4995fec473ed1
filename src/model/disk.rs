use serde::{Deserialize, Serialize};

mod limits;
mod mends;

pub use limits::{Cgroup, ProcessLimits};

/// The spots on disk that go writes to, and what they allow.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disk {
    /// Those that keep go from a write that it cannot do without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub spots: Vec<Spot>,
    /// The file system of the module cache, where anything is to be written there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cache: Option<Volume>,
    /// Where a GOPATH could lie instead, if something keeps go from writing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refuge: Option<String>,
    /// Whether this user may change the file that `go env -w` writes.
    #[serde(default)]
    pub keeps_settings: bool,
    /// Whether something keeps go from noting what it knows of the checksum database.
    #[serde(default)]
    pub bars_sumdb: bool,
    /// Whether /tmp could be used, whatever TMPDIR names.
    #[serde(default)]
    pub has_usual_temporary: bool,
    /// The user that runs this, by number.
    #[serde(default)]
    pub uid: Option<u32>,
    #[serde(default)]
    pub limits: ProcessLimits,
}

/// A place that keeps go from writing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spot {
    /// What go would make or write there.
    pub path: String,
    /// What there is of it: the file itself, or the nearest folder above.
    pub at: String,
    pub write: Write,
    pub bar: Bar,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights: Option<Rights>,
    #[serde(default)]
    pub volume: Volume,
    /// The modules that it stops, as `path@version`, each at the first place that does.
    pub modules: Vec<String>,
}

/// What go writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Write {
    /// The module cache.
    Cache,
    /// What it knows of the checksum database, below GOPATH.
    Sumdb,
    /// go.sum or go.work.sum.
    Sums,
    /// What it makes of a repository before it is a zip.
    Temporary,
    /// The list of what a file system can do: go locks go.mod to read it.
    Lock,
}

/// What keeps go from writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bar {
    Denied,
    ReadOnly,
    /// A file lies where a folder should.
    NotAFolder,
    /// A link that leads nowhere.
    Dangling,
    /// A name or the whole path is longer than the system takes.
    TooLong,
    /// Programs may not be run from there, and a toolchain is to be.
    NoExec,
    /// It is not there, and go does not make it.
    Missing,
    /// No byte is left.
    NoSpace,
    /// No file can be made any more.
    NoInodes,
    /// The file system knows no locks.
    NoLocks,
}

/// Whose something is, and what its mode allows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rights {
    pub uid: u32,
    pub gid: u32,
    /// The lowest twelve bits, as `chmod` takes them.
    pub mode: u32,
    /// The owner's name, where this machine has one for that number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
}

/// A mounted file system, and what is left of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Volume {
    /// Where it is mounted; empty where that is not known.
    pub point: String,
    /// Such as `ext4`, `overlay`, `tmpfs`.
    pub kind: String,
    pub options: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<Room>,
}

/// What is left on a file system for this user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Room {
    pub free: u64,
    pub total: u64,
    /// Files that can still be made; where `files` is 0 the system makes them as needed.
    pub free_files: u64,
    pub files: u64,
    /// The longest name.
    pub longest_name: u64,
}

impl Volume {
    pub fn has(&self, option: &str) -> bool {
        self.options.iter().any(|it| it == option)
    }
}

/// What the limits of a process are read from, as a place to cite.
pub const LIMITS: &str = "/proc/self/limits";
pub const CGROUP: &str = "/sys/fs/cgroup";

impl Disk {
    /// The same without what was seen at a place.
    pub(super) fn withdraw(&mut self, path: &str) {
        match path {
            LIMITS => {
                let cgroup = std::mem::take(&mut self.limits.cgroup);
                self.limits = ProcessLimits { cgroup, ..ProcessLimits::default() };
            }
            CGROUP => self.limits.cgroup = Cgroup::default(),
            _ => self.spots.retain(|place| place.at != path),
        }
    }

    /// The spots of the module cache that are barred so; else those of what go keeps of
    /// the checksum database, which it comes to later.
    pub fn cache_barred(&self, is: impl Fn(Bar) -> bool) -> Vec<&Spot> {
        let of = |write: Write| self.barred(|spot| spot.write == write && is(spot.bar));
        let cache = of(Write::Cache);
        if cache.is_empty() { of(Write::Sumdb) } else { cache }
    }

    /// The spots that a test holds for.
    pub fn barred(&self, is: impl Fn(&Spot) -> bool) -> Vec<&Spot> {
        self.spots.iter().filter(|place| is(place)).collect()
    }
}
