use super::lookout::Lookout;
use crate::go::toolchain::{Mode, Setting, compare, newer_toolchain, released};
use crate::model::{Content, Need, TOOLCHAIN};

impl Lookout<'_> {
    /// The version of the toolchain that go picks from a list of them.
    /// go's file: `cmd/go/internal/toolchain/switch.go`.
    pub(super) fn toolchain(&self, need: &Need, versions: &[String]) -> Option<String> {
        let releases: Vec<&str> =
            versions.iter().filter_map(|it| released(it)).map(|(release, _)| release).collect();
        let least = need.version.strip_prefix("go").unwrap_or_default();
        let platform = &self.climber.facts.platform;
        let name = newer_toolchain(least, &releases)?;
        Some(format!("v0.0.1-{name}.{}-{}", platform.os, platform.arch))
    }

    /// The toolchain that go switches to for what the go.mod files that were served ask
    /// for, where it may.
    pub(super) fn late_toolchain(&self) -> Option<Need> {
        let facts = self.climber.facts;
        let running = &facts.switching.running;
        let knows = compare(running, "1.21").is_ge();
        let setting = Setting::parse(facts.settings.raw("GOTOOLCHAIN")).ok()?;
        let is_first = facts.needs.iter().any(|need| need.module == TOOLCHAIN);
        if !knows || setting.mode != Mode::Auto || is_first {
            return None;
        }
        let fetches = self.fetches.borrow();
        let asked = fetches.iter().filter_map(|fetch| match &fetch.content {
            Some(Content::Hashed { go: Some(go), .. }) => Some(go),
            _ => None,
        });
        let newest = asked.max_by(|a, b| compare(a, b))?;
        compare(newest, running).is_gt().then(|| Need::of_toolchain(newest))
    }
}
