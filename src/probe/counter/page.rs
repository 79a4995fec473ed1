use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::model::Counter;
use crate::probe::plan::Planned;

pub(super) fn due(_: &Trouble<'_>, _: Prober<'_>) -> Vec<Due> {
    Vec::new()
}

/// Another page of the same server, without credentials.
pub(super) async fn make(_: &Planned, _: Veiled, _: Prober<'_>, _: Deadline) -> Option<Counter> {
    None
}
