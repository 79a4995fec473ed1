use super::apart::Start;
use super::{Command, Ran};
use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::pin::pin;
use std::process::Stdio;
use std::time::Duration;

/// What of a program's output is kept before it is cut off, in bytes.
const OUTPUT: usize = 4 << 20;
/// What is read of the words on standard error, at either end, in bytes.
const WORDS: usize = 16 << 10;
/// What is read of it at once, in bytes.
const PIECE: usize = 64 << 10;
/// What a program has printed is read this long after its end.
const LINGER: Duration = Duration::from_secs(1);

/// Is given what a program prints, as it comes.
pub trait Sink: Send {
    /// The next bytes; a break where it has enough.
    fn take(&mut self, bytes: &[u8]) -> ControlFlow<()>;
}

/// Keeps what comes, up to a limit.
#[derive(Default)]
pub(super) struct Kept(pub(super) Vec<u8>);

impl Sink for Kept {
    fn take(&mut self, bytes: &[u8]) -> ControlFlow<()> {
        let count = bytes.len().min(OUTPUT - self.0.len());
        self.0.extend_from_slice(&bytes[..count]);
        if self.0.len() < OUTPUT { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

/// Gives what the program prints to the sink; what is said in its end holds no
/// standard output.
pub(super) async fn poured(command: &Command, within: Duration, sink: &mut dyn Sink) -> Ran {
    let start = Start::of_now();
    let ran = started(prepared(command, &start), command, within, sink).await;
    start.told(ran)
}

async fn started(
    mut ready: tokio::process::Command,
    command: &Command,
    within: Duration,
    sink: &mut dyn Sink,
) -> Ran {
    let mut child = match ready.spawn() {
        Ok(child) => child,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ran::NotFound,
        Err(_) => return Ran::NotExecutable,
    };
    let _ended_with_this = Group(child.id());
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let told = tell(stdin, &command.input);
    let mut said = Kept::default();
    let all = async {
        let mut listened =
            pin!(async { tokio::join!(told, given(stdout, sink), given(stderr, &mut said)) });
        let status = tokio::select! {
            _ = &mut listened => return child.wait().await,
            status = child.wait() => status,
        };
        // What it started may hold its streams for ever, and tells nothing more.
        let _rest = tokio::time::timeout(LINGER, listened).await;
        status
    };
    match tokio::time::timeout(within, all).await {
        Ok(Ok(status)) => match status.code() {
            Some(code) => Ran::Exited { code, stdout: Vec::new(), stderr: ends(said.0) },
            None => Ran::Killed,
        },
        Ok(Err(_)) => Ran::Killed,
        Err(_) => Ran::TimedOut,
    }
}

/// Why a program failed stands at the beginning or at the end of what it says.
fn ends(mut said: Vec<u8>) -> Vec<u8> {
    if said.len() > 2 * WORDS {
        said.drain(WORDS..said.len() - WORDS);
    }
    said
}

fn prepared(command: &Command, start: &Start) -> tokio::process::Command {
    let mut ready = begun(command, start);
    ready.args(&command.arguments).envs(command.variables.iter().cloned());
    for name in &command.without {
        ready.env_remove(name);
    }
    let input = if command.input.is_empty() { Stdio::null() } else { Stdio::piped() };
    ready.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    if let Some(dir) = &command.dir {
        ready.current_dir(dir);
    }
    ready
}

/// In a group of its own, so that what it starts ends with it; a session is one too.
#[cfg(unix)]
fn begun(command: &Command, start: &Start) -> tokio::process::Command {
    match start {
        Start::Plainly => {
            let mut ready = tokio::process::Command::new(&command.program);
            ready.process_group(0);
            ready
        }
        Start::Apart { own, name } => {
            let mut ready = tokio::process::Command::new(own);
            ready.arg0(name).arg(&command.program);
            ready
        }
    }
}

#[cfg(not(unix))]
fn begun(command: &Command, _: &Start) -> tokio::process::Command {
    tokio::process::Command::new(&command.program)
}

/// A program that does not listen is not waited for.
async fn tell(pipe: Option<tokio::process::ChildStdin>, input: &[u8]) {
    use tokio::io::AsyncWriteExt;
    if let Some(mut pipe) = pipe {
        let _deaf = pipe.write_all(input).await;
    }
}

/// A program with all that it started, ended when this is dropped.
struct Group(Option<u32>);

impl Drop for Group {
    fn drop(&mut self) {
        end_group(self.0);
    }
}

/// Until the sink has enough; the program then writes to a closed pipe.
async fn given(pipe: Option<impl tokio::io::AsyncRead + Unpin>, sink: &mut dyn Sink) {
    use tokio::io::AsyncReadExt;
    let Some(mut pipe) = pipe else { return };
    let mut piece = vec![0; PIECE];
    // A broken pipe ends the output; what came before it counts.
    while let Ok(count @ 1..) = pipe.read(&mut piece).await {
        if sink.take(&piece[..count]).is_break() {
            return;
        }
    }
}

#[cfg(unix)]
fn end_group(group: Option<u32>) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let group = group.and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw);
    if let Some(group) = group {
        // Gone already is as good as ended.
        let _gone = kill_process_group(group, Signal::KILL);
    }
}

#[cfg(not(unix))]
fn end_group(_: Option<u32>) {}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// Counts, and has enough after so many bytes.
    struct Counted(usize, usize);

    impl Sink for Counted {
        fn take(&mut self, bytes: &[u8]) -> ControlFlow<()> {
            self.0 += bytes.len();
            if self.0 < self.1 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        }
    }

    fn shell(script: &str) -> Command {
        Command::of("sh", &["-c", script])
    }

    const LONG: Duration = Duration::from_mins(1);

    #[tokio::test]
    async fn all_of_it_comes_past() {
        let mut counted = Counted(0, usize::MAX);
        let script = shell("head -c 9000000 /dev/zero; echo said >&2; exit 3");
        let ran = poured(&script, LONG, &mut counted).await;
        let said = Ran::Exited { code: 3, stdout: Vec::new(), stderr: b"said\n".to_vec() };
        assert_eq!((ran, counted.0), (said, 9_000_000));
    }

    #[tokio::test]
    async fn a_program_without_end_is_left_when_there_is_enough() {
        let mut counted = Counted(0, 1 << 20);
        let ran = poured(&shell("exec cat /dev/zero"), LONG, &mut counted).await;
        assert_eq!(ran, Ran::Killed);
        assert!(counted.0 < (1 << 20) + PIECE);
        let mut kept = Kept::default();
        poured(&shell("exec cat /dev/zero"), LONG, &mut kept).await;
        assert_eq!(kept.0.len(), OUTPUT);
    }

    #[tokio::test]
    async fn what_it_leaves_behind_is_not_waited_for() {
        let begun = std::time::Instant::now();
        let mut kept = Kept::default();
        let ran = poured(&shell("sleep 40 & echo said"), LONG, &mut kept).await;
        assert_eq!(ran, Ran::Exited { code: 0, stdout: Vec::new(), stderr: Vec::new() });
        assert_eq!(kept.0, b"said\n");
        assert!(begun.elapsed() < Duration::from_secs(20));
    }
}
