use super::element::asked;
use super::follow::planned;
use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Excerpt, Veiled};
use crate::go::sumdb::{Record, SumdbFault};
use crate::model::{Artefact, CANARY, Counter, Outcome, Reply};
use crate::probe::plan::Planned;

/// Where a lookup comes to nothing: whether a module that every database of the public
/// knows does too. Only who was asked is asked again.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let Some(fetch) = trouble.request.and_then(|asked| asked.fetch) else { return Vec::new() };
    let came = matches!(fetch.outcome, Outcome::Missing { .. } | Outcome::Refused { .. })
        || matches!(fetch.sumdb_fault(), Some(SumdbFault::MalformedRecord { .. }));
    if fetch.artefact != Artefact::Lookup || !came || fetch.module == CANARY.0 {
        return Vec::new();
    }
    let due = fetch.database().and_then(|base| {
        let planned = planned(&base, prober.facts())?;
        Some(Due::Record { endpoint: trouble.planned.endpoint.clone(), planned, base })
    });
    due.into_iter().collect()
}

/// The canary's record at that base, by the road that go would take.
pub(super) async fn make(
    planned: &Planned,
    base: Veiled,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let url = Veiled::new(format!("{}/lookup/{}@{}", base.raw(), CANARY.0, CANARY.1));
    let (outcome, body) = asked(planned, url, Artefact::Lookup, prober, until).await?;
    let outcome = match outcome {
        Outcome::Served { .. } if Record::parse(&body).is_none() => no_record(&body),
        outcome => outcome,
    };
    Some(Counter::Record { base, outcome })
}

fn no_record(body: &[u8]) -> Outcome {
    let reply = Reply::of(200, Excerpt::of(body, Excerpt::USUAL).as_str());
    Outcome::Unlike { reply, what: "no record of a checksum database".to_owned() }
}
