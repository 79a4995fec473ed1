use super::join;
use super::ledger::Ledger;
use super::needs::needed;
use super::project::{Found, MOST};
use crate::go::env::{Settings, Source};
use crate::go::godebug::Table;
use crate::go::modfile::{Grammar, Needed, Replacement, parse_lax};
use crate::go::toolchain::{self, Choice, How, Lines, Mode, Refusal, Setting};
use crate::go::toolchain::{choose, from_toolchain};
use crate::machine::{Entry, Machine};
use crate::model::{Lacking, Need, Newer, Switching, TOOLCHAIN};

/// The first release that knows other toolchains, and minds a dependency's go line.
/// go's file: `cmd/go/internal/gover/version.go`, `GoStrictVersion`.
const STRICT: &str = "1.21";
/// go's own source of its table of GODEBUG settings.
const TABLE: &str = "src/internal/godebugs/table.go";
const SMALL: usize = 1 << 20;
/// Modules that ask for a newer go; more say nothing new.
const TOLD: usize = 20;

/// What go does about its own version before anything else.
#[derive(Default)]
pub(super) struct Switch {
    /// The toolchain to fetch, where it is not here.
    pub need: Option<Need>,
    /// Why go stops at once.
    pub refusal: Option<Refusal>,
    pub facts: Switching,
}

/// Where it is looked at.
pub(super) struct Here<'a> {
    pub machine: &'a dyn Machine,
    pub settings: &'a Settings,
    pub project: &'a Found,
    pub path: &'a str,
}

impl Here<'_> {
    /// The toolchain that go would start before it does anything else, and what that
    /// one would mind. go's file: `cmd/go/internal/toolchain/select.go`.
    pub(super) fn look(&self, local: &str, ledger: &Ledger) -> Switch {
        let file = self.file();
        let content = file.as_ref().and_then(|file| self.machine.read(file, MOST).ok());
        let content = content.unwrap_or_default();
        let lines = Lines::scan(&content);
        let choice = self.chosen(local, &lines);
        let refusal = match &choice {
            Some(Choice::Refused(refusal)) => Some(refusal.clone()),
            _ => None,
        };
        let (go_at, toolchain_at) =
            (Lines::place(&content, "go"), Lines::place(&content, "toolchain"));
        let mut facts =
            Switching { choice, file, lines, go_at, toolchain_at, ..Switching::default() };
        facts.in_path = self.in_path();
        facts.here = facts.to().and_then(|(to, how)| self.lies(to, how, ledger));
        let need = match facts.to() {
            Some((to, How::Download)) if self.on_path(to).is_none() => Some(self.need(to, &facts)),
            _ => None,
        };
        let (running, goroot) = self.running(local, &facts);
        facts.godebugs = goroot.and_then(|goroot| self.table(&goroot));
        if facts.to().is_none_or(|_| facts.here.is_some()) {
            facts.newer = self.newer(&running, ledger);
        }
        facts.running = running;
        let need = need.or_else(|| self.late(&facts));
        Switch { need, refusal, facts }
    }

    /// The file whose lines count: go.work before go.mod.
    fn file(&self) -> Option<String> {
        let project = &self.project.facts;
        project.gowork.path().or(project.gomod.path()).map(str::to_owned)
    }

    /// The choice that go would make, where it makes one.
    fn chosen(&self, local: &str, lines: &Lines) -> Option<Choice> {
        let gotoolchain = self.settings.raw("GOTOOLCHAIN");
        let knows = toolchain::compare(local.trim_start_matches("go"), STRICT).is_ge();
        let by_modules = self.settings.raw("GO111MODULE") != "off";
        (!gotoolchain.is_empty() && knows && by_modules).then(|| choose(local, gotoolchain, lines))
    }

    /// Where a toolchain lies: in the PATH, or in the cache.
    fn lies(&self, to: &str, how: How, ledger: &Ledger) -> Option<String> {
        let folder = || match how {
            How::Path => None,
            How::Download => {
                let folder = ledger.unpacked(TOOLCHAIN, &self.version(to))?;
                matches!(self.machine.look(&folder), Ok(Entry::Folder)).then_some(folder)
            }
        };
        self.on_path(to).or_else(folder)
    }

    fn on_path(&self, name: &str) -> Option<String> {
        let mut places = self.places().map(|place| join(place, name));
        places.find(|path| self.is_program(path))
    }

    fn places(&self) -> impl Iterator<Item = &str> {
        self.path.split(':').filter(|place| place.starts_with('/'))
    }

    fn is_program(&self, path: &str) -> bool {
        matches!(self.machine.look(path), Ok(Entry::File { executable: true, .. }))
    }

    /// go's file: `cmd/go/internal/toolchain/switch.go`, `pathToolchains`.
    fn in_path(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for place in self.places() {
            let names = self.machine.list(place).unwrap_or_default();
            let names = names.into_iter().filter(|name| name.starts_with("go1."));
            let new = names.filter(|name| {
                from_toolchain(name).is_some() && self.is_program(&join(place, name))
            });
            found.extend(new);
        }
        found.sort_by(|a, b| {
            let version = |name: &str| from_toolchain(name).unwrap_or_default().to_owned();
            toolchain::compare(&version(a), &version(b))
        });
        found.dedup();
        found
    }

    /// As `golang.org/toolchain` names the release: for the system that go itself is of,
    /// whatever GOOS says.
    fn version(&self, to: &str) -> String {
        format!("v0.0.1-{to}.{}-{}", self.machine.os(), self.machine.arch())
    }

    /// One that lies in the cache is verified all the same, each time.
    fn need(&self, to: &str, facts: &Switching) -> Need {
        Need {
            module: TOOLCHAIN.into(),
            version: self.version(to),
            lacking: Lacking { zip: facts.here.is_none(), ..Lacking::default() },
            file: facts.file.clone(),
            line: None,
            by: None,
            summed: false,
            sums: Vec::new(),
        }
    }

    /// What go fetches once it has read what the modules ask for: it asks which
    /// releases there are.
    fn late(&self, facts: &Switching) -> Option<Need> {
        let newest = facts.newer.iter().max_by(|a, b| toolchain::compare(&a.needs, &b.needs))?;
        let setting = Setting::parse(self.settings.raw("GOTOOLCHAIN")).ok()?;
        (setting.mode == Mode::Auto).then(|| Need::of_toolchain(&newest.needs))
    }

    /// The version of the go that does the work, without its `go`, and its GOROOT.
    fn running(&self, local: &str, facts: &Switching) -> (String, Option<String>) {
        if let (Some((to, _)), Some(here)) = (facts.to(), &facts.here) {
            let version = from_toolchain(to).unwrap_or_default().to_owned();
            let unpacked = self.machine.is_folder(here).then(|| here.clone());
            return (version, unpacked);
        }
        // What GOROOT is set to may be another tree than that of the program.
        let goroot = self.settings.get("GOROOT").filter(|it| it.source != Source::Environment);
        let goroot = goroot.map(|it| it.value.raw().to_owned());
        (local.trim_start_matches("go").to_owned(), goroot)
    }

    fn table(&self, goroot: &str) -> Option<Table> {
        let source = self.machine.read(&join(goroot, TABLE), SMALL).ok()?;
        Table::read(&String::from_utf8_lossy(&source))
    }

    /// The modules that ask for more, as far as their go.mod lies here.
    fn newer(&self, running: &str, ledger: &Ledger) -> Vec<Newer> {
        if toolchain::compare(running, STRICT).is_lt() || self.project.facts.modules_named {
            return Vec::new();
        }
        let all = needed(self.project).into_iter();
        let newer = all.filter_map(|needed| {
            let (module, file) = self.its_gomod(&needed, ledger)?;
            let content = self.machine.read(&file, MOST).ok()?;
            let go = parse_lax(&content, Grammar::default()).ok()?.go?;
            let is_newer = toolchain::compare(&go.version, running).is_gt();
            is_newer.then_some(Newer { module, needs: go.version, file, line: needed.line })
        });
        newer.take(TOLD).collect()
    }

    fn its_gomod(&self, needed: &Needed, ledger: &Ledger) -> Option<(String, String)> {
        if let Some((module, version)) = needed.fetched() {
            let file = ledger.cached(module, version, ".mod")?;
            return Some((format!("{module}@{version}"), file));
        }
        let Replacement::Directory { path, .. } = &needed.replaced else { return None };
        // Whose folder it is below is plain where there is one go.mod only.
        let [(root, _)] = self.project.members.as_slice() else { return None };
        let folder = if path.starts_with('/') { path.clone() } else { join(root, path) };
        Some((path.clone(), join(&folder, "go.mod")))
    }
}
