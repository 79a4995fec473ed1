use super::Tap;
use super::terminal::{Screen, pseudo};
use rustix::fs::fstat;
use rustix::stdio::{stderr, stdout};
use rustix::termios::isatty;
use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::sync::Arc;

/// One or both of the streams of a command, on the way to ours.
pub(super) struct Stream {
    carries: Carries,
    /// What the command writes to. Gone once it has it.
    inner: Option<OwnedFd>,
    /// What is read from.
    pub(super) outer: Arc<OwnedFd>,
    pub(super) tap: Tap,
    screen: Option<Screen>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Carries {
    Out,
    Err,
    Both,
}

/// A stream for each of ours; one for both where they lead to the same place, so that
/// what is written stays in order.
pub(super) fn streams(out: Tap, err: Tap) -> Vec<Stream> {
    let all = if is_same() {
        vec![Stream::made(Carries::Both, out)]
    } else {
        vec![Stream::made(Carries::Out, out), Stream::made(Carries::Err, err)]
    };
    // Out of files: the command then writes to our streams itself, and is not heard.
    all.into_iter().flatten().collect()
}

fn is_same() -> bool {
    let (Ok(out), Ok(err)) = (fstat(stdout()), fstat(stderr())) else { return false };
    (out.st_dev, out.st_ino) == (err.st_dev, err.st_ino)
}

impl Stream {
    fn made(carries: Carries, tap: Tap) -> io::Result<Self> {
        let place = place(carries);
        let made = if isatty(place) { pseudo(place).ok() } else { None };
        if let Some((outer, inner, screen)) = made {
            return Ok(Self { carries, inner: Some(inner), outer, tap, screen: Some(screen) });
        }
        let (outer, inner) = io::pipe()?;
        let (outer, inner) = (Arc::new(outer.into()), inner.into());
        Ok(Self { carries, inner: Some(inner), outer, tap, screen: None })
    }

    pub(super) fn inner(&self) -> io::Result<&OwnedFd> {
        self.inner.as_ref().ok_or_else(|| io::ErrorKind::BrokenPipe.into())
    }

    pub(super) fn close_inner(&mut self) {
        self.inner = None;
    }

    pub(super) fn carries_out(&self) -> bool {
        self.carries != Carries::Err
    }

    pub(super) fn carries_err(&self) -> bool {
        self.carries != Carries::Out
    }

    /// The terminal that it stands for.
    pub(super) fn screen(&self) -> Option<Screen> {
        self.screen.clone()
    }

    /// Ours, that it leads to.
    pub(super) fn place(&self) -> BorrowedFd<'static> {
        place(self.carries)
    }

    pub(super) fn name(&self) -> &'static str {
        if self.carries == Carries::Err { "stderr" } else { "stdout" }
    }
}

fn place(carries: Carries) -> BorrowedFd<'static> {
    if carries == Carries::Err { stderr() } else { stdout() }
}
