use super::Walk;
use super::fetch::Going;
use crate::docker::Line;
use crate::docker::context::{Lying, Tri, below, joined};
use crate::docker::go_command::Verb;
use crate::docker::remark::Kind;
use crate::docker::stage::Put;
use crate::go::modfile::{Grammar, ModFile, is_directory_path, parse_lax};
use crate::go::toolchain::compare;
use crate::go::workfile::{self, WorkFile};

impl Walk<'_> {
    /// The go.mod that the command reads, where it can be seen.
    pub(super) fn gomod(&self, going: &Going) -> Option<ModFile> {
        let (Tri::Yes, root) = going.root.as_ref()? else { return None };
        let text = self.ground.read(&going.seen, &joined(root, "go.mod"))?;
        parse_lax_whole(&text)
    }

    pub(super) fn gowork(&self, going: &Going) -> Option<WorkFile> {
        let (_, at) = self.workspace(going)?;
        let text = self.ground.read(&going.seen, &joined(&at, "go.work"))?;
        workfile::parse(text.as_bytes(), Grammar::default()).ok()
    }

    /// The folder of the go.work in force, where one is.
    fn workspace(&self, going: &Going) -> Option<(Tri, String)> {
        if going.seen.setting("GOWORK").is_some() {
            return None;
        }
        let folder = going.folder.as_deref()?;
        let (has, at) = self.ground.above(&going.seen, folder, "go.work");
        (has != Tri::No).then_some((has, at))
    }

    /// Whether what the command reads is there.
    pub(super) fn files(&mut self, going: &Going) {
        if going.go.verb == Verb::Named || going.go.modfile {
            return;
        }
        let (Some(folder), Some((has, root))) = (going.folder.clone(), going.root.clone()) else {
            return;
        };
        let workspace = self.workspace(going);
        match has {
            Tri::No if workspace.is_none() => return self.no_gomod(going, folder),
            Tri::Yes if workspace.is_none() && is_ignored(going, &root) => {
                // In GOPATH a go from 1.22 on warns and reads it, unless it is to write it.
                let has = going.seen.image.golang.as_deref().unwrap_or_default();
                let old = !has.is_empty() && compare(has, "1.22").is_lt();
                let writes = matches!(going.go.verb, Verb::Tidy | Verb::Vendor);
                let stops = old || writes || is_temporary(going, &root);
                let kind = Kind::Ignored { folder: root, command: going.go.words.clone() };
                let corrected = self.own_workdir(going);
                return self.remark(going.line(), stops, kind, corrected);
            }
            Tri::Yes => {}
            Tri::No | Tri::Unknown => return self.members(going),
        }
        self.members(going);
        self.replacements(going, &root);
        if workspace.is_none() {
            self.gosum(going, &root);
        }
    }

    fn no_gomod(&mut self, going: &Going, folder: String) {
        // Files named one by one need none, and neither do the tools of go itself.
        if going.go.of_files || matches!(going.go.verb, Verb::Get { .. }) {
            return;
        }
        let command = going.go.words.clone();
        let corrected = match self.ground.look("go.mod") {
            Lying::File if going.go.verb == Verb::Download => {
                let sum = if self.ground.look("go.sum") == Lying::File {
                    "go.mod go.sum"
                } else {
                    "go.mod"
                };
                self.lines.before(going.line(), &[format!("COPY {sum} ./")])
            }
            _ => Vec::new(),
        };
        self.remark(going.line(), true, Kind::NoGoMod { folder, command }, corrected);
    }

    /// WORKDIR before the first COPY of the stage, where none is.
    fn own_workdir(&self, going: &Going) -> Vec<Line> {
        let is_copy = |at: &usize| {
            let line = self.lines.at(*at).trim_start().to_ascii_uppercase();
            line.starts_with("COPY ") || line.starts_with("ADD ") || line.starts_with("WORKDIR ")
        };
        let from = (1..=going.line())
            .rev()
            .find(|at| self.lines.at(*at).trim_start().to_ascii_uppercase().starts_with("FROM "));
        let Some(first) = (from.unwrap_or(1)..going.line()).find(is_copy) else {
            return Vec::new();
        };
        if self.lines.at(first).trim_start().to_ascii_uppercase().starts_with("WORKDIR ") {
            return vec![Line { line: first, becomes: vec!["WORKDIR /src".to_owned()] }];
        }
        self.lines.before(first, &["WORKDIR /src".to_owned()])
    }

    fn gosum(&mut self, going: &Going, root: &str) {
        let sum = joined(root, "go.sum");
        if self.ground.has(&going.seen, &sum) != Tri::No {
            return;
        }
        let gomod = self.gomod(going);
        if gomod.as_ref().is_some_and(|it| it.require.is_empty())
            || self.vendored(going) == Tri::Yes
        {
            return;
        }
        let origin = self.ground.origins(&going.seen, &joined(root, "go.mod")).into_iter().next();
        let beside = origin
            .as_deref()
            .map(|it| format!("{}go.sum", it.strip_suffix("go.mod").unwrap_or_default()));
        // What the project itself lacks is no matter of its Dockerfile.
        let there = beside.as_deref().map_or(Lying::Unseen, |it| self.ground.context.look(it));
        if there == Lying::Nothing {
            return;
        }
        let writes =
            matches!(going.go.verb, Verb::Download | Verb::Tidy | Verb::Get { .. } | Verb::Vendor);
        let loose = going.go.mod_flag.as_deref() == Some("mod")
            || going.setting("GOFLAGS").is_some_and(|it| it.contains("-mod=mod"));
        if loose
            || self
                .remarks
                .iter()
                .any(|it| matches!(it.kind, Kind::NoGoSum { .. }) && it.stops != writes)
        {
            return;
        }
        let stops = !writes && gomod.is_some();
        let corrected = self.with_gosum(going, root, beside.as_deref());
        let kind = Kind::NoGoSum {
            sum: beside.unwrap_or_else(|| "go.sum".to_owned()),
            command: going.go.words.clone(),
        };
        self.remark(going.line(), stops, kind, corrected);
    }

    /// go.sum beside go.mod, in the line that copies that.
    fn with_gosum(&self, going: &Going, root: &str, beside: Option<&str>) -> Vec<Line> {
        let beside = beside.unwrap_or("go.sum");
        let gomod = format!("{}mod", beside.strip_suffix("sum").unwrap_or("go."));
        let copies = |at: &usize| {
            let line = self.lines.at(*at);
            let upper = line.trim_start().to_ascii_uppercase();
            (upper.starts_with("COPY ") || upper.starts_with("ADD "))
                && line.split_whitespace().any(|it| it.trim_start_matches("./") == gomod)
        };
        if let Some(at) = (1..going.line()).rev().find(copies) {
            let line = self.lines.at(at);
            let into = line.trim_end().ends_with('/') || line.trim_end().ends_with(" .");
            if let Some(named) = line
                .split_whitespace()
                .find(|it| it.trim_start_matches("./") == gomod)
                .filter(|_| into)
            {
                let sum = format!("{}sum", &named[..named.len() - 3]);
                return self
                    .lines
                    .swapped(at, named, &format!("{named} {sum}"))
                    .unwrap_or_default();
            }
            return self
                .lines
                .after(at, &[format!("COPY {beside} {}/", root.trim_end_matches('/'))]);
        }
        self.lines.before(going.line(), &[format!("COPY {beside} {}/", root.trim_end_matches('/'))])
    }

    /// Folders that stand for modules.
    fn replacements(&mut self, going: &Going, root: &str) {
        let Some(gomod) = self.gomod(going) else { return };
        if self.vendored(going) == Tri::Yes && going.go.verb == Verb::Build {
            return;
        }
        for replace in &gomod.replace {
            let needed = gomod.require.iter().any(|it| it.path == replace.old.path);
            if needed && replace.new.version.is_none() && is_directory_path(&replace.new.path) {
                self.folder(going, root, "go.mod", &replace.new.path);
            }
        }
    }

    /// Folders of a workspace.
    fn members(&mut self, going: &Going) {
        let (Some(work), Some((Tri::Yes, at))) = (self.gowork(going), self.workspace(going)) else {
            return;
        };
        for member in &work.uses {
            self.folder(going, &at, "go.work", &member.path);
        }
    }

    fn folder(&mut self, going: &Going, root: &str, by: &str, path: &str) {
        let place = joined(root, path);
        if self.ground.has(&going.seen, &joined(&place, "go.mod")) != Tri::No {
            return;
        }
        let origin = self.ground.origins(&going.seen, &joined(root, by)).into_iter().next();
        let Some(home) =
            origin.map(|it| it.rsplit_once('/').map_or(String::new(), |(up, _)| up.to_owned()))
        else {
            return;
        };
        let inside = if path.starts_with('/') { None } else { below(&home, path) };
        let there = inside.as_deref().map(|it| {
            self.ground.look(&if it.is_empty() {
                "go.mod".to_owned()
            } else {
                format!("{it}/go.mod")
            })
        });
        let corrected = match (&inside, there) {
            (Some(from), Some(Lying::File)) => {
                let copy = if going.go.verb == Verb::Download {
                    format!("COPY {from}/go.mod {place}/")
                } else {
                    format!("COPY {from}/ {place}/")
                };
                self.lines.before(going.line(), &[copy])
            }
            _ => Vec::new(),
        };
        let outside = there != Some(Lying::File);
        let kind = Kind::NoFolder { path: path.to_owned(), by: by.to_owned(), outside };
        self.remark(going.line(), true, kind, corrected);
    }
}

/// Whether go ignores a go.mod that lies there. go's file: `cmd/go/internal/modload/init.go`.
fn is_ignored(going: &Going, root: &str) -> bool {
    let gopath = going.setting("GOPATH").unwrap_or_default();
    let first = gopath.split(':').next().unwrap_or_default().trim_end_matches('/');
    let by_mount = |put: &Put| matches!(put, Put::Opaque { at } if at == root);
    (first == root || is_temporary(going, root)) && !going.seen.puts.iter().any(by_mount)
}

/// Whether it is the folder for temporary files itself.
fn is_temporary(going: &Going, root: &str) -> bool {
    let temporary = match going.setting("TMPDIR") {
        Some(dir) if !dir.is_empty() => dir,
        _ => "/tmp",
    };
    root == temporary.trim_end_matches('/')
}

fn parse_lax_whole(text: &str) -> Option<ModFile> {
    let grammar = Grammar::default();
    crate::go::modfile::parse(text.as_bytes(), grammar)
        .or_else(|_| parse_lax(text.as_bytes(), grammar))
        .ok()
}
