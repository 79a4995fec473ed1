use super::alone::ask;
use super::follow::planned;
use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::model::{Counter, Fetch, Outcome, VcsFault};
use crate::wire::Fetched;

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

/// As anybody may see it, without credentials: the very host that git asks.
pub(super) async fn make(url: Veiled, prober: Prober<'_>, until: Deadline) -> Option<Counter> {
    let outcome = match ask(&url, None, prober, until).await? {
        Ok(Fetched { reply, .. }) => match reply.status {
            200 => Outcome::Served { versions: Vec::new() },
            404 | 410 => Outcome::Missing { reply },
            _ => Outcome::Refused { reply },
        },
        Err(outcome) => outcome,
    };
    Some(Counter::Owner { url, outcome })
}
