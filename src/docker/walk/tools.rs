use super::Walk;
use super::fetch::Going;
use super::run::Running;
use crate::docker::context::Tri;
use crate::docker::remark::{Kind, Missing};
use crate::go::modfile::ModFile;
use crate::go::pattern::match_prefix_patterns;
use crate::go::toolchain as gover;
use std::cmp::Ordering;

impl Walk<'_> {
    /// Programs and files that go needs to fetch.
    pub(super) fn tools(&mut self, going: &Going) {
        let sure = going.fetches == Tri::Yes;
        let direct = self.goes_direct(going);
        if going.seen.git == Tri::No
            && let Some((because, certain)) = &direct
        {
            self.lacks_git(going.running, because.clone(), sure && *certain);
        }
        let plain = going.setting("GOPROXY").is_some_and(|it| it.starts_with("http://"));
        let told =
            ["SSL_CERT_FILE", "SSL_CERT_DIR"].iter().any(|it| going.seen.setting(it).is_some());
        if going.seen.certificates == Tri::No && sure && !plain && !told {
            let because = going.go.words.clone();
            self.lacks(going.running, Missing::Certificates, "ca-certificates", because, true);
        }
        let mounted = going.running.mounts.iter().any(|it| it.kind == "ssh");
        let by_ssh = going.seen.by_ssh.is_some();
        if going.seen.ssh == Tri::No && (mounted || by_ssh) {
            let certain = direct.as_ref().is_some_and(|(_, certain)| *certain);
            let because = if mounted { "RUN --mount=type=ssh" } else { "url.….insteadOf" };
            self.lacks(
                going.running,
                Missing::Ssh,
                "openssh-client",
                because.to_owned(),
                sure && certain && by_ssh,
            );
        }
    }

    /// Why modules are fetched from their repositories, and whether one surely is.
    fn goes_direct(&self, going: &Going) -> Option<(String, bool)> {
        let proxy = going.setting("GOPROXY").unwrap_or_default();
        if proxy.split([',', '|']).next().map(str::trim) == Some("direct") {
            return Some((
                "GOPROXY=direct".to_owned(),
                self.gomod(going).is_some() || !going.go.named.is_empty(),
            ));
        }
        let (name, value) = ["GONOPROXY", "GOPRIVATE"]
            .into_iter()
            .find_map(|name| Some((name, going.seen.setting(name)?)))?;
        let value = value.value.as_deref()?;
        if value.is_empty() || value == "none" {
            return None;
        }
        let setting = format!("{name}={value}");
        if !going.go.named.is_empty() {
            let named = going
                .go
                .named
                .iter()
                .any(|it| match_prefix_patterns(value, it.split('@').next().unwrap_or(it)));
            return named.then_some((setting, true));
        }
        let Some(gomod) = self.gomod(going) else { return Some((setting, false)) };
        let module = private(&gomod, value)?;
        Some((format!("{setting}, {module}"), true))
    }

    pub(super) fn lacks_git(&mut self, running: &Running, because: String, stops: bool) {
        self.lacks(running, Missing::Git, "git", because, stops);
    }

    fn lacks(
        &mut self,
        running: &Running,
        what: Missing,
        package: &str,
        because: String,
        stops: bool,
    ) {
        let line = running.instruction.line;
        let image = &running.seen.image;
        let (base, family) = (image.name.clone(), image.family);
        let told = |it: &crate::docker::Remark| matches!(&it.kind, Kind::Lacks { what: known, base: of, .. } if *known == what && *of == base);
        if self.remarks.iter().any(|it| told(it) && it.stops >= stops) {
            return;
        }
        let both: &[&str] = if package == "openssh-client" && running.seen.git == Tri::No {
            &["git", "openssh-client"]
        } else {
            &[package]
        };
        let install = family.install(both);
        let corrected = install.map(|it| self.lines.before(line, &[it])).unwrap_or_default();
        self.remark(line, stops, Kind::Lacks { what, base, family, because }, corrected);
    }

    /// The image's go beside the go lines of go.mod and go.work.
    pub(super) fn old_go(&mut self, going: &Going) {
        if going.go.verb == crate::docker::go_command::Verb::Named {
            return;
        }
        let image = &going.seen.image;
        let Some(has) = image.golang.clone().filter(|it| !it.is_empty()) else { return };
        let switches = going
            .seen
            .setting("GOTOOLCHAIN")
            .is_some_and(|it| it.value.as_deref() != Some("local"));
        if switches || going.seen.has_other_go() {
            return;
        }
        let Some((needs, file, toolchain)) = self.asked_go(going) else { return };
        let older = gover::compare(&gover::lang(&has), &gover::lang(&needs)) == Ordering::Less
            || !gover::is_lang(&has) && gover::compare(&has, &needs) == Ordering::Less;
        if !older {
            return;
        }
        let knows = gover::compare(&has, "1.21") != Ordering::Less;
        // Before 1.21 go tries all the same, unless it cannot read the line.
        let odd = needs.matches('.').count() > 1 || toolchain;
        let corrected = self.newer_image(going, &has, &needs);
        let kind = Kind::OldGo { image: image.name.clone(), has, needs, file };
        self.remark(going.line(), knows || odd, kind, corrected);
    }

    fn newer_image(&self, going: &Going, has: &str, needs: &str) -> Vec<crate::docker::Line> {
        let name = &going.seen.image.name;
        let from = (1..=going.line()).rev().find(|at| {
            let line = self.lines.at(*at);
            line.trim_start().to_ascii_uppercase().starts_with("FROM")
                && line.contains(name.as_str())
        });
        let Some(from) = from else { return Vec::new() };
        let other = name.replacen(&format!(":{has}"), &format!(":{}", gover::lang(needs)), 1);
        let other = other.split('@').next().unwrap_or_default();
        self.lines.swapped(from, name, other).unwrap_or_default()
    }

    /// The newest go line that counts, its file, and whether a toolchain line stands there.
    fn asked_go(&self, going: &Going) -> Option<(String, String, bool)> {
        let work = self.gowork(going).and_then(|it| it.go.map(|go| go.version));
        if let Some(version) = work {
            return Some((version, "go.work".to_owned(), false));
        }
        let gomod = self.gomod(going)?;
        Some((gomod.go.as_ref()?.version.clone(), "go.mod".to_owned(), gomod.toolchain.is_some()))
    }
}

impl crate::docker::stage::Stage {
    /// Another go may have been put into the image.
    fn has_other_go(&self) -> bool {
        self.puts.iter().any(|put| match put {
            crate::docker::stage::Put::Opaque { at } => {
                ["/usr/local/go", "/usr/local", "/usr", "/"].contains(&at.as_str())
            }
            crate::docker::stage::Put::Context { .. } => false,
        })
    }
}

/// A required module that a list of patterns sends direct.
fn private(gomod: &ModFile, patterns: &str) -> Option<String> {
    let local =
        |path: &str| gomod.replace.iter().any(|it| it.old.path == path && it.new.version.is_none());
    let hit = gomod
        .require
        .iter()
        .find(|it| match_prefix_patterns(patterns, &it.path) && !local(&it.path))?;
    Some(hit.path.clone())
}
