use super::{Due, Prober, Trouble};
use crate::base::Deadline;
use crate::model::{Counter, Greeting, Hello};
use crate::probe::plan::Planned;
use std::time::Duration;

/// A server that is there greets sooner.
const WITHIN: Duration = Duration::from_secs(2);

pub(super) fn due(_: &Trouble<'_>, _: Prober<'_>) -> Vec<Due> {
    Vec::new()
}

/// The hello by the endpoint's own road.
pub(super) async fn make(
    planned: &Planned,
    hello: Hello,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let greeting = match prober.line(planned, until).await {
        Some(line) => line.greet(&hello, until.within(WITHIN)).await,
        None => Greeting::NotReached,
    };
    Some(Counter::Hello { hello, greeting })
}
