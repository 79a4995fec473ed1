use super::look::{Looking, look};
use super::narrow::narrow;
use super::progress::{BEAT, Progress};
use crate::base::Deadline;
use crate::causes;
use crate::cli::Job;
use crate::judge::judge;
use crate::machine::{Asked, Gathered, Machine};
use crate::model::{Evidence, Proof, Stage, Symptom, Verdict};
use crate::probe::Patience;
use crate::remedy::{Proposal, Remedy, best};
use crate::wire::Wire;
use futures_util::future::{BoxFuture, Shared};
use std::time::{Duration, Instant};

/// Proving fixes may take this long where looking was quick,
const UNHURRIED: Duration = Duration::from_millis(2500);
/// and at least this long where something hung already,
const HURRIED: Duration = Duration::from_millis(400);
/// to end after this, as long as nothing comes through.
const ENOUGH: Duration = Duration::from_millis(5800);

/// The evidence, and what it means.
pub(super) struct Examined {
    pub evidence: Evidence,
    pub verdict: Verdict,
    /// Diagnoses that `--only` and `--skip` left out.
    pub left_out: usize,
}

/// What is known before anything is asked: the facts, and what a log says.
pub(super) struct Seen {
    pub gathered: Gathered,
    pub symptoms: Vec<Symptom>,
}

/// Looks, concludes, and proves the fixes.
pub(super) async fn examine(
    machine: &dyn Machine,
    wire: &dyn Wire,
    seen: Seen,
    asked: &Asked,
    job: &Job,
    stop: Shared<BoxFuture<'_, ()>>,
) -> Examined {
    let Gathered { mut facts, ledger, .. } = seen.gathered;
    if !job.wants_stage(Stage::Sumdb) {
        facts.needs.iter_mut().for_each(|need| need.summed = true);
    }
    let offline = job.offline || !wants_network(job);
    let patience =
        Patience { whole: Deadline::after(job.timeout), probe: job.probe_timeout.min(job.timeout) };
    let progress = Progress::over(facts.needs.len(), job);
    let before = facts.clone();
    let remedy = Remedy::new(machine, wire, &before, asked, !job.no_mirrors).offline(offline);
    let ended = Box::pin(stop.clone());
    let (outsiders, stepped) = (!job.no_mirrors, |done| progress.at(done));
    let looking = Looking { patience, offline, outsiders, progress: &stepped, stop: ended };
    let start = Instant::now();
    let evidence = {
        let mut rehearsal = std::pin::pin!(remedy.rehearse(patience));
        let mut looked = std::pin::pin!(look(machine, wire, facts, &ledger, looking));
        let mut rehearsing = !offline && !job.no_mirrors;
        let mut beat = tokio::time::interval(BEAT);
        loop {
            tokio::select! {
                evidence = &mut looked => break evidence,
                () = &mut rehearsal, if rehearsing => rehearsing = false,
                _ = beat.tick() => progress.beat(),
            }
        }
    };
    progress.end();
    let evidence = evidence.heard(seen.symptoms);
    let mut verdict = judge(&evidence, causes::ALL);
    if !patience.whole.is_over() {
        let within = patience.whole.within(time_for_proofs(start.elapsed()));
        tokio::select! {
            () = prove(&mut verdict, &remedy, within) => {}
            () = stop => {}
        }
    }
    choose(&mut verdict);
    let left_out = narrow(&mut verdict, &evidence, job);
    Examined { evidence, verdict, left_out }
}

/// The whole is to be over soon, however many things hang.
fn time_for_proofs(looked: Duration) -> Duration {
    ENOUGH.saturating_sub(looked).clamp(HURRIED, UNHURRIED)
}

fn wants_network(job: &Job) -> bool {
    let below = [Stage::Dns, Stage::Tcp, Stage::ForwardProxy, Stage::Tls, Stage::Http];
    let above = [Stage::Goproxy, Stage::Vcs, Stage::Sumdb];
    below.iter().chain(&above).any(|stage| job.wants_stage(*stage))
}

/// Every fix of every root cause, side by side.
async fn prove(verdict: &mut Verdict, remedy: &Remedy<'_>, within: Duration) {
    let proposals: Vec<Proposal> = verdict.roots.iter().flat_map(Proposal::all).collect();
    let proofs: Vec<Proof> = remedy.prove_all(&proposals, within).await;
    let all = verdict.roots.iter_mut().flat_map(|root| &mut root.fixes);
    all.zip(proofs).for_each(|(fix, proof)| fix.proof = proof);
}

fn choose(verdict: &mut Verdict) {
    let shadows = verdict.shadows.iter_mut().map(|(shadow, _)| shadow);
    for diagnosis in verdict.roots.iter_mut().chain(shadows) {
        diagnosis.fixes = best(std::mem::take(&mut diagnosis.fixes));
    }
}
