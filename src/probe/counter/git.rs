use super::{Due, Prober, Trouble};
use crate::base::{Deadline, Veiled};
use crate::go::vcs::Tool;
use crate::machine::{Command, Ran};
use crate::model::{Counter, Fault, Outcome, Trial, TunnelFault, Unknown, VcsFault};
use crate::probe::origin::silent;
use std::time::Duration;

/// A repository that is there answers sooner.
const WITHIN: Duration = Duration::from_secs(2);

/// Where git went astray it is sent on go's own way.
pub(super) fn due(trouble: &Trouble<'_>, prober: Prober<'_>) -> Vec<Due> {
    let Some(Outcome::Broken { fault: Fault::Tunnel(TunnelFault::GitAstray { .. }) }) =
        trouble.outcome()
    else {
        return Vec::new();
    };
    let Some(asked) = trouble.request else { return Vec::new() };
    let url = asked.url.raw();
    let proxy = prober.facts().forward_proxy(url).unwrap_or_default();
    let words = ["ls-remote", "-q", url, "HEAD"].map(str::to_owned).to_vec();
    let settings = vec![Veiled::new(format!("http.proxy={}", proxy.raw()))];
    let (repository, trial) = (asked.url.clone(), Trial::GoesWay);
    vec![Due::Git {
        endpoint: trouble.planned.endpoint.clone(),
        repository,
        trial,
        words,
        settings,
    }]
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
    variables.extend(configured(repository.raw(), &settings));
    let command = Command { arguments: words.to_vec(), variables, ..Command::of("git", &[]) };
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
            let narrow = key.replacen("http.", &format!("http.{repository}."), 1);
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
