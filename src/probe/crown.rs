use super::fetch::given_up;
use super::plan::endpoint_of;
use crate::model::{Broken, Fault, Fetch, Ladder, Observation, Outcome, Rung, Stage};

/// The last rung of a ladder is the first answer of its server, or the fault
/// that all requests over it end in.
pub(super) fn crown(mut ladder: Ladder, fetches: &[Fetch]) -> Ladder {
    if ladder.broken.is_some() {
        return ladder;
    }
    let over = |fetch: &&Fetch| endpoint_of(fetch.url.raw()).as_ref() == Some(&ladder.endpoint);
    let mut fault = None;
    for fetch in fetches.iter().filter(over) {
        let reply = match &fetch.outcome {
            Outcome::Missing { reply }
            | Outcome::Refused { reply }
            | Outcome::Unlike { reply, .. } => reply.clone(),
            Outcome::Served { .. } => crate::model::Reply::of(200, ""),
            Outcome::Broken { fault: Fault::Http(broken) } if fault.is_none() => {
                fault = Some((Fault::Http(broken.clone()), fetch.took_ms));
                continue;
            }
            _ => continue,
        };
        let seen = Observation::Answered { reply };
        ladder.rungs.push(Rung { stage: Stage::Http, seen, took_ms: fetch.took_ms });
        return ladder;
    }
    let fault = fault.or_else(|| given_up(&ladder.endpoint.host, fetches));
    ladder.broken = fault.map(|(fault, took_ms)| Broken { stage: Stage::Http, fault, took_ms });
    ladder
}
