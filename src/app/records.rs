use super::check::net;
use super::progress::{BEAT, Progress};
use super::show::Stage;
use crate::base::Deadline;
use crate::machine::{Gathered, Local};
use crate::model::{Evidence, HeldHash, Limits, Need, Records, Route, Survey};
use crate::probe::{Lookout, Patience};
use std::collections::BTreeSet;
use std::time::Duration;

/// Without a limit of the user's own the database has a day.
const LONGEST: Duration = Duration::from_hours(24);

/// `--sumdb`: asks the checksum database about every version in the cache that it
/// covers, as go would; about private ones it is told nothing.
pub(super) async fn asked(
    stage: &Stage<'_>,
    mut gathered: Gathered,
    mut survey: Survey,
    held: &[HeldHash],
    stop: impl Future<Output = ()>,
) -> Evidence {
    let net = net(&mut gathered);
    let Gathered { mut facts, ledger, .. } = gathered;
    let (needs, routes, untold) = covered(&facts, held);
    facts.needs = needs;
    let patience = Patience {
        whole: Deadline::after(stage.job.limit.unwrap_or(LONGEST)),
        probe: stage.job.probe_timeout,
    };
    let progress = Progress::over(facts.needs.len(), stage.job);
    let before = facts.clone();
    let stepped = |done| progress.at(done);
    let lookout = Lookout::new(&Local, &net, &before, patience, &stepped).with(&ledger);
    let mut beat = tokio::time::interval(BEAT);
    {
        let mut looked = std::pin::pin!(lookout.look_up_all(&routes));
        let mut stop = std::pin::pin!(stop);
        loop {
            tokio::select! {
                () = &mut looked => break,
                () = &mut stop => break,
                _ = beat.tick() => progress.beat(),
            }
        }
    }
    progress.end();
    let found = lookout.found();
    let records = Records { asked: facts.needs.len(), untold, ..Records::default() };
    survey.recorded(held, &found.fetches, records);
    let limits = Limits { offline: false, cut_short: found.cut_short, ..Limits::default() };
    Evidence::new(facts, routes, found.ladders, found.fetches, limits).surveyed(survey)
}

/// What the database is asked about, and how many versions it is not told of.
fn covered(facts: &crate::model::Facts, held: &[HeldHash]) -> (Vec<Need>, Vec<Route>, usize) {
    let versions: BTreeSet<_> = held.iter().map(|it| &it.module).collect();
    let all = versions.len();
    let need = |it: &crate::go::modcache::ModuleVersion| Need {
        module: it.path.clone(),
        version: it.version.clone(),
        ..Need::default()
    };
    let needs: Vec<Need> = versions.into_iter().map(need).collect();
    let routes = facts.routes(&needs);
    let is_covered = |need: &Need, route: &Route| {
        let sums = &route.checksums;
        let is_public = sums.url.iter().chain(&sums.via).any(|it| facts.is_public_place(it.raw()));
        let is_told = !is_public || !facts.is_private(&need.module);
        sums.database.is_some() && sums.skipped_because.is_none() && is_told
    };
    let pairs = needs.into_iter().zip(routes).filter(|(need, route)| is_covered(need, route));
    let (needs, routes): (Vec<Need>, Vec<Route>) = pairs.unzip();
    let untold = all - needs.len();
    (needs, routes, untold)
}
