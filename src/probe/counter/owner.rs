use super::follow::planned;
use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::model::{Counter, Fetch, VcsFault};
use crate::probe::plan::Planned;

/// Forges that ask for credentials where there is nothing, and show everybody who has
/// an account.
const FORGES: &[&str] = &["github.com", "gitlab.com", "bitbucket.org", "codeberg.org"];

/// A repository that such a forge does not show is private, or is none.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let is_prompt = |it: &&Fetch| matches!(it.vcs_fault(), Some(VcsFault::Prompt { .. }));
    let Some(fetch) = trouble.fetch().filter(is_prompt) else { return Vec::new() };
    let mut parts = fetch.module.split('/');
    let (Some(host), Some(owner)) = (parts.next(), parts.next()) else { return Vec::new() };
    let url = Veiled::new(format!("https://{host}/{owner}"));
    let due = planned(&url, prober.facts()).filter(|_| FORGES.contains(&host));
    due.map(|planned| Due::Owner { planned, url }).into_iter().collect()
}

#[expect(clippy::unused_async, reason = "asks the server")]
pub(super) async fn make(
    _planned: &Planned,
    _url: Veiled,
    _prober: Prober<'_>,
    _until: Deadline,
) -> Option<Counter> {
    None
}
