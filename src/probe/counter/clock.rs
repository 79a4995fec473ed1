use super::{Due, Prober, Trouble};
use crate::base::Deadline;
use crate::model::{Counter, Endpoint};

pub(super) fn due(_: &Trouble<'_>, _: Prober<'_>) -> Vec<Due> {
    Vec::new()
}

/// The date of an answer over plain HTTP.
pub(super) async fn make(_: &Endpoint, _: Prober<'_>, _: Deadline) -> Option<Counter> {
    None
}
