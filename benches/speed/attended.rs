//! Commands below `run`, beside themselves: one that does nothing, and one that prints
//! 100 MB of what a build prints.

use crate::ground::tool;
use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use tempfile::NamedTempFile;

const SIZE: usize = 100_000_000;

#[divan::bench(sample_count = 200, sample_size = 1)]
fn nothing_alone() {
    printed(&mut Command::new("/bin/true"));
}

#[divan::bench(sample_count = 200, sample_size = 1)]
fn nothing_below_run() {
    printed(Command::new(tool()).args(["run", "--", "/bin/true"]));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn much_alone() {
    assert_eq!(printed(Command::new("/bin/cat").arg(build())), SIZE);
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn much_below_run() {
    let mut command = Command::new(tool());
    assert_eq!(printed(command.args(["run", "--", "/bin/cat"]).arg(build())), SIZE);
}

/// How much a command prints to whoever reads it at once.
fn printed(command: &mut Command) -> usize {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("it starts");
    let mut pipe = child.stdout.take().expect("a pipe");
    let (mut piece, mut all) = (vec![0; 1 << 18], 0);
    while let Ok(count @ 1..) = pipe.read(&mut piece) {
        all += count;
    }
    assert!(child.wait().expect("its end").success());
    all
}

/// What a build prints, 100 MB of it.
fn build() -> &'static Path {
    static BUILD: OnceLock<NamedTempFile> = OnceLock::new();
    let file = BUILD.get_or_init(|| {
        let mut file = NamedTempFile::new().expect("a file");
        let mut text = String::new();
        for at in 0.. {
            writeln!(text, "#12 {at}.125 compiling example.com/app/internal/part{at}")
                .expect("writing to a string");
            text += "#12 [4/9] COPY --from=build /out/app /usr/local/bin/app 0.1s\n";
            if text.len() >= 1 << 20 {
                break;
            }
        }
        let mut left = SIZE;
        while left > 0 {
            let piece = &text.as_bytes()[..left.min(text.len())];
            file.write_all(piece).expect("room for it");
            left -= piece.len();
        }
        file
    });
    file.path()
}
