use super::collision::Names;
use super::vendored::is_vendored;
use super::{FileRefusal, Refusal};
use crate::base::{TarKind, TarSink};
use crate::go::h1::{self, FileHash};
use crate::go::modfile::{Grammar, parse_lax};
use crate::go::module::{check, check_file_path};
use crate::go::toolchain::lang;
use aws_lc_rs::digest::{Context, SHA256};
use std::collections::HashSet;

/// The folder that git puts in front of every name in the archive.
pub const TOP: &str = "prefix/";
/// What go adds to a repository's own attributes, so that its archives are the same
/// everywhere. go's file: `cmd/go/internal/modfetch/codehost/git.go`,
/// `ensureGitAttributes`.
pub const ATTRIBUTES: &str = "\n* -export-subst -export-ignore\n";

/// The files of a module together, in bytes.
/// go's file: `golang.org/x/mod/zip/zip.go`, `MaxZipFile`.
const MOST: u64 = 500 << 20;
/// go.mod and LICENSE each. The same file, `MaxGoMod` and `MaxLICENSE`.
const MOST_OF_ONE: u64 = 16 << 20;

/// More files than these are of no module,
const FILES: usize = 300_000;
/// nor are names that take more than this together, in bytes.
const NAMES: usize = 64 << 20;

/// The archive of a module's folder on its way to the hash that go gives its zip.
/// Of each file its name and hash are kept.
pub struct Packing {
    /// The folder in front of every name, `prefix/folder/`.
    front: Vec<u8>,
    files: Vec<File>,
    names: usize,
    /// The hash of the file that comes past.
    hashing: Option<Context>,
    /// The module's own go.mod.
    gomod: Vec<u8>,
    is_gomod: bool,
}

struct File {
    name: String,
    kind: TarKind,
    size: u64,
    hash: FileHash,
}

impl Packing {
    /// For a module in that folder of the repository; empty for its root.
    pub fn of(folder: &str) -> Self {
        let front = if folder.is_empty() { TOP.to_owned() } else { format!("{TOP}{folder}/") };
        Self {
            front: front.into_bytes(),
            files: Vec::new(),
            names: 0,
            hashing: None,
            gomod: Vec::new(),
            is_gomod: false,
        }
    }

    /// Whether more came than could be a module.
    pub fn is_too_much(&self) -> bool {
        self.files.len() > FILES || self.names > NAMES
    }

    /// The hash of the zip that go would make. A module below the root that has no
    /// LICENSE gets the root's. go's functions: `codeRepo.Zip`, `zip.Create`.
    pub fn pack(
        mut self,
        module: &str,
        version: &str,
        license: Option<&[u8]>,
    ) -> Result<String, Refusal> {
        check(module, version).map_err(|error| Refusal::Names { error })?;
        self.settle();
        let is_root = self.front == TOP.as_bytes();
        if let Some(content) = license.filter(|_| !is_root && !self.has("LICENSE")) {
            let (size, hash) = (content.len() as u64, h1::of_bytes(content));
            self.files.push(File { name: "LICENSE".into(), kind: TarKind::File, size, hash });
        }
        let mut packed = Vec::new();
        for file in self.chosen()? {
            packed.push((format!("{module}@{version}/{}", file.name), file.hash));
        }
        Ok(h1::of_files(&mut packed))
    }

    fn has(&self, name: &str) -> bool {
        self.files.iter().any(|file| file.name == name)
    }

    /// go's function: `checkFiles`.
    fn chosen(&self) -> Result<Vec<&File>, Refusal> {
        let (nested, language) = (self.nested(), self.language());
        let (mut names, mut left, mut refused) = (Names::default(), Some(MOST), None);
        let mut chosen = Vec::new();
        for file in &self.files {
            let name = file.name.as_str();
            if !is_clean(name) {
                refused = refused.or(Some((name, FileRefusal::NotClean)));
                continue;
            }
            let elsewhere = name == ".hg_archival.txt" || is_inside(name, &nested);
            if is_vendored(name, &language) || elsewhere {
                continue;
            }
            if let Err(why) = allowed(name).and_then(|()| names.add(name)) {
                refused = refused.or(Some((name, why)));
                continue;
            }
            if file.kind != TarKind::File {
                continue;
            }
            left = left.and_then(|left| left.checked_sub(file.size));
            match is_small_enough(file) {
                Ok(()) => chosen.push(file),
                Err(why) => refused = refused.or(Some((name, why))),
            }
        }
        match (left, refused) {
            (None, _) => Err(Refusal::TooLarge { most: MOST }),
            (_, Some((name, why))) => Err(Refusal::File { name: name.to_owned(), why }),
            _ => Ok(chosen),
        }
    }

    /// Folders of other modules, with a slash at the end.
    fn nested(&self) -> HashSet<&str> {
        let files = self.files.iter().filter(|file| file.kind == TarKind::File);
        let folder = |file: &'_ File| {
            let at = file.name.rfind('/').map_or(0, |at| at + 1);
            file.name[at..].eq_ignore_ascii_case("go.mod").then_some(at)
        };
        let folders = files.filter_map(|file| Some(&file.name[..folder(file)?]));
        folders.filter(|folder| !folder.is_empty()).collect()
    }

    /// The language version of the module's own go.mod; empty where it says none.
    fn language(&self) -> String {
        let file = parse_lax(&self.gomod, Grammar::default()).ok();
        file.and_then(|file| file.go).map(|line| lang(&line.version)).unwrap_or_default()
    }

    /// The file that came past last is over.
    fn settle(&mut self) {
        if let (Some(hashing), Some(file)) = (self.hashing.take(), self.files.last_mut()) {
            file.hash.copy_from_slice(hashing.finish().as_ref());
        }
        self.is_gomod = false;
    }
}

impl TarSink for Packing {
    fn entry(&mut self, name: &[u8], kind: TarKind, size: u64) {
        self.settle();
        let Some(name) = name.strip_prefix(self.front.as_slice()) else { return };
        if kind == TarKind::Folder || name.is_empty() {
            return;
        }
        // What is no text is refused as it stands, or left out.
        let name = String::from_utf8_lossy(name).into_owned();
        self.is_gomod = name == "go.mod" && kind == TarKind::File;
        self.hashing = (kind == TarKind::File).then(|| Context::new(&SHA256));
        self.names += name.len();
        self.files.push(File { name, kind, size, hash: FileHash::default() });
    }

    fn piece(&mut self, bytes: &[u8]) {
        if let Some(hashing) = &mut self.hashing {
            hashing.update(bytes);
        }
        if self.is_gomod && self.gomod.len() as u64 <= MOST_OF_ONE {
            self.gomod.extend_from_slice(bytes);
        }
    }
}

/// go's function: `path.Clean`, of a name without a slash in front.
fn is_clean(name: &str) -> bool {
    name.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

fn is_inside(name: &str, folders: &HashSet<&str>) -> bool {
    name.match_indices('/').any(|(at, _)| folders.contains(&name[..=at]))
}

fn allowed(name: &str) -> Result<(), FileRefusal> {
    check_file_path(name).map_err(|error| FileRefusal::Name { error })?;
    let shouted = name.eq_ignore_ascii_case("go.mod") && name != "go.mod";
    if shouted { Err(FileRefusal::GoModCase) } else { Ok(()) }
}

fn is_small_enough(file: &File) -> Result<(), FileRefusal> {
    let limited = matches!(file.name.as_str(), "go.mod" | "LICENSE");
    if limited && file.size > MOST_OF_ONE {
        return Err(FileRefusal::TooLarge { most: MOST_OF_ONE });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Tar, tarred};

    fn packed(folder: &str, files: &[(&str, &str)]) -> Result<String, Refusal> {
        let mut packing = Packing::of(folder);
        Tar::default().read(&tarred(files), &mut packing).unwrap();
        packing.pack("h.example/r", "v1.0.0", Some(b"free\n"))
    }

    fn zipped(files: &[(&str, &str)]) -> String {
        let file = |(name, content): &(&str, &str)| {
            (format!("h.example/r@v1.0.0/{name}"), h1::of_bytes(content.as_bytes()))
        };
        h1::of_files(&mut files.iter().map(file).collect::<Vec<_>>())
    }

    const GOMOD: &str = "module h.example/r\n\ngo 1.24\n";

    #[test]
    fn what_is_not_the_modules_is_left_out() {
        let found = packed(
            "",
            &[
                ("prefix/", ""),
                ("prefix/go.mod", GOMOD),
                ("prefix/a.go", "package a\n"),
                ("prefix/vendor/modules.txt", "# x\n"),
                ("prefix/vendor/x/x.go", "package x\n"),
                ("prefix/nested/go.mod", "module h.example/r/nested\n"),
                ("prefix/nested/CON", "not looked at"),
                ("prefix/.hg_archival.txt", ""),
            ],
        );
        assert_eq!(found, Ok(zipped(&[("go.mod", GOMOD), ("a.go", "package a\n")])));
    }

    #[test]
    fn the_licence_of_the_root_goes_along() {
        let found = packed("sub", &[("prefix/sub/", ""), ("prefix/sub/go.mod", GOMOD)]);
        assert_eq!(found, Ok(zipped(&[("LICENSE", "free\n"), ("go.mod", GOMOD)])));
        let own = packed("sub", &[("prefix/sub/LICENSE", "own\n")]);
        assert_eq!(own, Ok(zipped(&[("LICENSE", "own\n")])));
        assert_eq!(packed("", &[("prefix/a", "")]), Ok(zipped(&[("a", "")])));
    }

    #[test]
    fn names_that_go_refuses_refuse_the_module() {
        let refused = |name: &str| match packed("", &[("prefix/a.go", ""), (name, "")]) {
            Err(Refusal::File { why, .. }) => why,
            other => panic!("{other:?}"),
        };
        assert!(matches!(refused("prefix/A.go"), FileRefusal::SameFolded { .. }));
        assert!(matches!(refused("prefix/aux.go"), FileRefusal::Name { .. }));
        assert!(matches!(refused("prefix/a\\b"), FileRefusal::Name { .. }));
        assert_eq!(refused("prefix/GO.mod"), FileRefusal::GoModCase);
        assert_eq!(refused("prefix/x/../y"), FileRefusal::NotClean);
    }
}
