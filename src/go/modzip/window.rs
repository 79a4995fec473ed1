use crate::base::Bytes;
use std::io;

const LEAST: usize = 2 << 10;
const MOST: usize = 128 << 10;

/// A source read through a window: what stands side by side is read once. It widens
/// while one reads on and is small again where one jumps: files are read in the
/// order of their names, which need not be that of the zip.
pub(super) struct Window<'a> {
    source: &'a dyn Bytes,
    buffer: Vec<u8>,
    start: u64,
    filled: usize,
    width: usize,
}

/// Why so many bytes could not be had.
pub(super) enum Short {
    /// None at all: `io.EOF`.
    Nothing,
    /// Some: `io.ErrUnexpectedEOF`.
    Part,
    Failed(io::Error),
}

impl<'a> Window<'a> {
    pub(super) fn new(source: &'a dyn Bytes) -> Self {
        Self { source, buffer: vec![0; MOST], start: 0, filled: 0, width: LEAST }
    }

    /// What stands from there on: at least a byte, unless that is the end.
    pub(super) fn at(&mut self, offset: u64) -> io::Result<&[u8]> {
        let end = self.start + self.filled as u64;
        if offset < self.start || offset >= end {
            let reads_on = offset >= end && offset - end < LEAST as u64;
            self.width = if reads_on { MOST.min(self.width * 2) } else { LEAST };
            self.fill(offset)?;
        }
        let from = usize::try_from(offset - self.start).unwrap_or(usize::MAX);
        Ok(&self.buffer[from.min(self.filled)..self.filled])
    }

    fn fill(&mut self, offset: u64) -> io::Result<()> {
        // Nothing is held if reading fails.
        (self.start, self.filled) = (offset, 0);
        if offset < self.source.size() {
            self.filled = self.source.read_at(&mut self.buffer[..self.width], offset)?;
        }
        Ok(())
    }

    /// Fills the buffer from there on (`io.ReadFull`).
    pub(super) fn read(&mut self, offset: u64, into: &mut [u8]) -> Result<(), Short> {
        let mut done = 0;
        while done < into.len() {
            let held = self.at(offset.saturating_add(done as u64)).map_err(Short::Failed)?;
            if held.is_empty() {
                return Err(if done == 0 { Short::Nothing } else { Short::Part });
            }
            let count = held.len().min(into.len() - done);
            into[done..done + count].copy_from_slice(&held[..count]);
            done += count;
        }
        Ok(())
    }
}
