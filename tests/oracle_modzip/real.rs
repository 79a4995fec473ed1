//! Every zip of a real module cache against the hash that go wrote beside it.

use crate::ask::file_by_file;
use gomod_doctor::base::Bytes;
use gomod_doctor::go::modzip::{self, Archive, Limits};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{fs, io};
use tempfile::TempDir;

const MODULES: &[&str] = &[
    "golang.org/x/text@v0.14.0",
    "golang.org/x/mod@v0.17.0",
    "github.com/BurntSushi/toml@v1.3.2",
    "github.com/Masterminds/semver/v3@v3.2.1",
    "github.com/docker/docker@v24.0.7+incompatible",
    "gopkg.in/yaml.v3@v3.0.1",
    "k8s.io/api@v0.29.0",
    "github.com/google/go-cmp@v0.6.0",
    "google.golang.org/protobuf@v1.33.0",
    "github.com/prometheus/client_golang@v1.18.0",
];

#[test]
fn every_zip_of_a_real_cache_has_its_hash() {
    let folder = TempDir::new().unwrap();
    let Some(cache) = downloaded(folder.path()) else {
        return;
    };
    let mut zips = Vec::new();
    find(&cache.join("cache/download"), &mut zips);
    assert!(zips.len() >= MODULES.len(), "{}", zips.len());
    for zip in zips {
        let hash = fs::read_to_string(zip.with_extension("ziphash")).unwrap();
        let file = Opened(fs::File::open(&zip).unwrap());
        assert_eq!(modzip::hash(&file).unwrap().h1, hash, "{}", zip.display());
        let archive = Archive::open(&file, Limits::USUAL).unwrap();
        let single = file_by_file(&archive, Limits::USUAL);
        assert_eq!(single, Ok(hash), "{}", zip.display());
        let (module, version) = named(&cache, &zip);
        assert_eq!(modzip::check(&file, &module, &version), Ok(()), "{module}@{version}");
    }
}

struct Opened(fs::File);

impl Bytes for Opened {
    fn size(&self) -> u64 {
        self.0.metadata().unwrap().len()
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        std::os::unix::fs::FileExt::read_at(&self.0, buffer, offset)
    }
}

/// The module and the version that a zip of the cache is of.
fn named(cache: &Path, zip: &Path) -> (String, String) {
    let inside = zip.strip_prefix(cache.join("cache/download")).unwrap().to_str().unwrap();
    let (module, version) = inside.strip_suffix(".zip").unwrap().split_once("/@v/").unwrap();
    let plain = gomod_doctor::go::module::unescape_path(module).unwrap();
    (plain, gomod_doctor::go::module::unescape_version(version).unwrap())
}

/// A cache that go filled, if it can here.
fn downloaded(folder: &Path) -> Option<PathBuf> {
    let cache = folder.join("cache");
    let done = Command::new("go")
        .args(["mod", "download"])
        .args(MODULES)
        .current_dir(folder)
        .env("GOMODCACHE", &cache)
        .env("GOFLAGS", "-modcacherw")
        .env("GOTOOLCHAIN", "local")
        .output();
    if done.as_ref().is_ok_and(|done| done.status.success()) {
        return Some(cache);
    }
    let required = std::env::var("GOMOD_DOCTOR_REQUIRE_LAB").is_ok_and(|value| value == "1");
    assert!(!required, "go downloads nothing here: {done:?}");
    println!("skipped: go downloads nothing here");
    None
}

fn find(folder: &Path, zips: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find(&path, zips);
        } else if path.extension().is_some_and(|end| end == "zip") {
            zips.push(path);
        }
    }
}
