use super::opened::Opened;
use super::{Command, Entry, Machine, Ran};
use crate::base::{Bytes, Soon};
use crate::model::FileFault;
use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A folder with more entries is not read to its end.
const ENTRIES: usize = 20_000;
/// What a program may print before it is cut off, in bytes.
const OUTPUT: u64 = 4 << 20;

/// What people name where a file is to be empty.
const NOTHING: &str = "/dev/null";

/// The machine that this program runs on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Local;

impl Machine for Local {
    fn variables(&self) -> BTreeMap<String, String> {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        std::env::vars_os().filter_map(text).collect()
    }

    fn os(&self) -> String {
        match std::env::consts::OS {
            "macos" => "darwin",
            other => other,
        }
        .to_owned()
    }

    fn arch(&self) -> String {
        match std::env::consts::ARCH {
            "x86_64" => "amd64",
            "aarch64" => "arm64",
            "x86" => "386",
            other => other,
        }
        .to_owned()
    }

    fn dir(&self) -> Option<String> {
        // As a shell names it, where that is right. go's file: `os/getwd.go`.
        let real = std::env::current_dir().ok()?;
        let said = std::env::var_os("PWD").map(std::path::PathBuf::from);
        let is_right = |said: &std::path::PathBuf| {
            said.is_absolute() && fs::canonicalize(said).is_ok_and(|said| said == real)
        };
        said.filter(is_right).unwrap_or(real).into_os_string().into_string().ok()
    }

    fn host_name(&self) -> Option<String> {
        let name = fs::read_to_string("/proc/sys/kernel/hostname").ok()?;
        Some(name.trim().to_owned())
    }

    #[cfg(unix)]
    fn uid(&self) -> Option<u32> {
        Some(rustix::process::geteuid().as_raw())
    }

    #[cfg(not(unix))]
    fn uid(&self) -> Option<u32> {
        None
    }

    fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    }

    fn read(&self, path: &str, most: usize) -> Result<Vec<u8>, FileFault> {
        // A pipe would be waited for, and a device has no end.
        let found = fs::metadata(path).map_err(|error| fault(&error))?;
        if found.is_dir() {
            return Err(FileFault::IsDirectory);
        }
        if !found.is_file() && path != NOTHING {
            return Err(FileFault::Failed);
        }
        if found.len() > most as u64 {
            return Err(FileFault::TooLarge);
        }
        let file = fs::File::open(path).map_err(|error| fault(&error))?;
        let mut content = Vec::new();
        let limit = most as u64 + 1;
        file.take(limit).read_to_end(&mut content).map_err(|error| fault(&error))?;
        if content.len() > most { Err(FileFault::TooLarge) } else { Ok(content) }
    }

    fn open(&self, path: &str) -> Result<Box<dyn Bytes>, FileFault> {
        let found = fs::metadata(path).map_err(|error| fault(&error))?;
        match found {
            it if it.is_dir() => Err(FileFault::IsDirectory),
            it if !it.is_file() => Err(FileFault::Failed),
            it => {
                let file = fs::File::open(path).map_err(|error| fault(&error))?;
                Ok(Box::new(Opened::new(file, it.len())))
            }
        }
    }

    fn list(&self, path: &str) -> Result<Vec<String>, FileFault> {
        let entries = fs::read_dir(path).map_err(|error| fault(&error))?;
        let name =
            |entry: std::io::Result<fs::DirEntry>| entry.ok()?.file_name().into_string().ok();
        let mut names: Vec<String> = entries.take(ENTRIES).filter_map(name).collect();
        names.sort();
        Ok(names)
    }

    fn look(&self, path: &str) -> Result<Entry, FileFault> {
        let found = fs::metadata(path).map_err(|error| fault(&error))?;
        Ok(match found {
            it if it.is_dir() => Entry::Folder,
            it if it.is_file() => Entry::File { size: it.len(), executable: is_executable(&it) },
            _ => Entry::Other,
        })
    }

    fn real(&self, path: &str) -> Option<String> {
        fs::canonicalize(Path::new(path)).ok()?.into_os_string().into_string().ok()
    }

    fn link(&self, path: &str) -> Option<String> {
        fs::read_link(Path::new(path)).ok()?.into_os_string().into_string().ok()
    }

    fn run<'a>(&'a self, command: &'a Command, within: Duration) -> Soon<'a, Ran> {
        Box::pin(run(command, within))
    }
}

fn fault(error: &std::io::Error) -> FileFault {
    match error.kind() {
        ErrorKind::NotFound => FileFault::NotFound,
        ErrorKind::PermissionDenied => FileFault::Denied,
        ErrorKind::IsADirectory => FileFault::IsDirectory,
        ErrorKind::NotADirectory => FileFault::NotADirectory,
        _ => FileFault::Failed,
    }
}

#[cfg(unix)]
fn is_executable(found: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    found.permissions().mode() & 0o111 != 0
}

#[cfg(not(unix))]
fn is_executable(_: &fs::Metadata) -> bool {
    true
}

async fn run(command: &Command, within: Duration) -> Ran {
    let mut child = match prepared(command).spawn() {
        Ok(child) => child,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ran::NotFound,
        Err(_) => return Ran::NotExecutable,
    };
    let _ended_with_this = Group(child.id());
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let told = tell(stdin, &command.input);
    let all = async { tokio::join!(told, all_of(stdout), all_of(stderr), child.wait()) };
    match tokio::time::timeout(within, all).await {
        Ok(((), stdout, stderr, Ok(status))) => match status.code() {
            Some(code) => Ran::Exited { code, stdout, stderr },
            None => Ran::Killed,
        },
        Ok(_) => Ran::Killed,
        Err(_) => Ran::TimedOut,
    }
}

fn prepared(command: &Command) -> tokio::process::Command {
    let mut ready = tokio::process::Command::new(&command.program);
    ready.args(&command.arguments).envs(command.variables.iter().cloned());
    let input = if command.input.is_empty() { Stdio::null() } else { Stdio::piped() };
    ready.stdin(input).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    if let Some(dir) = &command.dir {
        ready.current_dir(dir);
    }
    // A group of its own, so that what it starts ends with it.
    #[cfg(unix)]
    ready.process_group(0);
    ready
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

async fn all_of(pipe: Option<impl tokio::io::AsyncRead + Unpin>) -> Vec<u8> {
    use tokio::io::AsyncReadExt;
    let mut content = Vec::new();
    if let Some(pipe) = pipe {
        // A broken pipe ends the output; what came before it counts.
        let _ended = pipe.take(OUTPUT).read_to_end(&mut content).await;
    }
    content
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
