//! What was looked at, as a list of checks with stable ids: `tls:HOST:PORT`.

mod counters;
mod facts;
mod fault;
mod files;
mod ladders;
mod sources;
mod survey;

use crate::base::Text;
use crate::model::{Cite, Evidence, Finding, Report, Severity, Stage, Unknown};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// One thing that was looked at, or should have been.
#[derive(Clone, Debug)]
pub struct Check {
    pub id: String,
    pub stage: Stage,
    pub target: String,
    pub status: Status,
    /// Why it was skipped or is unknown, as a word for scripts.
    pub reason: Option<String>,
    pub duration_ms: Option<u64>,
    pub evidence: Map<String, Value>,
    /// The same for people.
    pub seen: Text,
}

/// How a check ended. Later ones outweigh earlier ones where two share an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    Skip,
    Unknown,
    Pass,
    Warn,
    Fail,
}

/// All checks of a report: by stage, then in the order of the evidence.
pub fn all(report: &Report) -> Vec<Check> {
    let blame = Blame::of(report);
    let mut list = List::default();
    facts::add(report.evidence, &blame, &mut list);
    survey::add(report.evidence, &blame, &mut list);
    ladders::add(report.evidence, &blame, &mut list);
    sources::add(report.evidence, &blame, &mut list);
    counters::add(report.evidence, &blame, &mut list);
    for cite in blame.cited.keys().collect::<std::collections::BTreeSet<_>>() {
        list.ensure(report.evidence, &blame, cite);
    }
    list.checks.sort_by_key(|check| check.stage);
    list.checks
}

/// The furthest stage that the finding cites: settings stand beside most, and a
/// log line only tells what go met on the way.
pub fn stage(finding: &Finding, evidence: &Evidence) -> Stage {
    let places = finding.because.iter();
    let stages = places.filter_map(|cite| place(evidence, cite));
    let furthest =
        stages.map(|(stage, _)| stage).max_by_key(|stage| (*stage != Stage::Log, *stage));
    furthest.unwrap_or(Stage::Settings)
}

/// The id of the check that a cited piece of evidence belongs to.
pub fn id(evidence: &Evidence, cite: &Cite) -> Option<String> {
    place(evidence, cite).map(|(stage, target)| name(stage, &target))
}

/// The stage of a cited piece of evidence, and what was looked at.
pub fn place(evidence: &Evidence, cite: &Cite) -> Option<(Stage, String)> {
    let file = |name: &str| Some((Stage::Files, name.to_owned()));
    match cite {
        Cite::Setting(name) | Cite::Variable(name) => Some((Stage::Settings, name.clone())),
        Cite::GoBinary => file("go"),
        Cite::GoMod => file("go.mod"),
        Cite::GoWork => file("go.work"),
        Cite::Netrc => file("netrc"),
        Cite::Roots => Some((Stage::Tls, String::from("roots"))),
        Cite::Ladder(at) => evidence.ladders.get(*at).map(ladders::place),
        Cite::Fetch(at) => {
            let fetch = evidence.fetches.get(*at)?;
            Some(sources::place(evidence, fetch))
        }
        Cite::SumFile(path) => Some((Stage::Files, evidence.below_project(path).to_owned())),
        Cite::Copy(at) => {
            let copy = evidence.facts.copies.get(*at)?;
            Some((Stage::Files, files::in_cache(copy)))
        }
        Cite::Damage(at) => {
            let survey = evidence.survey.as_ref()?;
            Some((Stage::Files, survey::place(survey, survey.damages.get(*at)?)))
        }
        Cite::Lock(at) => Some((Stage::Files, survey::lock_place(evidence.facts.locks.get(*at)?))),
        Cite::Counter(at) => {
            evidence.counters.get(*at).map(|probe| (probe.stage(), probe.target()))
        }
        Cite::Symptom(at) => evidence.symptoms.get(*at).map(|it| (Stage::Log, facts::line(it))),
        Cite::EnvFile => Some((Stage::Settings, String::from("go/env"))),
        Cite::Disk(path) => Some((Stage::Files, path.clone())),
        Cite::Switching => Some((Stage::Settings, String::from("toolchain"))),
        Cite::Ground(path) => file(evidence.below_project(path)),
        Cite::Stored(path) => file(path),
        Cite::Import(path) => Some((Stage::Files, format!("import:{path}"))),
        Cite::Argument(at) => Some((Stage::Settings, format!("argument:{}", at + 1))),
        Cite::Dockerfile(line) => Some((Stage::Files, format!("Dockerfile:{line}"))),
    }
}

fn name(stage: Stage, target: &str) -> String {
    format!("{}:{target}", stage.word())
}

/// What kept us from looking, as the word in `reason`.
fn limit(evidence: &Evidence) -> Unknown {
    match evidence.limits {
        limits if limits.offline => Unknown::Offline,
        limits if limits.cut_short => Unknown::Deadline,
        _ => Unknown::NotAsked,
    }
}

fn reason(why: Unknown) -> &'static str {
    match why {
        Unknown::Deadline => "deadline",
        Unknown::Offline => "offline",
        Unknown::RoadBroken => "road-broken",
        Unknown::NotAsked => "not-asked",
        Unknown::BeyondUs => "beyond-us",
    }
}

/// Who is to blame: the severest finding that cites each piece of evidence, and
/// what stops go whether anyone explains it or not.
struct Blame {
    cited: HashMap<Cite, Severity>,
}

impl Blame {
    fn of(report: &Report) -> Self {
        let mut cited: HashMap<Cite, Severity> = HashMap::new();
        let mut blame = |cite: &Cite, severity: Severity| {
            let worst = cited.entry(cite.clone()).or_insert(severity);
            *worst = severity.max(*worst);
        };
        let shadows = report.verdict.shadows.iter().map(|(shadow, _)| shadow);
        for diagnosis in report.verdict.roots.iter().chain(shadows) {
            let finding = &diagnosis.finding;
            for cite in &finding.because {
                blame(cite, finding.severity);
            }
        }
        for (cite, ..) in report.evidence.fatal_ladders() {
            blame(&cite, Severity::Error);
        }
        for (cite, ..) in report.evidence.fatal_fetches() {
            blame(&cite, Severity::Error);
        }
        Self { cited }
    }

    fn status(&self, cite: &Cite) -> Status {
        match self.cited.get(cite) {
            Some(Severity::Error) => Status::Fail,
            Some(Severity::Warning) => Status::Warn,
            Some(Severity::Info) | None => Status::Pass,
        }
    }

    /// What failed and stops nobody is a warning.
    fn broken(&self, cite: &Cite) -> Status {
        self.status(cite).max(Status::Warn)
    }
}

#[derive(Default)]
struct List {
    checks: Vec<Check>,
    at: HashMap<String, usize>,
}

impl List {
    /// Two ladders to one host share its `dns:` check: the worse outcome stays.
    fn add(&mut self, check: Check) {
        match self.at.get(&check.id) {
            Some(at) if self.checks[*at].status < check.status => self.checks[*at] = check,
            Some(_) => {}
            None => {
                self.at.insert(check.id.clone(), self.checks.len());
                self.checks.push(check);
            }
        }
    }

    /// Whatever a finding cites has a check, even what is not there.
    fn ensure(&mut self, evidence: &Evidence, blame: &Blame, cite: &Cite) {
        let Some((stage, target)) = place(evidence, cite) else {
            return;
        };
        if self.at.contains_key(&name(stage, &target)) {
            return;
        }
        self.add(Check::new(
            stage,
            target,
            blame.status(cite),
            crate::render::seen::cite(evidence, cite),
        ));
    }
}

impl Check {
    fn new(stage: Stage, target: String, status: Status, seen: Text) -> Self {
        Self {
            id: name(stage, &target),
            stage,
            target,
            status,
            reason: None,
            duration_ms: None,
            evidence: Map::new(),
            seen,
        }
    }

    fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    fn took(mut self, ms: u64) -> Self {
        self.duration_ms = Some(ms);
        self
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.evidence.insert(name.to_owned(), value.into());
        self
    }
}
