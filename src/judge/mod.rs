//! Evidence to verdict: asks every cause, ranks, folds consequences behind their
//! cause, and keeps what nobody explains. Pure.

mod hearsay;
mod order;
mod same;
mod settle;
#[cfg(test)]
mod tests;

use crate::model::{Cause, Cite, Diagnosis, Evidence, Judgement, Severity, Unknown, Verdict, Walk};
use std::cmp::Reverse;

/// Asks every rule, then sets the shadows behind their causes.
pub fn judge(evidence: &Evidence, causes: &[&'static Cause]) -> Verdict {
    let mut held = seen(evidence, causes);
    let heard = hearsay::unsettled_by(&mut held, evidence, causes);
    held.extend(heard.into_iter().map(|(cause, finding)| {
        let fixes = hearsay::fixes(cause, &finding, evidence);
        Diagnosis { cause, finding, fixes }
    }));
    held.sort_by_key(|it| rank(it, evidence));
    let (unexplained_ladders, unexplained_fetches) = unexplained(evidence, &held);
    let (roots, shadows) = fold(held);
    let mut verdict = Verdict {
        roots,
        shadows,
        unexplained_ladders,
        unexplained_fetches,
        judgement: Judgement::Healthy,
    };
    verdict.judgement = conclude(&verdict, evidence);
    verdict
}

/// What the machine shows, with what a log says of it.
fn seen(evidence: &Evidence, causes: &[&'static Cause]) -> Vec<Diagnosis> {
    if evidence.limits.text_alone {
        return Vec::new();
    }
    let ask = |cause: &&'static Cause| {
        let finding = hearsay::confirmed(cause.code, (cause.rule)(evidence)?, evidence);
        let fixes = (cause.fixes)(&finding, evidence);
        Some(Diagnosis { cause, finding, fixes })
    };
    causes.iter().filter_map(ask).collect()
}

/// What stops go first, and what did by the words of a log; then what is surer, nearer
/// to the user's hand, and stops more modules. An empty list of modules means all. In a
/// log what stopped go first comes first.
fn rank(held: &Diagnosis, evidence: &Evidence) -> impl Ord + use<> {
    let finding = &held.finding;
    let line = hearsay::first_line(finding, evidence);
    let stopped = match finding.affects.len() {
        0 => usize::MAX,
        some => some,
    };
    let order = order::order(held);
    let untold = !hearsay::is_told(finding, evidence);
    let firm = Reverse(finding.confidence);
    let first = (Reverse(finding.severity), untold, line);
    (first, firm, held.cause.area, order, Reverse(stopped))
}

/// A finding is a shadow if a root is known to throw it and stops all that it
/// stops; the same code elsewhere may still be a root of its own.
fn fold(held: Vec<Diagnosis>) -> (Vec<Diagnosis>, Vec<(Diagnosis, &'static str)>) {
    let cast_by: Vec<Option<&'static str>> = held.iter().map(|it| caster(it, &held)).collect();
    let (mut roots, mut shadows) = (Vec::new(), Vec::new());
    for (diagnosis, by) in held.into_iter().zip(cast_by) {
        match by {
            Some(code) => shadows.push((diagnosis, code)),
            None => roots.push(diagnosis),
        }
    }
    (roots, shadows)
}

fn caster(shadow: &Diagnosis, held: &[Diagnosis]) -> Option<&'static str> {
    let casts = |root: &&Diagnosis| {
        root.cause.code != shadow.cause.code
            && root.cause.explains.contains(&shadow.cause.code)
            // A warning beside it is not why go fails.
            && root.finding.severity >= shadow.finding.severity
            && covers(&root.finding.affects, &shadow.finding.affects)
    };
    held.iter().find(casts).map(|root| root.cause.code)
}

fn covers(all: &[String], some: &[String]) -> bool {
    all.is_empty() || (!some.is_empty() && some.iter().all(|module| all.contains(module)))
}

fn unexplained(evidence: &Evidence, held: &[Diagnosis]) -> (Vec<usize>, Vec<usize>) {
    let cited = |cite: &Cite| held.iter().any(|held| held.finding.because.contains(cite));
    let (mut ladders, mut fetches) = (Vec::new(), Vec::new());
    for cite in evidence.walks().iter().filter_map(|walk| walk.stopped_by()) {
        match cite {
            _ if cited(cite) => {}
            Cite::Ladder(at) if !ladders.contains(at) => ladders.push(*at),
            Cite::Fetch(at) if !fetches.contains(at) => fetches.push(*at),
            _ => {}
        }
    }
    (ladders, fetches)
}

fn conclude(verdict: &Verdict, evidence: &Evidence) -> Judgement {
    let worst = verdict.roots.iter().map(|root| root.finding.severity).max();
    let loose = !verdict.unexplained_ladders.is_empty()
        || !verdict.unexplained_fetches.is_empty()
        || evidence.walks().iter().any(|walk| is_refused(walk, verdict))
        || evidence.facts.go.refusal.is_some();
    let open: Option<Unknown> =
        if evidence.limits.text_alone { Some(Unknown::NotAsked) } else { evidence.open_question() };
    match worst {
        Some(Severity::Error) => Judgement::Fault,
        // go is stopped, and we do not know why: that is no good news either.
        _ if loose => Judgement::Fault,
        Some(Severity::Warning) if evidence.limits.text_alone => Judgement::Warning,
        _ if open.is_some() => Judgement::Inconclusive,
        Some(Severity::Warning) => Judgement::Warning,
        _ => Judgement::Healthy,
    }
}

/// go refuses a setting that no root speaks of.
fn is_refused(walk: &Walk, verdict: &Verdict) -> bool {
    let told = |cite: &Cite| {
        let roots = verdict.roots.iter().chain(verdict.shadows.iter().map(|(shadow, _)| shadow));
        roots.into_iter().any(|held| held.finding.because.contains(cite))
    };
    walk.stopped_by().is_some_and(|cite| matches!(cite, Cite::Setting(_)) && !told(cite))
}
