use crate::go::h1::FileHash;
use crate::machine::Machine;
use crate::model::FileFault;
use aws_lc_rs::digest::{Context, SHA256};
use std::io::{ErrorKind, Read};

/// As much is read of a file at a time, in bytes: most are read at once.
const ROOM: usize = 128 << 10;

/// What a thread needs to look at files one after the other, used again and again.
pub(super) struct Desk {
    buffer: Vec<u8>,
    path: String,
}

impl Default for Desk {
    fn default() -> Self {
        Self { buffer: vec![0; ROOM], path: String::new() }
    }
}

impl Desk {
    /// A file of a folder, to be held against something.
    pub(super) fn open(
        &mut self,
        machine: &dyn Machine,
        folder: &str,
        name: &str,
    ) -> Result<Beside<'_>, FileFault> {
        self.path.clear();
        self.path.push_str(folder);
        self.path.push('/');
        self.path.push_str(name);
        let file = machine.stream(&self.path)?;
        Ok(Beside {
            file,
            buffer: &mut self.buffer,
            held: 0..0,
            ended: false,
            equal: true,
            failed: None,
        })
    }

    /// The hash of a file of a folder.
    pub(super) fn hash(
        &mut self,
        machine: &dyn Machine,
        folder: &str,
        name: &str,
    ) -> Result<FileHash, FileFault> {
        let mut beside = self.open(machine, folder, name)?;
        let mut digest = Context::new(&SHA256);
        while beside.fill() {
            digest.update(&beside.buffer[beside.held.clone()]);
            beside.held = 0..0;
        }
        if let Some(why) = beside.failed {
            return Err(why);
        }
        let mut hash = FileHash::default();
        hash.copy_from_slice(digest.finish().as_ref());
        Ok(hash)
    }
}

/// A file that is held against pieces of another, in order.
pub(super) struct Beside<'a> {
    file: Box<dyn Read + Send>,
    buffer: &'a mut [u8],
    /// What was read and not yet compared.
    held: std::ops::Range<usize>,
    ended: bool,
    equal: bool,
    failed: Option<FileFault>,
}

impl Beside<'_> {
    pub(super) fn meet(&mut self, mut piece: &[u8]) {
        while self.equal && !piece.is_empty() {
            if self.held.is_empty() && !self.fill() {
                self.equal = false;
                return;
            }
            let count = piece.len().min(self.held.len());
            let (head, rest) = piece.split_at(count);
            self.equal = self.buffer[self.held.start..][..count] == *head;
            self.held.start += count;
            piece = rest;
        }
    }

    /// Whether the file was that and no more.
    pub(super) fn end(mut self) -> Result<bool, FileFault> {
        let is_over = self.equal && self.held.is_empty() && !self.fill();
        match self.failed {
            Some(why) => Err(why),
            None => Ok(is_over),
        }
    }

    /// Reads on; false at the end. A file that gives less than was asked for has ended.
    fn fill(&mut self) -> bool {
        if self.ended {
            return false;
        }
        loop {
            match self.file.read(self.buffer) {
                Ok(count) => {
                    self.held = 0..count;
                    self.ended = count < self.buffer.len();
                    return count > 0;
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    self.ended = true;
                    self.failed = Some(match error.kind() {
                        ErrorKind::IsADirectory => FileFault::IsDirectory,
                        _ => FileFault::Failed,
                    });
                    return false;
                }
            }
        }
    }
}
