use super::model::{ModFile, Replace, Require, Target, VersionKind};
use crate::go::semver;
use crate::go::workfile::WorkFile;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// The file in which a replacement stands; directories are relative to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Declared {
    GoWork,
    /// The go.mod of the main module with this path.
    GoMod {
        module: String,
    },
}

/// What go takes instead of a required module.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Replacement {
    /// The module itself.
    Nothing,
    /// Another path or version, fetched in its place.
    Module { path: String, version: String, kind: VersionKind, line: usize, declared: Declared },
    /// A directory, which must exist; nothing is fetched.
    Directory { path: String, line: usize, declared: Declared },
}

/// A module that go.mod asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needed {
    pub path: String,
    pub version: String,
    pub kind: VersionKind,
    /// The main module whose go.mod requires it, and the line there.
    pub required_by: String,
    pub line: usize,
    pub replaced: Replacement,
}

impl Needed {
    /// What is fetched, if anything: path and version after replacement.
    pub fn fetched(&self) -> Option<(&str, &str)> {
        match &self.replaced {
            Replacement::Nothing => Some((&self.path, &self.version)),
            Replacement::Module { path, version, .. } => Some((path, version)),
            Replacement::Directory { .. } => None,
        }
    }
}

/// The modules that `go mod download` without arguments asks for, by path: those
/// listed in go.mod without excluded versions, each with its highest version
/// (`cmd/go/internal/modcmd/download.go`). Versions that need a query are not
/// comparable and all stay.
pub fn needed_modules(file: &ModFile) -> Vec<Needed> {
    collect(std::slice::from_ref(file), &[])
}

/// The same for the modules of a workspace, each with its own go.mod; go.work's
/// replacements come first (`replacementFrom` in `cmd/go/internal/modload/modfile.go`).
pub fn needed_in_workspace(files: &[ModFile], work: &WorkFile) -> Vec<Needed> {
    collect(files, &work.replace)
}

fn collect(files: &[ModFile], work: &[Replace]) -> Vec<Needed> {
    let replacements = Replacements::new(files, work);
    let mut highest = BTreeMap::new();
    for file in files {
        let kept = required(file, files);
        kept.for_each(|require| keep_higher(&mut highest, require, module_path(file)));
    }
    highest
        .into_values()
        .map(|(require, by)| Needed {
            path: require.path.clone(),
            version: require.version.clone(),
            kind: require.kind,
            required_by: by.into(),
            line: require.line,
            replaced: replacements.of(require),
        })
        .collect()
}

fn module_path(file: &ModFile) -> &str {
    file.module.as_ref().map_or("", |module| &module.path)
}

/// The requirements of a main module that are neither excluded by it nor main
/// modules themselves.
fn required<'f>(file: &'f ModFile, files: &'f [ModFile]) -> impl Iterator<Item = &'f Require> {
    let excluded: HashSet<_> = file.exclude.iter().map(|it| (&it.path, &it.version)).collect();
    let main: HashSet<_> = files.iter().map(module_path).collect();
    file.require.iter().filter(move |it| {
        !excluded.contains(&(&it.path, &it.version)) && !main.contains(it.path.as_str())
    })
}

/// Canonical versions share one place for each path, any other has its own.
type Highest<'f> = BTreeMap<(&'f str, &'f str), (&'f Require, &'f str)>;

fn keep_higher<'f>(highest: &mut Highest<'f>, require: &'f Require, by: &'f str) {
    let place = match require.kind {
        VersionKind::Canonical => "",
        VersionKind::NeedsQuery => &require.version,
    };
    let kept = highest.entry((&require.path, place)).or_insert((require, by));
    if semver::compare(&require.version, &kept.0.version).is_gt() {
        *kept = (require, by);
    }
}

/// A file's replacements by old path and version.
type ByOld<'f> = HashMap<(&'f str, Option<&'f str>), &'f Replace>;

/// The files' replacements, in the order in which go looks.
struct Replacements<'f> {
    layers: Vec<(Declared, ByOld<'f>)>,
}

impl<'f> Replacements<'f> {
    fn new(files: &'f [ModFile], work: &'f [Replace]) -> Self {
        let modules = files.iter().map(|file| {
            let module = module_path(file).to_owned();
            (Declared::GoMod { module }, index(&file.replace))
        });
        let layers = std::iter::once((Declared::GoWork, index(work)));
        Self { layers: layers.chain(modules).collect() }
    }

    fn of(&self, require: &Require) -> Replacement {
        self.layers
            .iter()
            .find_map(|(declared, index)| {
                let exact = index.get(&(&require.path, Some(&require.version)));
                let any = || index.get(&(&require.path, None));
                exact.or_else(any).map(|replace| found(replace, declared.clone()))
            })
            .unwrap_or(Replacement::Nothing)
    }
}

fn index(list: &[Replace]) -> ByOld<'_> {
    let mut index = HashMap::new();
    for replace in list {
        let old = &replace.old;
        index.insert((old.path.as_str(), old.version.as_deref()), replace);
    }
    index
}

fn found(replace: &Replace, declared: Declared) -> Replacement {
    let Target { path, version, kind } = replace.new.clone();
    let line = replace.line;
    match version {
        None => Replacement::Directory { path, line, declared },
        Some(version) => Replacement::Module { path, version, kind, line, declared },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::go::modfile::{Grammar, parse};
    use crate::go::workfile;

    fn file(text: &str) -> ModFile {
        parse(text.as_bytes(), Grammar::default()).unwrap()
    }

    fn fetched(needed: &[Needed]) -> Vec<String> {
        let joined = |(path, version)| format!("{path}@{version}");
        needed.iter().filter_map(Needed::fetched).map(joined).collect()
    }

    #[test]
    fn the_highest_requirement_that_is_not_excluded_counts() {
        let file = file(
            "module m\nrequire (\n a.b/x v1.2.0\n a.b/x v1.10.0\n a.b/x v1.9.0\n a.b/y v1.0.0\n a.b/z main\n)\nexclude a.b/y v1.0.0\n",
        );
        let needed = needed_modules(&file);
        assert_eq!(fetched(&needed), ["a.b/x@v1.10.0", "a.b/z@main"]);
        assert_eq!((needed[0].line, needed[1].kind), (4, VersionKind::NeedsQuery));
    }

    #[test]
    fn replacements_for_one_version_come_before_those_for_all() {
        let file = file(
            "module m\nrequire a.b/x v1.0.0\nrequire a.b/y v1.0.0\nrequire a.b/z v1.0.0\n\
             replace a.b/x => ./x\nreplace a.b/x v1.0.0 => c.d/x v1.1.0\nreplace a.b/y => ../y\nreplace a.b/z v2.0.0+incompatible => ./z\n",
        );
        let needed = needed_modules(&file);
        assert_eq!(fetched(&needed), ["c.d/x@v1.1.0", "a.b/z@v1.0.0"]);
        let replaced = Replacement::Directory {
            path: "../y".into(),
            line: 7,
            declared: Declared::GoMod { module: "m".into() },
        };
        assert_eq!(needed[1].replaced, replaced);
    }

    #[test]
    fn in_a_workspace_its_modules_are_not_fetched_and_go_work_replaces_first() {
        let files = [
            file("module m/a\nrequire m.b v1.0.0\nrequire x.y v1.0.0\nreplace x.y => ./x\n"),
            file("module m.b\nrequire x.y v1.1.0\n"),
        ];
        let work = b"go 1.21\nuse ./a\nuse ./b\nreplace x.y v1.1.0 => x.z v1.5.0\n";
        let work = workfile::parse(work, Grammar::default()).unwrap();
        let needed = needed_in_workspace(&files, &work);
        assert_eq!(fetched(&needed), ["x.z@v1.5.0"]);
        assert_eq!(needed[0].required_by, "m.b");
    }
}
