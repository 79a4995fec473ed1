use super::ZipFault;
use super::fields::Fields;
use super::window::{Short, Window};

const SIGNATURE: u32 = 0x0201_4b50;
const LENGTH: usize = 46;
const ZIP_64: u16 = 1;

/// What the list of a zip says of one file.
pub(super) struct Header {
    pub(super) name: Vec<u8>,
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) crc: u32,
    pub(super) compressed: u64,
    pub(super) size: u64,
    /// Where the file is, counted from the start of the zip proper.
    pub(super) offset: i64,
    /// How long this was.
    pub(super) length: u64,
}

/// Why the list does not go on.
pub(super) enum NoHeader {
    /// `zip.ErrFormat`: something else stands there.
    Other,
    /// `io.ErrUnexpectedEOF`
    CutShort,
    /// `io.EOF`
    End,
    Failed {
        why: String,
    },
}

impl NoHeader {
    pub(super) fn into_fault(self) -> ZipFault {
        match self {
            Self::Other => ZipFault::NotAZip,
            Self::CutShort => ZipFault::CutShort,
            Self::End => ZipFault::EndOfFile,
            Self::Failed { why } => ZipFault::Unreadable { why },
        }
    }
}

impl Header {
    /// go's file: `archive/zip/reader.go`, `readDirectoryHeader`.
    pub(super) fn read(zip: &mut Window, at: u64) -> Result<Self, NoHeader> {
        let mut fixed = [0; LENGTH];
        zip.read(at, &mut fixed).map_err(none)?;
        let mut fields = Fields(&fixed);
        if fields.u32() != SIGNATURE {
            return Err(NoHeader::Other);
        }
        let (flags, method) = (fields.skip(4).u16(), fields.u16());
        let (crc, compressed, size) = (fields.skip(4).u32(), fields.u32(), fields.u32());
        let [name, extra, comment] = [fields.u16(), fields.u16(), fields.u16()].map(usize::from);
        let offset = fields.skip(8).u32();
        let mut rest = vec![0; name + extra + comment];
        zip.read(at.saturating_add(LENGTH as u64), &mut rest).map_err(none)?;
        let length = (LENGTH + rest.len()) as u64;
        let mut numbers = Numbers::of(compressed, size, offset);
        numbers.widen(&rest[name..name + extra])?;
        rest.truncate(name);
        let Numbers { compressed, size, offset, .. } = numbers;
        Ok(Self { name: rest, flags, method, crc, compressed, size, offset, length })
    }
}

/// Numbers that may stand in the zip64 field instead.
struct Numbers {
    compressed: u64,
    size: u64,
    offset: i64,
    wants_compressed: bool,
    wants_size: bool,
    wants_offset: bool,
}

impl Numbers {
    fn of(compressed: u32, size: u32, offset: u32) -> Self {
        Self {
            compressed: compressed.into(),
            size: size.into(),
            offset: offset.into(),
            wants_compressed: compressed == u32::MAX,
            wants_size: size == u32::MAX,
            wants_offset: offset == u32::MAX,
        }
    }

    fn widen(&mut self, extra: &[u8]) -> Result<(), NoHeader> {
        let mut extra = Fields(extra);
        while extra.0.len() >= 4 {
            let (tag, length) = (extra.u16(), usize::from(extra.u16()));
            if extra.0.len() < length {
                break;
            }
            let field = extra.take(length);
            if tag == ZIP_64 {
                self.take(&mut Fields(field))?;
            }
        }
        // A size of 2³²-1 may be meant as it stands; the others are not believed.
        if self.wants_compressed || self.wants_offset {
            return Err(NoHeader::Other);
        }
        Ok(())
    }

    fn take(&mut self, field: &mut Fields) -> Result<(), NoHeader> {
        let mut next = |wanted: &mut bool| {
            let was_wanted = std::mem::take(wanted);
            let is_there = field.0.len() >= 8;
            match (was_wanted, is_there) {
                (false, _) => Ok(None),
                (true, true) => Ok(Some(field.u64())),
                (true, false) => Err(NoHeader::Other),
            }
        };
        self.size = next(&mut self.wants_size)?.unwrap_or(self.size);
        self.compressed = next(&mut self.wants_compressed)?.unwrap_or(self.compressed);
        self.offset = next(&mut self.wants_offset)?.map_or(self.offset, u64::cast_signed);
        Ok(())
    }
}

fn none(short: Short) -> NoHeader {
    match short {
        Short::Nothing => NoHeader::End,
        Short::Part => NoHeader::CutShort,
        Short::Failed(error) => NoHeader::Failed { why: error.to_string() },
    }
}
