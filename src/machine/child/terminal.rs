//! Where this program writes to a terminal, the command does so too: to one of its own,
//! which is nobody's controlling terminal. What it asks of the keyboard and of job
//! control goes to the real one, as ever.

use rustix::fs::{Mode, OFlags, open};
use rustix::io::{FdFlags, fcntl_setfd};
use rustix::pty::{OpenptFlags, openpt, unlockpt};
use rustix::termios::{OptionalActions, OutputModes, Winsize};
use rustix::termios::{tcgetattr, tcgetwinsize, tcsetattr, tcsetwinsize};
use std::io;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::sync::{Arc, Weak};

/// A terminal of the command's, and the real one that it stands for.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    real: BorrowedFd<'static>,
    /// Gone where nobody reads it any more.
    outer: Weak<OwnedFd>,
}

/// A terminal that looks like the real one: the end that is read, the end that the
/// command writes to, and both as a screen.
pub(super) fn pseudo(real: BorrowedFd<'static>) -> io::Result<(Arc<OwnedFd>, OwnedFd, Screen)> {
    let outer = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY)?;
    // Not every system knows a flag for it.
    fcntl_setfd(&outer, FdFlags::CLOEXEC)?;
    #[cfg(not(target_os = "linux"))]
    rustix::pty::grantpt(&outer)?;
    unlockpt(&outer)?;
    let inner = opened(&outer)?;
    let mut manner = tcgetattr(real)?;
    // The real one puts a carriage return before each newline; once is enough.
    manner.output_modes.remove(OutputModes::OPOST);
    tcsetattr(&inner, OptionalActions::Now, &manner)?;
    let outer = Arc::new(outer);
    let screen = Screen { real, outer: Arc::downgrade(&outer) };
    screen.resized();
    Ok((outer, inner, screen))
}

/// By itself where the system can do that: `/dev/pts` need not be there.
fn opened(outer: &OwnedFd) -> io::Result<OwnedFd> {
    #[cfg(target_os = "linux")]
    {
        let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
        if let Ok(inner) = rustix::pty::ioctl_tiocgptpeer(outer, flags) {
            return Ok(inner);
        }
    }
    let name = rustix::pty::ptsname(outer, Vec::new())?;
    let flags = OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC;
    Ok(open(name.as_c_str(), flags, Mode::empty())?)
}

impl Screen {
    /// Takes the size of the real one; says whether that was news.
    pub(super) fn resized(&self) -> bool {
        let (Ok(now), Some(outer)) = (tcgetwinsize(self.real), self.outer.upgrade()) else {
            return false;
        };
        let before = tcgetwinsize(&outer);
        let size = |it: &Winsize| (it.ws_col, it.ws_row, it.ws_xpixel, it.ws_ypixel);
        if before.is_ok_and(|before| size(&before) == size(&now)) {
            return false;
        }
        tcsetwinsize(&outer, now).is_ok()
    }
}
