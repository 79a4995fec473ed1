use super::{Identity, Machine};
use crate::model::{HeldLock, LockOf, Waiting};

/// The kernel's list is short; what is longer is cut, in bytes.
const LIST: usize = 4 << 20;
const COMMAND: usize = 4 << 10;
/// Words of a command line that are told.
const WORDS: usize = 4;

/// The locks on whole files that are held on this machine. Those of other containers
/// are not among them.
/// go's file: `cmd/go/internal/lockedfile/internal/filelock/filelock_unix.go`.
#[derive(Clone, Debug, Default)]
pub struct FileLocks(Vec<FileLock>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct FileLock {
    pid: u32,
    identity: Identity,
}

/// Who holds a lock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holding {
    pub pid: u32,
    /// The name of its program, such as `go`.
    pub program: String,
    /// The first words of its command line, where it is go: others may have been
    /// given a password there.
    pub command: String,
}

impl Holding {
    /// The lock that is held so.
    pub fn of(self, path: &str, of: LockOf, waited_for: Waiting) -> HeldLock {
        let Self { pid, program, command } = self;
        HeldLock { path: path.to_owned(), of, pid, program, command, waited_for }
    }
}

impl FileLocks {
    pub fn of(machine: &dyn Machine) -> Self {
        let list = machine.read("/proc/locks", LIST).unwrap_or_default();
        Self(String::from_utf8_lossy(&list).lines().filter_map(parse).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a lock may be on a file of this number.
    pub fn may_hold(&self, inode: u64) -> bool {
        self.0.iter().any(|lock| lock.identity.inode == inode)
    }

    /// Who holds the lock on a file, if anyone.
    pub fn holding(&self, machine: &dyn Machine, path: &str) -> Option<Holding> {
        let identity = machine.identity(path)?;
        let same = self.0.iter().filter(|lock| lock.identity.inode == identity.inode);
        let mut held =
            same.filter(|lock| lock.identity == identity || has_open(machine, lock.pid, path));
        held.next().map(|lock| holder(machine, lock.pid))
    }
}

/// `1: FLOCK  ADVISORY  WRITE 708 00:13:412 0 EOF`; one that waits has `->` before it.
fn parse(line: &str) -> Option<FileLock> {
    let mut words = line.split_whitespace().skip(1);
    words.next().filter(|word| *word == "FLOCK")?;
    let mut words = words.skip(2);
    let pid = words.next()?.parse().ok()?;
    let mut place = words.next()?.split(':');
    let mut device = || u32::from_str_radix(place.next()?, 16).ok();
    let (major, minor) = (device()?, device()?);
    let inode = place.next()?.parse().ok()?;
    Some(FileLock { pid, identity: Identity { major, minor, inode } })
}

/// Layered file systems number their devices in two ways: what the process has open
/// decides then.
fn has_open(machine: &dyn Machine, pid: u32, path: &str) -> bool {
    let Some(real) = machine.real(path) else { return false };
    let folder = format!("/proc/{pid}/fd");
    let files = machine.list(&folder).unwrap_or_default();
    let is_it =
        |name: &String| machine.link(&format!("{folder}/{name}")).is_some_and(|open| open == real);
    files.iter().any(is_it)
}

fn holder(machine: &dyn Machine, pid: u32) -> Holding {
    let text = |name: &str| {
        let bytes = machine.read(&format!("/proc/{pid}/{name}"), COMMAND);
        String::from_utf8_lossy(&bytes.unwrap_or_default()).trim().to_owned()
    };
    let program = text("comm");
    let command = if program == "go" { plain_words(&text("cmdline")) } else { String::new() };
    Holding { pid, program, command }
}

/// Up to the first word that could hold more than a name.
fn plain_words(command: &str) -> String {
    let is_plain = |word: &&str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._/".contains(c);
        !word.is_empty() && word.chars().all(plain)
    };
    let words: Vec<&str> = command.split('\0').take_while(is_plain).take(WORDS).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernels_list() {
        let lock = parse("1: FLOCK  ADVISORY  WRITE 29306 fe:00:5588651 0 EOF").unwrap();
        let identity = Identity { major: 0xfe, minor: 0, inode: 5_588_651 };
        assert_eq!(lock, FileLock { pid: 29306, identity });
        for other in [
            "1: -> FLOCK  ADVISORY  WRITE 29306 fe:00:5588651 0 EOF",
            "2: POSIX  ADVISORY  WRITE 1 fe:00:1 0 EOF",
            "3: FLOCK  ADVISORY  WRITE -1 fe:00:1 0 EOF",
            "",
        ] {
            assert_eq!(parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_command_line_is_cut_where_a_secret_could_begin() {
        assert_eq!(plain_words("go\0mod\0download\0-x\0-json\0"), "go mod download -x");
        assert_eq!(plain_words("go\0build\0-ldflags=-X=a.b=c4n4ry\0./..."), "go build");
        assert_eq!(plain_words("go\0get\0https://u:p@x"), "go get");
    }
}
