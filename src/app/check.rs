use super::examine::{Examined, Seen, examine};
use super::named::asked;
use super::replay::{replay, save};
use super::show::Stage;
use super::{conclude, narrow};
use crate::base::Text;
use crate::exit;
use crate::machine::{
    Asked, Gathered, Interrupt, Late, Local, Machine, Scope, gather, interrupted,
};
use crate::model::{Evidence, Facts, Judgement, Limits, Mode, Report, Run, Symptom, Verdict};
use crate::render::text;
use crate::say;
use crate::wire::{Net, NetConfig};
use futures_util::FutureExt;
use jiff::Timestamp;
use std::sync::Arc;
use std::sync::OnceLock;
use std::time::Instant;
use tokio::runtime::{Builder, Runtime};

/// `check`: looks at this machine and this module, and says what is wrong.
pub(super) fn run(stage: &Stage, modules: &[String]) -> u8 {
    let start = Instant::now();
    let run = begun(stage, Mode::Check);
    let interrupt = OnceLock::new();
    let examined = match &stage.job.from {
        Some(path) => replay(stage.console, path).map(|evidence| replayed(stage, evidence)),
        None => asked(&Local, stage.job, modules, Scope::Missing)
            .and_then(|it| looked_at(stage, &Local, &it, Told::default(), &interrupt)),
    };
    let examined = match examined {
        Ok(examined) => examined,
        Err(why) => return stage.fail(&run, &why),
    };
    tell(stage, run, start, &examined, interrupt.get().copied(), None)
}

/// Saves what is to be saved and shows the report; the exit code, which is that of a
/// command where one was run.
pub(super) fn tell(
    stage: &Stage,
    mut run: Run,
    start: Instant,
    examined: &Examined,
    interrupt: Option<Interrupt>,
    code: Option<u8>,
) -> u8 {
    let Examined { evidence, verdict, left_out } = examined;
    if let Some(path) = &stage.job.save
        && let Err(why) = save(stage, path, evidence)
    {
        return stage.fail(&run, &why);
    }
    note_left_out(stage, *left_out);
    run.duration_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
    run.complete = !evidence.limits.cut_short && interrupt.is_none();
    let exit_code = match (code, interrupt) {
        (Some(code), _) => code,
        (None, Some(signal)) => signal.exit_code(),
        (None, None) => exit::code(verdict, stage.job.fail_on),
    };
    let report = Report { run, evidence, verdict, exit_code };
    stage.show(&report, text::render)
}

/// What a command that has failed told, and whether somebody asked for an end since.
#[derive(Default)]
pub(super) struct Told {
    pub symptoms: Vec<Symptom>,
    pub late: Late,
}

/// What is seen here and now, together with what a log says.
pub(super) fn looked_at(
    stage: &Stage<'_>,
    machine: &dyn Machine,
    asked: &Asked,
    told: Told,
    interrupt: &OnceLock<Interrupt>,
) -> Result<Examined, Text> {
    Ok(to_end(runtime()?, live(stage, machine, asked, told, interrupt)))
}

async fn live(
    stage: &Stage<'_>,
    machine: &dyn Machine,
    asked: &Asked,
    told: Told,
    interrupt: &OnceLock<Interrupt>,
) -> Examined {
    let Told { symptoms, late } = told;
    let signal = interrupted();
    if late.is_so() {
        interrupt.get_or_init(|| Interrupt::Int);
        return unexamined(symptoms);
    }
    let stop = async {
        let signal = signal.await;
        interrupt.get_or_init(|| signal);
    };
    let stop = stop.boxed().shared();
    let mut gathered = tokio::select! {
        biased;
        () = stop.clone() => return unexamined(symptoms),
        gathered = gather(machine, asked) => gathered,
    };
    let net = net(&mut gathered);
    let seen = Seen { gathered, symptoms };
    Box::pin(examine(machine, &net, seen, asked, stage.job, stop)).await
}

/// The network, as go on this machine sees it.
pub(super) fn net(gathered: &mut Gathered) -> Net {
    let roots = if gathered.facts.roots.by_platform {
        NetConfig::roots_of_platform()
    } else {
        std::mem::take(&mut gathered.roots)
    };
    let roots = Arc::new(roots);
    let user_agent = NetConfig::user_agent_of(gathered.facts.go.minor()).to_owned();
    let usual = gathered.usual_roots.take().map(Arc::new);
    Net::with_usual(NetConfig { roots, now: Local.now(), user_agent }, usual)
}

/// An interrupt came before there was anything to conclude from, but for a log.
fn unexamined(symptoms: Vec<Symptom>) -> Examined {
    if symptoms.is_empty() {
        let verdict = Verdict { judgement: Judgement::Inconclusive, ..Verdict::default() };
        return Examined { evidence: Evidence::default(), verdict, left_out: 0 };
    }
    let limits = Limits { text_alone: true, cut_short: true, ..Limits::default() };
    let evidence = Evidence::new(Facts::default(), vec![], vec![], vec![], limits).heard(symptoms);
    Examined { verdict: conclude(&evidence), evidence, left_out: 0 }
}

/// Saved evidence is judged anew; nothing is asked, so nothing is proved.
fn replayed(stage: &Stage, evidence: Evidence) -> Examined {
    let mut verdict = conclude(&evidence);
    let left_out = narrow::narrow(&mut verdict, &evidence, stage.job);
    Examined { evidence, verdict, left_out }
}

pub(super) fn begun(stage: &Stage, mode: Mode) -> Run {
    Run {
        mode,
        started_at: now(),
        duration_ms: 0,
        timeout_ms: u64::try_from(stage.job.timeout.as_millis()).unwrap_or(u64::MAX),
        offline: stage.job.offline,
        complete: false,
        command: None,
    }
}

fn now() -> String {
    let now = Timestamp::from_second(Local.now()).unwrap_or(Timestamp::UNIX_EPOCH);
    now.to_string()
}

/// One thread, that looks at its timers after each task: a server that talks
/// without end keeps the task that listens to it busy.
pub(super) fn runtime() -> Result<Runtime, Text> {
    let built = Builder::new_current_thread().enable_all().event_interval(1).build();
    built.map_err(|error| say! { en: "cannot begin: {error}", zh: "无法开始：{error}" })
}

/// A zip that is still being hashed then is not waited for.
fn to_end<T>(runtime: Runtime, work: impl Future<Output = T>) -> T {
    let done = runtime.block_on(work);
    runtime.shutdown_background();
    done
}

fn note_left_out(stage: &Stage, left_out: usize) {
    if left_out > 0 {
        let says = say! {
            en: "left out by --only or --skip: {left_out}",
            zh: "被 --only 或 --skip 略去：{left_out}",
        };
        stage.console.note(says.to(stage.lang()));
    }
}
