//! On a terminal the command has one too, and its bytes are the same.

use crate::sh;
use crate::tool::Ground;
use rustix::pty::{OpenptFlags, ioctl_tiocgptpeer, openpt, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

/// A command at a terminal that it controls, as `setsid -c` gives it one.
struct AtTerminal {
    child: Child,
    keys: File,
    shown: Receiver<Vec<u8>>,
    seen: String,
    outer: OwnedFd,
}

const LIMIT: Duration = Duration::from_secs(20);

fn at_terminal(ground: &Ground, words: &[&str]) -> AtTerminal {
    let flags = OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC;
    let outer = openpt(flags).expect("a terminal");
    unlockpt(&outer).expect("a terminal");
    let inner = ioctl_tiocgptpeer(&outer, flags).expect("a terminal");
    tcsetwinsize(&outer, Winsize { ws_row: 31, ws_col: 97, ws_xpixel: 0, ws_ypixel: 0 })
        .expect("a size");
    let like = ground.command(&[]);
    let mut command = Command::new("setsid");
    command.args(["-c", "-w"]).args(words).env_clear().current_dir(ground.project());
    command.envs(like.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let end = || Stdio::from(inner.try_clone().expect("a file"));
    let child = command.stdin(end()).stdout(end()).stderr(end()).spawn().expect("setsid");
    let keys = File::from(outer.try_clone().expect("a file"));
    let mut screen = File::from(outer.try_clone().expect("a file"));
    let (send, shown) = channel();
    thread::spawn(move || {
        let mut piece = vec![0; 4096];
        while let Ok(count @ 1..) = screen.read(&mut piece) {
            if send.send(piece[..count].to_vec()).is_err() {
                return;
            }
        }
    });
    AtTerminal { child, keys, shown, seen: String::new(), outer }
}

impl AtTerminal {
    fn wait_for(&mut self, words: &str) {
        let start = Instant::now();
        while !self.seen.contains(words) {
            let left = LIMIT.saturating_sub(start.elapsed());
            match self.shown.recv_timeout(left) {
                Ok(piece) => self.seen.push_str(&String::from_utf8_lossy(&piece)),
                Err(error) => panic!("{error}: no {words:?} in {:?}", self.seen),
            }
        }
    }

    fn press(&mut self, keys: &[u8]) {
        self.keys.write_all(keys).expect("a terminal");
    }

    fn end(mut self) -> (Option<i32>, String) {
        let code = self.child.wait().expect("its end").code();
        while let Ok(piece) = self.shown.recv_timeout(Duration::from_millis(200)) {
            self.seen.push_str(&String::from_utf8_lossy(&piece));
        }
        (code, self.seen)
    }
}

fn attended<'w>(words: &[&'w str]) -> Vec<&'w str> {
    [env!("CARGO_BIN_EXE_gomod-doctor"), "run", "--offline", "--"]
        .iter()
        .chain(words)
        .copied()
        .collect()
}

/// The same words, by themselves and below `run`.
fn same(words: &[&str]) -> String {
    let ground = Ground::new().healthy();
    let alone = at_terminal(&ground, words).end();
    let below = at_terminal(&ground, &attended(words)).end();
    assert_eq!(below, alone, "{words:?}");
    below.1
}

#[test]
fn both_streams_are_one() {
    let shown = same(&sh("test -t 0 && test -t 1 && test -t 2 && stty size <&1 && stty size <&2"));
    assert_eq!(shown, "31 97\r\n31 97\r\n");
    same(&sh("for i in $(seq 200); do echo out $i; echo err $i >&2; done"));
    same(&sh("printf 'half\\nlines\\r\\033[31mred\\033[m\\tend'; ls --color=auto -d /"));
    same(&sh("tty >/dev/null; echo $?; sleep 0.3; echo told > /dev/tty"));
}

#[test]
fn one_stream_is_a_terminal_and_one_a_file() {
    let program = env!("CARGO_BIN_EXE_gomod-doctor");
    let script = format!(
        "{program} run --offline -- sh -c 'test -t 1; echo $? >&2; test -t 2 || echo none' 2>err; cat err"
    );
    let ground = Ground::new().healthy();
    let (_, shown) = at_terminal(&ground, &sh(&script)).end();
    assert_eq!(shown, "none\r\n0\r\n");
}

#[test]
fn an_interrupt_of_the_terminal_comes_once() {
    let ground = Ground::new().healthy();
    let script = "trap 'n=$((n+1)); echo got $n' INT; echo begun; for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.1; done; echo over $n; exit 3";
    let mut running = at_terminal(&ground, &attended(&sh(script)));
    running.wait_for("begun");
    running.press(b"\x03");
    running.wait_for("got 1");
    let (code, shown) = running.end();
    assert_eq!(code, Some(3), "{shown}");
    assert!(shown.contains("over 1"), "{shown}");
}

#[test]
fn an_interrupt_ends_what_does_not_mind() {
    let ground = Ground::new().healthy();
    let mut running = at_terminal(&ground, &attended(&sh("echo begun; exec sleep 30")));
    running.wait_for("begun");
    running.press(b"\x03");
    let (code, shown) = running.end();
    assert_eq!((code, shown.as_str()), (Some(130), "begun\r\n^C"));
}

#[test]
fn keys_are_the_commands() {
    let ground = Ground::new().healthy();
    let script = "stty -echo; echo ask; read secret; stty echo; echo \"got $secret\"";
    let mut running = at_terminal(&ground, &attended(&sh(script)));
    running.wait_for("ask");
    running.press(b"hidden\n");
    let (code, shown) = running.end();
    assert_eq!((code, shown.as_str()), (Some(0), "ask\r\ngot hidden\r\n"));
}

#[test]
fn a_new_size_is_told() {
    let ground = Ground::new().healthy();
    let script =
        "trap 'stty size <&1' WINCH; echo begun; for i in 1 2 3 4 5 6 7 8 9 10; do sleep 0.1; done";
    let mut running = at_terminal(&ground, &attended(&sh(script)));
    running.wait_for("begun");
    tcsetwinsize(&running.outer, Winsize { ws_row: 40, ws_col: 120, ws_xpixel: 0, ws_ypixel: 0 })
        .expect("a size");
    running.wait_for("40 120");
    assert_eq!(running.end().0, Some(0));
}

/// Ctrl-Z, and `fg`: by a shell that knows jobs.
#[test]
fn a_job_that_is_put_aside() {
    let ground = Ground::new().healthy();
    let program = env!("CARGO_BIN_EXE_gomod-doctor");
    let shell = format!(
        "set -m; {program} run --offline -- sh -c 'echo begun; sleep 1; echo went on; exit 0'; echo aside; fg >/dev/null; echo over"
    );
    let mut running = at_terminal(&ground, &["bash", "-c", &shell]);
    running.wait_for("begun");
    running.press(b"\x1a");
    running.wait_for("aside");
    running.wait_for("went on");
    running.wait_for("over");
    running.end();
}
