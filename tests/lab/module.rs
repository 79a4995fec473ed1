//! Invented modules, with the files, zips and hashes that go expects of them.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// One version of a module, with its files.
#[derive(Clone)]
pub(crate) struct Module {
    pub(crate) path: String,
    pub(crate) version: String,
    pub(crate) gomod: String,
    files: Vec<(String, String)>,
}

impl Module {
    /// A module that holds a go.mod and one package.
    pub(crate) fn new(path: &str, version: &str) -> Module {
        let package = format!("// Package lab stands for {path}.\npackage lab\n");
        Module {
            path: path.to_owned(),
            version: version.to_owned(),
            gomod: format!("module {path}\n"),
            files: vec![("lab.go".to_owned(), package)],
        }
    }

    /// The same module asking for another one.
    pub(crate) fn requiring(mut self, path: &str, version: &str) -> Module {
        self.gomod.extend([
            "
require ",
            path,
            " ",
            version,
            "
",
        ]);
        self
    }

    /// The same module as another version.
    pub(crate) fn at(self, version: &str) -> Module {
        Module { version: version.to_owned(), ..self }
    }

    /// The same module as it is served under another path.
    pub(crate) fn renamed(self, path: &str) -> Module {
        Module { path: path.to_owned(), ..self }
    }

    /// The same module with this go.mod.
    pub(crate) fn with_gomod(self, gomod: &str) -> Module {
        Module { gomod: gomod.to_owned(), ..self }
    }

    /// The same module with one more file, or the same file with other bytes.
    pub(crate) fn file(mut self, name: &str, text: &str) -> Module {
        self.files.retain(|(known, _)| known != name);
        self.files.push((name.to_owned(), text.to_owned()));
        self
    }

    /// What a proxy serves as `.info`.
    pub(crate) fn info(&self) -> String {
        format!("{{\"Version\":\"{}\",\"Time\":\"2024-03-01T10:00:00Z\"}}\n", self.version)
    }

    /// What a proxy serves as `.zip`.
    pub(crate) fn zip(&self) -> Vec<u8> {
        crate::zip::stored(&self.named_files())
    }

    /// The h1 hash of the zip (golang.org/x/mod/sumdb/dirhash, Hash1).
    pub(crate) fn zip_hash(&self) -> String {
        hash1(self.named_files())
    }

    /// The h1 hash of go.mod.
    pub(crate) fn gomod_hash(&self) -> String {
        hash1(vec![("go.mod".to_owned(), self.gomod.clone())])
    }

    /// The two lines of go.sum, which are also the record in a checksum database.
    pub(crate) fn sums(&self) -> String {
        let Module { path, version, .. } = self;
        let (zip, gomod) = (self.zip_hash(), self.gomod_hash());
        format!("{path} {version} {zip}\n{path} {version}/go.mod {gomod}\n")
    }

    /// The path and version as URLs and the cache spell them: `!` before what was upper case.
    pub(crate) fn escaped(&self) -> (String, String) {
        (escape(&self.path), escape(&self.version))
    }

    /// The files by their names in the module; an empty go.mod stands for none.
    pub(crate) fn tree(&self) -> Vec<(String, String)> {
        let gomod = ("go.mod".to_owned(), self.gomod.clone());
        let gomod = Some(gomod).filter(|(_, text)| !text.is_empty());
        gomod.into_iter().chain(self.files.clone()).collect()
    }

    fn named_files(&self) -> Vec<(String, String)> {
        let prefix = format!("{}@{}", self.path, self.version);
        let named = |(name, text)| (format!("{prefix}/{name}"), text);
        self.tree().into_iter().map(named).collect()
    }
}

fn hash1(mut files: Vec<(String, String)>) -> String {
    files.sort();
    let lines = files.iter().map(|(name, text)| format!("{}  {name}\n", hash(text)));
    let lines = lines.collect::<Vec<_>>().concat();
    format!("h1:{}", STANDARD.encode(digest(&SHA256, lines.as_bytes())))
}

fn hash(text: &str) -> String {
    let hash = digest(&SHA256, text.as_bytes());
    hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

fn escape(text: &str) -> String {
    text.chars()
        .flat_map(|letter| {
            let mark = letter.is_ascii_uppercase().then_some('!');
            mark.into_iter().chain([letter.to_ascii_lowercase()])
        })
        .collect()
}
