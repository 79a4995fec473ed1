//! The only door to this machine: variables, files and programs, to look at.
//! Nothing behind it can write, but into a folder of our own that is gone again.

mod apart;
mod child;
mod console;
mod discreet;
mod gather;
mod interrupt;
mod listing;
mod local;
mod locks;
mod opened;
mod pour;
mod rights;
mod scratch;
mod survey;
mod under;

pub use apart::{apart, keep_terminal};
pub use child::{Attended, End, Ended, Late, Tap};
pub use console::{Console, Stream};
pub use gather::{Asked, Commanded, Gathered, Ledger, STORED, Scope, gather, quietly};
pub use gather::{DockerfileAt, NoDockerfile, dockerfile};
pub use interrupt::{Interrupt, interrupted};
pub use listing::{Kind, Listed};
pub use local::Local;
pub use locks::{FileLocks, Holding};
pub use pour::Sink;
pub use rights::WriteFault;
pub use scratch::Scratch;
pub use survey::{Plan, Watch, survey};
pub use under::Under;

use crate::base::{Bytes, Soon};
use crate::model::{FileFault, Rights, Room};
use std::collections::BTreeMap;
use std::io::Read;
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
    /// A file of any size, to be read from its start: none is waited for, so that a
    /// pipe is as one that holds nothing.
    fn stream(&self, path: &str) -> Result<Box<dyn Read + Send>, FileFault>;
    /// All that a folder holds, each with what it is, in no order.
    fn entries(&self, path: &str) -> Result<Vec<Listed>, FileFault>;
    /// What tells a file from all others, as the kernel's list of locks names it.
    fn identity(&self, path: &str) -> Option<Identity>;
    /// How many threads of this program run side by side.
    fn cores(&self) -> usize;
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
    /// Whose it is, and its mode; of what a link leads to. None where that is not known.
    fn rights(&self, path: &str) -> Option<Rights>;
    /// Whether this user may write into a file, or make files in a folder. Nothing is
    /// tried: rights and the mount tell.
    fn may_write(&self, path: &str, folder: bool) -> Result<(), WriteFault>;
    /// What is left on the file system there.
    fn room(&self, path: &str) -> Option<Room>;
    /// Whether the file system of a file that is there knows locks.
    fn knows_locks(&self, path: &str) -> bool;
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

/// A file system and a file in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    pub major: u32,
    pub minor: u32,
    pub inode: u64,
}

/// A program to ask something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    pub program: String,
    pub arguments: Vec<String>,
    pub dir: Option<String>,
    /// Set on top of the environment.
    pub variables: Vec<(String, String)>,
    /// Taken out of the environment.
    pub without: Vec<String>,
    /// What it reads from its standard input.
    pub input: Vec<u8>,
}

impl Command {
    /// A program with these arguments, in the working folder and as things are.
    pub fn of(program: &str, words: &[&str]) -> Self {
        let arguments = words.iter().map(|word| (*word).to_owned()).collect();
        let program = program.to_owned();
        let (variables, without, input) = (Vec::new(), Vec::new(), Vec::new());
        Self { program, arguments, dir: None, variables, without, input }
    }
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
