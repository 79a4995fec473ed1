use std::io;

/// A file that is read where one likes and never held whole.
pub trait Bytes: Send + Sync {
    /// How many bytes there are.
    fn size(&self) -> u64;
    /// Reads at that place; fewer bytes than asked for at the end, and none behind it.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize>;
}

impl Bytes for Vec<u8> {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX).min(self.len());
        let count = buffer.len().min(self.len() - start);
        buffer[..count].copy_from_slice(&self[start..start + count]);
        Ok(count)
    }
}
