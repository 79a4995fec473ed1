use crate::model::{FileFault, Part, SumLine};
use serde::{Deserialize, Serialize};

/// What is wrong with a file or folder of the module cache.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "harm")]
pub enum Harm {
    /// The zip hashes to something else than what it is held to.
    ZipAltered {
        h1: String,
        wanted: String,
    },
    /// No zip of this module; go's words for it.
    ZipBroken {
        words: String,
    },
    /// The `.ziphash` says something else than the zip hashes to, and the zip is right.
    ZipHashWrong {
        says: String,
        h1: String,
    },
    /// Nothing that go could take for a hash.
    ZipHashGarbage,
    ZipHashMissing,
    /// The unpacked files are not those of the zip.
    FolderAltered {
        difference: Difference,
    },
    /// The unpacked files hash to something else, and there is no zip to tell which.
    FolderUnlike {
        h1: String,
        wanted: String,
    },
    /// Unpacking was not finished.
    FolderPartial,
    /// Unpacked files of which nothing says what they should be.
    FolderUnhashed,
    /// Something else lies where a folder or file belongs.
    InTheWay {
        what: InPlace,
        of: Place,
    },
    /// Not the go.mod of that module, by the zip or by go.sum.
    ModAltered {
        h1: String,
        wanted: String,
    },
    /// No go.mod at all: zeros, a web page.
    ModGarbage,
    InfoGarbage,
    /// The `.info` is of another version.
    InfoOther {
        says: String,
    },
    /// All that the cache has agrees, and go.sum says something else.
    Unsummed {
        part: Part,
        h1: String,
        line: SumLine,
        /// What the checksum database has recorded, where it was asked.
        #[serde(default)]
        recorded: Option<String>,
    },
    /// The cache agrees with itself, and the checksum database has recorded something
    /// else; with the line of go.sum that agrees with the cache.
    Unrecorded {
        part: Part,
        h1: String,
        recorded: String,
        line: Option<SumLine>,
    },
    /// This user may not read it, or the disk errs.
    Unreadable {
        why: FileFault,
    },
    /// Something that go wrote and did not get to rename or remove.
    Leftover,
    /// Nothing that go puts there.
    Foreign,
    Clone {
        flaw: CloneFlaw,
    },
    /// What go has kept of the checksum database is no such thing.
    SumdbGarbage,
}

/// How unpacked files differ from their zip: how many, and the first of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    pub altered: usize,
    pub missing: usize,
    pub extra: usize,
    /// Altered ones first, then missing ones, then those too many; below the folder.
    pub examples: Vec<String>,
}

impl Difference {
    /// As many files are named.
    pub const NAMED: usize = 10;

    pub fn any(&self) -> bool {
        self.altered + self.missing + self.extra > 0
    }
}

/// What lies where something else belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InPlace {
    File,
    Folder,
    /// A symbolic link to a folder.
    Link,
    /// A symbolic link to nothing.
    DeadLink,
    /// A pipe, a socket, a device.
    Other,
}

/// What belongs in a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// The folder of all versions, `@v`.
    Shelf,
    /// The unpacked files of a version.
    Folder,
    Zip,
    ZipHash,
    /// The `.mod`, the `.info` or the `.partial` of a version.
    Small,
    Lock,
}

/// What is wrong with a clone below `cache/vcs`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "flaw")]
pub enum CloneFlaw {
    /// Its `.info` names another repository than the folder is for.
    OtherRepository,
    /// Its `.info` holds nothing that names a repository.
    Nameless,
    /// git takes a folder without it for no repository.
    Lacks { file: String },
    /// A file of git's that is never empty.
    Empty { file: String },
    /// A pack without its index, or an index without its pack.
    HalfPack { file: String },
    /// git was ended while it held this, and refuses to go on.
    LockLeft { file: String },
}
