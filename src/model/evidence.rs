use crate::model::{
    Artefact, CounterProbe, Damage, Dockerfile, Facts, Fetch, File, GoFacts, Ladder, Need, Role,
    Roots, Route, Survey, Switching, Symptom, Walk,
};
use crate::model::{BrokenLadder, BrokenLadders, End, Fault, Source, Unknown, walk};
use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

/// Everything known, frozen: rules read it and nothing else.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Evidence {
    pub facts: Facts,
    pub routes: Vec<Route>,
    pub ladders: Vec<Ladder>,
    pub fetches: Vec<Fetch>,
    /// The second round.
    #[serde(default)]
    pub counters: Vec<CounterProbe>,
    pub symptoms: Vec<Symptom>,
    /// The whole module cache, where it was looked through.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<Survey>,
    /// A Dockerfile, where that is what was looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dockerfile: Option<Dockerfile>,
    pub limits: Limits,
    #[serde(skip)]
    walks: OnceLock<Vec<Walk>>,
}

/// What kept us from looking further.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    pub offline: bool,
    /// Time ran out before everything was looked at.
    pub cut_short: bool,
    /// A log was read, and nothing else looked at.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub text_alone: bool,
}

/// A pointer back to the piece of evidence that a finding stands on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Cite {
    Setting(String),
    Variable(String),
    GoBinary,
    GoMod,
    GoWork,
    Netrc,
    Roots,
    Ladder(usize),
    Fetch(usize),
    /// A go.sum or go.work.sum, by its path: its lines about the needs, and what is
    /// odd in it.
    SumFile(String),
    /// A file of the module cache.
    Copy(usize),
    /// A file or folder of the module cache that the survey found fault with.
    Damage(usize),
    /// A lock of the module cache that a process holds.
    Lock(usize),
    Counter(usize),
    Symptom(usize),
    /// The file that `go env -w` writes.
    EnvFile,
    /// A place on disk that go writes to, by its path.
    Disk(String),
    /// The toolchain that go would take.
    Switching,
    /// A folder or file that go.mod or go.work leads to, by its path.
    Ground(String),
    /// What a Go file here imports, by the import path.
    Import(String),
    /// A go.mod of a dependency in the module cache, by its path.
    Stored(String),
    /// A word behind the command.
    Argument(usize),
    /// An instruction of a Dockerfile, by the line that it begins in.
    Dockerfile(usize),
}

impl Cite {
    /// Whether it is something on this machine, which no packet is needed to see again.
    pub fn is_here(&self) -> bool {
        match self {
            Self::Ladder(_) | Self::Fetch(_) | Self::Counter(_) | Self::Symptom(_) => false,
            Self::Setting(_)
            | Self::Variable(_)
            | Self::GoBinary
            | Self::GoMod
            | Self::GoWork
            | Self::Netrc
            | Self::Roots
            | Self::SumFile(_)
            | Self::Copy(_)
            | Self::Damage(_)
            | Self::Lock(_)
            | Self::EnvFile
            | Self::Disk(_)
            | Self::Switching
            | Self::Ground(_)
            | Self::Import(_)
            | Self::Stored(_)
            | Self::Argument(_)
            | Self::Dockerfile(_) => true,
        }
    }
}

impl Evidence {
    /// What was found out, before any log is read.
    pub fn new(
        facts: Facts,
        routes: Vec<Route>,
        ladders: Vec<Ladder>,
        fetches: Vec<Fetch>,
        limits: Limits,
    ) -> Self {
        Self { facts, routes, ladders, fetches, limits, ..Self::default() }
    }

    /// The same with what the second round saw.
    #[must_use]
    pub fn countered(mut self, counters: Vec<CounterProbe>) -> Self {
        self.counters = counters;
        self.walks = OnceLock::new();
        self
    }

    /// The same with what a log says.
    #[must_use]
    pub fn heard(mut self, symptoms: Vec<Symptom>) -> Self {
        self.symptoms = symptoms;
        self
    }

    /// The same with a look through the whole module cache.
    #[must_use]
    pub fn surveyed(mut self, survey: Survey) -> Self {
        self.survey = Some(survey);
        self
    }

    /// What the survey found fault with.
    pub fn damages(&self) -> &[Damage] {
        self.survey.as_ref().map_or(&[], |survey| &survey.damages)
    }

    /// How far go gets with each need. The walks are in the order of the needs.
    pub fn walks(&self) -> &[Walk] {
        self.walks.get_or_init(|| walk::all(self))
    }

    /// Ladders that stop go, each with the modules that it stops. A broken
    /// ladder that go walks past is not among them.
    pub fn fatal_ladders(&self) -> Vec<(Cite, &Ladder, Vec<String>)> {
        self.blamed(|cite| match cite {
            Cite::Ladder(at) => self.ladders.get(*at),
            _ => None,
        })
    }

    /// Requests whose answer stops go, each with the modules that it stops.
    pub fn fatal_fetches(&self) -> Vec<(Cite, &Fetch, Vec<String>)> {
        self.blamed(|cite| match cite {
            Cite::Fetch(at) => self.fetches.get(*at),
            _ => None,
        })
    }

    /// The ladders that stop go with such a fault.
    pub fn broken_by(&self, is: impl Fn(&Fault) -> bool) -> BrokenLadders<'_> {
        let fatal = self.fatal_ladders().into_iter();
        let broken = fatal.filter(|(_, ladder, _)| ladder.fault().is_some_and(&is));
        BrokenLadders(
            broken.map(|(cite, ladder, modules)| BrokenLadder { cite, ladder, modules }).collect(),
        )
    }

    /// The modules whose walk ends, there or later, and comes past a piece of evidence.
    pub fn stopped_past(&self, cite: &Cite) -> Vec<String> {
        let past = |walk: &&Walk| match &walk.end {
            End::Stopped { by, past } => by == cite || past.contains(cite),
            _ => false,
        };
        self.walks().iter().filter(past).map(|walk| walk.need.clone()).collect()
    }

    /// The modules whose walk ends at a piece of evidence.
    pub fn stopped_by(&self, cite: &Cite) -> Vec<String> {
        let by = |walk: &&Walk| walk.stopped_by() == Some(cite);
        self.walks().iter().filter(by).map(|walk| walk.need.clone()).collect()
    }

    fn blamed<'a, T>(
        &'a self,
        pick: impl Fn(&Cite) -> Option<&'a T>,
    ) -> Vec<(Cite, &'a T, Vec<String>)> {
        let mut found: Vec<(Cite, &T, Vec<String>)> = Vec::new();
        for walk in self.walks() {
            let Some((cite, it)) = walk.stopped_by().and_then(|c| Some((c, pick(c)?))) else {
                continue;
            };
            match found.iter_mut().find(|(known, ..)| known == cite) {
                Some((.., modules)) => modules.push(walk.need.clone()),
                None => found.push((cite.clone(), it, vec![walk.need.clone()])),
            }
        }
        found.sort_by(|a, b| a.0.cmp(&b.0));
        found
    }

    /// The ladder to an element of GOPROXY.
    pub fn ladder_of(&self, role: &Role) -> Option<(Cite, &Ladder)> {
        let has = |(_, ladder): &(usize, &Ladder)| ladder.roles.contains(role);
        let (at, ladder) = self.ladders.iter().enumerate().find(has)?;
        Some((Cite::Ladder(at), ladder))
    }

    /// What one source said of one file of one module.
    pub fn fetch_of(
        &self,
        need: &Need,
        artefact: Artefact,
        source: Source,
    ) -> Option<(Cite, &Fetch)> {
        let is = |fetch: &Fetch| {
            fetch.artefact == artefact
                && fetch.source == source
                && fetch.module == need.module
                && fetch.version == need.version
        };
        let at = self.fetches.iter().position(is)?;
        Some((Cite::Fetch(at), &self.fetches[at]))
    }

    /// How go would fetch a module.
    pub fn route_of(&self, need: &Need) -> Option<&Route> {
        self.routes.iter().find(|it| it.module == need.module && it.version == need.version)
    }

    /// A path below the project's folder, without that folder.
    pub fn below_project<'p>(&self, path: &'p str) -> &'p str {
        let dir = self.facts.project.dir.trim_end_matches('/');
        let below = path.strip_prefix(dir).and_then(|rest| rest.strip_prefix('/'));
        below.unwrap_or(path)
    }

    /// The log lines that the cause of this code claims.
    pub fn symptoms_of(&self, code: &str) -> impl Iterator<Item = Cite> {
        let of = move |(_, symptom): &(usize, &Symptom)| symptom.code == code;
        self.symptoms.iter().enumerate().filter(of).map(|(at, _)| Cite::Symptom(at))
    }

    /// Why go's success is open, where it is.
    pub fn open_question(&self) -> Option<Unknown> {
        // What a go.mod asks for that was not read is not known.
        let unread = matches!(self.facts.project.gomod, File::Unreadable { .. });
        if let Some(survey) = &self.survey {
            // What there is to fetch is asked by nobody here.
            return survey.open_question();
        }
        self.walks().iter().find_map(Walk::open).or(unread.then_some(Unknown::NotAsked))
    }

    /// The same evidence with one cited piece withdrawn.
    #[must_use]
    pub fn without(&self, cite: &Cite) -> Self {
        let mut less = self.clone();
        less.walks = OnceLock::new();
        match cite {
            Cite::Setting(name) => less.facts.settings.0.retain(|s| s.name != *name),
            Cite::Variable(name) => less.facts.variables.retain(|s| s.name != *name),
            Cite::GoBinary => less.facts.go = GoFacts::default(),
            Cite::GoMod => {
                less.facts.project.gomod = File::NotLooked;
                less.facts.project.gone = false;
            }
            Cite::GoWork => less.facts.project.gowork = File::NotLooked,
            Cite::Netrc => {
                less.facts.netrc = File::NotLooked;
                less.facts.netrc_oddities.clear();
                less.facts.other_netrcs.clear();
                less.facts.git.netrc = File::NotLooked;
            }
            Cite::Roots => less.facts.roots = Roots::default(),
            Cite::Ladder(at) => drop(less.ladders.remove(*at)),
            Cite::Fetch(at) => drop(less.fetches.remove(*at)),
            Cite::SumFile(path) => {
                less.facts.sums.retain(|file| file.path != *path);
                less.facts.unsummed.take_if(|it| it.path == *path);
                for need in &mut less.facts.needs {
                    need.sums.retain(|line| line.file != *path);
                }
            }
            Cite::Copy(at) => drop(less.facts.copies.remove(*at)),
            Cite::Damage(at) => {
                if let Some(survey) = &mut less.survey {
                    survey.damages.remove(*at);
                }
            }
            Cite::Lock(at) => drop(less.facts.locks.remove(*at)),
            Cite::Counter(at) => drop(less.counters.remove(*at)),
            Cite::Symptom(at) => drop(less.symptoms.remove(*at)),
            Cite::EnvFile => less.facts.env_file = None,
            // Their owners take away just the piece.
            Cite::Disk(path) => less.facts.disk.withdraw(path),
            Cite::Switching => less.facts.switching = Switching::default(),
            Cite::Ground(path) => {
                less.facts.ground = std::mem::take(&mut less.facts.ground).without(path);
            }
            Cite::Import(path) => less.facts.packages.forget_import(path),
            Cite::Stored(path) => less.facts.packages.forget_file(path),
            Cite::Argument(at) => drop(less.facts.arguments.remove(*at)),
            // Each instruction says what those below it mean.
            Cite::Dockerfile(_) => less.dockerfile = None,
        }
        less
    }
}
