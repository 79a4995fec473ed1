use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::model::Counter;

pub(super) fn due(_: &Trouble<'_>, _: Prober<'_>) -> Vec<Due> {
    Vec::new()
}

/// The same question to git, with other settings.
pub(super) async fn make(
    _: &[String],
    _: Vec<Veiled>,
    _: Prober<'_>,
    _: Deadline,
) -> Option<Counter> {
    None
}
