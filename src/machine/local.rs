use super::discreet::discreet;
use super::opened::Opened;
use super::pour::{Kept, Sink, poured};
use super::scratch::Scratch;
use super::{Command, Entry, Identity, Listed, Machine, Ran, WriteFault, rights};
use crate::base::{Bytes, Soon};
use crate::model::{FileFault, Rights, Room};
use std::collections::BTreeMap;
use std::fs;
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::Semaphore;

/// A folder with more entries is not read to its end.
const ENTRIES: usize = 20_000;

/// What people name where a file is to be empty.
const NOTHING: &str = "/dev/null";

/// So many programs run side by side; the time that one has begins when it does.
static TURNS: Semaphore = Semaphore::const_new(8);

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

    fn stream(&self, path: &str) -> Result<Box<dyn Read + Send>, FileFault> {
        Ok(Box::new(unwaiting(path).map_err(|error| fault(&error))?))
    }

    fn entries(&self, path: &str) -> Result<Vec<Listed>, FileFault> {
        let entries = fs::read_dir(path).map_err(|error| fault(&error))?;
        let listed = |entry: std::io::Result<fs::DirEntry>| {
            entry.map(|entry| Listed::of(&entry)).map_err(|error| fault(&error))
        };
        entries.map(listed).collect()
    }

    fn identity(&self, path: &str) -> Option<Identity> {
        identity(path)
    }

    fn cores(&self) -> usize {
        std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
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

    fn rights(&self, path: &str) -> Option<Rights> {
        rights::rights(path)
    }

    fn may_write(&self, path: &str, folder: bool) -> Result<(), WriteFault> {
        rights::may_write(path, folder)
    }

    fn room(&self, path: &str) -> Option<Room> {
        rights::room(path)
    }

    fn knows_locks(&self, path: &str) -> bool {
        rights::knows_locks(path)
    }

    fn run<'a>(&'a self, command: &'a Command, within: Duration) -> Soon<'a, Ran> {
        Box::pin(run(command, within))
    }

    fn pour<'a>(
        &'a self,
        command: &'a Command,
        within: Duration,
        sink: &'a mut dyn Sink,
    ) -> Soon<'a, Ran> {
        Box::pin(async move {
            let _turn = TURNS.acquire().await;
            poured(&discreet(command).await, within, sink).await
        })
    }

    fn scratch(&self) -> Option<Scratch> {
        Scratch::new()
    }
}

/// Without waiting for whoever writes into a pipe.
#[cfg(unix)]
fn unwaiting(path: &str) -> std::io::Result<fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    fs::File::options().read(true).custom_flags(flags).open(path)
}

#[cfg(not(unix))]
fn unwaiting(path: &str) -> std::io::Result<fs::File> {
    fs::File::open(path)
}

#[cfg(unix)]
fn identity(path: &str) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let found = fs::metadata(path).ok()?;
    let (major, minor) = (rustix::fs::major(found.dev()), rustix::fs::minor(found.dev()));
    Some(Identity { major, minor, inode: found.ino() })
}

#[cfg(not(unix))]
fn identity(_: &str) -> Option<Identity> {
    None
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
    let _turn = TURNS.acquire().await;
    let mut kept = Kept::default();
    match poured(&discreet(command).await, within, &mut kept).await {
        Ran::Exited { code, stderr, .. } => Ran::Exited { code, stdout: kept.0, stderr },
        other => other,
    }
}
