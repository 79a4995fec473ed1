use super::{Attended, End, Ended, Late, Tap};
use std::io::{self, Read, Write};
use std::process::{Command, Stdio};
use std::thread;

pub(super) fn run(attended: Attended<'_>, out: Tap, err: Tap) -> Ended {
    let Some((program, rest)) = attended.words.split_first() else {
        return Ended::not_begun(io::ErrorKind::NotFound.into());
    };
    let mut command = Command::new(program);
    command.args(rest).stdout(Stdio::piped()).stderr(Stdio::piped());
    if let Some(dir) = attended.dir {
        command.current_dir(dir);
    }
    let mut child = match command.spawn() {
        Ok(child) => child,
        Err(error) => return Ended::not_begun(error),
    };
    let (from_out, from_err) = (child.stdout.take(), child.stderr.take());
    let first = thread::spawn(move || pass(from_out, io::stdout(), out));
    let second = thread::spawn(move || pass(from_err, io::stderr(), err));
    let status = child.wait();
    let _passed = (first.join(), second.join());
    let code = status.ok().and_then(|status| status.code()).unwrap_or(1);
    let end = End::Exited(u8::try_from(code & 0xff).unwrap_or(1));
    Ended { end, interrupted: false, late: Late::default(), why: None, as_one: false, lost: None }
}

fn pass(from: Option<impl Read>, mut to: impl Write, mut tap: Tap) {
    let Some(mut from) = from else { return };
    let mut piece = vec![0; 64 << 10];
    while let Ok(count @ 1..) = from.read(&mut piece) {
        if to.write_all(&piece[..count]).and_then(|()| to.flush()).is_err() {
            return;
        }
        tap(&piece[..count]);
    }
}
