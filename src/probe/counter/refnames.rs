use super::{Due, Prober};
use crate::base::{Deadline, Veiled};
use crate::go::origin::listed;
use crate::machine::{Command, Ran};
use crate::model::{Counter, Endpoint, Evidence};
use crate::probe::origin::silent;
use std::time::Duration;

/// As many repositories are asked.
const MOST: usize = 3;
/// More branches and tags than these tell nothing more.
const NAMES: usize = 600;
/// A repository that has answered once answers sooner.
const WITHIN: Duration = Duration::from_secs(2);

/// Where a repository has not what a version is called there: what it has. Only git
/// tells without a copy of the whole.
pub(in crate::probe) fn repositories(evidence: &Evidence) -> Vec<Due> {
    let due = evidence.untagged().into_iter().filter(|it| it.wanted.is_some());
    let due = due.take(MOST).map(|it| Due::Refnames {
        endpoint: Endpoint::of(it.fetch.url.raw())
            .unwrap_or_else(|| Endpoint::https(&it.fetch.host())),
        module: it.need.module.clone(),
        version: it.need.version.clone(),
        repository: it.fetch.url.clone(),
    });
    due.collect()
}

/// All of them, as go asks for them, and without a prompt.
pub(super) async fn make(
    module: String,
    version: String,
    repository: Veiled,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let variables = silent(prober.machine, prober.facts());
    let words = ["ls-remote", "-q", "--heads", "--tags", repository.raw()];
    let command = Command { variables, ..Command::of("git", &words) };
    let ran = prober.machine.run(&command, until.within(WITHIN)).await;
    let Ran::Exited { code: 0, stdout, .. } = ran else { return None };
    let names = listed(&stdout).into_iter().map(|it| it.name);
    let (heads, tags): (Vec<String>, Vec<String>) =
        names.partition(|it| it.starts_with("refs/heads/"));
    // git sorts by letters, so that the newest versions mostly come last.
    let late = tags.len().saturating_sub(NAMES);
    let names = heads.into_iter().take(NAMES).chain(tags.into_iter().skip(late)).collect();
    Some(Counter::Refnames { module, version, repository, names })
}
