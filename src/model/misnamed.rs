use crate::go::modfile::Replace;
use crate::go::origin::Refusal;
use crate::model::{Cite, Evidence, Facts, Nameplate, Need, OriginFault};

/// A go.mod of a dependency that stops go by what it says of its own module.
/// go's file: `cmd/go/internal/modload/modfile.go`, `goModSummary`.
#[derive(Clone, Debug)]
pub struct Misnamed<'a> {
    /// What is fetched, or lies in the cache.
    pub module: &'a str,
    pub version: &'a str,
    /// The path under which it is required.
    pub required: String,
    pub nameplate: &'a Nameplate,
    pub cite: Cite,
    /// From what go.mod lists to what requires it; empty where go.mod lists it.
    pub through: Vec<String>,
    /// Whether a replacement leads to it, and the line in go.mod that does.
    pub replaced: bool,
    pub line: Option<usize>,
}

impl Misnamed<'_> {
    /// As walks name it.
    pub fn name(&self) -> String {
        format!("{}@{}", self.module, self.version)
    }

    /// The path that it declares, where it declares one.
    pub fn declared(&self) -> Option<&str> {
        self.nameplate.module.as_deref()
    }

    /// Whether the two paths differ by capitals alone.
    pub fn is_case(&self) -> bool {
        let required = self.required.to_lowercase();
        self.declared().is_some_and(|path| path.to_lowercase() == required)
    }
}

impl Facts {
    /// The replacements that fetch this version, or are of a workspace.
    fn replacing(&self, module: &str, version: &str) -> impl Iterator<Item = &Replace> {
        let work = self.project.gowork.parsed().map(|it| it.replace.as_slice());
        let own = self.project.gomod.parsed().map(|it| it.replace.as_slice());
        let all = work.into_iter().chain(own).flatten().chain(&self.packages.replaced);
        let fetches = move |it: &&Replace| {
            it.new.path == module && it.new.version.as_deref() == Some(version)
        };
        all.filter(fetches).collect::<Vec<_>>().into_iter()
    }

    /// The path under which go refuses a module that says this of itself; none where it
    /// takes it. Either side of a replacement may be declared.
    pub fn refused_as(&self, module: &str, version: &str, says: &Nameplate) -> Option<String> {
        let Some(declared) = says.module.as_deref().filter(|_| says.is_whole()) else {
            return Some(module.to_owned());
        };
        if declared == module {
            return None;
        }
        let mut required: Vec<&str> =
            self.replacing(module, version).map(|it| it.old.path.as_str()).collect();
        if required.is_empty() {
            required.push(module);
        }
        required.iter().find(|path| **path != declared).map(|path| (*path).to_owned())
    }
}

impl Evidence {
    /// What a go.mod that go reads says of its module, and why go stops there.
    pub fn misnamed(&self) -> Vec<Misnamed<'_>> {
        if self.facts.project.modules_named {
            return Vec::new();
        }
        let walked = self.facts.needs.iter().zip(self.walks());
        let came = walked.filter_map(|(need, walk)| self.misnames(need, walk.stopped_by()?));
        let mut found: Vec<Misnamed<'_>> = came.collect();
        for stored in &self.facts.packages.misnamed {
            let is_known =
                |it: &Misnamed<'_>| it.module == stored.module && it.version == stored.version;
            if found.iter().any(is_known) {
                continue;
            }
            let (module, version) = (stored.module.as_str(), stored.version.as_str());
            let Some(required) = self.facts.refused_as(module, version, &stored.nameplate) else {
                continue;
            };
            found.push(Misnamed {
                module,
                version,
                replaced: required != module,
                required,
                nameplate: &stored.nameplate,
                cite: Cite::Stored(stored.path.clone()),
                through: stored.through.clone(),
                line: self.line_of(module, version).or(stored.line),
            });
        }
        found
    }

    fn misnames<'a>(&'a self, need: &'a Need, by: &Cite) -> Option<Misnamed<'a>> {
        let nameplate = match by {
            Cite::Fetch(at) => self.fetches.get(*at)?.nameplate.as_ref()?,
            Cite::Counter(_) => {
                self.repository_of(need).filter(|(cite, _)| cite == by)?.1.nameplate.as_ref()?
            }
            _ => return None,
        };
        let (module, version) = (need.module.as_str(), need.version.as_str());
        let required = self.facts.refused_as(module, version, nameplate)?;
        Some(Misnamed {
            module,
            version,
            replaced: required != module,
            required,
            nameplate,
            cite: by.clone(),
            through: self.through(need),
            line: self.line_of(module, version).or(need.line),
        })
    }

    /// The line of a replacement that leads to a version.
    fn line_of(&self, module: &str, version: &str) -> Option<usize> {
        let gomod = self.facts.project.gomod.parsed()?;
        let leads =
            |it: &&Replace| it.new.path == module && it.new.version.as_deref() == Some(version);
        gomod.replace.iter().find(leads).map(|it| it.line)
    }

    /// Who requires a module that go.mod does not list: from what it lists, downwards.
    pub fn through(&self, need: &Need) -> Vec<String> {
        let mut chain: Vec<String> = Vec::new();
        let mut by = need.by.clone();
        while let Some(name) = by.filter(|name| !chain.contains(name)) {
            let of = |it: &&Need| format!("{}@{}", it.module, it.version) == name;
            by = self.facts.needs.iter().find(of).and_then(|it| it.by.clone());
            chain.insert(0, name);
        }
        chain
    }

    /// Why go makes no module of a version in its repository, where it is the go.mod
    /// there that is not of this path or major version.
    pub fn unfit_at_origin(&self, need: &Need) -> Option<(Cite, &Refusal)> {
        let (cite, sum) = self.repository_of(need)?;
        match &sum.fault {
            Some(OriginFault::Refused { refusal }) if is_of_gomod(refusal) => Some((cite, refusal)),
            _ => None,
        }
    }
}

fn is_of_gomod(refusal: &Refusal) -> bool {
    matches!(
        refusal,
        Refusal::NoGoMod { .. }
            | Refusal::Nameless { .. }
            | Refusal::OtherMajor { .. }
            | Refusal::TwoGoMods { .. }
            | Refusal::HasGoMod
    )
}
