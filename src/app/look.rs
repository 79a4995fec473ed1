use crate::base::Soon;
use crate::causes;
use crate::judge::judge;
use crate::machine::{Ledger, Machine};
use crate::model::{Area, Cite, Diagnosis, Evidence, Facts, Judgement, Limits, Severity, Verdict};
use crate::probe::{Lookout, Patience};
use crate::wire::Wire;

/// How far to look.
pub struct Looking<'a> {
    pub patience: Patience,
    pub offline: bool,
    /// Whether public places that go does not ask may be asked.
    pub outsiders: bool,
    pub progress: &'a dyn Fn(usize),
    /// Ends the looking early, as an interrupt does.
    pub stop: Soon<'a, ()>,
}

/// Looks once, in order, and never looks back.
pub async fn look(
    machine: &dyn Machine,
    wire: &dyn Wire,
    facts: Facts,
    ledger: &Ledger,
    looking: Looking<'_>,
) -> Evidence {
    let mut facts = facts;
    let mut routes = facts.routes(&facts.needs);
    if looking.offline {
        let lookout = Lookout::new(machine, wire, &facts, looking.patience, looking.progress);
        Box::pin(lookout.look_here(&routes)).await;
        let fetches = lookout.found().fetches;
        let limits = Limits { offline: true, cut_short: false, ..Limits::default() };
        return Evidence::new(facts, routes, Vec::new(), fetches, limits);
    }
    let lookout = Lookout::new(machine, wire, &facts, looking.patience, looking.progress)
        .with(ledger)
        .asking_outsiders(looking.outsiders);
    tokio::select! {
        () = lookout.look(&routes) => {}
        () = tokio::time::sleep(looking.patience.whole.left()) => {}
        () = looking.stop => {}
    }
    let found = lookout.found();
    for (need, route) in found.more {
        facts.needs.push(need);
        routes.push(route);
    }
    let limits = Limits { offline: false, cut_short: found.cut_short, ..Limits::default() };
    Evidence::new(facts, routes, found.ladders, found.fetches, limits).countered(found.counters)
}

/// Asks every cause.
pub fn conclude(evidence: &Evidence) -> Verdict {
    judge(evidence, causes::ALL)
}

/// The same verdict with what it says of the module cache, go.sum and the checksum
/// database alone. What keeps the database from being asked stops nothing that lies
/// here, and leaves the question open.
pub fn about_cache(mut verdict: Verdict, evidence: &Evidence) -> Verdict {
    let is_about = |it: &Diagnosis| {
        it.cause.area == Area::Checksums || it.finding.because.iter().any(is_looked_at)
    };
    verdict.roots.retain(is_about);
    verdict.shadows.retain(|(shadow, _)| is_about(shadow));
    let shadows = verdict.shadows.iter_mut().map(|(shadow, _)| shadow);
    for held in verdict.roots.iter_mut().chain(shadows) {
        if held.finding.because.iter().any(is_of_network) {
            held.finding.severity = held.finding.severity.min(Severity::Warning);
        }
    }
    verdict.unexplained_ladders.clear();
    verdict.unexplained_fetches.clear();
    verdict.roots.sort_by_key(|root| std::cmp::Reverse(root.finding.severity));
    verdict.judgement = match verdict.roots.iter().map(|root| root.finding.severity).max() {
        Some(Severity::Error) => Judgement::Fault,
        _ if evidence.open_question().is_some() => Judgement::Inconclusive,
        Some(Severity::Warning) => Judgement::Warning,
        _ => Judgement::Healthy,
    };
    verdict
}

fn is_looked_at(cite: &Cite) -> bool {
    matches!(cite, Cite::Damage(_) | Cite::Lock(_)) || is_of_network(cite)
}

fn is_of_network(cite: &Cite) -> bool {
    matches!(cite, Cite::Ladder(_) | Cite::Fetch(_) | Cite::Counter(_))
}
