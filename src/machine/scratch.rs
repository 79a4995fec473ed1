use crate::model::FileFault;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// Names that are taken already are passed over so often.
const TRIES: u32 = 16;
/// What was just ended may still write for a moment.
const REMOVALS: u32 = 20;
const MOMENT: Duration = Duration::from_millis(10);

/// A folder of our own below the system's temporary folder, for us alone. It is
/// gone with this.
#[derive(Debug)]
pub struct Scratch {
    path: String,
    stands: Stands,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    OnDisk,
    Nowhere,
}

impl Scratch {
    pub(super) fn new() -> Option<Self> {
        let above = std::path::absolute(std::env::temp_dir()).ok()?;
        let path = (0..TRIES).find_map(|_| made(&above))?;
        let path = path.into_os_string().into_string().ok()?;
        Some(Self { path, stands: Stands::OnDisk })
    }

    /// One of an invented machine; nothing is written.
    pub fn invented(path: &str) -> Self {
        Self { path: path.to_owned(), stands: Stands::Nowhere }
    }

    pub fn path(&self) -> &str {
        &self.path
    }

    /// Adds to the end of a file in it, which need not be there yet.
    pub fn append(&self, name: &str, content: &str) -> Result<(), FileFault> {
        if self.stands == Stands::Nowhere {
            return Ok(());
        }
        let path = Path::new(&self.path).join(name);
        let above = path.parent().unwrap_or(&path);
        let written = fs::create_dir_all(above)
            .and_then(|()| fs::OpenOptions::new().create(true).append(true).open(&path))
            .and_then(|mut file| file.write_all(content.as_bytes()));
        written.map_err(|_| FileFault::Failed)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if self.stands == Stands::Nowhere {
            return;
        }
        for _ in 0..REMOVALS {
            if fs::remove_dir_all(&self.path).is_ok() || !Path::new(&self.path).exists() {
                return;
            }
            std::thread::sleep(MOMENT);
        }
    }
}

/// A name that is taken, whoever took it, is none for us.
fn made(above: &Path) -> Option<PathBuf> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let time = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let nanos = time.unwrap_or_default().subsec_nanos();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let path = above.join(format!("gomod-doctor-{}-{nanos}-{count}", std::process::id()));
    private(&path).ok().map(|()| path)
}

#[cfg(unix)]
fn private(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    fs::DirBuilder::new().mode(0o700).create(path)
}

#[cfg(not(unix))]
fn private(path: &Path) -> std::io::Result<()> {
    fs::DirBuilder::new().create(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_of_it() {
        let scratch = Scratch::new().unwrap();
        let path = scratch.path().to_owned();
        scratch.append("info/attributes", "a\n").unwrap();
        scratch.append("info/attributes", "b\n").unwrap();
        let content = fs::read_to_string(format!("{path}/info/attributes")).unwrap();
        assert_eq!(content, "a\nb\n");
        assert_ne!(path, Scratch::new().unwrap().path());
        drop(scratch);
        assert!(!Path::new(&path).exists());
    }

    #[cfg(unix)]
    #[test]
    fn nobody_else_may_look_into_it() {
        use std::os::unix::fs::PermissionsExt;
        let scratch = Scratch::new().unwrap();
        let mode = fs::metadata(scratch.path()).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
