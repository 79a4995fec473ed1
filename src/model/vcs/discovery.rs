use crate::go::pattern::match_prefix_patterns;
use crate::go::vcs::{Discovery, Policy};
use crate::model::Facts;

impl Facts {
    /// How the go of this machine finds the code of a path.
    pub fn discovery<'f>(&'f self, path: &'f str) -> Discovery<'f> {
        Discovery { path, minor: self.go.minor(), policy: self.vcs_policy() }
    }

    /// Which programs go may run here.
    pub fn vcs_policy(&self) -> Policy<'_> {
        let raw = |name| self.settings.raw(name);
        Policy { govcs: raw("GOVCS"), goprivate: raw("GOPRIVATE") }
    }

    /// Whether GOINSECURE covers a module.
    pub fn is_insecure(&self, module: &str) -> bool {
        match_prefix_patterns(self.settings.raw("GOINSECURE"), module)
    }
}
