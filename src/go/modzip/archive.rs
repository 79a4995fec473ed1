use super::end;
use super::header::{Header, NoHeader};
use super::window::Window;
use super::{Limit, Limits, ZipFault};
use crate::base::Bytes;

/// A zip whose list of files has been read, as `zip.NewReader` reads it; of the
/// files themselves nothing is held.
/// go's file: `archive/zip/reader.go`, `Reader.init`.
pub struct Archive<'a> {
    pub(super) source: &'a dyn Bytes,
    /// In the order of the list.
    pub(super) files: Vec<File>,
    /// Their names, one after the other: a million names are one piece of memory.
    names: Vec<u8>,
}

/// A file in a zip, as its list says.
pub(super) struct File {
    name: (u32, u16),
    pub(super) method: u16,
    pub(super) has_descriptor: bool,
    pub(super) crc: u32,
    pub(super) compressed: u64,
    pub(super) size: u64,
    pub(super) offset: i64,
}

const DESCRIPTOR: u16 = 8;

impl<'a> Archive<'a> {
    pub fn open(source: &'a dyn Bytes, limits: Limits) -> Result<Self, ZipFault> {
        let mut window = Window::new(source);
        let end = end::find(&mut window, source.size())?;
        let mut archive = Self { source, files: Vec::new(), names: Vec::new() };
        let mut at = end.list;
        // The list ends where it is no list any more; the count is believed in its
        // lower 16 bits alone.
        let stopped = loop {
            match Header::read(&mut window, at) {
                Ok(header) => {
                    at = at.saturating_add(header.length);
                    archive.push(&header, end.base, limits)?;
                }
                Err(why @ (NoHeader::Other | NoHeader::CutShort)) => break why,
                Err(why) => return Err(why.into_fault()),
            }
        };
        if archive.files.len() as u64 & 0xffff != end.records & 0xffff {
            return Err(stopped.into_fault());
        }
        Ok(archive)
    }

    /// How many files it has, folders among them.
    pub fn count(&self) -> usize {
        self.files.len()
    }

    /// What its files declare to be together.
    pub fn declared(&self) -> u64 {
        self.files.iter().fold(0, |sum, file| sum.saturating_add(file.size))
    }

    /// The name of a file as it stands in the zip, which need not be UTF-8.
    pub(super) fn name(&self, file: &File) -> &[u8] {
        let (at, length) = file.name;
        &self.names[at as usize..][..usize::from(length)]
    }

    fn push(&mut self, header: &Header, base: i64, limits: Limits) -> Result<(), ZipFault> {
        let held =
            self.names.len() + header.name.len() + (self.files.len() + 1) * size_of::<File>();
        let (Ok(at), Ok(length)) =
            (u32::try_from(self.names.len()), u16::try_from(header.name.len()))
        else {
            return Err(limits.names_exceeded());
        };
        if held as u64 > limits.names {
            return Err(limits.names_exceeded());
        }
        self.names.extend_from_slice(&header.name);
        self.files.push(File {
            name: (at, length),
            method: header.method,
            has_descriptor: header.flags & DESCRIPTOR != 0,
            crc: header.crc,
            compressed: header.compressed,
            size: header.size,
            offset: header.offset.wrapping_add(base),
        });
        Ok(())
    }
}

impl Limits {
    fn names_exceeded(self) -> ZipFault {
        ZipFault::TooMuch { limit: Limit::Names { bytes: self.names } }
    }
}
