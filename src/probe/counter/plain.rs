use super::Prober;
use crate::base::{Deadline, Veiled};
use crate::probe::climb::climb;
use crate::probe::plan::{Planned, endpoint_of};
use crate::wire::{Appetite, Fetched, Request};
use std::time::Duration;

/// A server that is there answers sooner.
const WITHIN: Duration = Duration::from_millis(1500);

/// One GET over plain HTTP by the road that go would take, without credentials
/// and without following anything. None where no answer came.
pub(super) async fn get(
    url: &str,
    most: usize,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Fetched> {
    let endpoint = endpoint_of(url)?;
    let through: Option<Veiled> = prober.facts().forward_proxy(url);
    let planned = Planned { endpoint, through: through.clone(), roles: Vec::new() };
    let at = climb(&planned, prober.climber, until).await.at;
    let (url, manner) = (url.to_owned(), prober.facts().manner());
    let appetite = Appetite::of(most);
    let request = Request { url, at, through, user: None, headers: Vec::new(), manner, appetite };
    if request.at.is_empty() {
        return None;
    }
    prober.wire().fetch(&request, until.within(WITHIN)).await.ok()
}
