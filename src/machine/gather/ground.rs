use super::join;
use super::needs::needed;
use super::project::{Found, MOST, raw_line};
use super::vendor;
use crate::go::env::{Platform, Settings};
use crate::go::modfile::{Declared, Grammar, ModFile, Replacement, parse, parse_lax};
use crate::machine::{Entry, Machine};
use crate::model::{File, FileFault, Ground, Member, ReplacedBy, Stand, Swap};
use std::collections::HashSet;

/// Folders that are looked into for the module that a replacement meant.
const NEARBY: usize = 300;
/// As many folders of a workspace are looked at.
const MEMBERS: usize = 2000;
/// As many replacements are looked at.
const FOLDERS: usize = 500;

/// The folders that go.mod and go.work lead to, and vendor.
pub(super) fn look(
    machine: &dyn Machine,
    project: &Found,
    settings: &Settings,
    version: &str,
) -> Ground {
    let looking = Looking { machine, project, grammar: Grammar::of(version) };
    Ground {
        members: looking.members(),
        folders: looking.folders(),
        vendor: vendor::look(machine, project, settings, version),
    }
}

struct Looking<'a> {
    machine: &'a dyn Machine,
    project: &'a Found,
    grammar: Grammar,
}

impl Looking<'_> {
    fn members(&self) -> Vec<Member> {
        let File::Parsed { path, it } = &self.project.facts.gowork else { return Vec::new() };
        let root = parent(path);
        let content = self.machine.read(path, MOST).unwrap_or_default();
        let lines: Vec<&[u8]> = content.split(|byte| *byte == b'\n').collect();
        let (mut members, mut seen) = (Vec::new(), HashSet::new());
        for used in it.uses.iter().take(MEMBERS) {
            let line = used.line.checked_sub(1).and_then(|at| lines.get(at));
            let source = line.and_then(|line| raw_line(line, 1)).map(|(_, text)| text);
            let member = Member { source, ..self.member(root, &used.path, used.line) };
            let is_new = seen.insert(member.folder.clone());
            members.push(member);
            if !is_new {
                // go reads no further.
                break;
            }
        }
        members
    }

    fn member(&self, root: &str, used: &str, line: usize) -> Member {
        let folder = self.cleaned(root, used);
        let (state, file) = self.gomod(&folder, |content| parse(content, self.grammar));
        let file = file.unwrap_or_default();
        let swap = |it: &crate::go::modfile::Replace| Swap {
            old: named(&it.old.path, it.old.version.as_deref()),
            new: match &it.new.version {
                Some(version) => named(&it.new.path, Some(version)),
                None => self.cleaned(&folder, &it.new.path),
            },
            line: it.line,
        };
        Member {
            used: used.to_owned(),
            line,
            source: None,
            state,
            module: file.module.map(|module| module.path),
            go: file.go.map(|line| line.version),
            replaces: file.replace.iter().map(swap).collect(),
            folder,
        }
    }

    fn folders(&self) -> Vec<ReplacedBy> {
        let all = needed(self.project).into_iter();
        let replaced = all.filter_map(|it| match it.replaced {
            Replacement::Directory { path, line, declared } => {
                let (file, root) = self.declaring(&declared)?;
                let folder = self.cleaned(&root, &path);
                let (state, content) =
                    self.gomod(&folder, |content| parse_lax(content, self.grammar));
                let meant = (state != Stand::Whole).then(|| self.meant(&it.path, &root)).flatten();
                let source = self.line(&file, line);
                let for_version = self.is_for_version(&declared, line);
                Some(ReplacedBy {
                    module: it.path,
                    version: it.version,
                    file,
                    line,
                    source,
                    for_version,
                    written: path,
                    folder,
                    state,
                    meant,
                    go: content.and_then(|file| file.go).map(|line| line.version),
                })
            }
            _ => None,
        });
        replaced.take(FOLDERS).collect()
    }

    /// The file that a replacement stands in, and its folder.
    fn declaring(&self, declared: &Declared) -> Option<(String, String)> {
        match declared {
            Declared::GoWork => {
                let path = self.project.facts.gowork.path()?;
                Some((path.to_owned(), parent(path).to_owned()))
            }
            Declared::GoMod { module } => {
                let is_it = |(_, file): &&(String, ModFile)| {
                    file.module.as_ref().is_some_and(|it| it.path == *module)
                };
                let (folder, _) = self.project.members.iter().find(is_it)?;
                Some((join(folder, "go.mod"), folder.clone()))
            }
        }
    }

    fn is_for_version(&self, declared: &Declared, line: usize) -> bool {
        let of = |list: &[crate::go::modfile::Replace]| {
            list.iter().any(|it| it.line == line && it.old.version.is_some())
        };
        match declared {
            Declared::GoWork => {
                self.project.facts.gowork.parsed().is_some_and(|it| of(&it.replace))
            }
            Declared::GoMod { module } => self.project.members.iter().any(|(_, file)| {
                file.module.as_ref().is_some_and(|it| it.path == *module) && of(&file.replace)
            }),
        }
    }

    /// What lies in a folder that should hold a module.
    fn gomod(
        &self,
        folder: &str,
        read: impl FnOnce(&[u8]) -> Result<ModFile, Vec<crate::go::modfile::SyntaxError>>,
    ) -> (Stand, Option<ModFile>) {
        let path = join(folder, "go.mod");
        match self.machine.read(&path, MOST) {
            Ok(content) => match read(&content) {
                Ok(file) => (Stand::Whole, Some(file)),
                Err(errors) => (broken(&content, errors), None),
            },
            Err(FileFault::NotADirectory) => (Stand::NotAFolder, None),
            Err(FileFault::NotFound) => (self.absent(folder), None),
            Err(why) => (Stand::Unreadable { why }, None),
        }
    }

    fn absent(&self, folder: &str) -> Stand {
        match self.machine.look(folder) {
            Ok(Entry::Folder) => Stand::NoGomod,
            Ok(_) => Stand::NotAFolder,
            Err(_) => Stand::NoFolder,
        }
    }

    /// A folder beside or below that declares the module, as a path from `root`.
    fn meant(&self, module: &str, root: &str) -> Option<String> {
        let above = parent(root);
        let below =
            self.inside(root).into_iter().map(|name| (join(root, &name), format!("./{name}")));
        let beside = self.inside(above).into_iter();
        let beside = beside.map(|name| (join(above, &name), format!("../{name}")));
        let declares = |folder: &String| {
            let content = self.machine.read(&join(folder, "go.mod"), MOST).ok();
            let file = content.and_then(|content| parse_lax(&content, self.grammar).ok());
            file.and_then(|file| file.module).is_some_and(|it| it.path == module)
        };
        below.chain(beside).find(|(folder, _)| declares(folder)).map(|(_, written)| written)
    }

    fn inside(&self, folder: &str) -> Vec<String> {
        let names = self.machine.list(folder).unwrap_or_default();
        names.into_iter().filter(|name| !name.starts_with('.')).take(NEARBY).collect()
    }

    fn line(&self, file: &str, line: usize) -> Option<String> {
        let content = self.machine.read(file, MOST).ok()?;
        raw_line(&content, line).map(|(_, text)| text)
    }

    fn cleaned(&self, root: &str, path: &str) -> String {
        let platform = Platform { goos: self.machine.os(), goarch: self.machine.arch() };
        platform.below(root, path)
    }
}

fn broken(content: &[u8], errors: Vec<crate::go::modfile::SyntaxError>) -> Stand {
    match errors.into_iter().next() {
        Some(error) => {
            let source = raw_line(content, error.line).map(|(_, text)| text);
            Stand::Broken { error, source }
        }
        None => Stand::Whole,
    }
}

fn named(path: &str, version: Option<&str>) -> String {
    match version {
        Some(version) => format!("{path}@{version}"),
        None => path.to_owned(),
    }
}

fn parent(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((folder, _)) => folder,
        None => "",
    }
}
