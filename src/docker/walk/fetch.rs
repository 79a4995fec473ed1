use super::run::Running;
use super::{Event, Walk};
use crate::docker::context::{Tri, joined};
use crate::docker::go_command::{GoCommand, Verb};
use crate::docker::instruction::Instruction;
use crate::docker::remark::{Kind, Rewrite};
use crate::docker::settings;
use crate::docker::shell::Simple;
use crate::docker::stage::{Fetched, Stage};

/// A go command in its place.
pub(super) struct Going<'r, 'i> {
    pub running: &'r Running<'i>,
    /// The stage as the command sees it.
    pub seen: Stage,
    pub go: GoCommand,
    pub folder: Option<String>,
    /// The folder of go.mod, and whether it is there.
    pub root: Option<(Tri, String)>,
    /// Whether it asks for modules.
    pub fetches: Tri,
}

impl Going<'_, '_> {
    pub(super) fn line(&self) -> usize {
        self.running.instruction.line
    }

    pub(super) fn setting(&self, name: &str) -> Option<&str> {
        self.seen.setting(name)?.value.as_deref()
    }
}

impl Walk<'_> {
    pub(super) fn go(&mut self, running: &mut Running, command: &Simple) {
        if command.arguments().first().is_some_and(|it| it == "env") {
            return self.go_env(running, command);
        }
        let Some(go) = GoCommand::of(command) else { return };
        let seen = running.with(command, &|typed| self.value(typed));
        let folder = match (&go.dir, &running.folder) {
            (None, folder) => folder.clone(),
            (Some(dir), Some(folder)) if !dir.contains('$') => Some(joined(folder, dir)),
            _ => None,
        };
        if go.verb == Verb::Init || go.verb == Verb::Other {
            if go.verb == Verb::Init {
                let at = folder.unwrap_or_else(|| "/".to_owned());
                self.put(running, &at);
            }
            return;
        }
        if seen.setting("GO111MODULE").is_some_and(|it| it.value.as_deref() == Some("off")) {
            return;
        }
        let root = folder.as_deref().map(|at| self.ground.above(&seen, at, "go.mod"));
        let mut going = Going { running, seen, go, folder, root, fetches: Tri::Unknown };
        going.fetches = self.fetches(&going);
        self.going(&going);
        let Going { go, fetches, .. } = going;
        if go.verb == Verb::Vendor || matches!(go.verb, Verb::Get { .. } | Verb::Tidy) {
            running.seen.is_opaque = true;
            self.now().is_opaque = true;
        }
        if fetches != Tri::No && go.verb != Verb::Named {
            self.fetched(running);
        }
    }

    fn going(&mut self, going: &Going) {
        let known = going.seen.variables.keys().chain(going.seen.go_env.keys());
        let event = Event {
            stage: self.at(),
            line: going.line(),
            sure: going.fetches == Tri::Yes,
            known: known.cloned().collect(),
        };
        self.events.push(event);
        self.files(going);
        self.old_go(going);
        self.rewrites(going);
        if going.fetches == Tri::No || going.running.network.as_deref() == Some("none") {
            return;
        }
        self.tools(going);
        self.loopback(going);
        self.cache(going);
    }

    /// Something that may run go, and may fetch.
    pub(super) fn maybe(&mut self, running: &Running) {
        let event = Event {
            stage: self.at(),
            line: running.instruction.line,
            sure: false,
            known: running.seen.variables.keys().cloned().collect(),
        };
        self.events.push(event);
    }

    fn fetches(&self, going: &Going) -> Tri {
        let proxy = going.setting("GOPROXY").unwrap_or_default();
        if proxy == "off" || proxy.starts_with("file://") && !proxy.contains(',') {
            return Tri::No;
        }
        if matches!(going.go.verb, Verb::Named | Verb::Get { .. }) {
            return Tri::Yes;
        }
        let has_needs = self.has_needs(going);
        if has_needs == Tri::No {
            return Tri::No;
        }
        if going.go.verb != Verb::Build {
            return Tri::Yes;
        }
        if going.go.of_files && going.root.as_ref().is_none_or(|(has, _)| *has != Tri::Yes) {
            return Tri::Unknown;
        }
        match (self.vendored(going), has_needs, &going.root) {
            (Tri::Yes, ..) => Tri::No,
            (Tri::No, Tri::Yes, Some((Tri::Yes, _))) => Tri::Yes,
            // A folder that is not seen is mostly none.
            _ => Tri::Unknown,
        }
    }

    /// Whether go.mod asks for anything that is not a folder beside it.
    fn has_needs(&self, going: &Going) -> Tri {
        let Some(gomod) = self.gomod(going) else { return Tri::Unknown };
        let local = |path: &str| {
            gomod.replace.iter().any(|it| it.old.path == path && it.new.version.is_none())
        };
        if gomod.require.iter().any(|it| !local(&it.path)) { Tri::Yes } else { Tri::No }
    }

    /// Whether a build takes its packages from vendor.
    pub(super) fn vendored(&self, going: &Going) -> Tri {
        let flags = going.setting("GOFLAGS").unwrap_or_default();
        let by_flags = flags
            .split_whitespace()
            .rev()
            .find_map(|it| it.trim_start_matches('-').strip_prefix("mod="));
        match going.go.mod_flag.as_deref().or(by_flags) {
            Some("vendor") => return Tri::Yes,
            Some(_) => return Tri::No,
            None => {}
        }
        match &going.root {
            Some((Tri::Yes, root)) => self.ground.has(&going.seen, &joined(root, "vendor")),
            _ => Tri::Unknown,
        }
    }

    fn fetched(&mut self, running: &mut Running) {
        let mount = match Self::mount_of_cache(running) {
            Some(mount) => Some(mount.id.or(mount.target).unwrap_or_default()),
            None => None,
        };
        let Instruction { line, last, .. } = *running.instruction;
        let fetched = Fetched { line, last, mount };
        if running.seen.fetched.is_none() {
            running.seen.fetched = Some(fetched.clone());
            self.now().fetched = Some(fetched);
        }
    }

    fn rewrites(&mut self, going: &Going) {
        let rewrite = match going.go.verb {
            Verb::Tidy => Rewrite::Tidy,
            Verb::Get { updates: true } => Rewrite::GetUpdate,
            Verb::Build if going.go.mod_flag.as_deref() == Some("mod") => Rewrite::ModMod,
            _ => return,
        };
        // In a GOPATH of old, or in a module made here, there is nothing to keep.
        if going.root.as_ref().is_some_and(|(has, _)| *has == Tri::No) {
            return;
        }
        let corrected = match rewrite {
            Rewrite::Tidy => self.lines.swapped(going.line(), "go mod tidy", "go mod download"),
            Rewrite::ModMod => self.lines.swapped(going.line(), " -mod=mod", ""),
            Rewrite::GetUpdate => None,
        };
        self.remark(going.line(), false, Kind::Rewrites { rewrite }, corrected.unwrap_or_default());
    }

    pub(super) fn rewrites_by_flags(&mut self, instruction: &Instruction, flags: &str) {
        if !flags.split_whitespace().any(|it| it == "-mod=mod") {
            return;
        }
        let kind = Kind::Rewrites { rewrite: Rewrite::ModMod };
        let corrected = Self::without(instruction);
        let corrected = if flags.trim() == "-mod=mod" { corrected } else { Vec::new() };
        self.remark(instruction.line, false, kind, corrected);
    }

    /// A proxy at the container's own address.
    fn loopback(&mut self, going: &Going) {
        if going.running.network.as_deref() == Some("host") || going.fetches != Tri::Yes {
            return;
        }
        let proxies = going.seen.variables.iter().chain(&going.seen.go_env);
        let found: Vec<(String, usize, bool)> = proxies
            .filter(|(name, _)| settings::is_proxy(name))
            .filter_map(|(name, set)| {
                let through = settings::loopback(set.value.as_deref()?)?;
                Some((name.clone(), set.line, through))
            })
            .collect();
        for (name, line, falls_through) in found {
            let by_arg = going
                .seen
                .variables
                .get(&name)
                .is_some_and(|it| it.by == crate::docker::stage::By::Arg);
            let stops = !falls_through && !by_arg && !going.seen.is_opaque_service();
            let mut instead = ["localhost", "127.0.0.1", "[::1]"].into_iter();
            let corrected =
                instead.find_map(|it| self.lines.swapped(line, it, "host.docker.internal"));
            let kind = Kind::Loopback { name, falls_through };
            self.remark(line, stops, kind, corrected.unwrap_or_default());
        }
    }
}

impl Stage {
    /// A program of the image's own may listen there.
    fn is_opaque_service(&self) -> bool {
        !self.image.is_plain
    }
}
