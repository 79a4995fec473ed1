//! `run` with real commands: what they print, how they end, what reaches them, and what
//! is said where they fail.

#[path = "../tool/mod.rs"]
mod tool;

mod bytes;
mod codes;
mod left_behind;
mod pace;
mod report;
mod signals;
mod terminal;

use std::io::Read;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use tool::Ground;

/// How a command ended, and every byte of it.
#[derive(Debug, PartialEq, Eq)]
struct Bytes {
    status: ExitStatus,
    stdout: Vec<u8>,
    stderr: Vec<u8>,
}

/// The command by itself.
fn alone(ground: &Ground, words: &[&str]) -> Bytes {
    let like = ground.command(&[]);
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).env_clear().current_dir(ground.project());
    command.envs(like.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    ended(command)
}

/// The same command below `run`, with flags of its own in front.
fn attended(ground: &Ground, flags: &[&str], words: &[&str]) -> Bytes {
    ended(attending(ground, flags, words))
}

fn attending(ground: &Ground, flags: &[&str], words: &[&str]) -> Command {
    let arguments: Vec<&str> =
        ["run"].iter().chain(flags).chain(&["--"]).chain(words).copied().collect();
    ground.command(&arguments)
}

fn ended(mut command: Command) -> Bytes {
    let mut child = command.spawn().expect("a program");
    let stdout = child.stdout.take().map(|pipe| thread::spawn(|| all(pipe)));
    let stderr = child.stderr.take().map(|pipe| thread::spawn(|| all(pipe)));
    let status = child.wait().expect("its end");
    let [stdout, stderr] =
        [stdout, stderr].map(|it| it.map(|it| it.join().expect("bytes")).unwrap_or_default());
    Bytes { status, stdout, stderr }
}

fn all(mut pipe: impl Read) -> Vec<u8> {
    let mut content = Vec::new();
    pipe.read_to_end(&mut content).expect("an open pipe");
    content
}

/// A shell's script as words.
fn sh(script: &str) -> [&str; 3] {
    ["sh", "-c", script]
}
