//! vendor/modules.txt against go.mod and go.work. go's file:
//! `cmd/go/internal/modload/vendor.go`.

use super::modfile::{ModFile, Replace, Target};
use super::module::check_import_path;
use super::semver;
use super::toolchain;
use std::collections::{BTreeSet, HashMap};

/// A module at a version, or at all versions where there is none.
type Named = (String, String);

/// What `vendor/modules.txt` says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vendored {
    metas: HashMap<Named, Meta>,
    /// Modules that give packages, in file order.
    list: Vec<Named>,
    versions: HashMap<String, String>,
    replaced: Vec<Named>,
    /// Whether `go work vendor` wrote it.
    pub for_workspace: bool,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Meta {
    explicit: bool,
    replacement: Option<Named>,
}

/// The go.mod files that count, and go.work's replacements.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Each with how a relative folder that it names is written from the folder of
    /// vendor.
    pub files: &'a [(ModFile, Vec<String>)],
    pub work: Option<&'a [Replace]>,
}

impl Vendored {
    /// Reads the file as go does: what it does not understand it passes over.
    pub fn read(text: &str) -> Self {
        let mut all = Self { for_workspace: is_for_workspace(text), ..Self::default() };
        let mut module: Named = Named::default();
        for line in text.split('\n') {
            if line.starts_with("# ") {
                if let Some(found) = all.module_line(line) {
                    module = found;
                }
            } else if !module.0.is_empty() {
                all.below(line, &module);
            }
        }
        all
    }

    /// None where the line says nothing of any module.
    fn module_line(&mut self, line: &str) -> Option<Named> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (module, rest) = match words.as_slice() {
            [_, path, version, ..] if semver::is_valid(version) => {
                (((*path).to_owned(), (*version).to_owned()), &words[3..])
            }
            [_, path, "=>", ..] => (((*path).to_owned(), String::new()), &words[2..]),
            // Neither a version nor a replacement: what follows is of no module.
            [_, _, _, ..] => return Some(Named::default()),
            _ => return None,
        };
        let replacement = match rest {
            ["=>", path] => Some(((*path).to_owned(), String::new())),
            ["=>", path, version] if semver::is_valid(version) => {
                Some(((*path).to_owned(), (*version).to_owned()))
            }
            _ => None,
        };
        if replacement.is_some() {
            self.replaced.push(module.clone());
            self.metas.entry(module.clone()).or_default().replacement = replacement;
        }
        Some(module)
    }

    fn below(&mut self, line: &str, module: &Named) {
        if let Some(annotations) = line.strip_prefix("## ") {
            if annotations.split(';').any(|entry| entry.trim() == "explicit") {
                self.metas.entry(module.clone()).or_default().explicit = true;
            }
            return;
        }
        let mut words = line.split_whitespace();
        let (Some(package), None) = (words.next(), words.next()) else { return };
        if check_import_path(package).is_err() {
            return;
        }
        let known = self.versions.get(&module.0);
        if known.is_none_or(|known| semver::compare(known, &module.1).is_lt()) {
            self.list.push(module.clone());
            self.versions.insert(module.0.clone(), module.1.clone());
        }
    }

    fn meta(&self, module: &Named) -> Meta {
        self.metas.get(module).cloned().unwrap_or_default()
    }

    /// What go prints below `inconsistent vendoring in`, a line each.
    pub fn complaints(&self, asked: &Asked<'_>) -> Vec<String> {
        let mut said = Vec::new();
        let old = asked.work.is_none()
            && asked.files.iter().any(|(file, _)| {
                let go = file.go.as_ref().map_or("1.16", |line| &line.version);
                toolchain::compare(go, "1.14").is_lt()
            });
        for require in asked.files.iter().flat_map(|(file, _)| &file.require) {
            let module = (require.path.clone(), require.version.clone());
            if self.meta(&module).explicit {
                continue;
            }
            let other = self.versions.get(&module.0).filter(|it| **it != module.1);
            match (old, other) {
                (true, None) => {}
                (true, Some(other)) => said.push(format!(
                    "{}: is explicitly required in go.mod, but vendor/modules.txt indicates {}@{other}",
                    shown(&module), module.0
                )),
                (false, _) => said.push(format!(
                    "{}: is explicitly required in go.mod, but not marked as explicit in vendor/modules.txt",
                    shown(&module)
                )),
            }
        }
        self.replacements(asked, old, &mut said);
        self.unrequired(asked, &mut said);
        said
    }

    fn replacements(&self, asked: &Asked<'_>, old: bool, said: &mut Vec<String>) {
        let mut seen = BTreeSet::new();
        let own = asked.files.iter().flat_map(|(file, _)| &file.replace);
        for replace in own.chain(asked.work.unwrap_or_default()) {
            let module = of(&replace.old);
            if !seen.insert(module.clone()) {
                continue;
            }
            let Some((new, written, place)) = asked.replacement(&module) else { continue };
            match self.meta(&module).replacement {
                None if old
                    && (module.1.is_empty() || self.versions.get(&module.0) != Some(&module.1)) => {}
                None => said.push(format!(
                    "{}: is replaced in {place}, but not marked as replaced in vendor/modules.txt",
                    shown(&module)
                )),
                Some(marked) if marked != written => said.push(format!(
                    "{}: is replaced by {} in {place}, but marked as replaced by {} in vendor/modules.txt",
                    shown(&module), shown(&new), shown(&marked)
                )),
                Some(_) => {}
            }
        }
    }

    fn unrequired(&self, asked: &Asked<'_>, said: &mut Vec<String>) {
        let article = if asked.work.is_some() { "a " } else { "" };
        for module in self.list.iter().filter(|module| self.meta(module).explicit) {
            let is_it =
                |it: &super::modfile::Require| it.path == module.0 && it.version == module.1;
            if !asked.files.iter().any(|(file, _)| file.require.iter().any(is_it)) {
                said.push(format!(
                    "{}: is marked as explicit in vendor/modules.txt, but not explicitly required in {article}go.mod",
                    shown(module)
                ));
            }
        }
        let source = if asked.work.is_some() { "the workspace" } else { "go.mod" };
        for module in &self.replaced {
            if asked.replacement(module).is_none() {
                said.push(format!(
                    "{}: is marked as replaced in vendor/modules.txt, but not replaced in {source}",
                    shown(module)
                ));
            }
        }
    }
}

impl Asked<'_> {
    /// What replaces a module: as it is written, as vendor has to mark it, and the file.
    /// One for that version comes before one for all.
    fn replacement(&self, module: &Named) -> Option<(Named, Named, &'static str)> {
        let fits = |replace: &Replace, exact: bool| {
            replace.old.path == module.0
                && match &replace.old.version {
                    Some(version) => exact && *version == module.1,
                    None => !exact,
                }
        };
        let pick = |list: &[Replace]| {
            let at = |exact| list.iter().rposition(|it| fits(it, exact));
            at(true).or_else(|| at(false))
        };
        if let Some(list) = self.work
            && let Some(at) = pick(list)
        {
            let new = of(&list[at].new);
            return Some((new.clone(), new, "go.work"));
        }
        self.files.iter().find_map(|(file, written)| {
            let at = pick(&file.replace)?;
            let new = of(&file.replace[at].new);
            let marked = match &file.replace[at].new.version {
                Some(_) => new.clone(),
                None => (written.get(at).cloned().unwrap_or_default(), String::new()),
            };
            Some((new, marked, "go.mod"))
        })
    }
}

fn of(target: &Target) -> Named {
    (target.path.clone(), target.version.clone().unwrap_or_default())
}

fn shown((path, version): &Named) -> String {
    if version.is_empty() { path.clone() } else { format!("{path}@{version}") }
}

fn is_for_workspace(text: &str) -> bool {
    let first = text.split('\n').next().unwrap_or_default();
    let annotations = first.strip_prefix("## ");
    annotations.is_some_and(|it| it.split(';').any(|entry| entry.trim() == "workspace"))
}
