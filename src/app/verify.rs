use super::check::{begun, note_left_out, runtime};
use super::named::asked;
use super::narrow::narrow;
use super::progress::{BEAT, Progress};
use super::replay::{replay, save};
use super::show::Stage;
use super::{about_cache, conclude};
use crate::base::Text;
use crate::exit;
use crate::machine::{Interrupt, Local, Plan, Scope, Watch, gather, interrupted, survey};
use crate::model::{CacheState, Evidence, Limits, Mode, Report, Survey};
use crate::render::text;
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

/// Whoever was told to stop has this long to put down what it holds.
const LAST: Duration = Duration::from_secs(2);

/// `verify`: holds the module cache against itself and go.sum. Asks no network.
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
    if let Some(path) = &stage.job.save
        && let Err(why) = save(stage, path, &evidence)
    {
        return stage.fail(&run, &why);
    }
    let mut verdict = about_cache(conclude(&evidence), &evidence);
    note_left_out(stage, narrow(&mut verdict, &evidence, stage.job));
    run.duration_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    run.complete = !evidence.limits.cut_short && interrupt.get().is_none();
    let exit_code = match interrupt.get() {
        Some(signal) => signal.exit_code(),
        None => exit::code(&verdict, stage.job.fail_on),
    };
    let report = Report { run, evidence: &evidence, verdict: &verdict, exit_code };
    stage.show(&report, text::render)
}

fn live(stage: &Stage, interrupt: &OnceLock<Interrupt>) -> Result<Evidence, Text> {
    let runtime = runtime()?;
    let seen = runtime.block_on(look(stage, interrupt));
    // A disk that hangs keeps a thread and not the report.
    runtime.shutdown_background();
    seen
}

async fn look(stage: &Stage<'_>, interrupt: &OnceLock<Interrupt>) -> Result<Evidence, Text> {
    let signal = interrupted();
    let mut signal = std::pin::pin!(signal);
    let asked = asked(&Local, stage.job, &[], Scope::All)?;
    let gathered = tokio::select! {
        biased;
        signal = &mut signal => {
            interrupt.get_or_init(|| signal);
            let survey = Survey { state: CacheState::Present, ..Survey::default() };
            return Ok(Evidence::default().surveyed(survey));
        }
        gathered = gather(&Local, &asked) => gathered,
    };
    let plan = Plan::of(&gathered);
    let watch = Arc::new(Watch::default());
    let looking = Arc::clone(&watch);
    let mut looked = tokio::task::spawn_blocking(move || survey(&Local, &plan, &looking));
    let progress = Progress::through(stage.job);
    let mut beat = tokio::time::interval(BEAT);
    let mut over = std::pin::pin!(over(stage.job.limit));
    let cut = loop {
        tokio::select! {
            _ = &mut looked => break false,
            _ = beat.tick() => {
                let (done, whole) = watch.progress();
                progress.of(done, whole);
                progress.beat();
            }
            () = &mut over => break true,
            signal = &mut signal => {
                interrupt.get_or_init(|| signal);
                break true;
            }
        }
    };
    progress.end();
    if cut {
        watch.stop();
        let _late = tokio::time::timeout(LAST, looked).await;
    }
    let (survey, locks) = watch.found();
    let mut facts = gathered.facts;
    facts.locks = locks;
    let limits = Limits { offline: false, cut_short: !survey.complete };
    let nothing = (Vec::new(), Vec::new(), Vec::new());
    Ok(Evidence::new(facts, nothing.0, nothing.1, nothing.2, limits).surveyed(survey))
}

/// Ready when the time that was given is over.
async fn over(limit: Option<Duration>) {
    match limit {
        Some(limit) => tokio::time::sleep(limit).await,
        None => std::future::pending().await,
    }
}
