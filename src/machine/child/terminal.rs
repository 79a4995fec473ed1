//! Where this program writes to a terminal, the command does so too: to one of its own,
//! which is nobody's controlling terminal. What it asks of the keyboard and of job
//! control goes to the real one, as ever.

use rustix::fs::{Mode, OFlags, open};
use rustix::pty::{OpenptFlags, openpt, unlockpt};
use rustix::termios::{OptionalActions, OutputModes, Winsize};
use rustix::termios::{tcgetattr, tcgetwinsize, tcsetattr, tcsetwinsize};
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

/// A terminal of the command's, and the real one that it stands for.
#[derive(Debug)]
pub(super) struct Screen {
    real: BorrowedFd<'static>,
    outer: OwnedFd,
}

/// A terminal that looks like the real one: the end that is read, the end that the
/// command writes to, and both as a screen.
pub(super) fn pseudo(real: BorrowedFd<'static>) -> io::Result<(OwnedFd, OwnedFd, Screen)> {
    let outer = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
    #[cfg(not(target_os = "linux"))]
    rustix::pty::grantpt(&outer)?;
    unlockpt(&outer)?;
    let inner = opened(&outer)?;
    let mut manner = tcgetattr(real)?;
    // The real one puts a carriage return before each newline; once is enough.
    manner.output_modes.remove(OutputModes::OPOST);
    tcsetattr(&inner, OptionalActions::Now, &manner)?;
    let screen = Screen { real, outer: outer.try_clone()? };
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
    pub(super) fn again(&self) -> io::Result<Self> {
        Ok(Self { real: self.real, outer: self.outer.try_clone()? })
    }

    /// Takes the size of the real one; says whether that was news.
    pub(super) fn resized(&self) -> bool {
        let Ok(now) = tcgetwinsize(self.real) else { return false };
        let before = tcgetwinsize(self.outer.as_fd());
        let size = |it: &Winsize| (it.ws_col, it.ws_row, it.ws_xpixel, it.ws_ypixel);
        if before.is_ok_and(|before| size(&before) == size(&now)) {
            return false;
        }
        tcsetwinsize(&self.outer, now).is_ok()
    }
}
