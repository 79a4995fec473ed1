use super::origin::is_declared;
use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::go::vcs::Tool;
use crate::machine::{Command, Ran};
use crate::model::{
    Counter, Endpoint, Facts, Fault, Fetch, Outcome, SshTarget, Trial, TunnelFault, Unknown,
    VcsFault, is_public_host,
};
use crate::probe::origin::silent;
use std::time::Duration;

/// A repository that is there answers sooner.
const WITHIN: Duration = Duration::from_secs(2);

/// Where git went astray it is sent on go's own way; where a rule of its own sent it
/// elsewhere, to the URL that go gave it; where it does not trust a server, it is given
/// what go trusts.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let Some(fetch) = trouble.fetch() else { return Vec::new() };
    let url = fetch.url.raw();
    let found = match &fetch.outcome {
        Outcome::Broken { fault: Fault::Tunnel(TunnelFault::GitAstray { .. }) } => {
            let goes_way = goes_way(url, prober.facts());
            std::iter::once(goes_way).chain(unrewritten(fetch, prober)).collect()
        }
        Outcome::Broken { fault: Fault::Vcs(fault) } => {
            let unrewritten = unrewritten(fetch, prober).filter(|_| may_differ(fault));
            unrewritten.into_iter().chain(with_roots(url, fault, prober.facts())).collect()
        }
        _ => Vec::new(),
    };
    let due = found.into_iter().map(|(trial, settings)| Due::Git {
        endpoint: trouble.planned.endpoint.clone(),
        repository: fetch.url.clone(),
        trial,
        words: ["ls-remote", "-q", url, "HEAD"].map(str::to_owned).to_vec(),
        settings,
    });
    due.collect()
}

type Trying = (Trial, Vec<Veiled>);

fn goes_way(url: &str, facts: &Facts) -> Trying {
    let asked = facts.git_asks(url);
    let proxy = asked.and_then(|it| facts.forward_proxy(it.raw())).unwrap_or_default();
    (Trial::GoesWay, vec![Veiled::new(format!("http.proxy={}", proxy.raw()))])
}

/// The longest rule wins: one that leaves the whole URL as it is undoes all others.
/// A header for all servers was meant for the one that the rule leads to.
fn unrewritten(fetch: &Fetch, prober: Prober<'_>) -> Option<Trying> {
    let (url, facts) = (fetch.url.raw(), prober.facts());
    let (to, _) = facts.rewritten(url).filter(|_| may_be_asked(fetch, prober))?;
    let itself = Veiled::new(format!("url.{url}.insteadOf={url}"));
    let elsewhere = host_of(to.raw()) != fetch.host();
    let bare = elsewhere.then(|| Veiled::new("http.extraHeader="));
    Some((Trial::Unrewritten, std::iter::once(itself).chain(bare).collect()))
}

/// Whether another URL may come to something else.
fn may_differ(fault: &VcsFault) -> bool {
    !matches!(
        fault,
        VcsFault::Missing { .. } | VcsFault::Defective { .. } | VcsFault::TooOld { .. }
    )
}

/// Whoever has a rule that leads to another host may have it so that the first one is
/// not asked: that is told no name which it would not be told anyway.
fn may_be_asked(fetch: &Fetch, prober: Prober<'_>) -> bool {
    let facts = prober.facts();
    let Some((to, _)) = facts.rewritten(fetch.url.raw()) else { return false };
    let host = fetch.host();
    let is_same = host_of(to.raw()) == host;
    is_same || prober.outsiders && is_public_host(&host) && !is_declared(&fetch.module, facts)
}

fn host_of(url: &str) -> String {
    let by_ssh = || SshTarget::of(url).map(|it| it.host);
    Endpoint::of(url).map(|it| it.host).or_else(by_ssh).unwrap_or_default()
}

/// The file of roots that go reads, as git's own for this repository.
fn with_roots(url: &str, fault: &VcsFault, facts: &Facts) -> Option<Trying> {
    let path = facts.roots_for_git().filter(|_| matches!(fault, VcsFault::Untrusted { .. }))?;
    let asked = facts.git_asks(url)?;
    let setting = Veiled::new(format!("http.{}.sslCAInfo={path}", asked.raw()));
    Some((Trial::Roots { path: path.to_owned() }, vec![setting]))
}

/// The same question to git, with other settings. They go through the
/// environment: a command line is there for all to read.
pub(super) async fn make(
    repository: Veiled,
    trial: Trial,
    words: &[String],
    settings: Vec<Veiled>,
    prober: Prober<'_>,
    until: Deadline,
) -> Option<Counter> {
    let mut variables = silent(prober.machine, prober.facts());
    let asked = prober.facts().git_asks(repository.raw()).unwrap_or_else(|| repository.clone());
    variables.extend(configured(asked.raw(), &settings));
    // A variable would go before the setting.
    let without = vec!["GIT_SSL_CAINFO".to_owned()];
    let without = if matches!(trial, Trial::Roots { .. }) { without } else { Vec::new() };
    let arguments = words.to_vec();
    let command = Command { arguments, variables, without, ..Command::of("git", &[]) };
    let outcome = match prober.machine.run(&command, until.within(WITHIN)).await {
        Ran::Exited { code: 0, .. } => Outcome::Served { versions: Vec::new() },
        Ran::Exited { code, stderr, .. } if trial != Trial::GoesWay => {
            Outcome::Broken { fault: Fault::Vcs(VcsFault::of(Tool::Git, code, &stderr)) }
        }
        Ran::Exited { stderr, .. } => {
            let words = String::from_utf8_lossy(&stderr);
            let last = Veiled::in_words(words.lines().last().unwrap_or_default());
            let words = crate::base::Excerpt::text(&last);
            Outcome::Broken { fault: Fault::Tunnel(TunnelFault::GitAstray { words }) }
        }
        Ran::TimedOut => Outcome::Unknown { why: Unknown::Deadline },
        _ => return None,
    };
    Some(Counter::Git { repository, trial, settings, outcome })
}

/// Each setting for all URLs, and for this one, as the longest URL wins.
/// git's file: `config.c`, `git_config_from_parameters`.
fn configured(repository: &str, settings: &[Veiled]) -> Vec<(String, String)> {
    let pairs = settings.iter().filter_map(|setting| setting.raw().split_once('='));
    let pairs: Vec<(String, &str)> = pairs
        .flat_map(|(key, value)| {
            let narrow = key.replacen("http.proxy", &format!("http.{repository}.proxy"), 1);
            [(key.to_owned(), value), (narrow, value)]
        })
        .collect();
    let mut set = vec![("GIT_CONFIG_COUNT".to_owned(), pairs.len().to_string())];
    for (at, (key, value)) in pairs.into_iter().enumerate() {
        set.push((format!("GIT_CONFIG_KEY_{at}"), key));
        set.push((format!("GIT_CONFIG_VALUE_{at}"), value.to_owned()));
    }
    set
}
