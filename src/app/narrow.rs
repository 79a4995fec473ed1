use crate::cli::Job;
use crate::model::{Diagnosis, Evidence, Judgement, Severity, Verdict};
use crate::render::check;

/// Leaves out what `--only` and `--skip` leave out, after everything was judged:
/// what explains a consequence still explains it. Says how much was left out.
pub(super) fn narrow(verdict: &mut Verdict, evidence: &Evidence, job: &Job) -> usize {
    if job.only.is_empty() && job.skip.is_empty() {
        return 0;
    }
    let before = size(verdict);
    let wanted = |it: &Diagnosis| {
        let stage = check::stage(&it.finding, evidence);
        job.wants_code(it.cause.code) && job.wants_stage(stage)
    };
    verdict.roots.retain(wanted);
    verdict.shadows.retain(|(it, _)| wanted(it));
    let by_stage = |cite| match check::place(evidence, &cite) {
        Some((stage, id)) => job.wants_check(stage, &id),
        None => true,
    };
    verdict.unexplained_ladders.retain(|at| by_stage(crate::model::Cite::Ladder(*at)));
    verdict.unexplained_fetches.retain(|at| by_stage(crate::model::Cite::Fetch(*at)));
    let left_out = before - size(verdict);
    if left_out > 0 {
        verdict.judgement = judgement(verdict);
    }
    left_out
}

fn size(verdict: &Verdict) -> usize {
    verdict.roots.len() + verdict.shadows.len() + verdict.unexplained().count()
}

fn judgement(verdict: &Verdict) -> Judgement {
    match verdict.roots.iter().map(|root| root.finding.severity).max() {
        Some(Severity::Error) => Judgement::Fault,
        _ if verdict.unexplained().next().is_some() => Judgement::Fault,
        Some(Severity::Warning) => Judgement::Warning,
        _ => Judgement::Healthy,
    }
}
