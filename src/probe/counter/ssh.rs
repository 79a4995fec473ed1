use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::model::{Counter, Fetch, VcsFault};

/// Where ssh failed for git: what ssh here knows of the host.
pub(super) fn due(trouble: &Trouble<'_>, _: Prober<'_>) -> Vec<Due> {
    let is_ssh = |it: &&Fetch| matches!(it.vcs_fault(), Some(VcsFault::Ssh { .. }));
    let fetch = trouble.fetch().filter(is_ssh);
    let endpoint = trouble.planned.endpoint.clone();
    fetch.map(|it| Due::Ssh { endpoint, url: it.url.clone() }).into_iter().collect()
}

#[expect(clippy::unused_async, reason = "asks ssh")]
pub(super) async fn make(_url: &Veiled, _prober: Prober<'_>, _until: Deadline) -> Option<Counter> {
    None
}
