use std::ffi::OsString;
use std::io::{self, IsTerminal, Read, Write};

/// What this program itself was given, and where it may read and write: its own
/// streams and the files that the command line names.
#[derive(Clone, Copy, Debug, Default)]
pub struct Console;

/// One of the two streams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stream {
    Out,
    Err,
}

impl Console {
    /// The command line, the program's own name in front.
    pub fn arguments(self) -> Vec<OsString> {
        std::env::args_os().collect()
    }

    pub fn is_terminal(self, stream: Stream) -> bool {
        match stream {
            Stream::Out => io::stdout().is_terminal(),
            Stream::Err => io::stderr().is_terminal(),
        }
    }

    /// Columns of the terminal behind a stream, if it is one.
    #[cfg(unix)]
    pub fn width(self, stream: Stream) -> Option<usize> {
        let size = match stream {
            Stream::Out => rustix::termios::tcgetwinsize(io::stdout()).ok()?,
            Stream::Err => rustix::termios::tcgetwinsize(io::stderr()).ok()?,
        };
        Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
    }

    /// Columns of the terminal behind a stream, if it is one.
    #[cfg(not(unix))]
    pub fn width(self, _: Stream) -> Option<usize> {
        None
    }

    /// Writes to standard output, all at once. A closed pipe is not an error.
    pub fn print(self, bytes: &[u8]) -> io::Result<()> {
        self.print_to(Stream::Out, bytes)
    }

    /// The same for either stream.
    pub fn print_to(self, stream: Stream, bytes: &[u8]) -> io::Result<()> {
        let written = match stream {
            Stream::Out => {
                let mut out = io::stdout().lock();
                out.write_all(bytes).and_then(|()| out.flush())
            }
            Stream::Err => io::stderr().lock().write_all(bytes),
        };
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            other => other,
        }
    }

    /// A line on standard error, without what a terminal would act on. If nobody
    /// can read it, nobody needs to.
    pub fn note(self, line: &str) {
        let line: String = line.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
        let _unread = writeln!(io::stderr().lock(), "{line}");
    }

    /// Reads a file that the command line names, a pipe included, and refuses what
    /// is larger than `most` bytes.
    pub fn read(self, path: &str, most: usize) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        std::fs::File::open(path)?.take(most as u64 + 1).read_to_end(&mut content)?;
        if content.len() > most { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(content) }
    }

    /// All of standard input, and refuses what is larger than `most` bytes.
    pub fn input(self, most: usize) -> io::Result<Vec<u8>> {
        let mut content = Vec::new();
        io::stdin().lock().take(most as u64 + 1).read_to_end(&mut content)?;
        if content.len() > most { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(content) }
    }

    /// A file that the command line names, or standard input for `-`, given away as it
    /// comes.
    pub fn pour(self, path: &str, sink: &mut dyn FnMut(&[u8])) -> io::Result<()> {
        let mut from: Box<dyn Read> = match path {
            "-" => Box::new(io::stdin().lock()),
            path => Box::new(std::fs::File::open(path)?),
        };
        let mut piece = vec![0; 256 << 10];
        loop {
            match from.read(&mut piece) {
                Ok(0) => return Ok(()),
                Ok(read) => sink(&piece[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Writes a file that the command line names.
    pub fn save(self, path: &str, bytes: &[u8]) -> io::Result<()> {
        std::fs::write(path, bytes)
    }
}
