use crate::go::module::{CheckError, InvalidPathError};
use serde::{Deserialize, Serialize};

/// Why go takes no module from a revision of a repository.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "refused")]
pub enum Refusal {
    /// The path or the version itself, or both together.
    Names { error: CheckError },
    /// The module does not lie below the root of the repository.
    NotBelow { root: String },
    /// There has to be a go.mod in one of these places.
    NoGoMod { places: Vec<String> },
    /// No `module` line.
    Nameless { file: String },
    /// The go.mod is of another major version.
    OtherMajor { file: String, path: String },
    /// Two go.mod files are of this major version.
    TwoGoMods { file: String, other: String },
    /// `+incompatible`, and the major version is compatible.
    Compatible,
    /// `+incompatible`, and there is a go.mod.
    HasGoMod,
    /// The commit of a pseudo-version is of another time, in UTC.
    OtherTime { time: String },
    /// The commit is named otherwise in a pseudo-version.
    OtherName { name: String },
    /// A pseudo-version of v1 comes after a tag.
    MajorWithoutTag,
    /// There is no tag of the version that a pseudo-version comes after.
    NoBase { base: String },
    /// The commit of a pseudo-version does not come after this tag.
    NotAfter { tag: String },
    /// The commit has this tag, which is its version.
    Tagged { tag: String },
    /// A file that may be in no zip of a module.
    File { name: String, why: FileRefusal },
    /// The files together, in bytes more than this.
    TooLarge { most: u64 },
}

/// Why a file may not be in the zip of a module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "why")]
pub enum FileRefusal {
    NotClean,
    /// Its name.
    Name {
        error: InvalidPathError,
    },
    /// `go.mod` in capitals.
    GoModCase,
    /// Another one has the same name but for capitals.
    SameFolded {
        other: String,
    },
    FileAndFolder,
    Twice,
    /// Of go.mod or LICENSE, in bytes more than this.
    TooLarge {
        most: u64,
    },
}
