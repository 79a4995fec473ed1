use super::Walk;
use super::fetch::Going;
use super::mounts::Mounted;
use super::run::Running;
use crate::docker::context::{Tri, inside};
use crate::docker::go_command::Verb;
use crate::docker::remark::{Kind, Mount};
use crate::docker::stage::Fetched;
use crate::docker::{Line, edit::Lines};

impl Walk<'_> {
    /// The cache mount that holds the module cache.
    pub(super) fn mount_of_cache(running: &Running) -> Option<Mounted> {
        let cache = running.seen.modcache();
        let covers = |mount: &&Mounted| {
            let target = mount.target.as_deref();
            let known = cache.as_deref().zip(target);
            mount.kind == "cache"
                && known.is_none_or(|(cache, target)| inside(cache, target).is_some())
        };
        running.mounts.iter().find(covers).cloned()
    }

    /// How a fetch stands to the layers before it.
    pub(super) fn cache(&mut self, going: &Going) {
        if going.go.verb == Verb::Named || matches!(going.go.verb, Verb::Get { .. }) {
            return;
        }
        let mount = Self::mount_of_cache(going.running);
        if let Some(mount) = &mount {
            self.owned(going, mount);
        }
        match (&going.seen.fetched, &mount) {
            (Some(fetched), _) if fetched.line == going.line() => {}
            (Some(fetched), mount) => self.shared(going, &fetched.clone(), mount.as_ref()),
            (None, None) if going.fetches == Tri::Yes => self.unmounted(going),
            (None, _) => {}
        }
    }

    /// A cache mount is root's unless it says otherwise.
    fn owned(&mut self, going: &Going, mount: &Mounted) {
        let Some(user) = going.seen.user.clone() else { return };
        let is_root = user.is_empty() || user == "root" || user == "0";
        if is_root || mount.owned || user.contains('$') {
            return;
        }
        let cache = going.seen.modcache().unwrap_or_default();
        let uid = if user.chars().all(|c| c.is_ascii_digit()) {
            user.clone()
        } else {
            "<UID>".to_owned()
        };
        let corrected = self.with_mount_field(going.line(), &format!("uid={uid}"));
        let kind = Kind::Mount { mount: Mount::OfRoot { user }, cache };
        self.remark(going.line(), true, kind, corrected);
    }

    fn with_mount_field(&self, line: usize, field: &str) -> Vec<Line> {
        self.lines.swapped(line, "type=cache,", &format!("type=cache,{field},")).unwrap_or_default()
    }

    /// What a download put into a mount is not in the layer.
    fn shared(&mut self, going: &Going, fetched: &Fetched, mount: Option<&Mounted>) {
        let Some(id) = &fetched.mount else { return };
        let own = mount.map(|it| it.id.clone().or_else(|| it.target.clone()).unwrap_or_default());
        if own.as_ref() == Some(id) || going.fetches == Tri::No || self.vendored(going) == Tri::Yes
        {
            return;
        }
        let cache = going.seen.modcache().unwrap_or_default();
        let told = |it: &crate::docker::Remark| {
            matches!(&it.kind, Kind::Mount { mount: Mount::NotShared { .. }, .. })
                && it.line == going.line()
        };
        if self.remarks.iter().any(told) {
            return;
        }
        let corrected = match (mount, id.starts_with('/')) {
            (None, true) => self.with_mount(going.line(), id),
            _ => Vec::new(),
        };
        let kind = Kind::Mount { mount: Mount::NotShared { run: fetched.line }, cache };
        self.remark(going.line(), false, kind, corrected);
    }

    /// No mount at all: how often a layer has to be made anew.
    fn unmounted(&mut self, going: &Going) {
        let Some(cache) = going.seen.modcache() else { return };
        if cache.contains('$') {
            return;
        }
        let downloads = matches!(going.go.verb, Verb::Download | Verb::Tidy | Verb::Vendor);
        if let Some(copy) = going.seen.broad {
            let command = going.go.words.clone();
            let corrected = if downloads {
                self.gomod_first(going, copy)
            } else {
                self.with_mount(going.line(), &cache)
            };
            let kind = Kind::CopiedFirst { copy, command };
            return self.remark(copy, false, kind, corrected);
        }
        let corrected = self.with_mount(going.line(), &cache);
        let kind = Kind::Mount { mount: Mount::Absent, cache };
        self.remark(going.line(), false, kind, corrected);
    }

    /// go.mod and go.sum and the download come before everything else.
    fn gomod_first(&self, going: &Going, copy: usize) -> Vec<Line> {
        let (line, last) = (going.line(), going.running.instruction.last);
        let alone = going.running.instruction.text.trim() == going.go.words;
        let whole = self.lines.at(copy).to_owned();
        let Some((_, root)) = &going.root else { return Vec::new() };
        let source =
            self.ground.origins(&going.seen, &format!("{}/go.mod", root.trim_end_matches('/')));
        let source = source.first().cloned().unwrap_or_else(|| "go.mod".to_owned());
        let folder = source.strip_suffix("go.mod").unwrap_or_default();
        let sum = format!("{folder}go.sum");
        let has_sum = self.ground.look(&sum) != crate::docker::Lying::Nothing;
        let files = if has_sum { format!("{source} {sum}") } else { source };
        let to = if going.seen.workdir.as_deref() == Some(root) {
            "./".to_owned()
        } else {
            format!("{}/", root.trim_end_matches('/'))
        };
        let first = format!("COPY {files} {to}");
        if alone && line == last {
            let becomes = vec![first, self.lines.at(line).to_owned(), whole];
            return [vec![Line { line: copy, becomes }], Lines::instead(line, last, Vec::new())]
                .concat();
        }
        vec![Line { line: copy, becomes: vec![first, "RUN go mod download".to_owned(), whole] }]
    }

    /// The RUN with a cache mount in front.
    fn with_mount(&self, line: usize, cache: &str) -> Vec<Line> {
        let before = self.lines.at(line);
        let Some(at) = before.to_ascii_uppercase().find("RUN") else { return Vec::new() };
        let mount = format!("{} --mount=type=cache,target={cache}", &before[..at + 3]);
        vec![Line { line, becomes: vec![format!("{mount}{}", &before[at + 3..])] }]
    }

    /// A cache mount that is meant for modules and lies where go does not look.
    pub(super) fn mount_elsewhere(&mut self, running: &Running) {
        let Some(cache) = running.seen.modcache() else { return };
        let line = running.instruction.line;
        if !self.events.iter().any(|it| it.line == line && it.sure)
            || Self::mount_of_cache(running).is_some()
        {
            return;
        }
        let meant = |it: &&Mounted| {
            let target = it.target.as_deref().unwrap_or_default().trim_end_matches('/');
            it.kind == "cache" && (target.ends_with("/pkg/mod") || target.ends_with("/go/pkg"))
        };
        let Some(target) = running.mounts.iter().find(meant).and_then(|it| it.target.clone())
        else {
            return;
        };
        let corrected = self.lines.swapped(line, &target, &cache).unwrap_or_default();
        self.remarks.retain(|it| {
            it.line != line || !matches!(it.kind, Kind::Mount { mount: Mount::Absent, .. })
        });
        let kind = Kind::Mount { mount: Mount::Elsewhere { target }, cache };
        self.remark(line, false, kind, corrected);
    }
}
