use super::super::join;
use crate::go::constraint::BuildContext;
use crate::go::imports::{GoFile, read};
use crate::go::modfile::ModFile;
use crate::go::module::to_fold;
use crate::machine::{Entry, Machine};
use std::collections::HashMap;
use std::time::{Duration, Instant};

/// As many folders are looked into,
const FOLDERS: usize = 4000;
/// as many files are read,
const FILES: usize = 6000;
/// of each so many bytes: its imports come first,
const HEAD: usize = 64 << 10;
/// and for so long.
const LONGEST: Duration = Duration::from_millis(800);

/// The Go files of the main modules that a build takes.
#[derive(Default)]
pub(in super::super) struct Sources {
    pub files: Vec<Source>,
    /// Two files of a package whose names differ by capitals alone.
    pub alike: Vec<(String, String)>,
}

/// A Go file, and what it imports.
pub(in super::super) struct Source {
    pub path: String,
    pub test: bool,
    /// Import paths, each with its line.
    pub imports: Vec<(String, usize)>,
}

impl Sources {
    /// What `./...` stands for in a main module.
    pub(in super::super) fn read(
        machine: &dyn Machine,
        (root, gomod): (&str, &ModFile),
        context: &BuildContext,
    ) -> Self {
        let mut sources = Self::default();
        let until = Instant::now() + LONGEST;
        let mut walk = Walk { machine, root, gomod, context, until, folders: 0, files: 0 };
        walk.folder(root, &mut sources);
        sources
    }
}

struct Walk<'a> {
    machine: &'a dyn Machine,
    root: &'a str,
    gomod: &'a ModFile,
    context: &'a BuildContext,
    until: Instant,
    folders: usize,
    files: usize,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &str, sources: &mut Sources) {
        self.folders += 1;
        let mut known: HashMap<String, String> = HashMap::new();
        for name in self.machine.list(folder).unwrap_or_default() {
            let is_over = Instant::now() > self.until;
            if self.folders > FOLDERS || self.files > FILES || is_over {
                return;
            }
            let path = join(folder, &name);
            if name.starts_with(['.', '_']) {
                continue;
            }
            if name.strip_suffix(".go").is_some() {
                if let Some(source) = self.file(path.clone(), &name) {
                    if let Some(other) = known.insert(to_fold(&name), path.clone()) {
                        sources.alike.push((other, path));
                    }
                    sources.files.push(source);
                }
            } else if self.is_ours(&path, &name) {
                self.folder(&path, sources);
            }
        }
    }

    /// Folders that `./...` stands for: of this module, and no link.
    fn is_ours(&self, path: &str, name: &str) -> bool {
        // Only at the root has it a meaning.
        let is_vendor = name == "vendor" && self.below(path) == name;
        !is_vendor
            && name != "testdata"
            && self.machine.is_folder(path)
            && self.machine.link(path).is_none()
            && !matches!(self.machine.look(&join(path, "go.mod")), Ok(Entry::File { .. }))
            && !self.is_ignored(path)
    }

    /// By an `ignore` line: from the root with `./` before it, else anywhere.
    fn is_ignored(&self, path: &str) -> bool {
        let below = self.below(path);
        self.gomod.ignore.iter().any(|ignored| match ignored.path.strip_prefix("./") {
            Some(rooted) => below == rooted.trim_end_matches('/'),
            None => format!("/{below}").ends_with(&format!("/{}", ignored.path)),
        })
    }

    fn below<'p>(&self, path: &'p str) -> &'p str {
        path.strip_prefix(self.root).unwrap_or(path).trim_start_matches('/')
    }

    fn file(&mut self, path: String, name: &str) -> Option<Source> {
        self.files += 1;
        let file = head(self.machine, &path)?;
        self.context.takes(name, &file).filter(|takes| *takes)?;
        let test = name.ends_with("_test.go");
        Some(Source { path, test, imports: file.imports })
    }
}

/// The imports of a file.
pub(super) fn head(machine: &dyn Machine, path: &str) -> Option<GoFile> {
    let bytes = machine.open(path).ok()?;
    let most = usize::try_from(bytes.size()).unwrap_or(HEAD).min(HEAD);
    let mut head = vec![0; most];
    let mut length = 0;
    while length < most {
        match bytes.read_at(&mut head[length..], length as u64) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(_) => return None,
        }
    }
    head.truncate(length);
    Some(read(&head)).filter(|file| !file.package.is_empty())
}

/// Whether a file is code, and no test.
pub(super) fn is_code(name: &str) -> bool {
    name.strip_suffix(".go").is_some_and(|stem| !stem.ends_with("_test"))
}
