use crate::go::module::{PathFault, quote};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a file is no zip of a module. Names are as in the zip; what is not UTF-8 in
/// them is replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum ZipFault {
    /// No zip, or a broken one.
    NotAZip,
    /// The comment at its end is shorter than announced.
    Comment,
    /// It ends in the middle of its list of files.
    CutShort,
    /// Its list of files runs to the very end.
    EndOfFile,
    /// It could not be read, whatever it holds.
    Unreadable { why: String },
    /// More than go takes from a proxy.
    ZipTooLarge { size: u64 },
    /// A name that does not begin with `path@version/`.
    UnexpectedFile { module: String, name: String },
    /// A file in it that does not come out as it is announced.
    File { name: String, fault: ContentFault },
    /// Its files together are larger than a module may be.
    ContentTooLarge,
    /// A name that no file of a module may have, the first of them.
    Name { name: String, fault: NameFault, more: usize },
    /// More than this tool reads: go has no such limit, but none of its modules
    /// comes near.
    TooMuch { limit: Limit },
}

/// How a file in a zip is not what is announced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ContentFault {
    /// Nothing that belongs to a file stands where it should.
    NoHeader,
    /// A folder with content.
    FolderWithContent,
    /// It is not where the zip says, but beyond its end.
    BeyondTheEnd,
    /// It is said to be in front of the zip.
    BeforeTheStart,
    /// Compressed in a way that go does not know.
    Method,
    /// What is compressed does not unpack.
    Corrupt,
    /// It ends too early.
    CutShort,
    /// It unpacks to more than its declared size.
    LargerThanDeclared,
    /// Its bytes are not those that were packed.
    Checksum,
    /// Its name runs over a line.
    NewLine,
}

/// Why no file of a module may have a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameFault {
    NotClean,
    NotUtf8 {
        quoted: String,
    },
    Path {
        path: String,
        fault: PathFault,
    },
    /// A file system that does not tell case apart keeps one of both.
    Collision {
        first: String,
        second: String,
    },
    FileAndFolder {
        path: String,
    },
    Twice {
        path: String,
    },
    GoModNotInRoot,
    GoModCase,
    GoModTooLarge,
    LicenseTooLarge,
}

/// What this tool bounds where go does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "of")]
pub enum Limit {
    /// The memory that the list of files takes.
    Names { bytes: u64 },
    /// The declared sizes of all files together.
    Content { bytes: u64 },
}

/// When go refuses a zip.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Before it is kept: nothing of it is in the cache.
    Download,
    /// When it is unpacked: the zip stays in the cache with its hash.
    Extraction,
}

impl ZipFault {
    /// When go stops because of this; nothing where it does not.
    pub fn stage(&self) -> Option<Stage> {
        match self {
            Self::ContentTooLarge | Self::Name { .. } => Some(Stage::Extraction),
            Self::TooMuch { .. } => None,
            _ => Some(Stage::Download),
        }
    }

    /// go's own words.
    pub fn message(&self) -> String {
        match self {
            Self::NotAZip => FORMAT.to_owned(),
            Self::Comment => "zip: invalid comment length".to_owned(),
            Self::CutShort => UNEXPECTED_EOF.to_owned(),
            Self::EndOfFile => "EOF".to_owned(),
            Self::Unreadable { why } => why.clone(),
            Self::ZipTooLarge { .. } => "downloaded zip file too large".to_owned(),
            Self::UnexpectedFile { module, name } => {
                format!("zip for {module} has unexpected file {name}")
            }
            Self::File { fault, .. } => fault.message().to_owned(),
            Self::ContentTooLarge => {
                let most = super::check::MAX_ZIP_FILE;
                format!(
                    "total uncompressed size of module contents too large (max size is {most} bytes)"
                )
            }
            Self::Name { name, fault, .. } => format!("{name}: {fault}"),
            Self::TooMuch { limit } => limit.message(),
        }
    }
}

const FORMAT: &str = "zip: not a valid zip file";
const UNEXPECTED_EOF: &str = "unexpected EOF";

impl ContentFault {
    /// go's words; of what does not unpack go adds the place.
    pub fn message(self) -> &'static str {
        match self {
            Self::NoHeader | Self::FolderWithContent | Self::LargerThanDeclared => FORMAT,
            Self::BeyondTheEnd => "EOF",
            Self::BeforeTheStart => "negative offset",
            Self::Method => "zip: unsupported compression algorithm",
            Self::Corrupt => "flate: corrupt input",
            Self::CutShort => UNEXPECTED_EOF,
            Self::Checksum => "zip: checksum error",
            Self::NewLine => "dirhash: filenames with newlines are not supported",
        }
    }
}

impl Limit {
    fn message(self) -> String {
        match self {
            Self::Names { bytes } => format!("the list of its files takes more than {bytes} bytes"),
            Self::Content { bytes } => format!("its files declare more than {bytes} bytes"),
        }
    }
}

impl fmt::Display for NameFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotClean => f.write_str("file path is not clean"),
            Self::NotUtf8 { quoted } => write!(f, "malformed file path {quoted}: invalid UTF-8"),
            Self::Path { path, fault } => {
                write!(f, "malformed file path {}: {fault}", quote(path))
            }
            Self::Collision { first, second } => write!(
                f,
                "case-insensitive file name collision: {} and {}",
                quote(first),
                quote(second)
            ),
            Self::FileAndFolder { path } => {
                write!(f, "entry {} is both a file and a directory", quote(path))
            }
            Self::Twice { path } => write!(f, "multiple entries for file {}", quote(path)),
            Self::GoModNotInRoot => f.write_str("go.mod file not in module root directory"),
            Self::GoModCase => f.write_str("go.mod files must have lowercase names"),
            Self::GoModTooLarge => {
                write!(f, "go.mod file too large (max size is {} bytes)", super::check::MAX_GO_MOD)
            }
            Self::LicenseTooLarge => {
                write!(
                    f,
                    "LICENSE file too large (max size is {} bytes)",
                    super::check::MAX_LICENSE
                )
            }
        }
    }
}
