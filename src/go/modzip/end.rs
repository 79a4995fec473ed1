use super::ZipFault;
use super::fields::Fields;
use super::header::Header;
use super::window::{Short, Window};

const END: [u8; 4] = *b"PK\x05\x06";
const END_LENGTH: usize = 22;
const LOCATOR_64: u32 = 0x0706_4b50;
const LOCATOR_64_LENGTH: u64 = 20;
const END_64: u32 = 0x0606_4b50;
const END_64_LENGTH: usize = 56;

/// Where the list of files is, as the end of a zip says.
pub(super) struct End {
    /// How many files there are; go holds the lower 16 bits of it against the list.
    pub(super) records: u64,
    /// Where the list begins.
    pub(super) list: u64,
    /// How much stands in front of the zip: what it says of places is counted from
    /// there.
    pub(super) base: i64,
}

struct Directory {
    records: u64,
    size: u64,
    offset: u64,
}

/// go's file: `archive/zip/reader.go`, `readDirectoryEnd`.
pub(super) fn find(zip: &mut Window, size: u64) -> Result<End, ZipFault> {
    let (mut at, record) = last_record(zip, size)?;
    let mut directory = read(&record)?;
    // The second is 0xffff in go too.
    let is_64 = directory.records == 0xffff
        || directory.size == 0xffff
        || directory.offset == u64::from(u32::MAX);
    if let Some(place) = is_64.then(|| find_64(zip, at)).transpose()?.flatten() {
        at = place;
        directory = read_64(zip, place)?;
    }
    placed(zip, size, at, &directory)
}

/// The record at the end and where it is: it is sought in the last 1024 bytes and
/// then in the last 65 KiB.
fn last_record(zip: &mut Window, size: u64) -> Result<(u64, Vec<u8>), ZipFault> {
    for length in [1024, 65 * 1024] {
        let length = size.min(length);
        let mut tail = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
        zip.read(size - length, &mut tail).or_else(up_to_the_end)?;
        if let Some(at) = signature(&tail) {
            return Ok((size - length + at as u64, tail.split_off(at)));
        }
        if length == size {
            break;
        }
    }
    Err(ZipFault::NotAZip)
}

/// go's file: `archive/zip/reader.go`, `findSignatureInBlock`.
fn signature(tail: &[u8]) -> Option<usize> {
    let last = tail.len().checked_sub(END_LENGTH)?;
    let at = (0..=last).rev().find(|at| tail[*at..].starts_with(&END))?;
    let comment = Fields(&tail[at + END_LENGTH - 2..]).u16();
    (at + END_LENGTH + usize::from(comment) <= tail.len()).then_some(at)
}

fn read(record: &[u8]) -> Result<Directory, ZipFault> {
    let mut fields = Fields(record);
    let directory = Directory {
        records: fields.skip(10).u16().into(),
        size: fields.u32().into(),
        offset: fields.u32().into(),
    };
    let comment = fields.u16();
    if usize::from(comment) > fields.0.len() {
        return Err(ZipFault::Comment);
    }
    Ok(directory)
}

/// go's file: `archive/zip/reader.go`, `findDirectory64End`.
fn find_64(zip: &mut Window, end: u64) -> Result<Option<u64>, ZipFault> {
    let Some(at) = end.checked_sub(LOCATOR_64_LENGTH) else {
        return Ok(None);
    };
    let mut locator = [0; 20];
    zip.read(at, &mut locator).map_err(of_read_at)?;
    let mut fields = Fields(&locator);
    let (signature, disk, place, disks) = (fields.u32(), fields.u32(), fields.u64(), fields.u32());
    // A place beyond the largest signed number is negative to go: no such record.
    let is_place = signature == LOCATOR_64 && disk == 0 && disks == 1 && place >> 63 == 0;
    Ok(is_place.then_some(place))
}

/// go's file: `archive/zip/reader.go`, `readDirectory64End`.
fn read_64(zip: &mut Window, at: u64) -> Result<Directory, ZipFault> {
    let mut record = [0; END_64_LENGTH];
    zip.read(at, &mut record).map_err(of_read_at)?;
    let mut fields = Fields(&record);
    if fields.u32() != END_64 {
        return Err(ZipFault::NotAZip);
    }
    Ok(Directory { records: fields.skip(28).u64(), size: fields.u64(), offset: fields.u64() })
}

fn placed(zip: &mut Window, size: u64, at: u64, directory: &Directory) -> Result<End, ZipFault> {
    let (Ok(length), Ok(offset), Ok(end)) =
        (i64::try_from(directory.size), i64::try_from(directory.offset), i64::try_from(at))
    else {
        return Err(ZipFault::NotAZip);
    };
    let mut base = end.wrapping_sub(length).wrapping_sub(offset);
    let is_within = |place: i64| u64::try_from(place).is_ok_and(|place| place < size);
    if !is_within(base.wrapping_add(offset)) {
        return Err(ZipFault::NotAZip);
    }
    // Files are about whose end is wrong on what stands in front.
    if base > 0 && Header::read(zip, directory.offset).is_ok() {
        base = 0;
    }
    let list = u64::try_from(base.wrapping_add(offset)).map_err(|_| ZipFault::NotAZip)?;
    Ok(End { records: directory.records, list, base })
}

fn up_to_the_end(short: Short) -> Result<(), ZipFault> {
    match short {
        Short::Nothing | Short::Part => Ok(()),
        Short::Failed(error) => Err(ZipFault::Unreadable { why: error.to_string() }),
    }
}

/// `ReadAt` knows no unexpected end.
fn of_read_at(short: Short) -> ZipFault {
    match short {
        Short::Nothing | Short::Part => ZipFault::EndOfFile,
        Short::Failed(error) => ZipFault::Unreadable { why: error.to_string() },
    }
}
