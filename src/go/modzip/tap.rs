use super::archive::Archive;
use super::content::Contents;
use super::hash::Meant;
use super::{Limits, ZipFault};
use crate::go::h1::FileHash;

/// The files of a zip in the order in which they are hashed, to be looked at one by
/// one, by several threads if need be.
pub struct Files<'a> {
    archive: &'a Archive<'a>,
    meant: Vec<Meant<'a>>,
}

impl<'a> Files<'a> {
    pub fn of(archive: &'a Archive<'a>, limits: Limits) -> Result<Self, ZipFault> {
        archive.bounded(limits)?;
        Ok(Self { archive, meant: archive.in_order() })
    }

    /// How many names there are.
    pub fn count(&self) -> usize {
        self.meant.len()
    }

    /// A name as it stands in the zip, `path@version/` included.
    pub fn name(&self, at: usize) -> &[u8] {
        self.archive.name(self.meant[at].file)
    }

    /// What the file declares to be, in bytes.
    pub fn size(&self, at: usize) -> u64 {
        self.meant[at].file.size
    }

    /// How often the name is there.
    pub fn times(&self, at: usize) -> usize {
        self.meant[at].times
    }

    /// Where a name is, if it is there.
    pub fn find(&self, name: &[u8]) -> Option<usize> {
        self.meant.binary_search_by(|it| self.archive.name(it.file).cmp(name)).ok()
    }
}

/// What unpacks: one for each thread.
pub struct Tap<'a> {
    files: &'a Files<'a>,
    contents: Contents<'a>,
}

impl<'a> Tap<'a> {
    pub fn of(files: &'a Files<'a>) -> Self {
        Self { files, contents: Contents::of(files.archive) }
    }

    /// Hashes a file, and shows its content piece by piece while doing so.
    pub fn hash(&mut self, at: usize, shown: &mut dyn FnMut(&[u8])) -> Result<FileHash, ZipFault> {
        let Files { archive, meant } = self.files;
        archive.hash_showing(&meant[at], &mut self.contents, shown)
    }
}
