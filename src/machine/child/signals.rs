use super::Late;
use super::pump::Passed;
use super::terminal::Screen;
use futures_util::future::select_all;
use rustix::fs::{Mode, OFlags, open};
use rustix::process::{Pid, Signal};
use rustix::process::{getpgrp, getpid, kill_current_process_group, kill_process};
use rustix::termios::tcgetpgrp;
use std::fs::read_to_string;
use std::sync::mpsc::{Sender, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;
use tokio::runtime::Builder;
use tokio::signal::unix::{self, SignalKind};

/// What is passed on to the command.
const PASSED: &[Signal] = &[
    Signal::HUP,
    Signal::INT,
    Signal::QUIT,
    Signal::TERM,
    Signal::USR1,
    Signal::USR2,
    Signal::TSTP,
    Signal::WINCH,
];
/// What a terminal sends to all that run in its foreground.
const OF_TERMINALS: &[Signal] = &[Signal::INT, Signal::QUIT, Signal::TSTP];
/// What ends a program that does not mind it.
const ENDING: &[Signal] = &[Signal::HUP, Signal::INT, Signal::QUIT, Signal::TERM];
/// Whoever was sent such a signal has ended by then.
const MOMENT: Duration = Duration::from_millis(100);

/// Signals to this program, which are meant for the command while it runs.
pub(super) struct Signals(Arc<Mutex<State>>);

struct State {
    to: To,
    was_interrupted: bool,
    late: Late,
}

enum To {
    /// It is about to begin.
    NotYet(Vec<Signal>),
    Command(Pid),
    Nobody,
}

impl Signals {
    /// From now on no signal ends this program.
    pub(super) fn heard(screens: Vec<Screen>, tell: Sender<Passed>) -> Self {
        let state =
            State { to: To::NotYet(Vec::new()), was_interrupted: false, late: Late::default() };
        let state = Arc::new(Mutex::new(state));
        let (ready, is_ready) = sync_channel(1);
        let listener = Listener { state: Arc::clone(&state), screens, tell };
        thread::spawn(move || listener.listen(&ready));
        let _unheard = is_ready.recv();
        Self(state)
    }

    pub(super) fn pass_to(&self, child: u32) {
        let Some(pid) = i32::try_from(child).ok().and_then(Pid::from_raw) else { return };
        let before = std::mem::replace(&mut lock(&self.0).to, To::Command(pid));
        if let To::NotYet(signals) = before {
            for signal in signals {
                let _gone = kill_process(pid, signal);
            }
        }
    }

    pub(super) fn pass_to_nobody(&self) {
        lock(&self.0).to = To::Nobody;
    }

    pub(super) fn late(&self) -> Late {
        lock(&self.0).late.clone()
    }

    /// Whether somebody asked for an end while the command ran.
    pub(super) fn was_interrupted(&self) -> bool {
        lock(&self.0).was_interrupted
    }
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Listener {
    state: Arc<Mutex<State>>,
    screens: Vec<Screen>,
    tell: Sender<Passed>,
}

impl Listener {
    fn listen(self, ready: &SyncSender<()>) {
        let Ok(runtime) = Builder::new_current_thread().enable_all().build() else { return };
        runtime.block_on(async {
            let ignored = ignored();
            let wanted = PASSED.iter().filter(|signal| !is_in(ignored, **signal));
            let mut heard: Vec<(Signal, unix::Signal)> = wanted
                .filter_map(|it| Some((*it, unix::signal(SignalKind::from_raw(it.as_raw())).ok()?)))
                .collect();
            let _waiting = ready.send(());
            while !heard.is_empty() {
                let all = heard.iter_mut().map(|(signal, it)| {
                    Box::pin(async move {
                        it.recv().await;
                        *signal
                    })
                });
                let (signal, ..) = select_all(all).await;
                self.take(signal).await;
            }
        });
    }

    async fn take(&self, signal: Signal) {
        if signal == Signal::WINCH {
            return self.resize();
        }
        let pid = {
            let mut state = lock(&self.state);
            if ENDING.contains(&signal) {
                match state.to {
                    To::Nobody => state.late.set(),
                    _ => state.was_interrupted = true,
                }
            }
            match &mut state.to {
                To::NotYet(signals) => return signals.push(signal),
                To::Command(pid) => *pid,
                To::Nobody => return self.end(signal),
            }
        };
        if OF_TERMINALS.contains(&signal) && is_in_foreground() {
            tokio::time::sleep(MOMENT).await;
            if signal == Signal::TSTP || minds(pid, signal) {
                return;
            }
        }
        // It may have ended meanwhile.
        if matches!(lock(&self.state).to, To::Command(_)) {
            let _gone = kill_process(pid, signal);
        }
    }

    /// The command has ended, and what is left to be done shall end too.
    fn end(&self, signal: Signal) {
        if ENDING.contains(&signal) {
            let _over = self.tell.send(Passed::Interrupted);
        }
        if matches!(signal, Signal::HUP | Signal::QUIT) {
            let _sent = kill_process(getpid(), Signal::INT);
        }
    }

    /// The kernel has told all that run in the foreground, which may have looked at the
    /// size of their terminal before it was right.
    fn resize(&self) {
        if self.screens.iter().filter(|screen| screen.resized()).count() > 0 {
            let _alone = kill_current_process_group(Signal::WINCH);
        }
    }
}

/// Whether a terminal that has something to say to this program says it to the command
/// as well.
fn is_in_foreground() -> bool {
    let terminal = open("/dev/tty", OFlags::RDONLY | OFlags::NOCTTY, Mode::empty());
    let Ok(terminal) = terminal else { return false };
    tcgetpgrp(&terminal).is_ok_and(|group| group == getpgrp())
}

/// Whether a process may go on after such a signal; also where that is not known.
fn minds(pid: Pid, signal: Signal) -> bool {
    let status = read_to_string(format!("/proc/{}/status", pid.as_raw_nonzero()));
    let Ok(status) = status else { return true };
    ["SigIgn:", "SigCgt:"].iter().any(|name| is_in(mask(&status, name), signal))
}

/// What whoever started this program does not want to be told, nor the command to be.
fn ignored() -> u64 {
    mask(&read_to_string("/proc/self/status").unwrap_or_default(), "SigIgn:")
}

fn mask(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}

fn is_in(mask: u64, signal: Signal) -> bool {
    let bit = u32::try_from(signal.as_raw() - 1).unwrap_or(u32::MAX);
    mask.checked_shr(bit).unwrap_or_default() & 1 == 1
}
