use super::ask;
use super::place::Place;
use super::refused;
use crate::go::vcs::{ImportFault, Sought};
use crate::model::{Fault, Fetch, Need, Outcome, VcsFault};
use crate::probe::lookout::Lookout;

/// A repository that the path names without a scheme: go takes the first one under
/// which its program gets an answer, and swallows what it says of the others. What it
/// says of https is kept here.
/// go's file: `cmd/go/internal/vcs/vcs.go`, `repoRootFromVCSPaths`.
pub(super) async fn seek(lookout: &Lookout<'_>, need: &Need, sought: &Sought) -> Vec<Fetch> {
    let is_insecure = lookout.climber.facts.is_insecure(&need.module);
    let variables = lookout.machine.variables();
    let allowed = variables.get("GIT_ALLOW_PROTOCOL").map_or("", String::as_str);
    let mut failed: Option<Fetch> = None;
    for scheme in sought.tool.tried(is_insecure, allowed) {
        let place = Place::at(&sought.under(scheme), &need.module, &need.version);
        let Some(place) = place else { return Vec::new() };
        let fetch = ask(lookout, need, &place).await;
        if !fails(&fetch) || failed.is_none() && is_for_all(&fetch) {
            return vec![fetch];
        }
        if failed.is_none() || scheme == "https" {
            failed = Some(fetch);
        }
    }
    let kind = if is_insecure { "" } else { "secure " };
    let words = format!("no {kind}protocol found for repository");
    vec![failed.unwrap_or_else(|| refused(need, ImportFault::Path { words }))]
}

fn fails(fetch: &Fetch) -> bool {
    matches!(fetch.outcome, Outcome::Broken { .. })
}

/// Whether no other scheme helps.
fn is_for_all(fetch: &Fetch) -> bool {
    matches!(fetch.outcome, Outcome::Broken { fault: Fault::Vcs(VcsFault::Missing { .. }) })
}
