//! A command that runs as if nobody stood beside it: what it prints passes through as it
//! comes, and is heard on the side.

#[cfg(unix)]
mod pump;
#[cfg(unix)]
mod script;
#[cfg(unix)]
mod signals;
#[cfg(unix)]
mod stream;
#[cfg(unix)]
mod terminal;
#[cfg(unix)]
mod wait;

#[cfg(not(unix))]
mod elsewhere;
#[cfg(not(unix))]
use elsewhere as here;
#[cfg(unix)]
mod here;

use std::ffi::OsString;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Is given what a command prints on one stream, after it has passed through.
pub type Tap = Box<dyn FnMut(&[u8]) + Send>;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    Exited(u8),
    /// The number of the signal.
    Killed(u8),
    NotFound,
    NotExecutable,
}

/// Tells whether somebody asked for an end after the command had come to its own.
#[derive(Clone, Debug, Default)]
pub struct Late(Arc<AtomicBool>);

impl Late {
    pub fn is_so(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }

    #[cfg(unix)]
    fn set(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// A command that has ended, and what it printed until then has passed through.
#[derive(Debug)]
pub struct Ended {
    pub end: End,
    /// Somebody asked for the end, of this program or of the command.
    pub interrupted: bool,
    pub late: Late,
    /// Why it could not be started.
    pub why: Option<io::Error>,
    /// All of it went to the first tap.
    pub as_one: bool,
    /// What it printed could not be passed on: the stream's name, and why.
    pub lost: Option<(&'static str, io::Error)>,
}

/// A command to run.
#[derive(Clone, Copy, Debug)]
pub struct Attended<'a> {
    /// The program, and its words.
    pub words: &'a [OsString],
    /// Where it works; the working folder where none is named.
    pub dir: Option<&'a str>,
}

impl Attended<'_> {
    /// Runs it to its end. What a program that it leaves behind prints later still
    /// passes through while this program lives.
    ///
    /// Where both streams are one and the same, all of it goes to the first tap.
    pub fn run(self, out: Tap, err: Tap) -> Ended {
        here::run(self, out, err)
    }
}

impl End {
    /// What a shell makes of it.
    pub fn code(self) -> u8 {
        match self {
            Self::Exited(code) => code,
            Self::Killed(signal) => signal.saturating_add(128),
            Self::NotFound => 127,
            Self::NotExecutable => 126,
        }
    }

    /// Whether somebody wanted it to end: hang-up, interrupt, quit, termination, or a
    /// reader that went away. A shell tells of a signal by its exit code.
    pub fn is_wanted(self) -> bool {
        matches!(self.code(), 129 | 130 | 131 | 141 | 143)
    }
}

impl Ended {
    fn not_begun(error: io::Error) -> Self {
        let end = match error.kind() {
            io::ErrorKind::NotFound => End::NotFound,
            _ => End::NotExecutable,
        };
        Self {
            end,
            interrupted: false,
            late: Late::default(),
            why: Some(error),
            as_one: false,
            lost: None,
        }
    }
}
