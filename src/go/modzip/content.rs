use super::archive::{Archive, File};
use super::fields::Fields;
use super::window::{Short, Window};
use super::{ContentFault, ZipFault};
use std::io;
use zlib_rs::crc32::crc32;
use zlib_rs::{Inflate, InflateFlush, Status};

const STORED: u16 = 0;
const DEFLATED: u16 = 8;
const FILE: u32 = 0x0403_4b50;
const FILE_LENGTH: usize = 30;
const DESCRIPTOR: u32 = 0x0807_4b50;
/// Of a raw deflate stream.
const WINDOW_BITS: u8 = 15;
const PIECE: usize = 128 << 10;

/// Reads the files of a zip, one after the other, as `File.Open` and its reader do.
/// go's file: `archive/zip/reader.go`, `checksumReader`.
pub(super) struct Contents<'a> {
    archive: &'a Archive<'a>,
    window: Window<'a>,
    inflate: Inflate,
    piece: Vec<u8>,
}

/// Why a file does not come out.
enum Stop {
    Fault(ContentFault),
    Failed(io::Error),
}

impl From<ContentFault> for Stop {
    fn from(fault: ContentFault) -> Self {
        Self::Fault(fault)
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

impl<'a> Contents<'a> {
    pub(super) fn of(archive: &'a Archive<'a>) -> Self {
        Self {
            archive,
            window: Window::new(archive.source),
            inflate: Inflate::new(false, WINDOW_BITS),
            piece: vec![0; PIECE],
        }
    }

    /// Gives the content of a file piece by piece; it is the file's only if there is
    /// no fault at the end.
    pub(super) fn read(
        &mut self,
        file: &File,
        sink: &mut dyn FnMut(&[u8]),
    ) -> Result<(), ZipFault> {
        self.try_read(file, sink).map_err(|stop| match stop {
            Stop::Fault(fault) => self.archive.fault(file, fault),
            Stop::Failed(error) => ZipFault::Unreadable { why: error.to_string() },
        })
    }

    fn try_read(&mut self, file: &File, sink: &mut dyn FnMut(&[u8])) -> Result<(), Stop> {
        let body = self.body(file)?;
        if self.archive.name(file).ends_with(b"/") {
            let is_empty = file.size == 0;
            return is_empty.then_some(()).ok_or_else(|| ContentFault::FolderWithContent.into());
        }
        let end = end(body, file.compressed);
        let mut checked = Checked { file, read: 0, crc: 0, sink };
        match file.method {
            STORED => self.copy(body, end, &mut checked)?,
            DEFLATED => self.inflate(body, end, &mut checked)?,
            _ => return Err(ContentFault::Method.into()),
        }
        let (read, crc) = (checked.read, checked.crc);
        if read != file.size {
            return Err(ContentFault::CutShort.into());
        }
        if file.has_descriptor {
            self.descriptor(body.wrapping_add(file.compressed), file)?;
        }
        let is_checked = file.has_descriptor || file.crc != 0;
        if is_checked && crc != file.crc {
            return Err(ContentFault::Checksum.into());
        }
        Ok(())
    }

    /// Where the content of a file begins.
    /// go's file: `archive/zip/reader.go`, `findBodyOffset`.
    fn body(&mut self, file: &File) -> Result<u64, Stop> {
        let at = u64::try_from(file.offset).map_err(|_| ContentFault::BeforeTheStart)?;
        let mut header = [0; FILE_LENGTH];
        self.window.read(at, &mut header).map_err(|short| short.or(ContentFault::BeyondTheEnd))?;
        let mut fields = Fields(&header);
        if fields.u32() != FILE {
            return Err(ContentFault::NoHeader.into());
        }
        let (name, extra) = (fields.skip(22).u16(), fields.u16());
        Ok(at + FILE_LENGTH as u64 + u64::from(name) + u64::from(extra))
    }

    fn copy(&mut self, body: u64, end: u64, to: &mut Checked) -> Result<(), Stop> {
        let mut at = body;
        while at < end {
            let held = up_to(self.window.at(at)?, end - at);
            if held.is_empty() {
                break;
            }
            to.push(held)?;
            at += held.len() as u64;
        }
        Ok(())
    }

    fn inflate(&mut self, body: u64, end: u64, to: &mut Checked) -> Result<(), Stop> {
        self.inflate.reset(false);
        loop {
            let (read, written) = (self.inflate.total_in(), self.inflate.total_out());
            let at = body.saturating_add(read);
            let input = up_to(self.window.at(at)?, end.saturating_sub(at));
            let done = self.inflate.decompress(input, &mut self.piece, InflateFlush::NoFlush);
            let count = self.inflate.total_out() - written;
            to.push(up_to(&self.piece, count))?;
            match done {
                Ok(Status::StreamEnd) => return Ok(()),
                Err(_) => return Err(ContentFault::Corrupt.into()),
                Ok(_) if count == 0 && self.inflate.total_in() == read => {
                    return Err(ContentFault::CutShort.into());
                }
                Ok(_) => {}
            }
        }
    }

    /// go's file: `archive/zip/reader.go`, `readDataDescriptor`; its sizes are not
    /// looked at, of which there are two forms.
    fn descriptor(&mut self, at: u64, file: &File) -> Result<(), Stop> {
        if at > i64::MAX.unsigned_abs() {
            return Err(ContentFault::BeforeTheStart.into());
        }
        let mut crc = self.number(at)?;
        let mut next = at.saturating_add(4);
        if crc == DESCRIPTOR {
            crc = self.number(next)?;
            next = next.saturating_add(4);
        }
        let mut sizes = [0; 8];
        self.window.read(next, &mut sizes).map_err(|short| short.or(ContentFault::CutShort))?;
        if crc == file.crc { Ok(()) } else { Err(ContentFault::Checksum.into()) }
    }

    fn number(&mut self, at: u64) -> Result<u32, Stop> {
        let mut bytes = [0; 4];
        self.window.read(at, &mut bytes).map_err(|short| short.or(ContentFault::CutShort))?;
        Ok(u32::from_le_bytes(bytes))
    }
}

impl Archive<'_> {
    pub(super) fn fault(&self, file: &File, fault: ContentFault) -> ZipFault {
        let name = String::from_utf8_lossy(self.name(file)).into_owned();
        ZipFault::File { name, fault }
    }
}

/// What has come out of a file so far.
struct Checked<'a, 'b> {
    file: &'a File,
    read: u64,
    crc: u32,
    sink: &'b mut dyn FnMut(&[u8]),
}

impl Checked<'_, '_> {
    fn push(&mut self, piece: &[u8]) -> Result<(), Stop> {
        self.read += piece.len() as u64;
        if self.read > self.file.size {
            return Err(ContentFault::LargerThanDeclared.into());
        }
        self.crc = crc32(self.crc, piece);
        (self.sink)(piece);
        Ok(())
    }
}

impl Short {
    fn or(self, fault: ContentFault) -> Stop {
        match self {
            Self::Nothing | Self::Part => Stop::Fault(fault),
            Self::Failed(error) => Stop::Failed(error),
        }
    }
}

/// Sizes are signed to go, and what is negative or beyond ends nowhere.
/// go's file: `io/io.go`, `NewSectionReader`.
fn end(body: u64, size: u64) -> u64 {
    let most = i64::MAX.unsigned_abs();
    body.checked_add(size).filter(|end| size <= most && *end <= most).unwrap_or(most)
}

fn up_to(bytes: &[u8], most: u64) -> &[u8] {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    &bytes[..bytes.len().min(most)]
}
