use crate::base::Lang;
use crate::model::{Evidence, Judgement, Mode, Report, Run, Verdict};
use crate::render::Style;
use crate::render::check::{self, Status};
use crate::render::json::diagnosis::{self, Cited, Consequence, Diagnosis};
use crate::render::json::environment::{Environment, Route};
use crate::render::seen;
use serde::Serialize;
use serde_json::{Map, Value};

/// The report as scripts read it. Fields are only ever added.
#[derive(Serialize)]
pub(super) struct Document {
    schema_version: &'static str,
    tool: Tool,
    run: Looking,
    verdict: Judgement,
    exit_code: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    environment: Environment,
    routes: Vec<Route>,
    checks: Vec<Check>,
    diagnoses: Vec<Diagnosis>,
    consequences: Vec<Consequence>,
    unexplained: Vec<Cited>,
    /// Filled in when everything else stands.
    redactions: usize,
}

#[derive(Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Serialize)]
struct Looking {
    mode: Mode,
    started_at: String,
    duration_ms: u64,
    timeout_ms: u64,
    offline: bool,
    complete: bool,
}

#[derive(Serialize)]
struct Check {
    id: String,
    stage: &'static str,
    target: String,
    status: Status,
    reason: Option<String>,
    duration_ms: Option<u64>,
    evidence: Map<String, Value>,
}

impl Document {
    pub(super) fn of(report: &Report, style: &Style) -> Self {
        let (verdict, lang) = (report.verdict, style.lang);
        let root = |(at, root)| diagnosis::of(at, root, report.evidence, style);
        Self {
            checks: check::all(report).into_iter().map(of_check).collect(),
            diagnoses: verdict.roots.iter().enumerate().map(root).collect(),
            consequences: verdict.shadows.iter().map(diagnosis::consequence).collect(),
            unexplained: unexplained(report.evidence, verdict, lang),
            environment: Environment::of(&report.evidence.facts),
            routes: report.evidence.routes.iter().map(Route::of).collect(),
            ..Self::empty(&report.run, verdict.judgement, report.exit_code)
        }
    }

    pub(super) fn failed(run: &Run, error: &str) -> Self {
        let run = Run { complete: false, ..run.clone() };
        Self { error: Some(error.to_owned()), ..Self::empty(&run, Judgement::Inconclusive, 2) }
    }

    fn empty(run: &Run, verdict: Judgement, exit_code: u8) -> Self {
        Self {
            schema_version: "1.0",
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            run: Looking::of(run),
            verdict,
            exit_code,
            error: None,
            environment: Environment::default(),
            routes: Vec::new(),
            checks: Vec::new(),
            diagnoses: Vec::new(),
            consequences: Vec::new(),
            unexplained: Vec::new(),
            redactions: 0,
        }
    }
}

impl Looking {
    fn of(run: &Run) -> Self {
        Self {
            mode: run.mode,
            started_at: run.started_at.clone(),
            duration_ms: run.duration_ms,
            timeout_ms: run.timeout_ms,
            offline: run.offline,
            complete: run.complete,
        }
    }
}

fn of_check(check: check::Check) -> Check {
    Check {
        id: check.id,
        stage: check.stage.word(),
        target: check.target,
        status: check.status,
        reason: check.reason,
        duration_ms: check.duration_ms,
        evidence: check.evidence,
    }
}

/// What stops go and has no diagnosis, with its check.
fn unexplained(evidence: &Evidence, verdict: &Verdict, lang: Lang) -> Vec<Cited> {
    let cited = |cite| {
        Some(Cited {
            check: check::id(evidence, &cite)?,
            text: seen::cite(evidence, &cite).to(lang).to_owned(),
        })
    };
    verdict.unexplained().filter_map(cited).collect()
}
