use super::archive::{Archive, File};
use super::collisions::Collisions;
use super::{Hashed, Limits, NameFault, ZipFault};
use crate::base::Bytes;
use crate::go::module::check_file_path;
use crate::go::strconv;

/// What a zip, and what is in it, may be large.
/// go's file: `golang.org/x/mod/zip/zip.go`, `MaxZipFile`.
pub const MAX_ZIP_FILE: u64 = 500 << 20;
/// go's file: `golang.org/x/mod/zip/zip.go`, `MaxGoMod`.
pub const MAX_GO_MOD: u64 = 16 << 20;
/// go's file: `golang.org/x/mod/zip/zip.go`, `MaxLICENSE`.
pub const MAX_LICENSE: u64 = 16 << 20;

/// Whether go takes a zip as that of a module, by its list of files alone: nothing
/// is unpacked.
pub fn check(zip: &dyn Bytes, module: &str, version: &str) -> Result<(), ZipFault> {
    let archive = open(zip, Limits::USUAL)?;
    archive.check_download(module, version)?;
    archive.check_extraction(module, version)
}

/// A zip that go refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub fault: ZipFault,
    /// Where go finds out only after it has compared the hash.
    pub hashed: Option<Hashed>,
}

/// Everything that go does with a zip that it has downloaded, in its order: the
/// names, the hash, and what it looks at before it unpacks. What the list of files
/// gives away is told `soon`, before anything is hashed.
pub fn accept(
    zip: &dyn Bytes,
    module: &str,
    version: &str,
    limits: Limits,
    soon: &dyn Fn(&ZipFault),
) -> Result<Hashed, Refused> {
    let at_once = |fault| Refused { fault, hashed: None };
    let archive = open(zip, limits).map_err(at_once)?;
    archive.check_download(module, version).map_err(at_once)?;
    let unpacked = archive.check_extraction(module, version);
    if let Err(fault) = &unpacked {
        soon(fault);
    }
    let hashed = match archive.hash(limits) {
        Ok(hashed) => hashed,
        // What is too much to be hashed here may be what go refuses to unpack.
        Err(beyond @ ZipFault::TooMuch { .. }) => {
            return Err(at_once(unpacked.err().unwrap_or(beyond)));
        }
        Err(fault) => return Err(at_once(fault)),
    };
    match unpacked {
        Ok(()) => Ok(hashed),
        Err(fault) => Err(Refused { fault, hashed: Some(hashed) }),
    }
}

/// go's file: `cmd/go/internal/modfetch/proxy.go`, `proxyRepo.Zip`.
fn open(zip: &dyn Bytes, limits: Limits) -> Result<Archive<'_>, ZipFault> {
    let size = zip.size();
    if size > MAX_ZIP_FILE {
        return Err(ZipFault::ZipTooLarge { size });
    }
    Archive::open(zip, limits)
}

impl Archive<'_> {
    /// go's file: `cmd/go/internal/modfetch/fetch.go`, `downloadZip`.
    pub fn check_download(&self, module: &str, version: &str) -> Result<(), ZipFault> {
        let module = format!("{module}@{version}");
        let is_below = |file: &File| below(&module, self.name(file)).is_some();
        match self.files.iter().find(|file| !is_below(file)) {
            None => Ok(()),
            Some(file) => {
                let name = String::from_utf8_lossy(self.name(file)).into_owned();
                Err(ZipFault::UnexpectedFile { module, name })
            }
        }
    }

    /// Of a zip that was downloaded, `check_download` having passed.
    /// go's file: `golang.org/x/mod/zip/zip.go`, `checkZip`.
    pub fn check_extraction(&self, module: &str, version: &str) -> Result<(), ZipFault> {
        let module = format!("{module}@{version}");
        let mut whole = Extraction::new(self.count());
        for file in &self.files {
            let name = self.name(file);
            let Some(inside) = below(&module, name) else {
                continue;
            };
            if let Err(fault) = whole.check(inside, file.size) {
                whole.invalid(name, fault);
            }
        }
        whole.done()
    }
}

fn below<'a>(module: &str, name: &'a [u8]) -> Option<&'a [u8]> {
    name.strip_prefix(module.as_bytes())?.strip_prefix(b"/")
}

struct Extraction<'a> {
    collisions: Collisions<'a>,
    size: u64,
    is_too_large: bool,
    first: Option<(String, NameFault)>,
    count: usize,
}

impl<'a> Extraction<'a> {
    fn new(files: usize) -> Self {
        Self {
            collisions: Collisions::of(files),
            size: 0,
            is_too_large: false,
            first: None,
            count: 0,
        }
    }

    fn check(&mut self, name: &'a [u8], size: u64) -> Result<(), NameFault> {
        if name.is_empty() {
            return Ok(());
        }
        let (name, is_folder) = match name.strip_suffix(b"/") {
            Some(folder) => (folder, true),
            None => (name, false),
        };
        let name = allowed(name)?;
        self.collisions.check(name, is_folder)?;
        if is_folder {
            return Ok(());
        }
        check_go_mod(name)?;
        self.add(size);
        // To go a size beyond the signed ones is negative, which is not too large.
        let size = if size >> 63 == 0 { size } else { 0 };
        match name {
            "go.mod" if size > MAX_GO_MOD => Err(NameFault::GoModTooLarge),
            "LICENSE" if size > MAX_LICENSE => Err(NameFault::LicenseTooLarge),
            _ => Ok(()),
        }
    }

    fn add(&mut self, size: u64) {
        if size <= MAX_ZIP_FILE - self.size {
            self.size += size;
        } else {
            self.is_too_large = true;
        }
    }

    fn invalid(&mut self, name: &[u8], fault: NameFault) {
        self.count += 1;
        self.first.get_or_insert_with(|| (String::from_utf8_lossy(name).into_owned(), fault));
    }

    /// go's file: `golang.org/x/mod/zip/zip.go`, `CheckedFiles.Err`.
    fn done(self) -> Result<(), ZipFault> {
        if self.is_too_large {
            return Err(ZipFault::ContentTooLarge);
        }
        match self.first {
            None => Ok(()),
            Some((name, fault)) => Err(ZipFault::Name { name, fault, more: self.count - 1 }),
        }
    }
}

fn allowed(name: &[u8]) -> Result<&str, NameFault> {
    if !is_clean(name) {
        return Err(NameFault::NotClean);
    }
    let name = str::from_utf8(name)
        .map_err(|_| NameFault::NotUtf8 { quoted: strconv::quote_bytes(name) })?;
    check_file_path(name)
        .map_err(|error| NameFault::Path { path: error.path, fault: error.fault })?;
    Ok(name)
}

/// Whether `path.Clean` leaves a path as it is.
fn is_clean(name: &[u8]) -> bool {
    if name == b"." || name == b"/" {
        return true;
    }
    let relative = name.strip_prefix(b"/");
    let mut may_go_up = relative.is_none();
    relative.unwrap_or(name).split(|byte| *byte == b'/').all(|element| {
        let goes_up = element == b"..";
        let is_kept = !element.is_empty() && element != b"." && (!goes_up || may_go_up);
        may_go_up &= goes_up;
        is_kept
    })
}

fn check_go_mod(name: &str) -> Result<(), NameFault> {
    let base = name.rsplit('/').next().unwrap_or(name);
    if !base.eq_ignore_ascii_case("go.mod") {
        return Ok(());
    }
    if base != name {
        return Err(NameFault::GoModNotInRoot);
    }
    if name != "go.mod" {
        return Err(NameFault::GoModCase);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_paths_are_those_that_go_leaves() {
        for clean in
            [&b"a"[..], b"a/b", b".", b"/", b"..", b"../..", b"../a", b"/a", b"...", b"a..b"]
        {
            assert!(is_clean(clean), "{clean:?}");
        }
        for odd in [&b""[..], b"a/", b"a//b", b"./a", b"a/.", b"a/..", b"../a/..", b"/..", b"//a"] {
            assert!(!is_clean(odd), "{odd:?}");
        }
    }
}
