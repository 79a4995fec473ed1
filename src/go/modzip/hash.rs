use super::archive::{Archive, File};
use super::content::Contents;
use super::{ContentFault, Limit, Limits, ZipFault};
use crate::base::Bytes;
use crate::go::h1::{FileHash, List};
use aws_lc_rs::digest::{Context, SHA256};

/// What a zip hashes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hashed {
    /// As in go.sum: `h1:…`.
    pub h1: String,
    /// How many entries it has.
    pub entries: usize,
}

/// The hash of a zip, entry by entry: memory does not grow with their size.
/// go's file: `golang.org/x/mod/sumdb/dirhash/hash.go`, `HashZip`.
pub fn hash(zip: &dyn Bytes) -> Result<Hashed, ZipFault> {
    Archive::open(zip, Limits::USUAL)?.hash(Limits::USUAL)
}

impl Archive<'_> {
    /// What [`hash`] says, of a zip that is already open.
    pub fn hash(&self, limits: Limits) -> Result<Hashed, ZipFault> {
        self.bounded(limits)?;
        let (mut list, mut contents) = (List::default(), Contents::of(self));
        for meant in self.in_order() {
            let hash = self.hash_of(&meant, &mut contents)?;
            for _ in 0..meant.times {
                list.push(self.name(meant.file), &hash);
            }
        }
        Ok(Hashed { h1: list.finish(), entries: self.count() })
    }

    /// Files may lie one upon the other, so that a small zip declares much.
    pub(super) fn bounded(&self, limits: Limits) -> Result<(), ZipFault> {
        let bytes = limits.content;
        if self.declared() > bytes {
            return Err(ZipFault::TooMuch { limit: Limit::Content { bytes } });
        }
        Ok(())
    }

    /// Sorted by name as bytes. Of several files of one name go reads the last, as
    /// often as the name is there.
    pub(super) fn in_order(&self) -> Vec<Meant<'_>> {
        let mut order: Vec<&File> = self.files.iter().collect();
        // Not to be told from one another by name, equals stay as they are.
        order.sort_by_key(|file| self.name(file));
        order
            .chunk_by(|a, b| self.name(a) == self.name(b))
            .filter_map(|same| same.last().map(|file| Meant { file, times: same.len() }))
            .collect()
    }

    pub(super) fn hash_of(
        &self,
        meant: &Meant,
        contents: &mut Contents,
    ) -> Result<FileHash, ZipFault> {
        self.hash_showing(meant, contents, &mut |_| {})
    }

    /// The same, with the content shown piece by piece on the way.
    pub(super) fn hash_showing(
        &self,
        meant: &Meant,
        contents: &mut Contents,
        shown: &mut dyn FnMut(&[u8]),
    ) -> Result<FileHash, ZipFault> {
        if self.name(meant.file).contains(&b'\n') {
            return Err(self.fault(meant.file, ContentFault::NewLine));
        }
        let mut digest = Context::new(&SHA256);
        contents.read(meant.file, &mut |piece| {
            digest.update(piece);
            shown(piece);
        })?;
        let mut hash = FileHash::default();
        hash.copy_from_slice(digest.finish().as_ref());
        Ok(hash)
    }
}

/// A file that go reads under a name, and how often it does.
pub(super) struct Meant<'a> {
    pub(super) file: &'a File,
    pub(super) times: usize,
}
