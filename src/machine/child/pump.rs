use super::stream::Stream;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::{Errno, read, write};
use std::io::{self, PipeReader, PipeWriter};
use std::os::fd::{AsFd, BorrowedFd};
use std::sync::mpsc::Sender;
use std::thread;

/// What is read at once, in bytes.
const PIECE: usize = 64 << 10;
/// No pipe holds more, in bytes: what comes beyond this came after the end.
const MOST_HELD: usize = 1 << 20;

/// What is told of streams.
pub(super) enum Passed {
    /// All that the command printed has passed through.
    All,
    /// It could not be passed on.
    Lost(&'static str, io::Error),
    /// Somebody wants an end, and the command has come to its own.
    Interrupted,
}

/// Dropped when the command has ended.
pub(super) type Wake = Option<PipeWriter>;

/// Passes on what a stream carries, on a thread of its own, until nobody can write to it
/// any more.
pub(super) fn start(stream: Stream, tell: Sender<Passed>) -> Wake {
    // Without a pipe for it, a program left behind is waited for.
    let (ended, wake) = io::pipe().ok().unzip();
    thread::spawn(move || Pump { stream, ended, tell, piece: vec![0; PIECE] }.work());
    wake
}

struct Pump {
    stream: Stream,
    /// Ends when the command has.
    ended: Option<PipeReader>,
    tell: Sender<Passed>,
    piece: Vec<u8>,
}

impl Pump {
    fn work(mut self) {
        let lost = self.until_the_end().and_then(|()| self.what_was_there());
        if let Err(error) = lost {
            // The command writes to a closed pipe from now on, as it would to ours.
            if error.kind() != io::ErrorKind::BrokenPipe {
                let _gone = self.tell.send(Passed::Lost(self.stream.name(), error));
            }
            let _gone = self.tell.send(Passed::All);
            return;
        }
        self.stream.tap = Box::new(|_| {});
        let _gone = self.tell.send(Passed::All);
        while self.pass().is_ok_and(|passed| passed > 0) {}
    }

    /// Until the command has ended, or nobody writes any more.
    fn until_the_end(&mut self) -> io::Result<()> {
        loop {
            let (readable, over) = self.wait();
            // Another program may go on writing without end.
            if over {
                return Ok(());
            }
            if readable && self.pass()? == 0 {
                self.ended = None;
                return Ok(());
            }
        }
    }

    /// What was in the pipe when the command ended.
    fn what_was_there(&mut self) -> io::Result<()> {
        let mut passed = 0;
        while self.ended.is_some() && passed < MOST_HELD && is_readable(self.stream.outer.as_fd()) {
            match self.pass()? {
                0 => return Ok(()),
                count => passed += count,
            }
        }
        Ok(())
    }

    /// Whether there is something to read, and whether the command has ended.
    fn wait(&self) -> (bool, bool) {
        let mut ends = vec![PollFd::new(&self.stream.outer, PollFlags::IN)];
        ends.extend(self.ended.as_ref().map(|ended| PollFd::new(ended, PollFlags::IN)));
        while poll(&mut ends, None) == Err(Errno::INTR) {}
        let is_ready = |at: usize| ends.get(at).is_some_and(|it| !it.revents().is_empty());
        (is_ready(0), is_ready(1))
    }

    /// Passes one piece on; says how large it was. Nothing is left where it is none.
    fn pass(&mut self) -> io::Result<usize> {
        let count = loop {
            match read(&self.stream.outer, &mut self.piece[..]) {
                Err(Errno::INTR | Errno::AGAIN) => {}
                // A terminal that nobody writes to any more.
                Err(Errno::IO) => break 0,
                other => break other?,
            }
        };
        let piece = &self.piece[..count];
        let told = write_all(self.stream.place(), piece);
        if count > 0 {
            (self.stream.tap)(piece);
        }
        told.map(|()| count)
    }
}

fn is_readable(end: BorrowedFd<'_>) -> bool {
    let mut ends = [PollFd::new(&end, PollFlags::IN)];
    let now = Timespec { tv_sec: 0, tv_nsec: 0 };
    poll(&mut ends, Some(&now)).is_ok_and(|ready| ready > 0)
}

/// Whatever whoever gave us the stream has made of it: it may be one that does not wait.
fn write_all(to: BorrowedFd<'_>, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match write(to, bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(Errno::INTR) => {}
            Err(Errno::AGAIN) => {
                let mut ends = [PollFd::new(&to, PollFlags::OUT)];
                let _ready = poll(&mut ends, None);
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
