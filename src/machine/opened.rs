use crate::base::Bytes;
use std::fs::File;
use std::io;

/// An open file of this machine.
pub(super) struct Opened {
    file: File,
    size: u64,
}

impl Opened {
    pub(super) fn new(file: File, size: u64) -> Self {
        Self { file, size }
    }
}

impl Bytes for Opened {
    fn size(&self) -> u64 {
        self.size
    }

    #[cfg(unix)]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        use std::os::unix::fs::FileExt;
        self.file.read_at(buffer, offset)
    }

    #[cfg(windows)]
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        use std::os::windows::fs::FileExt;
        self.file.seek_read(buffer, offset)
    }
}
