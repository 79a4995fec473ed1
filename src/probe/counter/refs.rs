use super::follow::planned;
use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::model::{Counter, VcsFault};
use crate::probe::plan::Planned;

/// Where git would have asked for credentials, or was refused: whether the server
/// shows the repository to everybody, and to the credentials that go has.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let Some(fetch) = trouble.fetch().filter(|it| it.vcs_fault().is_some_and(is_refusal)) else {
        return Vec::new();
    };
    let page = format!("{}/info/refs?service=git-upload-pack", fetch.url.raw());
    let Some(planned) = planned(&fetch.url, prober.facts()) else { return Vec::new() };
    let url = Veiled::new(page);
    let of = |with_credentials| {
        let (planned, url) = (planned.clone(), url.clone());
        Due::Refs { planned, url, with_credentials }
    };
    vec![of(false), of(true)]
}

fn is_refusal(fault: &VcsFault) -> bool {
    matches!(
        fault,
        VcsFault::Prompt { .. }
            | VcsFault::Rejected { .. }
            | VcsFault::Forbidden { .. }
            | VcsFault::NotFound { .. }
    )
}

#[expect(clippy::unused_async, reason = "asks the server")]
pub(super) async fn make(
    _planned: &Planned,
    _url: Veiled,
    _with_credentials: bool,
    _prober: Prober<'_>,
    _until: Deadline,
) -> Option<Counter> {
    None
}
