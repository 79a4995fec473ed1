//! Programs in a session of their own: whoever has no terminal asks nobody at one.

use super::Ran;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::OnceLock;

/// By this name this program starts another one, and is no more.
const NAME: &str = "gomod-doctor-apart";
/// As shells say it, and what is said with it.
const NOT_FOUND: u8 = 127;
const NOT_EXECUTABLE: u8 = 126;
const SAID: &str = "gomod-doctor-apart: cannot start it\n";

/// Where this program lies, where there is a terminal to be kept from others.
static SELF: OnceLock<Option<PathBuf>> = OnceLock::new();

/// Becomes another program, where this one was started to do so. Returns the exit code
/// only if that cannot be.
#[cfg(unix)]
pub fn apart() -> Option<u8> {
    use std::os::unix::process::CommandExt;
    let mut words = std::env::args_os();
    let is_meant = words.next().is_some_and(|name| name == NAME);
    let program = words.next().filter(|_| is_meant)?;
    // A leader of a group cannot begin a session; nobody makes this one a leader.
    let _already = rustix::process::setsid();
    let error = std::process::Command::new(program).args(words).exec();
    let _unread = std::io::Write::write_all(&mut std::io::stderr(), SAID.as_bytes());
    Some(if error.kind() == std::io::ErrorKind::NotFound { NOT_FOUND } else { NOT_EXECUTABLE })
}

#[cfg(not(unix))]
pub fn apart() -> Option<u8> {
    None
}

/// From now on programs get a session of their own, where there is a terminal.
pub fn keep_terminal() {
    SELF.get_or_init(own_place);
}

#[cfg(unix)]
fn own_place() -> Option<PathBuf> {
    std::fs::File::open("/dev/tty").ok()?;
    let kept = PathBuf::from("/proc/self/exe");
    // By that name it is found also where its file was replaced meanwhile.
    if kept.exists() { Some(kept) } else { std::env::current_exe().ok() }
}

#[cfg(not(unix))]
fn own_place() -> Option<PathBuf> {
    None
}

/// The words by which a program is started: itself, or by way of this one.
pub(super) enum Start {
    Plainly,
    Apart { own: PathBuf, name: OsString },
}

impl Start {
    pub(super) fn of_now() -> Self {
        match SELF.get().cloned().flatten() {
            Some(own) => Self::Apart { own, name: NAME.into() },
            None => Self::Plainly,
        }
    }

    /// What became of the program, where this one could not start it.
    pub(super) fn told(&self, ran: Ran) -> Ran {
        match (self, &ran) {
            (Self::Apart { .. }, Ran::Exited { code, stderr, .. }) if stderr == SAID.as_bytes() => {
                if *code == i32::from(NOT_FOUND) {
                    Ran::NotFound
                } else {
                    Ran::NotExecutable
                }
            }
            _ => ran,
        }
    }
}
