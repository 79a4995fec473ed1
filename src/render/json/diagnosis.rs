use crate::base::Lang;
use crate::model::{self, Confidence, Evidence, Finding, Proof, Risk, Scope, Severity, Step};
use crate::render::Style;
use crate::render::check;
use crate::render::seen;
use crate::render::target::{self, Place};
use serde::Serialize;
use serde_json::{Map, Value};

/// As many modules as `affects.examples` names.
const EXAMPLES: usize = 5;

/// One root cause.
#[derive(Serialize)]
pub(super) struct Diagnosis {
    rank: usize,
    code: &'static str,
    stage: &'static str,
    severity: Severity,
    confidence: Confidence,
    title: String,
    message: String,
    evidence: Vec<Cited>,
    ruled_out: Vec<RuledOut>,
    affects: Affects,
    location: Option<Location>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unsettled: Option<Unsettled>,
    fixes: Vec<Fix>,
}

/// What a log leaves open, and what settles it.
#[derive(Serialize)]
struct Unsettled {
    text: String,
    codes: Vec<&'static str>,
    commands: Map<String, Value>,
}

/// A check and what it shows, in words.
#[derive(Serialize)]
pub(super) struct Cited {
    pub(super) check: String,
    pub(super) text: String,
}

#[derive(Serialize)]
struct RuledOut {
    code: &'static str,
    because: String,
}

#[derive(Serialize)]
struct Affects {
    modules: usize,
    examples: Vec<String>,
}

#[derive(Serialize)]
struct Location {
    file: String,
    line: usize,
}

#[derive(Serialize)]
struct Fix {
    title: String,
    risk: &'static str,
    scope: Scope,
    why_risky: Option<String>,
    commands: Map<String, Value>,
    verified: Verified,
}

#[derive(Serialize)]
struct Verified {
    status: &'static str,
    detail: Option<String>,
}

/// What follows from a root cause and goes with it.
#[derive(Serialize)]
pub(super) struct Consequence {
    code: &'static str,
    of: &'static str,
}

pub(super) fn consequence(shadow: &(model::Diagnosis, &'static str)) -> Consequence {
    Consequence { code: shadow.0.cause.code, of: shadow.1 }
}

pub(super) fn of(
    at: usize,
    it: &model::Diagnosis,
    evidence: &Evidence,
    style: &Style,
) -> Diagnosis {
    let (finding, lang) = (&it.finding, style.lang);
    Diagnosis {
        rank: at + 1,
        code: it.cause.code,
        stage: check::stage(finding, evidence).word(),
        severity: finding.severity,
        confidence: finding.confidence,
        title: it.cause.title.to(lang).to_owned(),
        message: finding.says.to(lang).to_owned(),
        evidence: cited(finding, evidence, lang),
        ruled_out: ruled_out(finding, lang),
        affects: affects(finding, evidence),
        location: finding.location.as_ref().map(Location::of),
        unsettled: finding.unsettled.as_ref().map(|it| unsettled(it, evidence, style)),
        fixes: it.fixes.iter().map(|f| fix(f, evidence, style)).collect(),
    }
}

fn cited(finding: &Finding, evidence: &Evidence, lang: Lang) -> Vec<Cited> {
    let cited = |cite| {
        Some(Cited {
            check: check::id(evidence, cite)?,
            text: seen::cite(evidence, cite).to(lang).to_owned(),
        })
    };
    finding.because.iter().filter_map(cited).collect()
}

fn ruled_out(finding: &Finding, lang: Lang) -> Vec<RuledOut> {
    let out =
        |it: &model::RuledOut| RuledOut { code: it.code, because: it.because.to(lang).to_owned() };
    finding.ruled_out.iter().map(out).collect()
}

/// An error that names no modules stops all that are needed.
fn affects(finding: &Finding, evidence: &Evidence) -> Affects {
    let stops_all = finding.affects.is_empty() && finding.severity == Severity::Error;
    if stops_all {
        let needs = &evidence.facts.needs;
        let named = needs.iter().map(|it| format!("{}@{}", it.module, it.version));
        return Affects { modules: needs.len(), examples: named.take(EXAMPLES).collect() };
    }
    Affects {
        modules: finding.affects.len(),
        examples: finding.affects.iter().take(EXAMPLES).cloned().collect(),
    }
}

impl Location {
    fn of(location: &model::Location) -> Self {
        Self { file: location.file.clone(), line: location.line }
    }
}

/// Where it will be typed most likely stands first among the places.
fn fix(fix: &model::Fix, evidence: &Evidence, style: &Style) -> Fix {
    let lang = style.lang;
    let (risk, why) = match &fix.risk {
        Risk::Safe => ("safe", None),
        Risk::TradeOff(why) => ("trade-off", Some(why)),
        Risk::Unsafe(why) => ("unsafe", Some(why)),
    };
    Fix {
        title: fix.title.to(lang).to_owned(),
        risk,
        scope: fix.scope,
        why_risky: why.map(|why| why.to(lang).to_owned()),
        commands: commands(&fix.steps, evidence, style),
        verified: verified(fix, lang),
    }
}

fn unsettled(it: &model::Unsettled, evidence: &Evidence, style: &Style) -> Unsettled {
    let text = it.says.to(style.lang).to_owned();
    let commands = commands(&it.steps, evidence, style);
    Unsettled { text, codes: it.codes.clone(), commands }
}

fn commands(steps: &[Step], evidence: &Evidence, style: &Style) -> Map<String, Value> {
    let place = Place { platform: &evidence.facts.platform, lang: style.lang };
    let lines = |t: &&dyn target::Target| (t.name().to_owned(), t.write(steps, &place).into());
    let others = target::ALL.iter().filter(|it| it.name() != style.target.name());
    std::iter::once(&style.target).chain(others).map(lines).collect()
}

fn verified(fix: &model::Fix, lang: Lang) -> Verified {
    let (status, detail) = match &fix.proof {
        Proof::NotVerifiable(why) => ("not-verifiable", Some(why)),
        Proof::Failed(why) => ("failed", Some(why)),
        // What is to be filled in cannot have been tried.
        _ if target::has_placeholder(&fix.steps) => ("not-verifiable", None),
        Proof::Passed(how) => ("passed", Some(how)),
        Proof::NotRun => ("not-run", None),
    };
    Verified { status, detail: detail.map(|detail| detail.to(lang).to_owned()) }
}
