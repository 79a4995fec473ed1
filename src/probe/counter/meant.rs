use super::follow::{follow, planned};
use super::{Due, Prober};
use crate::base::{Deadline, Veiled};
use crate::go::goproxy::module_file_url;
use crate::go::module::escape_path;
use crate::go::origin::{Home, listed};
use crate::go::semver;
use crate::go::vcs::Tool;
use crate::machine::{Command, Ran};
use crate::model::{Artefact, Counter, Endpoint, Evidence, Fault, Outcome, Role, Source, VcsFault};
use crate::probe::fetch::Asking;
use crate::probe::origin::silent;
use crate::probe::protocol;
use std::time::Duration;

/// As many modules are looked for under another path,
const MODULES: usize = 3;
/// and as many paths are asked for altogether.
const QUESTIONS: usize = 9;
/// Whoever answered for the module itself answers sooner.
const WITHIN: Duration = Duration::from_secs(2);
/// Enough of any list of versions, in bytes.
const TEXT: usize = 64 << 10;

/// Where a path is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::probe) enum Whereabouts {
    /// The list of its versions at a module proxy.
    Proxy { url: Veiled },
    /// The repository that the path names by itself.
    Repository { url: Veiled },
}

/// The paths that may have been meant by those that nobody knows, asked of the very
/// places that go asks for these.
pub(in crate::probe) fn paths(evidence: &Evidence) -> Vec<Due> {
    let unheard = evidence.unheard_of();
    let due = unheard.iter().take(MODULES).flat_map(|it| {
        let meant = evidence.meant_by(it.need);
        meant
            .into_iter()
            .flat_map(|path| places(evidence, it.need.module.as_str(), &path, &it.elements))
    });
    due.take(QUESTIONS).collect()
}

fn places(evidence: &Evidence, module: &str, path: &str, elements: &[usize]) -> Vec<Due> {
    let due = |url: &Veiled, place: Whereabouts| {
        let endpoint = Endpoint::of(url.raw())?;
        Some(Due::Meant { endpoint, module: module.to_owned(), path: path.to_owned(), place })
    };
    let may_hear = !evidence.facts.is_private(path) || evidence.facts.is_private(module);
    let Some(first) = elements.first() else {
        return repository(module, path)
            .and_then(|url| due(&url.clone(), Whereabouts::Repository { url }))
            .into_iter()
            .collect();
    };
    let base = evidence.base_of(*first).filter(|_| may_hear);
    let url = base
        .zip(escape_path(path).ok())
        .and_then(|(base, path)| module_file_url(base, &path, "@v/list").ok());
    url.and_then(|url| due(&url.clone(), Whereabouts::Proxy { url })).into_iter().collect()
}

/// The repository on the same host: another host is not asked in the place of this one.
fn repository(module: &str, path: &str) -> Option<Veiled> {
    let host = |path: &str| path.split('/').next().unwrap_or_default().to_owned();
    let home = Home::by_path(path).filter(|home| home.tool == Tool::Git)?;
    (host(module) == host(path)).then_some(home.repository)
}

pub(super) async fn make(
    module: String,
    path: String,
    place: &Whereabouts,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let until = until.sooner(WITHIN);
    let (url, outcome) = match place {
        Whereabouts::Proxy { url } => (url, at_proxy(url, &path, prober, until).await?),
        Whereabouts::Repository { url } => (url, by_git(url, prober, until).await?),
    };
    Some(Counter::Meant { module, path, url: url.clone(), outcome })
}

/// A module without a release has an empty list, and then a latest version.
async fn at_proxy(
    url: &Veiled,
    path: &str,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Outcome> {
    let listed = asked(url, path, Artefact::List, prober, until).await?;
    if !matches!(&listed, Outcome::Served { versions } if versions.is_empty()) {
        return Some(listed);
    }
    let latest = Veiled::new(format!("{}@latest", url.raw().strip_suffix("@v/list")?));
    asked(&latest, path, Artefact::Latest, prober, until).await
}

async fn asked(
    url: &Veiled,
    path: &str,
    artefact: Artefact,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Outcome> {
    let planned = planned(url, prober.facts())?;
    let asking = Asking {
        module: path,
        version: "latest",
        artefact,
        source: Source::Origin,
        url: url.clone(),
        role: Role::Target,
    };
    Some(match follow(url, planned, TEXT, prober, until).await? {
        Ok(fetched) => protocol::read(&asking, fetched).0,
        Err(fault) => Outcome::Broken { fault },
    })
}

/// Whether git gets in, and which tags at the root are versions.
async fn by_git(url: &Veiled, prober: Prober<'_>, until: Deadline) -> Option<Outcome> {
    let variables = silent(prober.machine, prober.facts());
    let words = ["ls-remote", "-q", "--tags", url.raw()];
    let command = Command { variables, ..Command::of("git", &words) };
    match prober.machine.run(&command, until.left()).await {
        Ran::Exited { code: 0, stdout, .. } => {
            let names = listed(&stdout).into_iter().map(|it| it.name);
            let versions = names.filter_map(|it| it.strip_prefix("refs/tags/").map(str::to_owned));
            let versions = versions.filter(|it| semver::is_canonical(it)).collect();
            Some(Outcome::Served { versions })
        }
        Ran::Exited { code, stderr, .. } => {
            let fault = VcsFault::of(Tool::Git, code, &stderr);
            Some(Outcome::Broken { fault: Fault::Vcs(fault) })
        }
        _ => None,
    }
}
