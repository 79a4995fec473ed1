use super::check::{begun, runtime};
use super::conclude;
use super::named::asked;
use super::show::Stage;
use crate::exit;
use crate::machine::{Local, Scope, gather};
use crate::model::{Cite, Evidence, Facts, Judgement, Limits, Mode, Report, Severity, Verdict};
use crate::render::route;
use std::time::Instant;

/// `route`: how go would fetch each module and why. Asks no network.
pub(super) fn run(stage: &Stage, modules: &[String]) -> u8 {
    let start = Instant::now();
    let mut run = begun(stage, Mode::Route);
    let gathered = asked(&Local, stage.job, modules, Scope::All)
        .and_then(|asked| Ok(runtime()?.block_on(gather(&Local, &asked))));
    let facts = match gathered {
        Ok(gathered) => gathered.facts,
        Err(why) => return stage.fail(&run, &why),
    };
    let verdict = refusal(&facts);
    let routes = facts.routes(&facts.needs);
    let limits = Limits { offline: true, cut_short: false, ..Limits::default() };
    let evidence = Evidence::new(facts, routes, Vec::new(), Vec::new(), limits);
    run.duration_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    run.complete = true;
    let exit_code = exit::code(&verdict, stage.job.fail_on);
    let report = Report { run, evidence: &evidence, verdict: &verdict, exit_code };
    stage.show(&report, route::render)
}

/// What go itself refuses before it asks for any module: its settings, go.mod.
/// That no go is installed does not keep a route from being told. What the routes
/// lead to is not asked, and is left out of the verdict.
fn refusal(facts: &Facts) -> Verdict {
    let limits = Limits { offline: true, cut_short: false, ..Limits::default() };
    let evidence = Evidence::new(facts.clone(), Vec::new(), Vec::new(), Vec::new(), limits);
    let mut verdict = conclude(&evidence);
    // Nor does it have to write anything.
    let is_beside = |cite: &Cite| matches!(cite, Cite::GoBinary | Cite::Disk(_));
    verdict.roots.retain(|root| !root.finding.because.iter().any(is_beside));
    verdict.judgement = match verdict.roots.iter().map(|root| root.finding.severity).max() {
        Some(Severity::Error) => Judgement::Fault,
        Some(Severity::Warning) => Judgement::Warning,
        _ => Judgement::Healthy,
    };
    if verdict.roots.is_empty() {
        verdict = Verdict::default();
    }
    verdict
}
