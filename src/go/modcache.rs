//! How go names what lies in the module cache.
//! go's files: `cmd/go/internal/modfetch/cache.go`, `fetch.go` and
//! `codehost/codehost.go`.

use super::h1::of_bytes;
use super::module::{escape_path, escape_version, unescape_path, unescape_version};
use super::semver::canonical_version;
use serde::{Deserialize, Serialize};

/// The module that go unpacks from a zip of its own GOROOT, without a download.
pub const FIPS: &str = "golang.org/fips140";
/// The module that a toolchain comes as: go fetches its zip and nothing else.
pub const TOOLCHAIN: &str = "golang.org/toolchain";

/// A module and its version, as go.mod names them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ModuleVersion {
    pub path: String,
    pub version: String,
}

impl ModuleVersion {
    /// `path@version`, as go writes it and as the files of its zip begin.
    pub fn named(&self) -> String {
        format!("{}@{}", self.path, self.version)
    }

    /// The folder that its zip is unpacked into, below GOMODCACHE; none for what go
    /// refuses as a path or version.
    pub fn folder(&self) -> Option<String> {
        let (path, version) = (escape_path(&self.path).ok()?, escape_version(&self.version).ok()?);
        Some(format!("{path}@{version}"))
    }
}

/// What a file of a module's `@v` folder is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    Info,
    Mod,
    Zip,
    ZipHash,
    /// Stays for good, whoever held it.
    Lock,
    /// Stands as long as a zip is being unpacked.
    Partial,
}

/// A file of a module's `@v` folder, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// Of a version, as it is escaped.
    Of {
        version: String,
        usage: Use,
    },
    /// The versions that have a go.mod here; only a proxy of files reads it.
    List,
    /// What go writes first and then renames.
    Temporary,
    /// A query's answer, which releases before 1.13 kept.
    Query,
    Foreign,
}

const ENDINGS: [(&str, Use); 6] = [
    (".info", Use::Info),
    (".mod", Use::Mod),
    (".ziphash", Use::ZipHash),
    (".zip", Use::Zip),
    (".lock", Use::Lock),
    (".partial", Use::Partial),
];

/// What a name in an `@v` folder stands for.
pub fn in_versions(name: &str) -> Named {
    if matches!(name, "list" | "list.lock") {
        return Named::List;
    }
    if is_temporary(name) {
        return Named::Temporary;
    }
    let ending =
        ENDINGS.iter().find_map(|(ending, usage)| Some((name.strip_suffix(ending)?, *usage)));
    let Some((stem, usage)) = ending else { return Named::Foreign };
    match unescape_version(stem) {
        Ok(version) if canonical_version(&version).as_ref() == Some(&version) => {
            Named::Of { version: stem.to_owned(), usage }
        }
        Ok(_) if usage == Use::Info => Named::Query,
        _ => Named::Foreign,
    }
}

/// go's file: `cmd/go/internal/modfetch/cache.go`, `tempFile`.
fn is_temporary(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(".tmp") else { return false };
    let kept = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    kept.len() < stem.len() && ENDINGS.iter().any(|(ending, _)| kept.ends_with(ending))
}

/// A folder of unpacked modules, by its name: `name@v1.2.3`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unpacked {
    /// Of a module, by the path below GOMODCACHE.
    Of(ModuleVersion),
    /// What releases before 1.16 unpacked into, left by one that was ended.
    Temporary,
    /// It has no `@` in its name and leads further down.
    Above,
    Foreign,
}

/// What a folder below GOMODCACHE is, by its path from there.
pub fn unpacked(path: &str) -> Unpacked {
    let name = path.rsplit('/').next().unwrap_or(path);
    if !name.contains('@') {
        return Unpacked::Above;
    }
    let Some((module, version)) = path.rsplit_once('@') else { return Unpacked::Above };
    if version.contains(".tmp-") {
        return Unpacked::Temporary;
    }
    match (unescape_path(module), unescape_version(version)) {
        (Ok(path), Ok(version)) if canonical_version(&version).as_ref() == Some(&version) => {
            Unpacked::Of(ModuleVersion { path, version })
        }
        _ => Unpacked::Foreign,
    }
}

/// The name of a clone's folder below `cache/vcs`.
/// go's file: `cmd/go/internal/modfetch/codehost/codehost.go`, `WorkDir`.
pub fn clone_folder(key: &str) -> String {
    let half = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    of_bytes(key.as_bytes()).iter().flat_map(|byte| [half(byte >> 4), half(byte & 15)]).collect()
}

/// Whether a name is that of a clone's folder: a SHA-256 in hexadecimal.
pub fn is_clone_folder(name: &str) -> bool {
    name.len() == 64 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

/// Whether go takes the content of a `.ziphash` for a hash: by its length alone.
/// go's file: `cmd/go/internal/modfetch/fetch.go`, `isValidSum`.
pub fn is_hash(text: &str) -> bool {
    const SHA256_IN_BASE64: usize = 44;
    !text.contains('\0') && text.len() == "h1:".len() + SHA256_IN_BASE64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(version: &str, usage: Use) -> Named {
        Named::Of { version: version.to_owned(), usage }
    }

    #[test]
    fn files_of_versions() {
        assert_eq!(in_versions("v1.0.0.zip"), of("v1.0.0", Use::Zip));
        assert_eq!(in_versions("v1.0.0.ziphash"), of("v1.0.0", Use::ZipHash));
        assert_eq!(in_versions("v2.0.0+incompatible.mod"), of("v2.0.0+incompatible", Use::Mod));
        assert_eq!(in_versions("v1.0.0-!r!c1.info"), of("v1.0.0-!r!c1", Use::Info));
        assert_eq!(in_versions("v1.0.0.zip123456.tmp"), Named::Temporary);
        assert_eq!(in_versions("list"), Named::List);
        assert_eq!(in_versions("master.info"), Named::Query);
        for foreign in ["v1.0.zip", "v1.0.0-RC1.zip", "v1.0.0", "readme.txt", ".zip", "x.tmp"] {
            assert_eq!(in_versions(foreign), Named::Foreign, "{foreign}");
        }
    }

    #[test]
    fn unpacked_folders() {
        let module = ModuleVersion { path: "github.com/Acme/w".into(), version: "v1.0.0".into() };
        let folder = module.folder().unwrap();
        assert_eq!(folder, "github.com/!acme/w@v1.0.0");
        assert_eq!(unpacked(&folder), Unpacked::Of(module));
        assert_eq!(unpacked("github.com/!acme"), Unpacked::Above);
        assert_eq!(unpacked("a.example/b@v1.0.0.tmp-77"), Unpacked::Temporary);
        assert_eq!(unpacked("a.example/B@v1.0.0"), Unpacked::Foreign);
        assert_eq!(unpacked("a.example/b@master"), Unpacked::Foreign);
    }

    #[test]
    fn clones_are_named_by_their_hash() {
        let name = clone_folder("git3:https://github.com/golang/mod");
        assert!(is_clone_folder(&name) && !is_clone_folder("x"));
    }
}
