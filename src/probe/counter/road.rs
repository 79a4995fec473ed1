use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::model::{Counter, Endpoint};
use crate::probe::climb::climb;
use crate::probe::plan::Planned;

pub(super) fn due(_: &Trouble<'_>, _: Prober<'_>) -> Vec<Due> {
    Vec::new()
}

/// The whole climb, by the other road.
pub(super) async fn make(
    endpoint: Endpoint,
    through: Option<Veiled>,
    named_by: Option<String>,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let planned = Planned { endpoint, through: through.clone(), roles: Vec::new() };
    let climbed = climb(&planned, prober.climber, until).await;
    Some(Counter::Road { through, named_by, ladder: Box::new(climbed.ladder) })
}
