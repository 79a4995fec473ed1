use super::check::{begun, runtime, tell};
use super::examine::Examined;
use super::named::asked;
use super::narrow::narrow;
use super::progress::{BEAT, Progress};
use super::replay::replay;
use super::show::Stage;
use super::{about_cache, conclude, records};
use crate::base::Text;
use crate::machine::{Gathered, Interrupt, Local, Plan, Scope, Watch, gather, interrupted, survey};
use crate::model::{CacheState, Evidence, Limits, Mode, Survey};
use futures_util::FutureExt;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// Whoever was told to stop has this long to put down what it holds.
const LAST: Duration = Duration::from_secs(2);

/// `verify`: holds the module cache against itself and go.sum; with `--sumdb` against
/// the checksum database, and else it asks no network.
pub(super) fn run(stage: &Stage) -> u8 {
    let start = Instant::now();
    let mut run = begun(stage, Mode::Verify);
    run.timeout_ms = stage.job.limit.map_or(0, |it| u64::try_from(it.as_millis()).unwrap_or(0));
    let interrupt = OnceLock::new();
    let evidence = match &stage.job.from {
        Some(path) => replay(stage.console, path),
        None => live(stage, &interrupt),
    };
    let evidence = match evidence {
        Ok(evidence) => evidence,
        Err(why) => return stage.fail(&run, &why),
    };
    let mut verdict = about_cache(conclude(&evidence), &evidence);
    let left_out = narrow(&mut verdict, &evidence, stage.job);
    let examined = Examined { evidence, verdict, left_out };
    tell(stage, run, start, &examined, interrupt.get().copied(), None)
}

fn live(stage: &Stage, interrupt: &OnceLock<Interrupt>) -> Result<Evidence, Text> {
    let runtime = runtime()?;
    let seen = runtime.block_on(look(stage, interrupt));
    // A disk that hangs keeps a thread and not the report.
    runtime.shutdown_background();
    seen
}

async fn look(stage: &Stage<'_>, interrupt: &OnceLock<Interrupt>) -> Result<Evidence, Text> {
    let (signal, limit) = (interrupted(), stage.job.limit);
    let stop = async {
        tokio::select! {
            signal = signal => drop(interrupt.get_or_init(|| signal)),
            () = over(limit) => {}
        }
    };
    let stop = stop.boxed().shared();
    let asked = asked(&Local, stage.job, &[], Scope::All)?;
    let mut gathered = tokio::select! {
        biased;
        () = stop.clone() => {
            let survey = Survey { state: CacheState::Present, ..Survey::default() };
            let limits = Limits { offline: false, cut_short: true, ..Limits::default() };
            let mut seen = Evidence::default().surveyed(survey);
            seen.limits = limits;
            return Ok(seen);
        }
        gathered = gather(&Local, &asked) => gathered,
    };
    let watch = Arc::new(Watch::default());
    surveyed(stage, &gathered, &watch, stop.clone()).await;
    let (survey, locks) = watch.found();
    gathered.facts.locks = locks;
    if stage.job.sumdb && survey.complete {
        return Ok(records::asked(stage, gathered, survey, &watch.held_hashes(), stop).await);
    }
    let limits = Limits { offline: false, cut_short: !survey.complete, ..Limits::default() };
    let seen = Evidence::new(gathered.facts, Vec::new(), Vec::new(), Vec::new(), limits);
    Ok(seen.surveyed(survey))
}

/// Looks through the cache on threads of its own.
async fn surveyed(
    stage: &Stage<'_>,
    gathered: &Gathered,
    watch: &Arc<Watch>,
    stop: impl Future<Output = ()>,
) {
    let (plan, looking) = (Plan::of(gathered), Arc::clone(watch));
    let mut looked = tokio::task::spawn_blocking(move || survey(&Local, &plan, &looking));
    let progress = Progress::through(stage.job);
    let mut beat = tokio::time::interval(BEAT);
    let mut stop = std::pin::pin!(stop);
    let is_cut = loop {
        tokio::select! {
            _ = &mut looked => break false,
            _ = beat.tick() => {
                let (done, whole) = watch.progress();
                progress.of(done, whole);
                progress.beat();
            }
            () = &mut stop => break true,
        }
    };
    progress.end();
    if is_cut {
        watch.stop();
        let _late = tokio::time::timeout(LAST, looked).await;
    }
}

/// Ready when the time that was given is over.
async fn over(limit: Option<Duration>) {
    match limit {
        Some(limit) => tokio::time::sleep(limit).await,
        None => std::future::pending().await,
    }
}
