use super::element::asked;
use super::follow::planned;
use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::model::{Artefact, CANARY, Counter, Outcome};
use crate::probe::plan::Planned;

/// Where a lookup comes to nothing: whether a module that every database of the public
/// knows does too. Only who was asked is asked again.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let Some(fetch) = trouble.request.and_then(|asked| asked.fetch) else { return Vec::new() };
    let came = matches!(
        fetch.outcome,
        Outcome::Missing { .. } | Outcome::Unlike { .. } | Outcome::Refused { .. }
    );
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
    let outcome = asked(planned, url, Artefact::Lookup, prober, until).await?;
    Some(Counter::Record { base, outcome })
}
