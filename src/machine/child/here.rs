use super::pump::{self, Passed};
use super::script::shown_to_shell;
use super::signals::Signals;
use super::stream::{Stream, streams};
use super::wait::waited;
use super::{Attended, Ended, Tap};
use std::io;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::channel;

pub(super) fn run(attended: Attended<'_>, out: Tap, err: Tap) -> Ended {
    let (tell, told) = channel();
    let mut streams = streams(out, err);
    let as_one = streams.iter().all(|it| it.carries_out() && it.carries_err());
    let screens = streams.iter().filter_map(Stream::screen).collect();
    // Before the command is there: a signal shall not end us and leave it behind.
    let signals = Signals::heard(screens, tell.clone());
    let child = match begun(attended, &streams) {
        Ok(child) => child,
        Err(error) => return Ended::not_begun(error),
    };
    signals.pass_to(child.id());
    // Whoever reads sees an end only once we hold no end for writing.
    streams.iter_mut().for_each(Stream::close_inner);
    let pumps: Vec<pump::Wake> =
        streams.into_iter().map(|stream| pump::start(stream, tell.clone())).collect();
    let end = waited(child.id(), &signals);
    let due = pumps.len();
    drop(pumps);
    let (mut done, mut lost) = (0, None);
    while done < due {
        match told.recv() {
            Ok(Passed::All) => done += 1,
            Ok(Passed::Lost(name, error)) => lost = Some((name, error)),
            // Whoever does not read is not waited for after that.
            Ok(Passed::Interrupted) | Err(_) => break,
        }
    }
    Ended {
        end,
        interrupted: signals.was_interrupted(),
        late: signals.late(),
        why: None,
        as_one,
        lost,
    }
}

fn begun(attended: Attended<'_>, streams: &[Stream]) -> io::Result<Child> {
    let begun = command(attended.words, attended, streams)?.spawn();
    match begun {
        // A script that names no interpreter is one for sh.
        Err(error) if error.raw_os_error() == Some(rustix::io::Errno::NOEXEC.raw_os_error()) => {
            let words = shown_to_shell(attended.words).ok_or(error)?;
            command(&words, attended, streams)?.spawn()
        }
        begun => begun,
    }
}

fn command(
    words: &[std::ffi::OsString],
    attended: Attended<'_>,
    streams: &[Stream],
) -> io::Result<Command> {
    let (program, rest) = words.split_first().ok_or(io::ErrorKind::NotFound)?;
    let mut command = Command::new(program);
    command.args(rest).stdin(Stdio::inherit());
    if let Some(dir) = attended.dir {
        command.current_dir(dir);
    }
    for stream in streams {
        let inner = stream.inner()?;
        if stream.carries_out() {
            command.stdout(Stdio::from(inner.try_clone()?));
        }
        if stream.carries_err() {
            command.stderr(Stdio::from(inner.try_clone()?));
        }
    }
    Ok(command)
}
