/// What is spent on one zip at most. go has no such bounds when it hashes; a module
/// of more than 500 MiB can never be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The memory for its list of files, in bytes.
    pub names: u64,
    /// The declared sizes of all files together, in bytes.
    pub content: u64,
}

impl Limits {
    /// Twice as much list as a zip of a million files has, and four times as much
    /// content as go unpacks.
    pub const USUAL: Self = Self { names: 160 << 20, content: 4 * super::check::MAX_ZIP_FILE };
}
