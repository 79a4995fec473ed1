mod deep;
mod directing;
mod finder;
mod graph;
mod imported;
mod replaced;
mod sources;

use self::deep::Deep;
use self::finder::Finder;
use self::graph::Graph;
use self::replaced::Replacements;
pub(super) use self::sources::{Source, Sources};
use super::join;
use super::ledger::Ledger;
use super::needs::needed;
use super::project::Found;
use crate::go::constraint::BuildContext;
use crate::go::env::Settings;
use crate::go::goflags::Goflags;
use crate::go::modcache::ModuleVersion;
use crate::go::modfile::{ModFile, VersionKind};
use crate::go::semver;
use crate::go::toolchain::compare;
use crate::machine::Machine;
use crate::model::{File, Packages, Untidy};
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};

/// The first go version whose go.mod files list all that their packages need.
const PRUNED: &str = "1.17";

/// What is known of this machine's builds.
pub(super) struct Builds<'a> {
    pub machine: &'a dyn Machine,
    pub ledger: &'a Ledger,
    pub settings: &'a Settings,
    pub project: &'a Found,
    /// Such as `go1.26.8`.
    pub version: &'a str,
}

impl Builds<'_> {
    /// The Go files that a build takes; none where a build does not read go.mod, or may
    /// change it.
    pub(super) fn sources(&self) -> Option<Sources> {
        let context = self.context().filter(|_| self.is_readonly())?;
        let (root, gomod) = self.here()?;
        Some(Sources::read(self.machine, (root, gomod), &context))
    }

    /// The main module that the folder belongs to: of a workspace the others are not
    /// built from here.
    fn here(&self) -> Option<(&str, &ModFile)> {
        let (root, _) = self.project.facts.gomod.path()?.rsplit_once('/')?;
        let mut members = self.project.members.iter();
        let (folder, file) = members.find(|(folder, _)| folder == root)?;
        Some((folder, file))
    }

    /// What the Go files of the module import, and what the go.mod files in the cache say.
    pub(super) fn look(&self, sources: Option<&Sources>, named: &[ModuleVersion]) -> Packages {
        // Without its own go.mod a version that was named is fetched whatever it says.
        if self.project.facts.modules_named {
            let directing = directing::directing(self, named);
            return Packages { directing, ..Packages::default() };
        }
        if self.project.members.is_empty() {
            return Packages::default();
        }
        let graph = Graph::read(self.machine, self.ledger, self.project);
        let work = matches!(self.project.facts.gowork, File::Parsed { .. });
        let members = self.project.members.iter().filter(|_| work);
        let mut packages = Packages {
            replaced: members.flat_map(|(_, file)| file.replace.clone()).collect(),
            ..Packages::default()
        };
        if let Some(sources) = sources {
            packages.alike = sources.alike.first().cloned();
            packages.untidy = self.untidy(&graph);
            if let Some(finder) = self.finder(&graph) {
                packages.imports = imported::bad(sources, &finder);
                let context = self.context();
                let deep = context.map(|it| Deep::look(sources, &finder, &graph, &it));
                let Deep { folded, unlisted } = deep.unwrap_or_default();
                packages.folded = folded.map(|it| imported::shown(&finder, it));
                packages.unlisted = if self.is_pruned() { unlisted } else { Vec::new() };
            }
        }
        Packages { misnamed: graph.misnamed, unread: graph.unread, ..packages }
    }

    fn finder<'f>(&'f self, graph: &Graph) -> Option<Finder<'f>> {
        Some(Finder {
            machine: self.machine,
            ledger: self.ledger,
            found: self.project,
            replacements: Replacements::of(self.project),
            modules: self.modules(graph)?,
            std: self.std(),
            holds: RefCell::new(HashMap::new()),
        })
    }

    /// What go.mod lists, which is all that go looks into first; before pruning, the
    /// whole graph.
    fn modules(&self, graph: &Graph) -> Option<BTreeMap<String, String>> {
        let listed = needed(self.project);
        // What is no version yet, go would look up.
        if listed.iter().any(|it| it.kind != VersionKind::Canonical) {
            return None;
        }
        if self.is_pruned() {
            return Some(listed.into_iter().map(|it| (it.path, it.version)).collect());
        }
        graph.whole.then(|| graph.selected.clone())
    }

    /// A listed version below one that the graph asks for: go would raise it.
    fn untidy(&self, graph: &Graph) -> Vec<Untidy> {
        if !self.is_pruned() || matches!(self.project.facts.gowork, File::Parsed { .. }) {
            return Vec::new();
        }
        let raised = needed(self.project).into_iter().filter_map(|it| {
            let selected = graph.selected.get(&it.path)?;
            let by = graph.raised_by.get(&it.path)?;
            semver::compare(selected, &it.version).is_gt().then(|| Untidy {
                module: it.path,
                listed: it.version,
                selected: selected.clone(),
                by: by.clone(),
                line: it.line,
            })
        });
        raised.collect()
    }

    fn is_pruned(&self) -> bool {
        self.project.members.iter().all(|(_, file)| {
            file.go.as_ref().is_some_and(|line| compare(&line.version, PRUNED).is_ge())
        })
    }

    /// Where the standard library lies, unless go would take another toolchain's.
    fn std(&self) -> Option<String> {
        let version = self.version.strip_prefix("go").filter(|it| !it.is_empty())?;
        let newer = |line: &str| compare(line, version).is_gt();
        let lines = self.project.members.iter().filter_map(|(_, file)| file.go.as_ref());
        let work = self.project.facts.gowork.parsed().and_then(|it| it.go.as_ref());
        if lines.chain(work).any(|line| newer(&line.version)) {
            return None;
        }
        let std = join(self.settings.raw("GOROOT"), "src");
        self.machine.is_folder(&join(&std, "fmt")).then_some(std)
    }

    /// Whether builds read go.mod as it is: the default, unless GOFLAGS says otherwise or
    /// a vendor folder takes its place.
    fn is_readonly(&self) -> bool {
        let version = self.version.strip_prefix("go").unwrap_or(self.version);
        let Ok(flags) = Goflags::parse(self.settings.raw("GOFLAGS"), version) else { return false };
        let plain = match flags.value_of("mod") {
            None => !self.has_vendor(),
            Some(mode) => mode == "readonly",
        };
        let whole = flags.value_of("modfile").is_none() && flags.value_of("overlay").is_none();
        let modules = self.settings.raw("GO111MODULE") != "off";
        plain && whole && modules
    }

    fn has_vendor(&self) -> bool {
        let work = self.project.facts.gowork.path().and_then(|path| path.rsplit_once('/'));
        let roots = self.project.members.iter().map(|(folder, _)| folder.as_str());
        let mut roots = roots.chain(work.map(|(folder, _)| folder));
        roots.any(|folder| self.machine.is_folder(&join(folder, "vendor")))
    }

    fn context(&self) -> Option<BuildContext> {
        let version = self.version.strip_prefix("go").filter(|it| !it.is_empty())?;
        let minor = version.strip_prefix("1.")?.split(|c: char| !c.is_ascii_digit()).next()?;
        let flags = Goflags::parse(self.settings.raw("GOFLAGS"), version).ok()?;
        let tags = flags.value_of("tags").unwrap_or_default();
        let words = tags.split([',', ' ']).filter(|tag| !tag.is_empty());
        let variables = self.machine.variables();
        Some(BuildContext {
            goos: self.settings.raw("GOOS").to_owned(),
            goarch: self.settings.raw("GOARCH").to_owned(),
            minor: minor.parse().ok()?,
            cgo: match variables.get("CGO_ENABLED").map(String::as_str) {
                Some("0") => Some(false),
                Some("1") => Some(true),
                _ => None,
            },
            tags: words.map(str::to_owned).collect(),
        })
    }
}
