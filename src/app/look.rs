use crate::causes;
use crate::go::route::{Ways, plan};
use crate::judge::judge;
use crate::machine::Machine;
use crate::model::{Evidence, Facts, Limits, Route, Verdict};
use crate::probe::{Lookout, Patience};
use crate::wire::Wire;

/// How far to look.
#[derive(Clone, Copy)]
pub struct Looking<'a> {
    pub patience: Patience,
    pub offline: bool,
    pub progress: &'a dyn Fn(usize),
}

/// Looks once, in order, and never looks back.
pub async fn look(
    machine: &dyn Machine,
    wire: &dyn Wire,
    facts: Facts,
    looking: Looking<'_>,
) -> Evidence {
    let routes = routes(&facts);
    if looking.offline {
        let limits = Limits { offline: true, cut_short: false };
        return Evidence::new(facts, routes, Vec::new(), Vec::new(), limits);
    }
    let lookout = Lookout::new(machine, wire, &facts, looking.patience, looking.progress);
    let found = lookout.look(&routes).await;
    drop(lookout);
    let limits = Limits { offline: false, cut_short: found.cut_short };
    Evidence::new(facts, routes, found.ladders, found.fetches, limits)
}

/// Asks every cause.
pub fn conclude(evidence: &Evidence) -> Verdict {
    judge(evidence, causes::ALL)
}

/// How go would fetch all that is needed; nothing where it refuses its settings,
/// which a cause then says.
pub fn routes(facts: &Facts) -> Vec<Route> {
    let needs = facts.needs.iter();
    let wanted: Vec<_> =
        needs.map(|it| (it.module.as_str(), it.version.as_str(), it.summed)).collect();
    let ways = Ways {
        settings: &facts.settings,
        forward_proxy: &|url| facts.forward_proxy(url),
        credentials: &|url| facts.credential_source(url),
    };
    plan(&wanted, &ways).unwrap_or_default()
}
