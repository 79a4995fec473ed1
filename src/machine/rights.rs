use crate::model::{Rights, Room};

/// Why a write would fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteFault {
    Denied,
    ReadOnly,
}

#[cfg(unix)]
pub(super) fn rights(path: &str) -> Option<Rights> {
    use std::os::unix::fs::MetadataExt;
    let found = std::fs::metadata(path).ok()?;
    let (uid, gid, mode) = (found.uid(), found.gid(), found.mode() & 0o7777);
    Some(Rights { uid, gid, mode, owner: None })
}

/// By the effective user and its capabilities, and by how the file system is mounted.
#[cfg(unix)]
pub(super) fn may_write(path: &str, folder: bool) -> Result<(), WriteFault> {
    use rustix::fs::{Access, AtFlags, CWD, accessat};
    use rustix::io::Errno;
    let search = if folder { Access::EXEC_OK } else { Access::empty() };
    match accessat(CWD, path, Access::WRITE_OK | search, AtFlags::EACCESS) {
        Err(Errno::ACCESS | Errno::PERM) => Err(WriteFault::Denied),
        Err(Errno::ROFS) => Err(WriteFault::ReadOnly),
        // What else is the matter is not said by rights.
        Ok(()) | Err(_) => Ok(()),
    }
}

#[cfg(unix)]
#[allow(clippy::unnecessary_cast)]
pub(super) fn room(path: &str) -> Option<Room> {
    let found = rustix::fs::statvfs(path).ok()?;
    // What is kept back for root is root's to use.
    let is_root = rustix::process::geteuid().is_root();
    let for_root = (found.f_bfree, found.f_ffree);
    let (blocks, files) = if is_root { for_root } else { (found.f_bavail, found.f_favail) };
    Some(Room {
        free: (blocks as u64).saturating_mul(found.f_frsize as u64),
        total: (found.f_blocks as u64).saturating_mul(found.f_frsize as u64),
        free_files: files as u64,
        files: found.f_files as u64,
        longest_name: found.f_namemax as u64,
    })
}

/// Whether the file system refuses a lock as such; one that another holds is none of that.
/// The file is read-only open, and let go of at once.
#[cfg(unix)]
pub(super) fn knows_locks(path: &str) -> bool {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;
    let Ok(file) = std::fs::File::open(path) else { return true };
    !matches!(
        flock(&file, FlockOperation::NonBlockingLockShared),
        Err(Errno::NOLCK | Errno::NOSYS | Errno::OPNOTSUPP)
    )
}

#[cfg(not(unix))]
pub(super) fn rights(_: &str) -> Option<Rights> {
    None
}

#[cfg(not(unix))]
pub(super) fn may_write(_: &str, _: bool) -> Result<(), WriteFault> {
    Ok(())
}

#[cfg(not(unix))]
pub(super) fn room(_: &str) -> Option<Room> {
    None
}

#[cfg(not(unix))]
pub(super) fn knows_locks(_: &str) -> bool {
    true
}
