use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::go::pattern::match_prefix_patterns;
use crate::machine::{Command, Ran};
use crate::model::{
    Artefact, Counter, Facts, Lacking, Need, Outcome, Reply, Source, Via, is_public_host,
};
use crate::probe::origin::{silent, tag_of};
use std::time::Duration;

/// A repository that is there answers sooner.
const WITHIN: Duration = Duration::from_secs(2);

/// Where the list of proxies ends with a "not found" and go is not to ask the
/// origin: whether that has the version. Only a public host is told the name of a
/// module that nothing declares private.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let Some(fetch) = trouble.request.and_then(|asked| asked.fetch) else { return Vec::new() };
    let is_file = matches!(fetch.artefact, Artefact::Mod | Artefact::Info | Artefact::Zip);
    let is_missing = is_file && matches!(fetch.outcome, Outcome::Missing { .. });
    let Source::Proxy { element } = fetch.source else { return Vec::new() };
    let (module, version) = (fetch.module.clone(), fetch.version.clone());
    let host = module.split('/').next().unwrap_or_default();
    let facts = prober.facts();
    let told = prober.outsiders && is_public_host(host) && !is_declared(&module, facts);
    if !is_missing || !told || !is_last(element, &module, &version, facts) {
        return Vec::new();
    }
    let due = tag_of(&module, &version).map(|(repository, tag)| Due::Origin {
        endpoint: trouble.planned.endpoint.clone(),
        module,
        version,
        repository: Veiled::new(repository),
        tag,
    });
    due.into_iter().collect()
}

/// Whether a setting says that a module is nobody else's business.
pub(in crate::probe) fn is_declared(module: &str, facts: &Facts) -> bool {
    let patterns = ["GOPRIVATE", "GONOPROXY", "GONOSUMDB"];
    patterns.iter().any(|name| match_prefix_patterns(facts.settings.raw(name), module))
}

/// Whether no other proxy follows, and no origin.
fn is_last(element: usize, module: &str, version: &str, facts: &Facts) -> bool {
    let need = Need {
        module: module.to_owned(),
        version: version.to_owned(),
        lacking: Lacking::ALL,
        file: None,
        line: None,
        by: None,
        summed: true,
        sums: Vec::new(),
    };
    let routes = facts.routes(&[need]);
    let Some(route) = routes.first() else { return false };
    let mut behind =
        route.hops.iter().rev().map(|hop| &hop.via).skip_while(|via| **via == Via::Off);
    matches!(behind.next(), Some(Via::Proxy { element: last, .. }) if *last == element)
}

/// The tag asked of git, as go would ask, and without a prompt.
pub(super) async fn make(
    module: String,
    version: String,
    repository: Veiled,
    tag: &str,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let variables = silent(prober.machine, prober.facts());
    let words = ["ls-remote", "-q", repository.raw(), tag];
    let command = Command { variables, ..Command::of("git", &words) };
    let outcome = match prober.machine.run(&command, until.within(WITHIN)).await {
        Ran::Exited { code: 0, stdout, .. } if stdout.is_empty() => {
            Outcome::Missing { reply: Reply::of(404, &format!("{repository} has no {tag}")) }
        }
        Ran::Exited { code: 0, .. } => Outcome::Served { versions: vec![version.clone()] },
        // What git objects to may be its own way there.
        _ => return None,
    };
    Some(Counter::Origin { module, version, repository, outcome })
}
