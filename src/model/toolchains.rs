use crate::go::env::Source as Origin;
use crate::go::toolchain::{self, Because, Choice, Setting, released};
use crate::model::{Artefact, Cite, Content, End, Evidence, Facts, Fetch, Location, Need};
use crate::model::{Outcome, Source, Switching, TOOLCHAIN, Via, Walk};

/// Why the toolchain that go wants does not come, though no road is broken.
#[derive(Clone, Debug, PartialEq)]
pub enum NotServed<'a> {
    /// GOPROXY ends in `off`, or is that alone.
    Off,
    /// A proxy says that it has none: its host, and the releases that it has for this
    /// system, where it lists any.
    Missing { host: String, is_public: bool, releases: Vec<&'a str> },
    /// A pattern sends it past all proxies, or GOPROXY is `direct`, and its origin has
    /// it not.
    Direct { pattern: Option<String> },
}

/// The module of the build that asks for the newest go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newest {
    /// `path@version`, or the folder that replaces it.
    pub module: String,
    pub needs: String,
    /// What says so.
    pub cite: Cite,
    pub location: Option<Location>,
}

impl Evidence {
    /// The toolchain that go has to fetch or to verify first, and how far it gets.
    pub fn toolchain_walk(&self) -> Option<(&Need, &Walk)> {
        let at = self.facts.needs.iter().position(|need| need.module == TOOLCHAIN)?;
        Some((&self.facts.needs[at], self.walks().get(at)?))
    }

    /// Why the toolchain does not come, with what shows it, where it is nothing about
    /// the road to it.
    pub fn toolchain_not_served(&self) -> Option<(NotServed<'_>, Vec<Cite>)> {
        let (need, walk) = self.toolchain_walk()?;
        let End::Stopped { by, .. } = &walk.end else { return None };
        if let Some((missed, mut cites)) = self.missed_by_proxy(need) {
            if !cites.contains(by) && !matches!(by, Cite::Fetch(_)) {
                return self.is_off(by).then_some((missed, vec![by.clone()]));
            }
            cites.dedup();
            return Some((missed, cites));
        }
        if self.is_off(by) {
            return Some((NotServed::Off, vec![by.clone()]));
        }
        let Cite::Fetch(at) = by else { return None };
        let fetch = self.fetches.get(*at)?;
        let is_origin = fetch.source == Source::Origin;
        let pattern = self.route_of(need)?.direct_because.as_ref().map(ToString::to_string);
        is_origin.then(|| (NotServed::Direct { pattern }, vec![by.clone()]))
    }

    fn is_off(&self, by: &Cite) -> bool {
        *by == Cite::Setting("GOPROXY".into())
            && self.facts.settings.get("GOPROXY").is_some()
            && self
                .toolchain_walk()
                .and_then(|(need, _)| self.route_of(need))
                .is_some_and(|it| it.hops.iter().any(|hop| hop.via == Via::Off))
    }

    fn missed_by_proxy(&self, need: &Need) -> Option<(NotServed<'_>, Vec<Cite>)> {
        let of = |artefact: Artefact, fetch: &Fetch| {
            fetch.module == need.module
                && fetch.version == need.version
                && fetch.artefact == artefact
        };
        let mut all = self.fetches.iter().enumerate();
        let (at, missed) = all.find(|(_, fetch)| {
            of(Artefact::Zip, fetch) && matches!(fetch.outcome, Outcome::Missing { .. })
        })?;
        let mut cites = vec![Cite::Fetch(at)];
        let mut lists = self.fetches.iter().enumerate();
        let list = lists.find(|(_, it)| of(Artefact::List, it) && it.source == missed.source);
        let mut releases = Vec::new();
        if let Some((at, Fetch { outcome: Outcome::Served { versions }, .. })) = list {
            releases = self.releases(versions);
            if !releases.is_empty() {
                cites.push(Cite::Fetch(at));
            }
        }
        let host =
            crate::model::Endpoint::of(missed.url.raw()).map(|it| it.host).unwrap_or_default();
        let is_public = self.facts.is_public_proxy(&host);
        Some((NotServed::Missing { host, is_public, releases }, cites))
    }

    /// Those for this system, oldest first.
    fn releases<'v>(&self, versions: &'v [String]) -> Vec<&'v str> {
        let platform = &self.facts.platform;
        let system = format!("{}-{}", platform.os, platform.arch);
        let all = versions.iter().filter_map(|version| released(version));
        let mut found: Vec<&str> =
            all.filter(|(_, of)| *of == system).map(|(release, _)| release).collect();
        found.sort_by(|a, b| toolchain::compare(a, b));
        found
    }

    /// The module of the build whose go.mod, here or as it was served, asks for the
    /// newest go beyond the one that runs. go's file:
    /// `cmd/go/internal/modload/modfile.go`, `summaryFromModFile`.
    pub fn newest_asked(&self) -> Option<Newest> {
        let running = &self.facts.switching.running;
        let knows = toolchain::compare(running, "1.21").is_ge();
        if !knows || self.facts.switching.to().is_some() && self.facts.switching.here.is_none() {
            return None;
        }
        let here = self.facts.switching.newer.iter().map(|newer| Newest {
            module: newer.module.clone(),
            needs: newer.needs.clone(),
            cite: Cite::Switching,
            location: self.required_at(newer.line),
        });
        let served = self.fetches.iter().enumerate().filter_map(|(at, fetch)| {
            let go = served_go(fetch).filter(|go| toolchain::compare(go, running).is_gt())?;
            let module = format!("{}@{}", fetch.module, fetch.version);
            let need = self
                .facts
                .needs
                .iter()
                .find(|need| need.module == fetch.module && need.version == fetch.version);
            let location = need.and_then(|need| self.required_at(need.line?));
            Some(Newest { module, needs: go.to_owned(), cite: Cite::Fetch(at), location })
        });
        here.chain(served).reduce(|best, it| {
            if toolchain::compare(&it.needs, &best.needs).is_gt() { it } else { best }
        })
    }

    /// That no release is listed which is new enough for the module that asks for the
    /// most: the host, whether it lists any, and the list.
    pub fn none_released(&self) -> Option<(String, bool, Cite)> {
        let (need, _) = self.toolchain_walk()?;
        let needs = need.version.strip_prefix("go")?;
        let is_list = |fetch: &Fetch| {
            fetch.module == need.module
                && fetch.version == need.version
                && fetch.artefact == Artefact::List
        };
        let at = self.fetches.iter().position(is_list)?;
        let fetch = &self.fetches[at];
        let listed = match &fetch.outcome {
            Outcome::Served { versions } => {
                let all = versions.iter().filter_map(|version| released(version));
                let releases: Vec<&str> = all.map(|(release, _)| release).collect();
                if toolchain::newer_toolchain(needs, &releases).is_some() {
                    return None;
                }
                !releases.is_empty()
            }
            Outcome::Missing { .. } => false,
            _ => return None,
        };
        Some((crate::model::Endpoint::of(fetch.url.raw())?.host, listed, Cite::Fetch(at)))
    }

    fn required_at(&self, line: usize) -> Option<Location> {
        let file = self.facts.project.gomod.path()?.to_owned();
        (line > 0).then_some(Location { file, line, column: None, source: None })
    }
}

fn served_go(fetch: &Fetch) -> Option<&str> {
    match (&fetch.outcome, &fetch.content) {
        (Outcome::Served { .. }, Some(Content::Hashed { go: Some(go), .. })) => Some(go),
        _ => None,
    }
}

impl Facts {
    /// Whether GOTOOLCHAIN lets go take another toolchain than the one it starts from.
    pub fn may_switch(&self) -> bool {
        let setting = Setting::parse(self.settings.raw("GOTOOLCHAIN"));
        setting.is_ok_and(|setting| setting.mode != toolchain::Mode::Fixed)
    }

    /// Whether GOTOOLCHAIN lets go take toolchains from the PATH, and from nowhere else.
    pub fn looks_in_path_alone(&self) -> bool {
        let setting = Setting::parse(self.settings.raw("GOTOOLCHAIN"));
        setting.is_ok_and(|setting| setting.mode == toolchain::Mode::Path)
    }

    /// A go setting to this value, be it that of a default which a distribution changed.
    pub fn back_to(&self, key: &'static str, default: &str) -> crate::model::Step {
        match self.settings.get(key).map(|setting| setting.source) {
            Some(Origin::Environment | Origin::GoEnvFile) => self.unset(key),
            _ => self.set(key, default),
        }
    }
}

impl Switching {
    /// What names the toolchain that go switches to.
    pub fn because(&self) -> Option<Because> {
        match self.choice.as_ref()? {
            Choice::Switch { because, .. } => Some(*because),
            Choice::Local | Choice::Refused(_) => None,
        }
    }

    /// The line that names the toolchain, where one does and not GOTOOLCHAIN.
    pub fn place(&self) -> Option<Location> {
        match self.because()? {
            Because::Gotoolchain => None,
            Because::GoLine => self.at(self.go_at.as_ref()?),
            Because::ToolchainLine => self.at(self.toolchain_at.as_ref()?),
        }
    }

    /// A line of the file whose lines count.
    pub fn at(&self, (line, text): &(usize, String)) -> Option<Location> {
        let (file, source) = (self.file.clone()?, Some(text.clone()));
        Some(Location { file, line: *line, column: None, source })
    }
}
