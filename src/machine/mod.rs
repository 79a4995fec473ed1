//! The only door to this machine: variables, files and programs, to look at.
//! Nothing behind it can write, but into a folder of our own that is gone again.

mod console;
mod gather;
mod interrupt;
mod local;
mod opened;
mod pour;
mod scratch;

pub use console::{Console, Stream};
pub use gather::{Asked, Gathered, Ledger, STORED, Scope, gather};
pub use interrupt::{Interrupt, interrupted};
pub use local::Local;
pub use pour::Sink;
pub use scratch::Scratch;

use crate::base::{Bytes, Soon};
use crate::model::FileFault;
use std::collections::BTreeMap;
use std::time::Duration;

/// What can be seen of the local machine.
pub trait Machine: Sync {
    /// The environment. Values that are no text are left out.
    fn variables(&self) -> BTreeMap<String, String>;
    /// `linux`, `darwin`, `windows`, as go names them.
    fn os(&self) -> String;
    /// `amd64`, `arm64`, as go names them.
    fn arch(&self) -> String;
    /// The working folder, unless it is gone.
    fn dir(&self) -> Option<String>;
    fn host_name(&self) -> Option<String>;
    /// The effective user id; none where the system has no such thing.
    fn uid(&self) -> Option<u32>;
    /// Unix seconds.
    fn now(&self) -> i64;
    /// A whole file, or a fault if it is larger than `most` bytes.
    fn read(&self, path: &str, most: usize) -> Result<Vec<u8>, FileFault>;
    /// A file of any size, to be read by pieces.
    fn open(&self, path: &str) -> Result<Box<dyn Bytes>, FileFault>;
    /// The names in a folder, sorted; at most some ten thousand.
    fn list(&self, path: &str) -> Result<Vec<String>, FileFault>;
    fn look(&self, path: &str) -> Result<Entry, FileFault>;
    fn is_folder(&self, path: &str) -> bool {
        matches!(self.look(path), Ok(Entry::Folder))
    }
    /// The path without links; none if nothing is there.
    fn real(&self, path: &str) -> Option<String>;
    /// What a symbolic link says; none if there is no link at that path.
    fn link(&self, path: &str) -> Option<String>;
    /// Runs a program that only tells something, and ends it with all it
    /// started when the time is over.
    fn run<'a>(&'a self, command: &'a Command, within: Duration) -> Soon<'a, Ran>;
    /// The same where what it prints is not kept, but given away as it comes.
    fn pour<'a>(
        &'a self,
        command: &'a Command,
        within: Duration,
        sink: &'a mut dyn Sink,
    ) -> Soon<'a, Ran>;
    /// A folder of our own to work in: the only place that is written to while this
    /// program looks. None where there is no room for one.
    fn scratch(&self) -> Option<Scratch>;
}

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    File { size: u64, executable: bool },
    Folder,
    Other,
}

/// A program to ask something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    pub program: String,
    pub arguments: Vec<String>,
    pub dir: Option<String>,
    /// Set on top of the environment.
    pub variables: Vec<(String, String)>,
    /// What it reads from its standard input.
    pub input: Vec<u8>,
}

/// What became of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ran {
    Exited { code: i32, stdout: Vec<u8>, stderr: Vec<u8> },
    Killed,
    TimedOut,
    NotFound,
    NotExecutable,
}
