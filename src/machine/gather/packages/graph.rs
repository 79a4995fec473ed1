use super::super::ledger::Ledger;
use super::super::project::{Found, MOST};
use super::super::{join, needs};
use super::replaced::{Instead, Replacements};
use crate::go::modfile::{Grammar, ModFile, VersionKind, parse_lax};
use crate::go::semver;
use crate::go::toolchain::compare;
use crate::machine::Machine;
use crate::model::{Nameplate, StoredGomod, Unread};
use std::collections::{BTreeMap, HashSet, VecDeque};

/// As many go.mod files are read,
const FILES: usize = 6000;
/// and as many bytes of them.
const BYTES: usize = 64 << 20;
/// The first go version whose go.mod files list all that their packages need.
const PRUNED: &str = "1.17";

/// The module graph, as far as the cache holds it.
/// go's file: `cmd/go/internal/modload/buildlist.go`, `readModGraph`.
#[derive(Default)]
pub(super) struct Graph {
    pub misnamed: Vec<StoredGomod>,
    pub unread: Vec<Unread>,
    /// Of each module the highest version that is required.
    pub selected: BTreeMap<String, String>,
    /// Who asks for that version, where it is another module than the main one.
    pub raised_by: BTreeMap<String, String>,
    /// Whether nothing was left out.
    pub whole: bool,
}

/// A required version, before any replacement, and how the walk came to it.
struct Node {
    path: String,
    version: String,
    through: Vec<String>,
    line: Option<usize>,
    /// All below a module from before pruning is read.
    below_unpruned: bool,
}

struct Walk<'a> {
    machine: &'a dyn Machine,
    ledger: &'a Ledger,
    replacements: Replacements<'a>,
    excluded: HashSet<(&'a str, &'a str)>,
    main: HashSet<&'a str>,
    main_pruned: bool,
    seen: HashSet<(String, String)>,
    due: VecDeque<Node>,
    bytes: usize,
    graph: Graph,
}

impl Graph {
    pub(super) fn read(machine: &dyn Machine, ledger: &Ledger, found: &Found) -> Self {
        let files = || found.members.iter().map(|(_, file)| file);
        let excluded = files().flat_map(|file| &file.exclude);
        let main = files().filter_map(|file| file.module.as_ref());
        let mut walk = Walk {
            machine,
            ledger,
            replacements: Replacements::of(found),
            excluded: excluded.map(|it| (it.path.as_str(), it.version.as_str())).collect(),
            main: main.map(|it| it.path.as_str()).collect(),
            main_pruned: files().all(is_pruned),
            seen: HashSet::new(),
            due: VecDeque::new(),
            bytes: 0,
            graph: Self { whole: true, ..Self::default() },
        };
        walk.begin(found);
        while let Some(node) = walk.due.pop_front() {
            walk.visit(&node);
        }
        walk.graph
    }
}

impl Walk<'_> {
    fn begin(&mut self, found: &Found) {
        for needed in needs::needed(found) {
            if needed.kind != VersionKind::Canonical {
                self.graph.whole = false;
                continue;
            }
            self.select(&needed.path, &needed.version, None);
            self.reach(Node {
                path: needed.path,
                version: needed.version,
                through: Vec::new(),
                line: Some(needed.line),
                below_unpruned: !self.main_pruned,
            });
        }
    }

    fn reach(&mut self, node: Node) {
        let is_main = self.main.contains(node.path.as_str());
        let is_new = self.seen.insert((node.path.clone(), node.version.clone()));
        if !is_main && is_new {
            self.due.push_back(node);
        }
    }

    fn visit(&mut self, node: &Node) {
        let content = match self.replacements.of_version(&node.path, &node.version) {
            Instead::Folder { path } => self.content(&join(&path, "go.mod")),
            Instead::Version { path, version } => self.stored(node, &path, &version),
        };
        let file = content.and_then(|it| parse_lax(&it, Grammar::default()).ok());
        match file {
            Some(file) => self.follow(node, &file),
            None => self.graph.whole = false,
        }
    }

    /// The go.mod of a version in the cache, noted where go stops at it.
    fn stored(&mut self, node: &Node, module: &str, version: &str) -> Option<Vec<u8>> {
        let path = self.ledger.cached(module, version, ".mod")?;
        let Some(content) = self.content(&path) else {
            if let Some(by) = node.through.last().cloned() {
                let (module, version) = (module.to_owned(), version.to_owned());
                self.graph.unread.push(Unread { module, version, by });
            }
            return None;
        };
        let nameplate = Nameplate::of(&content);
        let declared = nameplate.module.as_deref().filter(|_| nameplate.is_whole());
        // What is none at all was written over here, and is told of as such.
        let is_one = nameplate.is_whole() || Nameplate::is_meant(&content);
        if is_one && !declared.is_some_and(|it| it == node.path || it == module) {
            let (module, version) = (module.to_owned(), version.to_owned());
            let (through, line) = (node.through.clone(), node.line);
            self.graph.misnamed.push(StoredGomod {
                module,
                version,
                path,
                nameplate,
                through,
                line,
            });
        }
        Some(content)
    }

    fn content(&mut self, path: &str) -> Option<Vec<u8>> {
        if self.seen.len() > FILES || self.bytes > BYTES {
            return None;
        }
        let content = self.machine.read(path, MOST).ok()?;
        self.bytes += content.len();
        Some(content)
    }

    fn follow(&mut self, node: &Node, file: &ModFile) {
        let unpruned = node.below_unpruned || !is_pruned(file);
        let by = format!("{}@{}", node.path, node.version);
        for required in &file.require {
            let excluded = self.excluded.contains(&(&required.path, &required.version));
            if excluded || !semver::is_valid(&required.version) {
                continue;
            }
            self.select(&required.path, &required.version, Some(&by));
            if unpruned {
                self.reach(Node {
                    path: required.path.clone(),
                    version: required.version.clone(),
                    through: node.through.iter().chain([&by]).cloned().collect(),
                    line: node.line,
                    below_unpruned: true,
                });
            }
        }
    }

    fn select(&mut self, path: &str, version: &str, by: Option<&str>) {
        let known = self.graph.selected.entry(path.to_owned()).or_default();
        if known.is_empty() || semver::compare(version, known).is_gt() {
            version.clone_into(known);
            if let Some(by) = by {
                self.graph.raised_by.insert(path.to_owned(), by.to_owned());
            }
        }
    }
}

fn is_pruned(file: &ModFile) -> bool {
    file.go.as_ref().is_some_and(|line| compare(&line.version, PRUNED).is_ge())
}
