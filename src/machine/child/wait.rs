use super::End;
use super::signals::Signals;
use rustix::io::Errno;
use rustix::process::{Pid, Signal, WaitId, WaitIdOptions, WaitOptions};
use rustix::process::{getpid, kill_process, wait, waitid};
use std::thread::sleep;
use std::time::Duration;

/// Whatever stops the command may let it go on at once.
const MOMENT: Duration = Duration::from_millis(50);

/// Waits for the end of the command; stops where it stops, so that whoever started this
/// program sees it.
pub(super) fn waited(child: u32, signals: &Signals) -> End {
    let Some(pid) = i32::try_from(child).ok().and_then(Pid::from_raw) else {
        return End::NotExecutable;
    };
    if getpid() == Pid::INIT {
        return waited_as_first(pid, signals);
    }
    let seen = WaitIdOptions::EXITED | WaitIdOptions::STOPPED | WaitIdOptions::NOWAIT;
    loop {
        match waitid(WaitId::Pid(pid), seen) {
            Ok(Some(status)) if status.stopped() => stop_too(pid),
            Ok(Some(status)) => {
                // From here on its number may be another's.
                signals.pass_to_nobody();
                let _gone = waitid(WaitId::Pid(pid), WaitIdOptions::EXITED);
                return end(status.exit_status(), status.terminating_signal());
            }
            Ok(None) | Err(Errno::INTR) => {}
            Err(_) => return End::NotExecutable,
        }
    }
}

/// The first process of a container is told of the end of all whose parents are gone.
fn waited_as_first(pid: Pid, signals: &Signals) -> End {
    loop {
        match wait(WaitOptions::empty()) {
            Ok(Some((ended, status))) if ended == pid => {
                signals.pass_to_nobody();
                return end(status.exit_status(), status.terminating_signal());
            }
            Ok(_) | Err(Errno::INTR) => {}
            Err(_) => return End::NotExecutable,
        }
    }
}

fn end(code: Option<i32>, signal: Option<i32>) -> End {
    let number = |it: i32| u8::try_from(it & 0xff).unwrap_or_default();
    match (code, signal) {
        (Some(code), _) => End::Exited(number(code)),
        (None, signal) => End::Killed(number(signal.unwrap_or_default())),
    }
}

fn stop_too(pid: Pid) {
    sleep(MOMENT);
    let stopped = WaitIdOptions::STOPPED | WaitIdOptions::NOHANG;
    if !matches!(waitid(WaitId::Pid(pid), stopped), Ok(Some(_))) {
        return;
    }
    let _stopped = kill_process(getpid(), Signal::STOP);
    // Whoever let this program go on means the command.
    let _gone = kill_process(pid, Signal::CONT);
}
