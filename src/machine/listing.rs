/// A name in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub name: String,
    pub kind: Kind,
    /// Its number in its file system, where there are such numbers.
    pub inode: u64,
}

/// What lies under a name, links not followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    File,
    Folder,
    Link,
    /// A pipe, a socket, a device.
    Other,
    /// Its name is no text: what is kept of it cannot be opened.
    Unnamed,
}

impl Kind {
    fn of(found: std::fs::FileType) -> Self {
        match found {
            it if it.is_file() => Self::File,
            it if it.is_dir() => Self::Folder,
            it if it.is_symlink() => Self::Link,
            _ => Self::Other,
        }
    }
}

impl Listed {
    pub(super) fn of(entry: &std::fs::DirEntry) -> Self {
        let kind = entry.file_type().map_or(Kind::Other, Kind::of);
        let inode = inode(entry);
        match entry.file_name().into_string() {
            Ok(name) => Self { name, kind, inode },
            Err(name) => {
                Self { name: name.to_string_lossy().into_owned(), kind: Kind::Unnamed, inode }
            }
        }
    }
}

#[cfg(unix)]
fn inode(entry: &std::fs::DirEntry) -> u64 {
    std::os::unix::fs::DirEntryExt::ino(entry)
}

#[cfg(not(unix))]
fn inode(_: &std::fs::DirEntry) -> u64 {
    0
}
